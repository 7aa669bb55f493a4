"""What a guest answers, as each desk's buttons say it; the forms of a guest, of a colleague and of a walk-in."""

from collections.abc import Callable

from flask import abort
from flask_babel import lazy_gettext as _
from wtforms.validators import InputRequired

from roadshow.accounts.rules import clean_email
from roadshow.attendance import answering
from roadshow.attendance.availability import Availability, free_first, openings_of
from roadshow.attendance.colleagues import colleague_faults
from roadshow.attendance.inviting import cleaned
from roadshow.attendance.models import MODE_WITHIN, Attendance, Mode
from roadshow.attendance.rules import Invitee, invitee_faults, may_come
from roadshow.attendance.shown import WalkIn
from roadshow.attendance.states import AttendanceState
from roadshow.foundation.actor import Actor
from roadshow.foundation.errors import Fault
from roadshow.web.fields import Form, Text

S = AttendanceState
ANSWERED: dict[AttendanceState, object] = {
    S.ACCEPTED: _("已答复：参加。"),
    S.WAITLISTED: _("席位已满，已列入候补。"),
    S.TENTATIVE: _("已答复：待定。"),
    S.DECLINED: _("已答复：不参加。"),
}
_GIVES_UP: dict[str, Callable[..., None]] = {
    "tentative": answering.answer_tentatively,
    "decline": answering.decline,
}


class WalkInForm(Form):
    """Who comes without being on the list."""

    name = Text(_("姓名"), [InputRequired(_("请填写姓名"))])
    organisation = Text(_("单位"))
    email = Text(_("邮箱"))

    def faults(self) -> list[Fault]:
        return self.facts().faults

    def facts(self) -> WalkIn:
        return WalkIn(self.name.data, self.organisation.data, clean_email(self.email.data))


class GuestForm(Form):
    name = Text(_("姓名"), [InputRequired(_("请填写姓名"))])
    email = Text(_("邮箱"), [InputRequired(_("请填写邮箱"))])
    organisation = Text(_("单位"))

    def faults(self) -> list[Fault]:
        return invitee_faults(self.facts())

    def facts(self) -> Invitee:
        return cleaned(Invitee(self.email.data, self.name.data, self.organisation.data))


class ColleagueForm(GuestForm):
    """Who comes in one's place."""

    name = Text(_("同事的姓名"), [InputRequired(_("请填写同事的姓名"))])
    email = Text(_("同事的邮箱"), [InputRequired(_("请填写同事的邮箱"))])
    organisation = Text(_("单位"))

    def faults(self) -> list[Fault]:
        return colleague_faults(self.facts())


def modes_for(guest: Attendance) -> list[tuple[Mode, Availability]]:
    """In which they may come: the seat that waits for their word first, then what has seats left."""
    openings = free_first(openings_of(guest.roadshow_id))
    modes = [(mode, available) for mode, available in openings.items() if may_come(guest, mode)]
    return sorted(modes, key=lambda mode: guest.state is not S.OFFERED or mode[0] is not guest.mode)


def take_answer(
    guest: Attendance, do: str, *, leaves_turn: bool = False, serial: int | None = None, actor: Actor
) -> object:
    """What became of it, in words; anything that is no answer is 400. Raises: as the answers do."""
    if do in _GIVES_UP:
        _GIVES_UP[do](guest, serial=serial, actor=actor)
    elif do in list(Mode):
        answering.accept(guest, Mode(do), leaves_turn=leaves_turn, serial=serial, actor=actor)
    else:
        abort(400)
    if guest.switching:
        return _(
            "现在的%(mode)s席位为您留着；另一种席位已满，有空出时自动换过去。", mode=MODE_WITHIN[guest.mode]
        )
    return ANSWERED[guest.state]
