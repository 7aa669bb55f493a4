"""What guests make of what happens below: who has a seat, waits or is still tentative hears when it moves or is off."""

from roadshow.foundation.happenings import on
from roadshow.programme.happenings import Cancelled, Moved
from roadshow.programme.queries import get_roadshow

from . import queries
from .letters import tell_cancelled, tell_moved
from .states import AttendanceState


@on(Moved)
def tell_of_move(happening: Moved) -> None:
    """An offer lapses no later than it begins now."""
    roadshow = get_roadshow(happening.roadshow_id)
    for guest in queries.list_guests_in(roadshow.id, AttendanceState.OFFERED):
        if guest.confirm_by_at is not None and roadshow.starts_at is not None:
            guest.confirm_by_at = min(guest.confirm_by_at, roadshow.starts_at)
    tell_moved(roadshow, happening.was, happening.now)


@on(Cancelled)
def tell_of_cancelling(happening: Cancelled) -> None:
    tell_cancelled(get_roadshow(happening.roadshow_id), happening.reason)
