from dataclasses import dataclass

from flask_babel import lazy_gettext as _

from roadshow.attendance.access import Access, Layer, Need
from roadshow.foundation.bounds import text_faults
from roadshow.foundation.errors import Fault
from roadshow.foundation.money import amount_faults
from roadshow.projects.snapshot import Snapshot

from .models import TOLD, Interest, InterestLevel

NOTE = 2_000  # characters
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


def interest_faults(facts: InterestFacts, *, avoided: bool = False) -> list[Fault]:
    """``avoided``: the institution does not want to meet the firm, so it may follow it and no more."""
    if avoided and facts.level in TOLD:
        return [Fault("level", _("贵机构已把这家企业列入不见名单，只能“关注”"))]
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
