"""What guests make of what happens below: who has a seat, waits or is still tentative hears when it moves or is off."""

from sqlalchemy import update

from roadshow.foundation import clock
from roadshow.foundation.actor import CLOCK
from roadshow.foundation.db import db
from roadshow.foundation.happenings import on
from roadshow.investors.happenings import Merged
from roadshow.programme.happenings import Cancelled, Held, Moved, Renamed, Restored
from roadshow.programme.queries import get_roadshow

from . import queries
from .changes import invite_unheard, tell_cancelled, tell_moved, tell_name, tell_restored
from .counting import note_no_shows
from .letters import tell
from .models import Attendance, InvitationRequest, Viewing
from .places import move_up
from .states import AttendanceState
from .undoing import undo_all


@on(Moved)
def tell_of_move(happening: Moved) -> None:
    """Nobody has longer to answer, or to confirm an offer, than until it begins now."""
    roadshow = get_roadshow(happening.roadshow_id)
    if clock.local(happening.was.starts_at).date() != roadshow.on:
        undo_all(roadshow, actor=CLOCK)
    seating = queries.find_seating(roadshow.id)
    if seating is not None and seating.answer_by_at is not None and roadshow.starts_at is not None:
        seating.answer_by_at = min(seating.answer_by_at, roadshow.starts_at)
    for guest in queries.list_guests_in(roadshow.id, AttendanceState.OFFERED):
        if guest.confirm_by_at is not None and roadshow.starts_at is not None:
            guest.confirm_by_at = min(guest.confirm_by_at, roadshow.starts_at)
    tell_moved(roadshow, happening.was, happening.now)
    move_up(roadshow)


@on(Cancelled)
def tell_of_cancelling(happening: Cancelled) -> None:
    roadshow = get_roadshow(happening.roadshow_id)
    if roadshow.date_pending:
        undo_all(roadshow, happening.reason, actor=CLOCK)
    tell_cancelled(roadshow, happening.reason)


@on(Restored)
def give_the_time_back(happening: Restored) -> None:
    """While it was off nobody could confirm an offered seat; none has longer than until it begins."""
    roadshow = get_roadshow(happening.roadshow_id)
    for guest in queries.list_guests_in(roadshow.id, AttendanceState.OFFERED):
        if guest.confirm_by_at is not None and roadshow.starts_at is not None:
            guest.confirm_by_at = min(guest.confirm_by_at + happening.off_for, roadshow.starts_at)
    invite_unheard(roadshow)
    if happening.was is None or roadshow.stand is None:
        tell_restored(roadshow)
    else:
        tell_moved(roadshow, happening.was, roadshow.stand)
    move_up(roadshow)  # seats that fell free meanwhile were offered to nobody


@on(Renamed)
def tell_of_name(happening: Renamed) -> None:
    tell_name(get_roadshow(happening.roadshow_id))


@on(Merged)
def keep_guests(merged: Merged) -> None:
    """Whoever came or read for the gone institution did so for the kept one."""
    for model in (Attendance, Viewing, InvitationRequest):
        rows = update(model).where(model.institution_id == merged.gone_id)
        db.session.execute(rows.values(institution_id=merged.kept_id))


@on(Held)
def note_who_was_absent(happening: Held) -> None:
    note_no_shows(get_roadshow(happening.roadshow_id))


@on(Held)
def thank(happening: Held) -> None:
    """Who was there is asked what they think, and told what they may still read."""
    guests = queries.list_guests_in(
        happening.roadshow_id, AttendanceState.CHECKED_IN, AttendanceState.ACCEPTED
    )
    tell("attendance.thanked", [guest for guest in guests if guest.was_there])
