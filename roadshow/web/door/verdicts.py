"""What the door says, in large words: may come in (good), look again (now), may not (bad)."""

from dataclasses import asdict, dataclass
from typing import Any

from flask_babel import gettext as _

from roadshow.attendance.models import Verdict
from roadshow.attendance.shown import Answer
from roadshow.foundation import clock
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
    seat = [seat_of(answer.seat)] if answer.seat else []
    lines = [line for line in (answer.name, answer.organisation) if line] + seat
    return Said(KINDS.get(answer.verdict, "bad"), title_of(answer), lines)


def title_of(answer: Answer) -> str:
    if answer.verdict is Verdict.AGAIN and answer.since:
        return again_at(time_of(answer.since), answer.by)
    return titles()[str(answer.verdict)]


def titles() -> dict[str, str]:
    """Verdict → what it says in large."""
    words = {str(verdict): str(word(verdict)) for verdict in Verdict}
    return words | {"admitted": _("请入场"), "full": _("没有空位，请联系组织者")}


def again_at(time: str, door: str) -> str:
    return _("%(time)s已在%(door)s签到", time=time, door=door)


def seat_of(number: object) -> str:
    return _("座位%(number)s", number=number)


def words_offline(door: str) -> dict[str, Any]:
    """All that the page says while the network is gone; what stands in braces it fills in."""
    kinds = {str(verdict): KINDS.get(verdict, "bad") for verdict in Verdict}
    return {
        "titles": titles() | {"later": _("现在查不到，等有网络再查")},
        "kinds": kinds | {"later": "now"},
        "again": again_at("{time}", "{door}"),
        "here": door,
        "elsewhere": _("另一台设备"),
        "seat": seat_of("{number}"),
        "kept": _("%(count)s条等待发送", count="{count}"),
        "others": _("另有%(count)s条是其他场次的，配对到那一场后再发送", count="{count}"),
        "refused": _("没有登记"),
        "undone": _("核对结果不同，请联系组织者：%(title)s", title="{title}"),
        "zone": clock.SHANGHAI.key,
    }
