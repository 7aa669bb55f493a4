"""The year's figures: never stored, always asked of the ledger and the programme."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from roadshow.foundation.money import times
from roadshow.outcomes import queries as outcomes
from roadshow.outcomes.rules import COLOURS, DEEP_ROOT
from roadshow.outcomes.states import Kind, ThreadStep
from roadshow.outcomes.sums import (
    MonthSum,
    Sum,
    list_month_sums,
    list_sums,
    sum_paid_into_plan,
    sum_signed_then_paid_next,
)
from roadshow.programme.queries import count_held, find_season

T = ThreadStep
DEAL_STEPS = (T.INTENT, T.SIGNED, T.PAID, T.POOLED, T.CREDITED, T.LENT)


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
    sums = list_sums([year - 1, year], verified_only=verified_only)
    now = [part for part in sums if part.year == year]
    season = find_season(year)
    landings = [part for part in now if part.kind is Kind.LANDING]
    return YearFigures(
        year=year,
        held=count_held([year]).get(year, 0),
        target=season.target if season else None,
        landed=sum(part.projects for part in landings),
        landed_before=sum(
            part.projects for part in sums if part.year == year - 1 and part.kind is Kind.LANDING
        ),
        planned_fen=sum(part.amount_fen for part in landings),
        landed_unverified=_unverified(landings),
        deep_root=_deep_root(year, landings, verified_only=verified_only),
        **{step.value: _step(sums, year, step) for step in DEAL_STEPS},
        signed_paid_next_fen=sum_signed_then_paid_next(year),
        talent=_tally(now, Kind.HIRE, lambda part: part.rows),
        incubators=_incubators([part for part in now if part.kind is Kind.INCUBATOR]),
        ratings=_in_order(_tally(now, Kind.RATING, lambda part: part.rows), COLOURS),
        policy_fen=_tally(now, Kind.POLICY_PAYMENT, lambda part: part.amount_fen),
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
    sums = list_sums(years, verified_only=verified_only)
    return [
        YearLine(
            year,
            held.get(year, 0),
            sum(part.projects for part in sums if part.year == year and part.kind is Kind.LANDING),
            _step(sums, year, ThreadStep.PAID).fen,
            _step(sums, year, ThreadStep.LENT).fen,
        )
        for year in years
    ]


@dataclass(frozen=True)
class Month:
    """One month of a step, this year and last, fen."""

    number: int
    this_fen: int
    last_fen: int


def list_months(step: ThreadStep, year: int) -> list[Month]:
    """Twelve months, this year on last."""
    sums = {(part.year, part.month): part for part in list_month_sums(step, [year - 1, year])}

    def fen(of: int, month: int) -> int:
        part: MonthSum | None = sums.get((of, month))
        return part.amount_fen if part else 0

    return [Month(month, fen(year, month), fen(year - 1, month)) for month in range(1, 13)]


def _step(sums: list[Sum], year: int, step: ThreadStep) -> Step:
    """Groups of one step differ in nothing but their year, so at most two are left."""
    now = [part for part in sums if part.step is step and part.year == year]
    before = [part for part in sums if part.step is step and part.year == year - 1]
    return Step(
        things=sum(part.projects or part.companies for part in now),
        rows=sum(part.rows for part in now),
        fen=sum(part.amount_fen for part in now),
        previous_fen=sum(part.amount_fen for part in before),
        unverified=_unverified(now),
    )


def _deep_root(year: int, landings: list[Sum], *, verified_only: bool) -> DeepRoot:
    of_plan = [part for part in landings if part.plan == DEEP_ROOT]
    invested, unverified = sum_paid_into_plan(year, verified_only=verified_only)
    return DeepRoot(
        projects=sum(part.projects for part in of_plan),
        industrialised=sum(part.projects for part in of_plan if part.industrialised),
        planned_fen=sum(part.amount_fen for part in of_plan),
        invested_fen=invested,
        projects_unverified=_unverified(of_plan),
        unverified=_unverified(of_plan) + unverified,
    )


def _incubators(parts: list[Sum]) -> Incubators:
    running = [part for part in parts if part.running]
    return Incubators(
        count=sum(part.rows for part in parts),
        area_m2=sum((part.area_m2 for part in parts), Decimal(0)),
        running=sum(part.rows for part in running),
        running_area_m2=sum((part.area_m2 for part in running), Decimal(0)),
        unverified=_unverified(parts),
    )


def _tally(parts: list[Sum], kind: Kind, figure: Callable[[Sum], int]) -> Tally:
    """Category → figure, the largest first."""
    of_kind = [part for part in parts if part.kind is kind]
    counted, waits = Counter[str](), Counter[str]()
    for part in of_kind:
        counted[part.category] += figure(part)
        waits[part.category] += part.unverified
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return Tally(dict(ordered), waits)


def _in_order(tally: Tally, order: Iterable[str]) -> Tally:
    return Tally({name: tally.parts[name] for name in order if name in tally.parts}, tally.waits)


def _unverified(parts: list[Sum]) -> int:
    return sum(part.unverified for part in parts)
