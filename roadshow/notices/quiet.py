"""The quiet hours: what the centre starts by itself waits for the morning, what a person's click causes does not."""

from datetime import datetime, time, timedelta

from roadshow.foundation import clock
from roadshow.foundation.cause import is_by_person

from .kinds import KINDS, Night

FROM, UNTIL = time(22), time(7)  # on the wall clock here
FEW = 20  # letters that one click may send at night


def is_quiet(at: datetime) -> bool:
    here = clock.local(at).time()
    return here >= FROM or here < UNTIL


def next_morning(at: datetime) -> datetime:
    """When the quiet hours end that ``at`` lies in, or the next ones."""
    here = clock.local(at)
    return clock.moment(here.date() + timedelta(days=here.time() >= UNTIL), UNTIL)


def goes_at_once(kind: str, count: int) -> bool:
    """Whether ``count`` letters of this kind that are written now go out in the quiet hours too."""
    night = KINDS[kind].night
    return night is Night.SEND or (night is Night.BY_HAND and count <= FEW and is_by_person())
