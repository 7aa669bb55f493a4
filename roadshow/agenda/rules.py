"""What a part of an order, its turn and the format must satisfy."""

from collections.abc import Collection

from flask_babel import lazy_gettext as _

from roadshow.foundation.errors import Fault

from .draft import Draft, Format, Part
from .models import SlotKind

LONGEST, TITLE, SPEAKER, MOST = 480, 200, 100, 200  # minutes, characters, characters, parts


def part_faults(part: Part) -> list[Fault]:
    faults = _pitch_minutes(part.speech, part.questions) if part.on_stage else _minutes(part.minutes)
    if len(part.title) > TITLE:
        faults.append(Fault("title", _("名称最多200个字")))
    if part.kind is SlotKind.SPEECH and not part.title:
        faults.append(Fault("title", _("请填写题目，例如“领导致辞”")))
    if len(part.speaker) > SPEAKER:
        faults.append(Fault("speaker", _("主讲人最多100个字")))
    return faults


def format_faults(format: Format) -> list[Fault]:
    faults = _pitch_minutes(format.speech, format.questions)
    if not 0 <= format.buffer <= 60:
        words = _("换场须在0至60分钟之间，现在是%(minutes)d", minutes=format.buffer)
        faults.append(Fault("buffer", words))
    return faults


def turn_faults(position: int, last: int) -> list[Fault]:
    if 1 <= position <= last:
        return []
    words = _("顺序须在1至%(last)d之间，现在是%(position)d", last=last, position=position)
    return [Fault("position", words)]


def room_faults(draft: Draft) -> list[Fault]:
    """Of an order that is to get one more part."""
    return [Fault("kind", _("议程最多200个环节"))] if len(draft.parts) >= MOST else []


def _minutes(minutes: int) -> list[Fault]:
    if 1 <= minutes <= LONGEST:
        return []
    return [Fault("minutes", _("时长须在1至480分钟之间，现在是%(minutes)d", minutes=minutes))]


def _pitch_minutes(speech: int, questions: int) -> list[Fault]:
    faults = []
    if not 1 <= speech <= LONGEST:
        faults.append(Fault("speech", _("陈述须在1至480分钟之间，现在是%(minutes)d", minutes=speech)))
    if not 0 <= questions <= LONGEST:
        faults.append(Fault("questions", _("答辩须在0至480分钟之间，现在是%(minutes)d", minutes=questions)))
    return faults


def length_faults(draft: Draft, hours: int | None) -> list[Fault]:
    """``hours`` are the roadshow's minutes, None while it has no hours."""
    if not draft.parts or (hours is not None and draft.minutes <= hours):
        return []
    if hours is None:
        return [Fault("ends", _("先定下日期和时间，再发布议程"))]
    words = _("议程需要%(needed)d分钟，本场只有%(hours)d分钟", needed=draft.minutes, hours=hours)
    return [Fault("ends", words)]


def publish_faults(draft: Draft, hours: int | None, pitch_ids: Collection[int]) -> list[Fault]:
    """``pitch_ids``: those that have a place at the roadshow. Each fault's field is the anchor of what it is about."""
    gone = [part for part in draft.parts if part.on_stage and part.pitch_id not in pitch_ids]
    faults = [
        Fault(f"part-{part.key}", _("“%(name)s”已不在入选之列，先把它移出议程", name=part.title))
        for part in gone
    ]
    return faults + length_faults(draft, hours)
