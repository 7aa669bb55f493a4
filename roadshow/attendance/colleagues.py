"""A colleague comes in one's place: the seat, or the turn, passes over as it is and is never free in between."""

from flask_babel import lazy_gettext as _

from roadshow.audit.operations import record
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.db import db, operation
from roadshow.foundation.errors import Fault, Refused, refuse_faults
from roadshow.foundation.pinyin import spelled
from roadshow.foundation.steps import step_to
from roadshow.notices.purposes import end as end_letters

from . import queries
from .answering import check_link
from .changes import tell_handed_over
from .inviting import cleaned
from .letter_kinds import ASKING
from .letters import tell_colleague
from .links import link_of
from .models import Attendance, Via
from .places import hold_guest, settle_held
from .rules import Invitee, coming_fault, invitee_faults
from .states import MAY_HAND_OVER, STATE_WORDS, STORY, AttendanceState

S = AttendanceState
WITHOUT_A_SEAT = frozenset({S.INVITED, S.TENTATIVE, S.WAITLISTED, S.DECLINED, S.LAPSED})


def colleague_faults(colleague: Invitee) -> list[Fault]:
    """Of a cleaned one; other than from a list, it must have a name."""
    return invitee_faults(colleague, _("同事的姓名"), unnamed=_("请填写同事的姓名"))


def by_link_fault(guest: Attendance) -> object | None:
    """Why who holds the guest's link sends nobody in their place. Anybody may register, and would learn by trying who
    else has a seat."""
    if guest.via is Via.REGISTERED:
        return _("自行报名的席位不能转给同事。您来不了，请答复“不参加”；同事可以自己报名。")
    return None if guest.state in MAY_HAND_OVER else _("现在没有可以转给同事的席位或邀请。")


@operation
def hand_over(
    guest: Attendance, colleague: Invitee, *, serial: int | None = None, actor: Actor
) -> Attendance:
    """Their link and ticket are void, the colleague has own ones and a letter.

    A colleague who is on the list without a seat takes this one over in place of what they had. ``serial`` is that of
    the link they came by. Raises: Refused with the faults, out of turn, once it has begun, when the colleague has a
    seat already or is nobody else, and as ``by_link_fault`` says; Gone when the link was revoked.
    """
    colleague = cleaned(colleague)
    refuse_faults(colleague_faults(colleague))
    roadshow = hold_guest(guest)
    check_link(guest, serial)
    settle_held(roadshow)
    if fault := coming_fault(roadshow, clock.now()) or (by_link_fault(guest) if serial is not None else None):
        raise Refused(fault)
    step_to(STORY, guest.state, S.REPLACED, STATE_WORDS, needs="seat.own")
    there = _on_the_list(guest, colleague)
    _pass_over(guest, there)
    record(
        "attendance.handed_over",
        actor,
        "attendance",
        guest.id,
        guest.name,
        roadshow=roadshow.title,
        by=there.name,
    )
    tell_handed_over(guest, there.name)
    tell_colleague(there, guest.name)
    return there


def _on_the_list(guest: Attendance, colleague: Invitee) -> Attendance:
    """Who takes over, with nothing of their own left."""
    if colleague.email == guest.email:
        raise Refused(_("这是本人的邮箱，请填写同事的邮箱"), "email")
    there = queries.find_guest(guest.roadshow_id, colleague.email)
    if there is not None and there.state not in WITHOUT_A_SEAT:
        raise Refused(_("这位同事已有自己的席位，或邀请已取消"), "email")
    known = queries.find_known(colleague.email)
    if there is None:
        there = Attendance(roadshow_id=guest.roadshow_id, email=colleague.email, made_at=clock.now())
        there.person_id, there.institution_id = known.person_id, known.institution_id or guest.institution_id
        db.session.add(there)
    there.name, there.name_pinyin = colleague.name, spelled(colleague.name)
    there.via = _via(guest, there.via)
    there.organisation = colleague.organisation or guest.organisation
    there.in_place_of_id = guest.id
    return there


def _via(guest: Attendance, before: Via | None) -> Via:
    """Who was asked to come before stays so; a guest who only registered can make nobody one who was asked."""
    if before in (Via.INVITED, Via.COLLEAGUE):
        return before
    return Via.REGISTERED if guest.via is Via.REGISTERED else Via.COLLEAGUE


def _pass_over(guest: Attendance, there: Attendance) -> None:
    """State, mode, turn and seat, as they are."""
    kept = (guest.state, guest.mode, guest.turn, guest.switching, guest.confirm_by_at, guest.answered_at)
    if guest.email:
        end_letters(_("收信人已经答复"), [guest.email], *ASKING, holding=[link_of(guest.id, guest.serial)])
    guest.state, guest.serial = S.REPLACED, guest.serial + 1
    guest.turn, guest.switching, guest.confirm_by_at = None, False, None
    there.state, there.mode, there.turn, there.switching, there.confirm_by_at, there.answered_at = kept
    db.session.flush()
    if seat := queries.find_seat(guest.id):
        seat.attendance_id = there.id
    db.session.flush()
