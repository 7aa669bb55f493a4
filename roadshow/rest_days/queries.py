from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import lazy_gettext as _
from sqlalchemy import Select, select

from roadshow.foundation.db import db
from roadshow.foundation.errors import Missing
from roadshow.foundation.listing import containing

from .models import DayKind, NamedDay
from .rules import SATURDAY

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stretch:
    """Days that follow one another, weekends between them counted in; ``name`` is that of most of them."""

    kind: DayKind
    first: date
    last: date
    name: object


def get_day(on: date) -> NamedDay:
    """Raises: Missing."""
    day = db.session.get(NamedDay, on)
    if day is None:
        raise Missing("named day")
    return day


def list_days(year: int, text: str = "") -> list[NamedDay]:
    """``text`` is part of a day's name."""
    rows = _between(date(year, 1, 1), date(year, 12, 31))
    return list(db.session.scalars(containing(rows, text, NamedDay.name, NamedDay.name_en)))


def list_between(first: date, last: date) -> list[NamedDay]:
    """Both ends within."""
    return list(db.session.scalars(_between(first, last)))


def _between(first: date, last: date) -> Select[NamedDay]:
    return select(NamedDay).where(NamedDay.on.between(first, last)).order_by(NamedDay.on)


def why_rest(on: date) -> object | None:
    """The words for what makes it a rest day; None when people work."""
    return why_of(on, db.session.get(NamedDay, on))


def why_of(on: date, named: NamedDay | None) -> object | None:
    """As ``why_rest``, of a day whose row is at hand."""
    if named is None:
        return _("周末") if on.weekday() >= SATURDAY else None
    return named.words if named.kind is DayKind.OFF else None


def working_day_after(on: date, count: int) -> date:
    """The last of the next ``count`` days on which people work; weekends and named days off in between are passed."""
    named = {day.on: day for day in list_between(on, on + timedelta(weeks=2 * count + 4))}
    for _turn in range(count):
        on += DAY
        while why_of(on, named.get(on)) is not None:
            on += DAY
    return on


def list_stretches(first: date, last: date) -> list[Stretch]:
    """What a planner looks at: the named days from ``first`` to ``last``, run together."""
    named = list_between(first, last)
    worked = {day.on for day in named if day.kind is DayKind.WORKED}
    stretches: list[list[NamedDay]] = []
    for day in named:
        if stretches and _follows(stretches[-1][-1], day, worked):
            stretches[-1].append(day)
        else:
            stretches.append([day])
    return [Stretch(run[0].kind, run[0].on, run[-1].on, _name(run)) for run in stretches]


def _name(run: list[NamedDay]) -> object:
    """Spring Festival, though its first day is New Year's Eve."""
    names = Counter(day.name for day in run)
    return max(run, key=lambda day: names[day.name]).words


def _follows(before: NamedDay, day: NamedDay, worked: set[date]) -> bool:
    if before.kind is not day.kind or day.kind is DayKind.WORKED:
        return False
    between = (before.on + timedelta(days=n) for n in range(1, (day.on - before.on).days))
    return all(each.weekday() >= SATURDAY and each not in worked for each in between)
