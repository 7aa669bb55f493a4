"""What guests' and speakers' calendar programs answered, as pages say it."""

from flask_babel import gettext as _

from roadshow.agenda.draft import Draft
from roadshow.agenda.entries import turn_uid
from roadshow.agenda.words import name_of
from roadshow.attendance.models import Attendance
from roadshow.notices.models import Answer
from roadshow.notices.queries import list_invites
from roadshow.web.words import in_a_row, moment, word


def answer_of(guest: Attendance) -> Answer | None:
    """To what their calendar was last told."""
    return guest.invite.answer if guest.invite else None


def answered_in_calendar(guest: Attendance) -> str:
    """Empty where it has not answered."""
    answer = answer_of(guest)
    if guest.invite is None or answer is None:
        return ""
    return _(
        "在日历里答复：%(answer)s（%(when)s）", answer=word(answer), when=moment(guest.invite.answered_at)
    )


def answers_to(draft: Draft, roadshow_uid: str) -> list[tuple[str, str]]:
    """The parts whose speakers' or owners' calendars answered, each with who answered what, in the order of the day."""
    names = {turn_uid(roadshow_uid, part.pitch_id, part.key): name_of(part) for part in draft.parts}
    found: dict[str, list[str]] = {}
    for invite in list_invites(names):
        if invite.answer is not None:
            said = _("%(address)s（%(answer)s）", address=invite.address, answer=word(invite.answer))
            found.setdefault(invite.uid, []).append(said)
    return [(name, in_a_row(found[uid])) for uid, name in names.items() if uid in found]
