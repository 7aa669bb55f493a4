"""What a part of an order, its turn and the format must satisfy."""

from collections.abc import Collection

from flask_babel import lazy_gettext as _

from roadshow.foundation.bounds import Between, text_faults
from roadshow.foundation.errors import Fault
from roadshow.programme.states import RoadshowState

from .draft import Draft, Format, Part
from .models import SlotKind

TITLE, SPEAKER, MOST = 200, 100, 200  # characters, characters, parts
MINUTES, QUESTIONS, BUFFER = Between(1, 480), Between(0, 480), Between(0, 60)


def part_faults(part: Part) -> list[Fault]:
    faults = (
        _pitch_minutes(part.speech, part.questions)
        if part.on_stage
        else MINUTES.faults("minutes", _("时长"), part.minutes)
    )
    missing = _("请填写题目，例如“领导致辞”") if part.kind is SlotKind.SPEECH else None
    faults += text_faults("title", _("题目"), part.title, TITLE, empty=missing)
    return faults + text_faults("speaker", _("主讲人"), part.speaker, SPEAKER)


def format_faults(format: Format) -> list[Fault]:
    return _pitch_minutes(format.speech, format.questions) + BUFFER.faults("buffer", _("换场"), format.buffer)


def turn_faults(position: int, last: int) -> list[Fault]:
    return Between(1, last).faults("position", _("排在第几位"), position)


def room_faults(draft: Draft) -> list[Fault]:
    """Of an order that is to get one more part."""
    return [Fault("kind", _("议程最多%(most)d个环节", most=MOST))] if len(draft.parts) >= MOST else []


def _pitch_minutes(speech: int, questions: int) -> list[Fault]:
    faults = MINUTES.faults("speech", _("陈述"), speech)
    return faults + QUESTIONS.faults("questions", _("答辩"), questions)


def length_faults(draft: Draft, hours: int | None) -> list[Fault]:
    """``hours`` are the roadshow's minutes, None while it has no hours."""
    if not draft.parts or (hours is not None and draft.minutes <= hours):
        return []
    if hours is None:
        return [Fault("ends", _("先定下日期和时间，再发布议程"))]
    words = _("议程需要%(needed)d分钟，本场只有%(hours)d分钟", needed=draft.minutes, hours=hours)
    return [Fault("ends", words)]


def whole_fault(draft: Draft, state: RoadshowState) -> object | None:
    """Of the order as a whole, whatever its parts; None when it may become public."""
    if not draft.parts:
        return _("议程还是空的")
    if state is RoadshowState.SELECTING and not draft.pitch_ids:
        return _("征集过项目的路演，议程里至少要有一个项目")
    return _("上次发布后没有改动") if draft.same_as(draft.was_public) else None


def publish_faults(draft: Draft, hours: int | None, pitch_ids: Collection[int]) -> list[Fault]:
    """``pitch_ids``: those that have a place at the roadshow. Each fault's field is the anchor of what it is about."""
    gone = [part for part in draft.parts if part.on_stage and part.pitch_id not in pitch_ids]
    faults = [
        Fault(f"part-{part.key}", _("“%(name)s”已不在入选之列，先把它移出议程", name=part.title))
        for part in gone
    ]
    return faults + length_faults(draft, hours)
