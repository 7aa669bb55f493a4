from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask_babel import lazy_gettext as _

from roadshow.foundation.bounds import text_faults
from roadshow.foundation.errors import Fault
from roadshow.foundation.languages import LANGUAGES
from roadshow.foundation.text import one_line

from .models import Kind

MOST = 10  # calendars of one person
REMIND_WORDS = {
    10: _("10分钟前"),
    30: _("30分钟前"),
    60: _("1小时前"),
    120: _("2小时前"),
    24 * 60: _("1天前"),
    3 * 24 * 60: _("3天前"),
}
"""Minutes before an event in which a calendar may remind of it."""


@dataclass(frozen=True)
class SubscriptionFacts:
    """How its owner calls a calendar, what language it speaks, and how many minutes before it reminds, if it does."""

    name: str
    language: str = "zh"
    remind_minutes: int | None = None

    def cleaned(self) -> "SubscriptionFacts":
        return replace(self, name=one_line(self.name))


def subscription_faults(facts: SubscriptionFacts) -> list[Fault]:
    picked = _("请从列表中选择一项")
    faults = text_faults("name", _("名称"), facts.name, 100, empty=_("请填写名称，如“我的手机”"))
    faults += [] if facts.language in LANGUAGES else [Fault("language", picked)]
    asked = facts.remind_minutes
    return faults + ([] if asked is None or asked in REMIND_WORDS else [Fault("remind", picked)])


def kind_faults(kind: Kind, hall_id: int | None, kinds: Sequence[Kind]) -> list[Fault]:
    """``kinds``: those that its person may have. Whether there is such a hall, the room of the halls knows."""
    if kind not in kinds:
        return [Fault("kind", _("请从列表中选择一项"))]
    return [Fault("hall", _("请选择场地"))] if kind is Kind.HALL and hall_id is None else []
