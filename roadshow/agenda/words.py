"""What was done to a running order, and what is different in it, as sentences; in the reader's language."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _

from roadshow.foundation.days import time_of

from .draft import Draft, Part
from .models import KIND_WORDS, SlotKind, Version

DID: dict[str, object] = {
    "agenda.drafted": _("生成了议程，共%(parts)s个环节"),
    "agenda.added": _("在第%(position)s位加了“%(name)s”"),
    "agenda.changed": _("修改了“%(name)s”"),
    "agenda.moved": _("把“%(name)s”从第%(was)s位移到第%(position)s位"),
    "agenda.removed": _("移除了“%(name)s”"),
    "agenda.formatted": _("把用时改为陈述%(speech)s分钟、答辩%(questions)s分钟、换场%(buffer)s分钟"),
    "agenda.drawn": _("抽签排定了上台顺序，种子%(seed)s"),
    "agenda.undone": _("撤销了上一步"),
    "agenda.carried": _("沿用了已发布的议程"),
}


def did(version: Version) -> str:
    """As it follows the name of whoever did it."""
    return str(DID[version.what]) % _values(version.said)


def _values(said: Mapping[str, Any]) -> dict[str, Any]:
    values = dict(said)
    if "part" in said:
        values["name"] = said["part"] or str(KIND_WORDS[SlotKind(said["slot"])])
    if isinstance(position := said.get("position"), list):
        values |= {"was": position[0], "position": position[1]}
    return values


def name_of(part: Part) -> str:
    return part.title or str(KIND_WORDS[part.kind])


def differences(was: Draft, now: Draft, starts_at: datetime | None) -> list[str]:
    """What whoever read ``was`` will find otherwise in ``now``, part by part in the order of now, then what is gone."""
    return [
        *_new_and_moved(_by_name(was), _by_name(now), starts_at),
        *_gone(_by_name(was), _by_name(now), starts_at),
        *_order(was, now),
    ]


Placed = dict[tuple[str, int], tuple[int, Part]]


def _by_name(draft: Draft) -> Placed:
    """A project that went and came back is the same, whatever its key."""
    return {
        ("pitch", part.pitch_id) if part.pitch_id else ("part", part.key): (begins, part)
        for begins, part in draft.placed
    }


def _new_and_moved(was: Placed, now: Placed, starts_at: datetime | None) -> list[str]:
    told = list[str]()
    for name, (begins, part) in now.items():
        if name not in was:
            at = wall_clock(starts_at, begins)
            told.append(gettext("新增“%(name)s”，%(at)s开始", name=name_of(part), at=at))
        else:
            told += _changes(was[name], (begins, part), starts_at)
    return told


def _changes(was: tuple[int, Part], now: tuple[int, Part], starts_at: datetime | None) -> list[str]:
    (begun, old), (begins, part) = was, now
    told, name = list[str](), name_of(part)
    if name_of(old) != name:
        told.append(gettext("“%(was)s”更名为“%(name)s”", was=name_of(old), name=name))
    if begun != begins:
        before, after = wall_clock(starts_at, begun), wall_clock(starts_at, begins)
        told.append(gettext("“%(name)s”的时间由%(was)s改为%(now)s", name=name, was=before, now=after))
    if (old.minutes, old.questions) != (part.minutes, part.questions):
        told.append(
            gettext("“%(name)s”的时长由%(was)s改为%(now)s", name=name, was=spell(old), now=spell(part))
        )
    if old.speaker != part.speaker:
        speakers = {"was": old.speaker or "—", "now": part.speaker or "—"}
        told.append(gettext("“%(name)s”的主讲人由%(was)s改为%(now)s", name=name, **speakers))
    return told


def _gone(was: Placed, now: Placed, starts_at: datetime | None) -> list[str]:
    return [
        gettext("移除“%(name)s”，原定%(at)s", name=name_of(part), at=wall_clock(starts_at, begins))
        for name, (begins, part) in was.items()
        if name not in now
    ]


def _order(was: Draft, now: Draft) -> list[str]:
    """Of the projects that are in both."""
    both = set(was.pitch_ids) & set(now.pitch_ids)
    if [each for each in was.pitch_ids if each in both] == [each for each in now.pitch_ids if each in both]:
        return []
    names = gettext("、").join(part.title for part in now.parts if part.on_stage)
    return [gettext("上台顺序改为%(names)s", names=names)]


def spell(part: Part) -> str:
    """8+7分钟, or 15分钟 for what has no questions."""
    if part.questions:
        return gettext("%(speech)d+%(questions)d分钟", speech=part.speech, questions=part.questions)
    return ngettext("%(num)d分钟", "%(num)d分钟", part.minutes)


def wall_clock(starts_at: datetime | None, minutes: int) -> str:
    """13:40 in Shanghai; of a roadshow without hours, how long after its start."""
    if starts_at is None:
        return gettext("开场后第%(minutes)d分钟", minutes=minutes)
    return time_of(starts_at + timedelta(minutes=minutes))
