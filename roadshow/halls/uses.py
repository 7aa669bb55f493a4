"""When a hall is not to be had for a roadshow: somebody else's hours, or days out of use."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from flask_babel import lazy_gettext as _

from roadshow.foundation import clock
from roadshow.foundation.bounds import text_faults
from roadshow.foundation.errors import Fault
from roadshow.foundation.text import one_line

WEEK = timedelta(days=7)
LONGEST_WHAT = 200
Stretch = tuple[datetime, datetime]


@dataclass(frozen=True)
class UseFacts:
    """Who has the hall and what for, from–to on one day, set-up within; with ``until`` each week up to that day."""

    what: str
    on: date
    starts: time
    ends: time
    until: date | None = None

    def cleaned(self) -> "UseFacts":
        return replace(self, what=one_line(self.what))

    @property
    def stretches(self) -> list[Stretch]:
        many = (self.until - self.on) // WEEK + 1 if self.until else 1
        days = [self.on + number * WEEK for number in range(many)]
        return [(clock.moment(on, self.starts), clock.moment(on, self.ends)) for on in days]


@dataclass(frozen=True)
class BlackoutFacts:
    """Why the hall is out of use, from day to day, both included."""

    what: str
    first: date
    last: date

    def cleaned(self) -> "BlackoutFacts":
        return replace(self, what=one_line(self.what))

    @property
    def stretches(self) -> list[Stretch]:
        return [clock.day_bounds(self.first, self.last)]


def use_faults(facts: UseFacts, *, now: datetime) -> list[Fault]:
    """Only days within their years are compared."""
    faults = text_faults("what", _("谁用、做什么"), facts.what, LONGEST_WHAT, empty=_("请填写谁用、做什么"))
    if facts.ends <= facts.starts:
        faults.append(Fault("ends", _("结束时间须晚于开始时间")))
    odd = _year_faults({"on": facts.on} | ({"until": facts.until} if facts.until else {}), now)
    if odd:
        return faults + odd
    if clock.moment(facts.on, max(facts.starts, facts.ends)) <= now:
        faults.append(Fault("on", _("这段时间已经过去，请选今后的日期")))
    if facts.until and facts.until < facts.on:
        faults.append(Fault("until", _("每周重复的最后一天不能早于第一天")))
    return faults


def blackout_faults(facts: BlackoutFacts, *, now: datetime) -> list[Fault]:
    faults = text_faults("what", _("原因"), facts.what, LONGEST_WHAT, empty=_("请填写暂停使用的原因"))
    if odd := _year_faults({"first": facts.first, "last": facts.last}, now):
        return faults + odd
    if facts.last < facts.first:
        faults.append(Fault("last", _("最后一天不能早于第一天")))
    elif facts.last < clock.local(now).date():
        faults.append(Fault("last", _("这些日子已经过去，请选今后的日期")))
    return faults


def _year_faults(days: dict[str, date], now: datetime) -> list[Fault]:
    years: Sequence[int] = (year := clock.local(now).year, year + 1)
    words = _("日期须在%(first)d至%(last)d年内", first=years[0], last=years[1])
    return [Fault(field, words) for field, on in days.items() if on.year not in years]
