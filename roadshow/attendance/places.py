"""A seat: given, given back, and then offered to who waits first, who confirms it in time or loses it to the next.

The clock decides who has lapsed; what follows from it is written by whoever comes first, the worker or the next act.
"""

from datetime import datetime

from roadshow.audit.operations import record, record_many
from roadshow.foundation import clock
from roadshow.foundation.actor import CLOCK, Actor
from roadshow.foundation.db import db, hold, operation
from roadshow.programme.models import Roadshow
from roadshow.programme.states import RoadshowState

from . import queries
from .letters import tell
from .models import OTHER, REMINDS_BEFORE, Attendance, Mode, Seating
from .rules import REMINDS_AGAIN, coming_fault, confirm_by, remind_fault
from .states import UNANSWERED, AttendanceState

S = AttendanceState


@operation
def settle(roadshow: Roadshow) -> None:
    """Who did not confirm in time has no seat any more, who waits first is offered it; and who has not answered three
    days before the day to answer is reminded, once."""
    hold(roadshow)
    settle_held(roadshow)
    seating = queries.find_seating(roadshow.id)
    if seating is not None and _is_time_to_remind(seating, clock.now()):
        seating.reminded_at = clock.now()
        before = clock.now() - REMINDS_AGAIN  # who was invited just now has the letter before them
        guests = [
            guest
            for guest in queries.list_guests_in(roadshow.id, *UNANSWERED)
            if guest.made_at <= before and remind_fault(guest, clock.now()) is None
        ]
        remind_held(guests, actor=CLOCK)


def settle_held(roadshow: Roadshow) -> None:
    """The same of a roadshow that is locked, before its seats are counted; it reminds nobody."""
    if roadshow.state is RoadshowState.CANCELLED:
        return  # nobody can confirm while it is off, and who has an offer gets the time back
    now = clock.now()
    offered = queries.list_guests_in(roadshow.id, S.OFFERED)
    lapsed = [guest for guest in offered if guest.confirm_by_at is not None and guest.confirm_by_at <= now]
    leave_seat(*lapsed)
    for guest in lapsed:
        guest.state = S.LAPSED
        _record("attendance.lapsed", guest)
    tell("attendance.lapsed", lapsed)
    move_up(roadshow)


def move_up(roadshow: Roadshow) -> None:
    """As many as there are free seats, of those who wait first; nobody once it has begun. The caller has locked the
    roadshow.

    Who has a seat of the other mode moves at once, and frees that; all others are offered it, and confirm it in time.
    """
    seating = queries.find_seating(roadshow.id)
    if seating is None or coming_fault(roadshow, clock.now()):
        return
    moved: dict[str, list[Attendance]] = {"attendance.offered": [], "attendance.accepted": []}
    while guest := _next(roadshow):
        if guest.switching:
            move(guest)
        else:
            _offer(guest, seating)
        kind = "attendance.offered" if guest.state is S.OFFERED else "attendance.accepted"
        _record(kind, guest)
        moved[kind].append(guest)
    for kind, guests in moved.items():
        tell(kind, guests)


def take_seat(guest: Attendance, mode: Mode) -> bool:
    """A free one of this mode, if there is one. The caller has locked the roadshow, and steps."""
    db.session.flush()
    seat = queries.find_free_seat(guest.roadshow_id, mode)
    if seat is None:
        return False
    seat.attendance_id, guest.mode = guest.id, mode
    guest.turn, guest.switching, guest.confirm_by_at = None, False, None
    return True


def move(guest: Attendance) -> bool:
    """From the seat that they have to a free one of the other mode, if there is one. What their calendar answered was
    about another place."""
    had = queries.find_seat(guest.id)
    if queries.find_free_seat(guest.roadshow_id, OTHER[guest.mode]) is None:
        return False
    if had is not None:
        had.attendance_id = None
        db.session.flush()  # nobody has two seats, not even between two statements
    if guest.invite is not None:
        guest.invite.answer = None
    return take_seat(guest, OTHER[guest.mode])


def leave_seat(*guests: Attendance) -> None:
    """Nothing is kept of a seat, an offer or a turn. The caller has locked the roadshow, and moves others up."""
    for seat in queries.list_seats_of([guest.id for guest in guests]):
        seat.attendance_id = None
    for guest in guests:
        guest.turn, guest.switching, guest.confirm_by_at = None, False, None


def wait(guest: Attendance, mode: Mode) -> None:
    """After all who wait already. The caller has locked the roadshow, and tells of it."""
    turn = queries.find_last_turn(guest.roadshow_id) + 1
    guest.state, guest.mode, guest.turn, guest.switching = S.WAITLISTED, mode, turn, False


def hold_guest(guest: Attendance) -> Roadshow:
    """Locks the roadshow, which guards its seats, then the guest."""
    roadshow = hold(guest.roadshow)
    hold(guest)
    return roadshow


def remind_held(guests: list[Attendance], *, actor: Actor) -> None:
    """Tells them once more. The caller has locked the roadshow, and asked who has not answered."""
    for guest in guests:
        guest.reminded_at = clock.now()
    tell("attendance.reminded", guests)
    record_many("attendance.reminded", actor, "attendance", [(guest.id, guest.name) for guest in guests])


def _next(roadshow: Roadshow) -> Attendance | None:
    """Who waits first for a seat that is free."""
    db.session.flush()
    for mode in Mode:
        if queries.find_free_seat(roadshow.id, mode) and (
            guest := queries.find_first_waiting(roadshow.id, mode)
        ):
            return guest
    return None


def _offer(guest: Attendance, seating: Seating) -> None:
    due = confirm_by(guest.roadshow, seating, clock.now())
    take_seat(guest, guest.mode)
    guest.state, guest.confirm_by_at = S.ACCEPTED if due is None else S.OFFERED, due


def _is_time_to_remind(seating: Seating, now: datetime) -> bool:
    by = seating.answer_by_at
    return by is not None and seating.reminded_at is None and by - REMINDS_BEFORE <= now < by


def _record(what: str, guest: Attendance) -> None:
    record(
        what,
        CLOCK,
        "attendance",
        guest.id,
        guest.name,
        roadshow=guest.roadshow.title,
        mode=guest.mode.value,
        confirm_by_at=guest.confirm_by_at,
    )
