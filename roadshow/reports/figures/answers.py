"""Figures asked of the rows: values, groups, and the rows behind them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from typing import Any

from sqlalchemy import Select, func, literal, select, union, union_all

from roadshow.foundation.db import db
from roadshow.outcomes.models import AlsoAt, Row
from roadshow.programme.models import Roadshow
from roadshow.programme.spoken import title_column

from .durations import DURATIONS
from .figure import NOTHING, Figure, Rows, Spread, Unit
from .ledger import LEDGER_FIGURES
from .programme import PROGRAMME_FIGURES
from .scope import COUNTY, By, Scope, next_level

FIGURES: dict[str, Figure] = {
    figure.name: figure for figure in (*PROGRAMME_FIGURES, *LEDGER_FIGURES, *DURATIONS)
}
"""All, each by its name."""
MOST = 200  # groups
FINE = {Unit.SHARE: 10, Unit.SCORE: 100}  # parts of one in which the database tells them
Value = int | Decimal | None
WHOLE = Decimal(1)


def values(figures: Iterable[Figure], scopes: Sequence[Scope]) -> dict[str, list[Value]]:
    """Name → what the figure is in each of these scopes, which are narrowed alike; None where it cannot be told.

    One statement for all figures of the same rows, and one for each middle of many numbers.
    """
    found: dict[str, list[Value]] = {}
    by_rows: dict[int, list[Figure]] = {}
    for figure in figures:
        if not figure.rows.answers(scopes[0]):
            found[figure.name] = [None] * len(scopes)
        elif isinstance(figure, Spread):
            found[figure.name] = _middles(figure, scopes)
        else:
            by_rows.setdefault(id(figure.rows), []).append(figure)
    for alike in by_rows.values():
        found |= _values(alike, scopes)
    return found


def value(figure: Figure, scope: Scope) -> Value:
    return values([figure], [scope])[figure.name][0]


@dataclass(frozen=True)
class Part:
    """A figure of those rows that have one key; ``name`` where the key says nothing to a reader."""

    key: Any
    name: str
    value: Value


def parts(figure: Figure, by: By, scope: Scope) -> list[Part]:
    """Told apart by one thing, the largest first, at most ``MOST``. Regions one level below the scope's own.

    What is counted once in each part may be in several: they need not add up to the whole.
    """
    told = figure.rows.source.told[by]
    if told.narrow and by is By.ROADSHOW:
        return _at_roadshows(figure, scope)
    key = func.substr(told.key, 1, next_level(scope.region) or COUNTY) if by is By.REGION else told.key
    keys = [key] if told.name is None else [key, told.name()]
    column = figure.takes.label("value")
    rows = figure.rows.asked([*keys, column], scope, (*figure.joins, *told.joins)).where(*figure.only)
    rows = rows.group_by(*keys).having(column != 0).order_by(column.desc(), key).limit(MOST)
    return [
        Part(row[0], row[1] if told.name is not None else row[0], _exact(figure.unit, row[-1]))
        for row in db.session.execute(rows)
    ]


def _at_roadshows(figure: Figure, scope: Scope) -> list[Part]:
    """Of each roadshow all that it sees: a deal that came up at two is a part of both."""
    source = figure.rows.source
    own, threads = (
        figure.rows.asked([column], scope, (*figure.joins, "roadshow")).where(*figure.only)
        for column in (source.told[By.ROADSHOW].key, Row.thread_id)
    )
    seen = union(own, select(AlsoAt.roadshow_id).where(AlsoAt.thread_id.in_(threads))).subquery()
    ids, title = seen.c[0], func.coalesce(title_column(), NOTHING)
    named = select(ids, title).outerjoin(Roadshow, Roadshow.id == ids).order_by(ids.desc()).limit(MOST)
    keys = [(key, name) for key, name in db.session.execute(named)]
    if not keys:
        return []
    found = values([figure], [scope.within(By.ROADSHOW, key) for key, _name in keys])[figure.name]
    parts = [Part(key, name, value) for (key, name), value in zip(keys, found, strict=True) if value]
    return sorted(parts, key=lambda part: (-(part.value or 0), part.key))


def tell(
    rows: Rows, columns: Sequence[Any], scopes: Sequence[Scope], joins: Sequence[str] = ()
) -> list[list[Any]]:
    """What these columns come to in each scope; one statement."""
    asked = [rows.asked([literal(number), *columns], scope, joins) for number, scope in enumerate(scopes)]
    answers = sorted(db.session.execute(_together(asked)), key=lambda answer: answer[0])
    return [list(answer)[1:] for answer in answers]


def _values(figures: Sequence[Figure], scopes: Sequence[Scope]) -> dict[str, list[Value]]:
    """Of figures made of the same rows."""
    joins = [join for figure in figures for join in figure.joins]
    found = tell(figures[0].rows, [figure.column for figure in figures], scopes, joins)
    return {
        figure.name: [_exact(figure.unit, answer[place]) for answer in found]
        for place, figure in enumerate(figures)
    }


def _middles(figure: Spread, scopes: Sequence[Scope]) -> list[Value]:
    """The median in each scope, of two in the middle their mean; the database counts how often each number is there."""
    days = figure.takes
    asked = [
        figure.rows.asked([literal(number), days, func.count()], scope, figure.joins)
        .where(days.is_not(None))
        .group_by(days)
        for number, scope in enumerate(scopes)
    ]
    found: list[dict[int, int]] = [{} for _scope in scopes]
    for number, many_days, count in db.session.execute(_together(asked)):
        found[number][many_days] = count
    return [median(counts) for counts in found]


def median(counts: dict[int, int]) -> Decimal | None:
    """Of numbers that are there so many times each."""
    if not counts:
        return None
    numbers = sorted(counts)
    up_to = list(accumulate(counts[number] for number in numbers))
    lower, upper = ((up_to[-1] + shift) // 2 for shift in (1, 2))
    ends = [
        next(n for n, reached in zip(numbers, up_to, strict=True) if reached >= place)
        for place in (lower, upper)
    ]
    return Decimal(sum(ends)) / 2


def _together(asked: list[Select[Any]]) -> Any:
    return asked[0] if len(asked) == 1 else union_all(*asked)


def _exact(unit: Unit, said: Any) -> Value:
    """As the tables' own kinds of number; of no rows there is no share and no mean, and nothing of everything else."""
    match unit:
        case Unit.SHARE | Unit.SCORE:
            return None if said is None else Decimal(int(said)) / FINE[unit]
        case Unit.AREA:
            return Decimal(said or 0)
        case _:
            return int(said or 0)
