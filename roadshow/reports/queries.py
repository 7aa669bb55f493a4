"""The year's figures: never stored, always asked of the ledger and the programme."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import extract, func

from roadshow.foundation.db import db
from roadshow.foundation.money import compared, times
from roadshow.outcomes import queries as outcomes
from roadshow.outcomes.models import Row
from roadshow.outcomes.rules import COLOURS
from roadshow.outcomes.states import RowState, ThreadStep
from roadshow.programme.queries import count_held, find_season

from .figures import ledger
from .figures.answers import FIGURES, tell, values
from .figures.figure import Rows, different, many
from .figures.scope import Scope, whole_year

T = ThreadStep
STEPS = {
    T.INTENT: (ledger.INTENT, Row.project_id),
    T.SIGNED: (ledger.SIGNED, Row.project_id),
    T.PAID: (ledger.PAID, Row.project_id),
    T.POOLED: (ledger.POOLED, Row.company_id),
    T.CREDITED: (ledger.CREDITED, Row.company_id),
    T.LENT: (ledger.LENT, Row.company_id),
}
"""Of a deal: the rows, and what each of its steps brought something to."""
LANDED = ("landed", "landed_fen", "deep_root_landed", "deep_root_industrialised", "deep_root_fen")
OFF_SITE = ("off_site", "off_site_m2", "off_site_running", "off_site_running_m2")
_count, _fen = many(), func.sum(Row.amount_fen)
_waits = _count.filter(Row.state == RowState.LOGGED)


@dataclass(frozen=True)
class DeepRoot:
    """What came in under 深根计划; ``invested_fen`` was paid by funds in the year."""

    projects: int
    industrialised: int
    planned_fen: int
    invested_fen: int
    projects_unverified: int
    unverified: int


@dataclass(frozen=True)
class Step:
    """One step of all deals of a kind in one year: distinct projects or firms, rows, fen."""

    things: int
    rows: int
    fen: int
    previous_fen: int
    unverified: int

    @property
    def times(self) -> str | None:
        """How many times the previous year's; None without one."""
        return times(self.fen, self.previous_fen)

    @property
    def compared(self) -> str | None:
        """The same in words: nothing is compared where it would be 0.0 times the year before."""
        return compared(self.fen, self.previous_fen)


@dataclass(frozen=True)
class Incubators:
    """Off-site ones; areas in m²."""

    count: int
    area_m2: Decimal
    running: int
    running_area_m2: Decimal
    unverified: int


@dataclass(frozen=True)
class Tally:
    """Category → count or fen."""

    parts: dict[str, int]
    waits: dict[str, int]  # how many of the rows behind each nobody has verified yet

    @property
    def unverified(self) -> int:
        return sum(self.waits.values())


@dataclass(frozen=True)
class YearFigures:
    """All that the centre answers for at the year's end. Intent, signed and paid are three figures, never added."""

    year: int
    held: int
    target: int | None
    landed: int
    landed_before: int  # the year before
    planned_fen: int
    landed_unverified: int
    deep_root: DeepRoot
    intent: Step
    signed: Step
    paid: Step
    signed_paid_next_fen: int
    pooled: Step
    credited: Step
    lent: Step
    talent: Tally
    incubators: Incubators
    ratings: Tally
    policy_fen: Tally


def year_figures(year: int, *, verified_only: bool = False) -> YearFigures:
    """The figures of one year, against the one before; for the public only what a second person has verified."""
    scope, season = whole_year(year, verified=verified_only), find_season(year)
    now, before = _told(LANDED, scope, scope.before, _waits, _waits.filter(*FIGURES["deep_root_landed"].only))
    landed, planned, *deep_root, waits, deep_root_waits = now
    return YearFigures(
        year=year,
        held=count_held([year]).get(year, 0),
        target=season.target if season else None,
        landed=landed,
        landed_before=before[0],
        planned_fen=int(planned or 0),
        landed_unverified=waits,
        deep_root=_deep_root(scope, deep_root, deep_root_waits),
        **{step.value: _step(step, scope) for step in STEPS},
        signed_paid_next_fen=_signed_then_paid_next(year),
        talent=_tally(ledger.SELECTED, _count, scope),
        incubators=_incubators(scope),
        ratings=_in_order(_tally(ledger.RATINGS, _count, scope), COLOURS),
        policy_fen=_tally(ledger.POLICY, _fen, scope),
    )


@dataclass(frozen=True)
class YearLine:
    """One year in a row of years."""

    year: int
    held: int
    landed: int
    paid_fen: int
    lent_fen: int


def list_year_lines(*, verified_only: bool = False) -> list[YearLine]:
    """Every year that has rows or held a roadshow, newest first; a constant number of statements."""
    held = count_held()
    years = sorted({*outcomes.list_years(), *held}, reverse=True)
    if not years:
        return []
    scopes = [whole_year(year, verified=verified_only) for year in years]
    found = values((FIGURES[name] for name in ("landed", "paid_fen", "lent_fen")), scopes)
    told = zip(years, found["landed"], found["paid_fen"], found["lent_fen"], strict=True)
    return [
        YearLine(year, held.get(year, 0), _whole(landed), _whole(paid), _whole(lent))
        for year, landed, paid, lent in told
    ]


@dataclass(frozen=True)
class Month:
    """One month of a step, this year and last, fen."""

    number: int
    this_fen: int
    last_fen: int


def list_months(step: ThreadStep, year: int) -> list[Month]:
    """Twelve months, this year on last."""
    day = Row.counted_on
    parts = (extract("year", day), extract("month", day))
    scope = Scope(whole_year(year - 1).since, whole_year(year).until)
    rows = STEPS[step][0].asked([*parts, _fen], scope).group_by(*parts)
    fen = {(int(of), int(month)): int(total or 0) for of, month, total in db.session.execute(rows)}
    return [Month(month, fen.get((year, month), 0), fen.get((year - 1, month), 0)) for month in range(1, 13)]


def _step(step: ThreadStep, scope: Scope) -> Step:
    rows, thing = STEPS[step]
    now, before = tell(rows, [different(thing), _count, _fen, _waits], [scope, scope.before])
    things, count, fen, waits = now
    return Step(things, count, int(fen or 0), int(before[2] or 0), waits)


def _deep_root(scope: Scope, landed: Sequence[Any], waits: int) -> DeepRoot:
    projects, industrialised, planned = landed
    [(invested, paid_waits)] = tell(ledger.PAID_INTO_DEEP_ROOT, [_fen, _waits], [scope])
    return DeepRoot(
        projects, industrialised, int(planned or 0), int(invested or 0), waits, waits + paid_waits
    )


def _incubators(scope: Scope) -> Incubators:
    [(count, area, running, running_area, waits)] = _told(
        OFF_SITE, scope, None, _waits.filter(*FIGURES["off_site"].only)
    )
    return Incubators(count, Decimal(area or 0), running, Decimal(running_area or 0), waits)


def _told(names: Sequence[str], scope: Scope, before: Scope | None, *more: Any) -> list[list[Any]]:
    """What these figures, all of the same rows, come to, and more of these rows."""
    figures = [FIGURES[name] for name in names]
    columns = [*(figure.column for figure in figures), *more]
    return tell(figures[0].rows, columns, [scope, *([before] if before else [])])


def _tally(rows: Rows, figure: Any, scope: Scope) -> Tally:
    """Category → figure, the largest first."""
    asked = rows.asked([Row.category, figure, _waits], scope).group_by(Row.category)
    found = [(category, int(total or 0), waits) for category, total, waits in db.session.execute(asked)]
    found.sort(key=lambda part: (-part[1], part[0]))
    return Tally(
        {category: total for category, total, _waits in found},
        {category: waits for category, _total, waits in found},
    )


def _in_order(tally: Tally, order: Iterable[str]) -> Tally:
    return Tally({name: tally.parts[name] for name in order if name in tally.parts}, tally.waits)


def _signed_then_paid_next(year: int) -> int:
    """Fen paid in the next year on deals signed in this one."""
    signed = ledger.SIGNED.asked([Row.thread_id], whole_year(year))
    paid = ledger.PAID.only(Row.thread_id.in_(signed))
    [[fen]] = tell(paid, [_fen], [whole_year(year + 1)])
    return int(fen or 0)


def _whole(value: int | Decimal | None) -> int:
    return int(value or 0)
