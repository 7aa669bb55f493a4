"""When a hall is open in a week, how that is kept and how it is said."""

from datetime import time
from itertools import groupby
from typing import NamedTuple

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import Dialect, String
from sqlalchemy.types import TypeDecorator

WEEKDAYS = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))


class Open(NamedTuple):
    """From–to on one day."""

    opens: time
    closes: time

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}–{self.closes:%H:%M}"


Week = dict[int, Open]
"""Weekday, Monday 0 → when it is open; a day without is closed, a week without any is open around the clock."""


class WeekHours(TypeDecorator[Week]):
    """A week as ``spelled``."""

    impl = String(120)
    cache_ok = True

    def process_bind_param(self, value: Week | None, dialect: Dialect) -> str:
        return spelled(value or {})

    def process_result_value(self, value: str | None, dialect: Dialect) -> Week:
        return read(value or "")


def spelled(week: Week) -> str:
    """0=09:00–18:00 5=09:00–12:00, as table and trail keep it."""
    return " ".join(f"{day}={hours}" for day, hours in sorted(week.items()))


def read(spelled: str) -> Week:
    days = (part.split("=") for part in spelled.split())
    return {int(day): Open(*map(time.fromisoformat, hours.split("–"))) for day, hours in days}


def week_in_words(week: Week) -> str:
    """周一至周五 09:00–18:00；周六 09:00–12:00."""
    if not week:
        return gettext("全天开放")
    groups = groupby(range(len(WEEKDAYS)), key=week.get)
    said = [f"{_days_in_words([*days])} {hours}" for hours, days in groups if hours is not None]
    return gettext("；").join(said)


def _days_in_words(days: list[int]) -> str:
    if len(days) == 1:
        return str(WEEKDAYS[days[0]])
    return gettext("%(first)s至%(last)s", first=WEEKDAYS[days[0]], last=WEEKDAYS[days[-1]])
