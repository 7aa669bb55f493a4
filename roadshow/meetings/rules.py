from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _

from roadshow.attendance.access import Access, Layer, Need
from roadshow.foundation.bounds import text_faults
from roadshow.foundation.errors import Fault
from roadshow.foundation.money import amount_faults
from roadshow.projects.snapshot import Snapshot

from .models import TOLD, Interest, InterestLevel
from .states import Reason, Share, Venue

NOTE = 2_000  # characters
JOB_TITLE, MESSAGE, PLACE = 50, 500, 300  # characters
LENGTHS = (30, 45, 60, 90)  # minutes
MOST_TIMES = 3
AHEAD = timedelta(days=180)  # how far from now a talk may be
READ_BEFORE = {
    InterestLevel.FOLLOW: Layer.FORM,
    InterestLevel.TALK: Layer.FORM,
    InterestLevel.INVEST: Layer.FIGURES,
}
"""Who says so may read this; so nobody intends to invest in what they may not see the figures of."""


@dataclass(frozen=True)
class InterestFacts:
    """What an institution says of a project; the range in fen, only with an intent to invest."""

    level: InterestLevel
    low_fen: int | None = None
    high_fen: int | None = None
    job_title: str = ""
    message: str = ""  # to the project's owners
    shares: Share | None = None


def interest_faults(facts: InterestFacts, *, avoided: bool = False) -> list[Fault]:
    """``avoided``: the institution does not want to meet the firm, so it may follow it and no more."""
    if avoided and facts.level in TOLD:
        return [Fault("level", _("贵机构已把这家企业列入回避名单，只能“关注”"))]
    faults = [
        *text_faults("job_title", _("职务"), facts.job_title, JOB_TITLE),
        *text_faults("message", _("给项目方的话"), facts.message, MESSAGE),
    ]
    if facts.message and facts.level not in TOLD:
        faults.append(Fault("message", _("“关注”不告诉项目方，请不要填写给项目方的话")))
    return faults + _range_faults(facts)


def _range_faults(facts: InterestFacts) -> list[Fault]:
    ends = (("low_fen", facts.low_fen), ("high_fen", facts.high_fen))
    if facts.level is not InterestLevel.INVEST:
        words = _("只有“意向投资”才填金额")
        return [Fault(field, words) for field, fen in ends if fen is not None]
    faults = [Fault(field, _("意向投资须填写金额范围")) for field, fen in ends if fen is None]
    faults += [fault for field, fen in ends if fen is not None for fault in amount_faults(field, fen)]
    if facts.low_fen is not None and facts.high_fen is not None and facts.low_fen > facts.high_fen:
        faults.append(Fault("high_fen", _("金额范围的上限不能小于下限")))
    return faults


def interest_lacks(level: InterestLevel, access: Access) -> list[Need]:
    """What is to be done before somebody may say it."""
    return access.lacks(READ_BEFORE[level])


def may_call(access: Access, interest: Interest | None, told: Snapshot) -> bool:
    """Whether the firm's contact may be shown: its owners agreed that it is passed on to institutions that would like
    to talk or invest, and this one does."""
    likes = interest is not None and interest.level in TOLD
    return likes and told.landing.passing_on and access.reads(Layer.FIGURES)


def note_faults(text: str) -> list[Fault]:
    """Of a cleaned text."""
    return text_faults("text", _("笔记"), text, NOTE, empty=_("请写下笔记"))


@dataclass(frozen=True)
class TalkFacts:
    """What one side offers: where, for how long, and at which times."""

    venue: Venue
    place: str
    minutes: int
    times: tuple[datetime, ...] = ()
    message: str = ""


def talk_faults(facts: TalkFacts, now: datetime, *, needs_times: bool) -> list[Fault]:
    """``needs_times``: the owners may agree to a talk first and leave it to the institution to name times."""
    no_place = None if facts.venue is Venue.CENTRE else _("请写明地点、会议链接或会议号")
    faults = text_faults("place", _("地点"), facts.place, PLACE, empty=no_place)
    faults += message_faults(facts.message)
    if facts.minutes not in LENGTHS:
        faults.append(Fault("minutes", _("请从列表中选择一项")))
    if needs_times and not facts.times:
        faults.append(Fault("on_1", _("请至少提出一个时间")))
    if len(facts.times) > MOST_TIMES:
        faults.append(Fault("on_1", _("最多提出三个时间")))
    for number, starts_at in enumerate(facts.times[:MOST_TIMES], 1):
        if fault := time_fault(starts_at, now):
            faults.append(Fault(f"on_{number}", fault))
        elif starts_at in facts.times[: number - 1]:
            faults.append(Fault(f"on_{number}", _("这个时间已经提出过")))
    return faults


def time_fault(starts_at: datetime, now: datetime) -> object | None:
    """Why nobody can meet then."""
    if starts_at <= now:
        return _("这个时间已经过去")
    return _("请选择半年以内的时间") if starts_at > now + AHEAD else None


def decline_faults(reason: Reason, message: str) -> list[Fault]:
    """A reason that is none of the list is told in words."""
    empty = _("请写明原因") if reason is Reason.OTHER else None
    return message_faults(message, empty=empty)


def message_faults(message: str, *, empty: object = None) -> list[Fault]:
    """Of what one side writes to the other."""
    return text_faults("message", _("给对方的话"), message, MESSAGE, empty=empty)
