"""Which days for the roadshows that have none: a pure calculation, proven best or with how far from best it may be.

Every rule is hard: an open day, at most so many a week, a free hall. Every wish has its price in points, and the plan
with the fewest points is the best: the even pace (a point a day that a roadshow stands from where its number should),
weekdays that people like less, outside events near by, and the same field twice in a row of weeks.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import ceil

from highspy import Highs, HighsModelStatus
from highspy.highs import highs_linear_expression, highs_var

SAME_FIELD = 8  # points for each roadshow more than one of a field within four weeks
FOUR_WEEKS = timedelta(days=28)
DISLIKED = {0: 3, 4: 4}  # points of Monday and Friday, unless other weekdays are disliked
DISLIKED_DAY = 4  # of one of those
NEAR_EVENT = 6  # points of a day at most three from an outside event
NEAR = timedelta(days=3)
SECONDS = 10.0
HALF = 0.5  # what the solver calls 1 is so but for rounding


Kind = tuple[str | None, frozenset[date] | None]


@dataclass(frozen=True)
class Dated:
    """A roadshow that has its day already; it may be moved by nobody."""

    on: date
    sector: str | None = None


@dataclass(frozen=True)
class Terms:
    """What a plan is made of; ``halls``: how many are free, by open day; ``sectors``: of those without a day.

    ``fits``: of each of these the days that alone will do, or None; empty when any day will do for all.
    """

    halls: Mapping[date, int]
    sectors: Sequence[str | None]
    dated: Sequence[Dated] = ()
    events: Collection[date] = ()
    most_a_week: int = 1
    disliked: Mapping[int, int] = field(default_factory=DISLIKED.copy)  # weekday → points
    fits: Sequence[frozenset[date] | None] = ()

    @property
    def kinds(self) -> list[Kind]:
        """Of each roadshow without a day: those of one kind may change places."""
        return list(zip(self.sectors, self.fits or [None] * len(self.sectors), strict=True))

    @property
    def days(self) -> list[date]:
        """Those that a roadshow may be put on."""
        taken = Counter(week(roadshow.on) for roadshow in self.dated)
        return sorted(
            on for on, free in self.halls.items() if free > 0 and taken[week(on)] < self.most_a_week
        )


@dataclass(frozen=True)
class Proposal:
    """``days`` in the order of ``Terms.sectors``; ``points`` of the season, of which the best may have ``gap`` less."""

    days: list[date] = field(default_factory=list)
    points: int = 0
    gap: int = 0

    @property
    def proven(self) -> bool:
        return self.gap == 0


def ideals(terms: Terms) -> list[date]:
    """Where an even pace has its first, second, … roadshow: evenly over the open days and the days that are taken."""
    stretch = sorted({*terms.halls, *(roadshow.on for roadshow in terms.dated)})
    many = len(terms.sectors) + len(terms.dated)
    return [stretch[(2 * number + 1) * len(stretch) // (2 * many)] for number in range(many)]


def points_of_day(terms: Terms, on: date) -> int:
    """What a day costs by itself."""
    near = any(abs(on - event) <= NEAR for event in terms.events)
    return terms.disliked.get(on.weekday(), 0) + NEAR_EVENT * near


def points(terms: Terms, days: Sequence[date]) -> int:
    """What the season costs when the roadshows without a day get these, in the order of ``Terms.sectors``."""
    all_days = sorted([*days, *(roadshow.on for roadshow in terms.dated)])
    pace = sum(abs((on - ideal).days) for on, ideal in zip(all_days, ideals(terms), strict=True))
    held = [*zip(days, terms.sectors, strict=True), *((each.on, each.sector) for each in terms.dated)]
    again = sum(
        max(0, sum(sector == each and first <= on < first + FOUR_WEEKS for on, each in held) - 1)
        for sector in _sectors(terms)
        for first in _windows(terms)
    )
    return pace + sum(points_of_day(terms, on) for on in days) + SAME_FIELD * again


def allowed(terms: Terms, days: Sequence[date]) -> bool:
    """Whether these days keep every rule."""
    weeks = Counter(week(on) for on in [*days, *(roadshow.on for roadshow in terms.dated)])
    return (
        len(set(days)) == len(days)
        and set(days) <= set(terms.days)
        and all(weeks[week(on)] <= terms.most_a_week for on in days)
        and all(_will_do(kind, on) for kind, on in zip(terms.kinds, days, strict=True))
    )


def propose(terms: Terms, seconds: float = SECONDS) -> Proposal | None:
    """The best days, as many as there are roadshows without one; None when there are too few days."""
    if not terms.sectors:
        return Proposal(points=points(terms, []))
    some_fit = any(terms.fits)  # then the first days are a guess, which the solver may outdo
    enough = len(first_days(terms)) == len(terms.sectors)
    return _Model(terms).solve(seconds) if enough or some_fit else None


def first_days(terms: Terms) -> list[date]:
    """As early as the rules let them be, the choosiest first, in the order of ``Terms.sectors``; or fewer when there
    are no more days."""
    weeks = Counter(week(roadshow.on) for roadshow in terms.dated)
    days, found = terms.days, dict[int, date]()
    for number in sorted(range(len(terms.kinds)), key=lambda number: _choice(terms.kinds[number])):
        fitting = (on for on in days if _will_do(terms.kinds[number], on) and on not in found.values())
        on = next((on for on in fitting if weeks[week(on)] < terms.most_a_week), None)
        if on is not None:
            weeks[week(on)] += 1
            found[number] = on
    return [on for _number, on in sorted(found.items())]


class _Model:
    """The season as a mixed integer programme.

    Roadshows of one field are the same to it, and the first, second, … of the year are seats that the days are put
    on: as the price of a seat grows evenly to both sides, the cheapest seating is in order and no rule has to say so.
    """

    def __init__(self, terms: Terms) -> None:
        self.terms, self.days = terms, terms.days
        self.model = Highs()  # type: ignore[no-untyped-call]  # its stubs leave out what it returns
        self.model.silent()
        kinds = Counter(terms.kinds)
        self.on = {
            (kind, on): self.model.addBinary() if _will_do(kind, on) else self.model.addVariable(lb=0, ub=0)
            for kind in kinds
            for on in self.days
        }
        for kind, many in kinds.items():
            self._says(_sum(self.on[kind, on] for on in self.days) == many)
        used = {on: _sum(self.on[kind, on] for kind in kinds) for on in self.days}
        for on in self.days:
            self._says(used[on] <= 1)
        self._limit_weeks(used)
        prices = [price * used[on] for on in self.days if (price := points_of_day(terms, on))]
        self.price = _sum([*prices, *self._pace(used), *self._variety()])

    def solve(self, seconds: float) -> Proposal | None:
        """None when there is no plan, or none was found and none comes at once."""
        self.model.setOptionValue("time_limit", seconds)
        self.model.setOptionValue("mip_rel_gap", 0.0)
        self.model.setOptionValue("mip_abs_gap", 0.999)  # points are whole
        self.model.minimize(self.price)
        if self.model.getModelStatus() == HighsModelStatus.kInfeasible:
            return None
        values = {key: self.model.variableValue(variable) for key, variable in self.on.items()}
        chosen = {key for key, value in values.items() if value > HALF}
        days = self._in_order(chosen) if len(chosen) == len(self.terms.sectors) else first_days(self.terms)
        if len(days) < len(self.terms.sectors):
            return None
        found = points(self.terms, days)
        bound = max(0.0, self.model.getInfo().mip_dual_bound)  # below zero while it has none
        return Proposal(days, found, max(0, found - ceil(bound - 1e-6)))

    def _in_order(self, chosen: Iterable[tuple[Kind, date]]) -> list[date]:
        free = {kind: sorted(on for each, on in chosen if each == kind) for kind in self.terms.kinds}
        return [free[kind].pop(0) for kind in self.terms.kinds]

    def _says(self, rule: highs_linear_expression) -> None:
        self.model.addConstr(rule)

    def _limit_weeks(self, used: Mapping[date, highs_linear_expression]) -> None:
        taken = Counter(week(roadshow.on) for roadshow in self.terms.dated)
        for monday in sorted({week(on) for on in self.days}):
            here = _sum(used[on] for on in self.days if week(on) == monday)
            self._says(here <= self.terms.most_a_week - taken[monday])

    def _pace(self, used: Mapping[date, highs_linear_expression]) -> Iterable[highs_linear_expression]:
        """Each day that is used sits on one seat, each seat has one day."""
        dated = Counter(roadshow.on for roadshow in self.terms.dated)
        days, seats = sorted({*self.days, *dated}), ideals(self.terms)
        sits = {(seat, on): self.model.addVariable(lb=0, ub=1) for seat in range(len(seats)) for on in days}
        for seat in range(len(seats)):
            self._says(_sum(sits[seat, on] for on in days) == 1)
        for on in days:
            seated = _sum(sits[seat, on] for seat in range(len(seats)))
            self._says(seated == used.get(on, 0) + dated[on])
        return [
            abs((on - seats[seat]).days) * variable
            for (seat, on), variable in sits.items()
            if on != seats[seat]
        ]

    def _variety(self) -> Iterable[highs_linear_expression]:
        for sector in _sectors(self.terms):
            for first in _windows(self.terms):
                within = [
                    variable
                    for ((each, _fits), on), variable in self.on.items()
                    if each == sector and first <= on < first + FOUR_WEEKS
                ]
                dated = sum(
                    each.sector == sector and first <= each.on < first + FOUR_WEEKS
                    for each in self.terms.dated
                )
                if len(within) + dated > 1:
                    more = self.model.addVariable(lb=0)
                    self._says(more >= _sum(within) + (dated - 1))
                    yield SAME_FIELD * more


def _will_do(kind: Kind, on: date) -> bool:
    return kind[1] is None or on in kind[1]


def _choice(kind: Kind) -> int:
    """How many days there are to choose from; any day is more than some."""
    return 1000 if kind[1] is None else len(kind[1])


def _sum(parts: Iterable[highs_var | highs_linear_expression]) -> highs_linear_expression:
    return Highs.qsum(list(parts))


def _sectors(terms: Terms) -> list[str]:
    """The fields that could come twice."""
    named = [*terms.sectors, *(roadshow.sector for roadshow in terms.dated)]
    return sorted({sector for sector in named if sector is not None and named.count(sector) > 1})


def _windows(terms: Terms) -> list[date]:
    """The Mondays at which four weeks begin."""
    days = [*terms.halls, *(roadshow.on for roadshow in terms.dated)]
    first = week(min(days)) - FOUR_WEEKS + timedelta(days=7)
    return [first + timedelta(days=7 * number) for number in range((max(days) - first).days // 7 + 1)]


def week(on: date) -> date:
    """Its Monday."""
    return on - timedelta(days=on.weekday())
