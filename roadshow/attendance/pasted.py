"""A list of guests as people paste it: a line each, name, address and organisation in any order that can be told."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import lazy_gettext as _

from roadshow.foundation.errors import Fault, Refused, refuse_faults
from roadshow.foundation.pasting import no_email, read_person

from .inviting import cleaned
from .rules import Invitee, invitee_faults
from .states import STATE_WORDS, AttendanceState

MOST_LINES = 10_000


class LineState(StrEnum):
    NEW = "new"
    KNOWN = "known"
    DOUBLE = "double"
    BROKEN = "broken"


LINE_WORDS = {
    LineState.NEW: _("可以邀请"),
    LineState.KNOWN: _("已在名单里"),
    LineState.DOUBLE: _("重复"),
    LineState.BROKEN: _("有误"),
}


@dataclass(frozen=True)
class Line:
    """One of the list: ``number`` counts from 1 as they were pasted; ``why`` it is not taken in, if it is not."""

    number: int
    guest: Invitee
    state: LineState
    why: object = ""


def read_list(text: str, there: Mapping[str, AttendanceState]) -> list[Line]:
    """Each line answered; ``there`` is who is on the list already. Empty lines are passed over.

    Raises: Refused when there are no lines, or more than 10,000.
    """
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not lines:
        raise Refused(_("请粘贴名单，每行一人"), "text")
    if len(lines) > MOST_LINES:
        words = _("名单最多%(most)s行，现在是%(count)s行", most=f"{MOST_LINES:,}", count=f"{len(lines):,}")
        refuse_faults([Fault("text", words)])
    return list(_answered(lines, there))


def taken_in(lines: list[Line]) -> list[Invitee]:
    """Those that can be invited."""
    return [line.guest for line in lines if line.state is LineState.NEW]


def _answered(lines: list[tuple[int, str]], there: Mapping[str, AttendanceState]) -> Iterator[Line]:
    first: dict[str, int] = {}
    for number, text in lines:
        guest = _read(text)
        faults = invitee_faults(guest)
        if faults:
            yield Line(number, guest, LineState.BROKEN, faults[0].words if guest.email else no_email(text))
        elif guest.email in first:
            yield Line(
                number, guest, LineState.DOUBLE, _("和第%(number)d行邮箱相同", number=first[guest.email])
            )
        elif state := there.get(guest.email):
            first[guest.email] = number
            yield Line(number, guest, LineState.KNOWN, STATE_WORDS[state])
        else:
            first[guest.email] = number
            yield Line(number, guest, LineState.NEW)


def _read(text: str) -> Invitee:
    person = read_person(text)
    return cleaned(Invitee(person.email, person.name, person.rest))
