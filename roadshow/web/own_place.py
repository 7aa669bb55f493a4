"""What the signed-in reader has at a roadshow that the public may come to, and the page it leads to."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user

from roadshow.attendance import requests
from roadshow.attendance.availability import list_open_to_public
from roadshow.attendance.links import token_of
from roadshow.attendance.models import MODE_WITHIN, Attendance
from roadshow.attendance.queries import count_ahead, find_own_guest
from roadshow.attendance.registering import over_fault
from roadshow.attendance.rules import coming_fault
from roadshow.attendance.states import CONFIRMED, AttendanceState
from roadshow.foundation import clock
from roadshow.investors.queries import find_own_institution
from roadshow.investors.states import InstitutionState
from roadshow.programme.models import Roadshow

from .guards import way

S = AttendanceState


@dataclass(frozen=True)
class OwnPlace:
    """``words`` say what it is, ``verb`` is the text of the link to ``url``."""

    words: str
    verb: str
    url: str


def find_own_place(roadshow: Roadshow) -> OwnPlace | None:
    """A seat, a turn or an invitation; else, for a verified institution, the one-press way to come. None for anybody
    else, and once nobody can register or answer any more."""
    if not current_user.is_authenticated or coming_fault(roadshow, clock.now()):
        return None
    guest = find_own_guest(current_user.person, roadshow.id)
    return _place_of(guest) if guest else _one_press(roadshow)


def _place_of(guest: Attendance) -> OwnPlace:
    token, mode = token_of(guest.id, guest.serial), MODE_WITHIN[guest.mode]
    page = way("investor.show_invitation", guest_id=guest.id) or url_for(
        "public.show_invitation", guest=token
    )
    if guest.state in CONFIRMED:
        words = _("您已有%(mode)s席位。", mode=mode)
        if guest.has_ticket:
            return OwnPlace(words, _("打开入场码"), url_for("public.show_ticket", guest=token))
        return OwnPlace(words, _("我的席位"), page)
    if guest.state is S.WAITLISTED:
        words = _("您在%(mode)s候补，排在第%(position)d位。", mode=mode, position=count_ahead(guest) + 1)
        return OwnPlace(words, _("看我的候补"), page)
    if guest.state is S.OFFERED:
        return OwnPlace(_("已为您空出%(mode)s席位，请确认。", mode=mode), _("确认席位"), page)
    return OwnPlace(_without_seat(guest.state), _("去答复"), page)


def _without_seat(state: AttendanceState) -> str:
    return {
        S.INVITED: _("您已受邀，请答复是否参加。"),
        S.TENTATIVE: _("您答复了待定，确定后请再答复。"),
        S.LAPSED: _("席位没有按时确认，可以再次答复。"),
    }.get(state, _("您答复了不参加，可以改答复。"))


def _one_press(roadshow: Roadshow) -> OwnPlace | None:
    institution = find_own_institution(current_user.id)
    if institution is None or institution.standing is not InstitutionState.VERIFIED:
        return None
    url = url_for("investor.show_coming", uid=roadshow.uid)
    if list_open_to_public([roadshow]):
        if fault := over_fault(roadshow, current_user.person.email):
            return OwnPlace(str(fault), _("查看"), url)
        return OwnPlace(_("您的机构已通过核验，一键就能报名。"), _("一键报名"), url)
    asked = requests.list_own_requests(current_user.id, [roadshow.id]).get(roadshow.id)
    if asked is None:
        return OwnPlace(_("这场路演凭邀请参加，您可以申请邀请。"), _("申请邀请"), url)
    if asked.declined_at:
        return OwnPlace(_("您申请过邀请，这次没有能邀请您。"), _("看我的申请"), url)
    return OwnPlace(_("您已申请邀请，等待答复。"), _("看我的申请"), url)
