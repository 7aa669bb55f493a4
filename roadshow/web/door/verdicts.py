"""What the door says, in large words: may come in (good), look again (now), may not (bad)."""

from dataclasses import asdict, dataclass
from typing import Any

from flask_babel import gettext as _

from roadshow.attendance.models import Verdict
from roadshow.attendance.shown import Answer
from roadshow.foundation.days import time_of
from roadshow.web.words import word

KINDS = {Verdict.ADMITTED: "good", Verdict.AGAIN: "now", Verdict.FULL: "now"}


@dataclass(frozen=True)
class Said:
    """``kind`` is good, now or bad; ``title`` what to do, ``lines`` whom it is about."""

    kind: str
    title: str
    lines: list[str]

    def plain(self) -> dict[str, Any]:
        return asdict(self)


def said(answer: Answer) -> Said:
    if answer.verdict is None:
        return Said("bad", _("没有登记"), [str(fault) for fault in answer.faults])
    seat = [_("座位%(number)d", number=answer.seat)] if answer.seat else []
    lines = [line for line in (answer.name, answer.organisation) if line] + seat
    return Said(KINDS.get(answer.verdict, "bad"), title_of(answer), lines)


def title_of(answer: Answer) -> str:
    if answer.verdict is Verdict.AGAIN and answer.since:
        return _("%(time)s已在%(door)s签到", time=time_of(answer.since), door=answer.by)
    return titles()[str(answer.verdict)]


def titles() -> dict[str, str]:
    """Verdict → what it says in large; for the page that decides while the network is gone."""
    words = {str(verdict): str(word(verdict)) for verdict in Verdict}
    return words | {"admitted": _("请入场"), "full": _("没有空位，请联系组织者")}
