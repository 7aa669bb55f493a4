"""A new date for a roadshow that was put off, with whoever speaks and what is on its stage."""

from collections.abc import Sequence
from datetime import datetime

from roadshow.foundation.actor import Actor
from roadshow.foundation.db import operation
from roadshow.halls.models import Hall
from roadshow.pitches.queries import list_pitches_in
from roadshow.pitches.states import ON_STAGE
from roadshow.programme import putting_off
from roadshow.programme.models import Roadshow

from . import queries
from .occupying import take_slots


@operation
def set_new_date(
    roadshow: Roadshow,
    starts_at: datetime,
    *,
    halls: Sequence[Hall] | None = None,
    closes_at: datetime | None = None,
    on_rest_day: bool = False,
    actor: Actor,
) -> None:
    """As the programme's; who speaks and what is on stage must be free then. Raises: Refused, naming who is not."""
    putting_off.set_new_date(
        roadshow, starts_at, halls=halls, closes_at=closes_at, on_rest_day=on_rest_day, actor=actor
    )
    take_slots(queries.get_draft(roadshow.id), starts_at, list_pitches_in(roadshow.id, *ON_STAGE))
