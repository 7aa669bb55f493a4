"""What a guest answers, and may change until the start: comes on site or online, is tentative, does not come."""

from flask_babel import lazy_gettext as _

from roadshow.accounts.rules import PRIVACY_VERSION
from roadshow.audit.operations import record
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.db import db, operation
from roadshow.foundation.errors import Gone, Refused
from roadshow.foundation.steps import step_to
from roadshow.notices.purposes import end as end_letters
from roadshow.programme.models import Roadshow

from . import queries
from .changes import tell_given_up
from .letter_kinds import ASKING
from .letters import tell
from .links import link_of
from .models import MODE_WITHIN, Attendance, Mode
from .places import hold_guest, leave_seat, move, move_up, settle_held, take_seat, wait
from .rules import coming_fault
from .states import STATE_WORDS, STORY, AttendanceState

S = AttendanceState


@operation
def accept(
    guest: Attendance,
    mode: Mode,
    *,
    leaves_turn: bool = False,
    serial: int | None = None,
    actor: Actor,
) -> None:
    """Give the guest a seat if there is one; else put them on the waitlist, after all who wait already.

    Who has a seat of the other mode keeps it until there is one of this. Who waits for the other mode keeps that turn
    when there is a seat of this one; when there is none, ``leaves_turn`` says that they were asked and give it up.
    ``serial`` is that of the link they came by.
    Raises: Refused out of turn, for a mode that there is not, when a turn would be lost unasked, or once it has begun;
    Gone when the link was revoked.
    """
    roadshow = _hold(guest, serial)
    if serial is not None:
        guest.agreed_to = PRIVACY_VERSION  # their page says that to come is to agree
    if guest.state is S.OFFERED and guest.mode is mode:
        guest.state, guest.confirm_by_at = S.ACCEPTED, None
        _note(guest, "attendance.accepted", actor)
        tell("attendance.accepted", [guest])
        return
    if not queries.count_places(roadshow.id)[mode].all:
        raise Refused(_("这场路演没有%(mode)s席位", mode=MODE_WITHIN[mode]), "mode")
    if guest.state in (S.ACCEPTED, S.OFFERED):
        _switch(guest, mode, actor)
    elif guest.state is not S.WAITLISTED or guest.mode is not mode:
        _come(guest, mode, actor, leaves_turn=leaves_turn)
    move_up(roadshow)


@operation
def answer_tentatively(guest: Attendance, *, serial: int | None = None, actor: Actor) -> None:
    """They do not know yet; a seat that they had goes to who waits. Raises: as ``accept``."""
    _give_up(guest, S.TENTATIVE, "attendance.tentative", serial, actor)


@operation
def decline(guest: Attendance, *, serial: int | None = None, actor: Actor) -> None:
    """They do not come; a seat that they had goes to who waits. Raises: as ``accept``."""
    _give_up(guest, S.DECLINED, "attendance.declined", serial, actor)


def _hold(guest: Attendance, serial: int | None) -> Roadshow:
    """Locked and settled, and found open to answers."""
    roadshow = hold_guest(guest)
    check_link(guest, serial)
    settle_held(roadshow)
    if fault := coming_fault(roadshow, clock.now()):
        raise Refused(fault)
    return roadshow


def _come(guest: Attendance, mode: Mode, actor: Actor, *, leaves_turn: bool) -> None:
    """Into a free seat, or onto the waitlist: nobody waits where one is free."""
    there = S.ACCEPTED if queries.find_free_seat(guest.roadshow_id, mode) else S.WAITLISTED
    turn = guest.turn  # for a seat of the other mode: who waits for this one does not get here
    if turn is not None and there is S.WAITLISTED and not leaves_turn:
        raise Refused(_("%(mode)s席位也满了，您原来的候补次序为您保留", mode=MODE_WITHIN[mode]), "mode")
    if guest.state is not there:
        step_to(STORY, guest.state, there, STATE_WORDS, needs="seat.own")
    if there is S.ACCEPTED:
        take_seat(guest, mode)
        guest.state, guest.turn, guest.switching = there, turn, turn is not None
        _note(guest, "attendance.accepted", actor)
        tell("attendance.accepted", [guest])
        return
    wait(guest, mode)
    _note(guest, "attendance.waitlisted", actor)
    tell("attendance.waitlisted", [guest])


def _switch(guest: Attendance, mode: Mode, actor: Actor) -> None:
    guest.state, guest.confirm_by_at = S.ACCEPTED, None
    if guest.mode is mode:  # they keep what they have
        guest.turn, guest.switching = None, False
        _note(guest, "attendance.accepted", actor)
    elif move(guest):
        _note(guest, "attendance.switched", actor)
        tell("attendance.accepted", [guest])
    elif not guest.switching:
        guest.turn, guest.switching = queries.find_last_turn(guest.roadshow_id) + 1, True
        _note(guest, "attendance.waits_to_switch", actor)


def _give_up(guest: Attendance, there: AttendanceState, what: str, serial: int | None, actor: Actor) -> None:
    roadshow = _hold(guest, serial)
    if guest.state is there:
        return
    step_to(STORY, guest.state, there, STATE_WORDS, needs="seat.own")
    leave_seat(guest)
    guest.state = there
    _note(guest, what, actor)
    tell_given_up(guest)
    move_up(roadshow)


def check_link(guest: Attendance, serial: int | None) -> None:
    """Whether the link that somebody came by is still theirs, now that nobody else may change it. Raises: Gone."""
    if serial is not None and guest.serial != serial:
        raise Gone("personal link")


def _note(guest: Attendance, what: str, actor: Actor) -> None:
    guest.answered_at = clock.now()
    if guest.email:
        end_letters(_("收信人已经答复"), [guest.email], *ASKING, holding=[link_of(guest.id, guest.serial)])
    db.session.flush()
    record(
        what, actor, "attendance", guest.id, guest.name, roadshow=guest.roadshow.title, mode=guest.mode.value
    )
