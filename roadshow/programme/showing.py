"""What visitors and calendars see of a roadshow changes: counted, and told to the rooms above."""

from datetime import datetime

from sqlalchemy import ColumnElement, update

from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.foundation.happenings import announce

from .happenings import Moved
from .models import Roadshow, Stand
from .queries import in_hall
from .states import RoadshowState


def go(roadshow: Roadshow, state: RoadshowState) -> None:
    """Into a state that visitors see."""
    roadshow.state = state
    roadshow.public_since = roadshow.public_since or clock.now()
    show_changed(roadshow)


def show_changed(roadshow: Roadshow) -> None:
    """What a calendar shows of it has changed."""
    roadshow.sequence += 1
    roadshow.changed_at = clock.now()


def show_all_changed(hall_id: int) -> None:
    """Of all that are in a hall."""
    _count_where(in_hall(hall_id))


def show_place_changed(hall_id: int) -> None:
    """Of all that have it as their main hall: of the others the map shows nothing."""
    _count_where(Roadshow.hall_id == hall_id)


def show_order_changed(roadshow_id: int) -> None:
    """What is on its stage is another than a calendar shows."""
    _count_where(Roadshow.id == roadshow_id)


def _count_where(changed: ColumnElement[bool]) -> None:
    """In one statement that counts in the database: nobody holds these roadshows."""
    rows = update(Roadshow).where(changed)
    db.session.execute(rows.values(sequence=Roadshow.sequence + 1, changed_at=clock.now()))


def keep_first_start(roadshow: Roadshow, was: datetime) -> None:
    """A public roadshow that moved from ``was`` keeps the start that was published first, unless it is back there."""
    first = roadshow.moved_from_at or was
    roadshow.moved_from_at = None if first == roadshow.starts_at else first


def moved(roadshow: Roadshow, was: Stand | None, closes: tuple[datetime, datetime] | None = None) -> bool:
    """It may have other hours or be elsewhere than it ``was``, and whether it is: whoever could know of that is told.

    ``closes``: when its call was to close, and when it closes now, if that moved too. One whose doors were open closes
    them when it begins at another time.
    """
    now = roadshow.stand
    if was is None or now is None or was == now:
        return False
    if was.starts_at != now.starts_at and roadshow.state is RoadshowState.LIVE:
        roadshow.state = RoadshowState.PUBLISHED
    if roadshow.public_since:
        keep_first_start(roadshow, was.starts_at)
        announce(Moved(roadshow.id, was, now, closes))
    return True
