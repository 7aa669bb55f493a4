"""What is proposed for the roadshows of a season that have no day yet: reads the season, decides nothing."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _
from flask_babel import lazy_ngettext

from roadshow.foundation import clock
from roadshow.foundation.errors import Fault, Refused, refuse_faults
from roadshow.halls.models import Hall
from roadshow.halls.queries import list_halls

from . import planner, queries, rules
from .days import free_days
from .models import Proposed, Roadshow, Season
from .numbered import session_number
from .states import RoadshowState
from .wanted import MOST_ROADSHOWS, Wanted, planned_year_faults, wanted_faults


@dataclass(frozen=True)
class Why:
    """Why a day: how many days ``off`` the even pace, ``near`` an outside event, on a weekday that is ``disliked``;
    ``elsewhere``: not in the hall that the roadshow is meant for."""

    off: int = 0
    near: bool = False
    disliked: bool = False
    elsewhere: bool = False

    def words(self) -> list[object]:
        words: list[object] = [
            lazy_ngettext("离均匀节奏的日子差%(num)d天", "离均匀节奏的日子差%(num)d天", self.off)
            if self.off
            else _("正合均匀节奏")
        ]
        if self.near:
            words.append(_("离外部活动不到四天，但没有更好的日子"))
        if self.disliked:
            words.append(_("不是最受欢迎的星期，但其他日子更差"))
        if self.elsewhere:
            words.append(_("原定的场地这天不能用，换了一个"))
        return words


def why_hall(hall: Hall, meant: Hall | None, wanted: Wanted) -> object | None:
    """Why this hall; None in place of the one that is meant, for the day's reasons say so."""
    if hall == meant:
        return _("指定的场地")
    if meant is not None:
        return None
    if len(wanted.halls) == 1:
        return _("只勾选了这个场地")
    return _("当天空着的场地里最小的，可容纳%(seats)d人", seats=hall.capacity)


@dataclass(frozen=True)
class Suggestion:
    """A day, the halls that are free on it, the one that is proposed first, and why; for which roadshow, if for one."""

    on: date
    sector: str | None
    halls: Sequence[Hall]
    why: Why
    roadshow: Roadshow | None = None


@dataclass(frozen=True)
class Plan:
    """``suggestions`` is empty when there are too few days; ``left_out``: every other day of the year, why not."""

    suggestions: list[Suggestion]
    left_out: dict[date, object]
    points: int = 0
    gap: int = 0  # points less that the best may have
    short: int = 0  # roadshows more than the rules leave days for

    @property
    def proven(self) -> bool:
        """Whether no better one can be."""
        return not self.short and self.gap == 0


def plan_season(year: int, wanted: Wanted, seconds: float = planner.SECONDS) -> Plan:
    """Days for the rest of a season. The rules: open days, halls, people, notice, so many a week; the wishes: see
    ``planner``.

    Within ``seconds`` it is the best plan, or says how far from best it may be.
    Raises: Refused with the faults, of a season that nobody has opened, of a year that is over, or when nothing wants a
    day.
    """
    refuse_faults(wanted_faults(wanted) + planned_year_faults(year, clock.today()) + _closed_faults(wanted))
    season = queries.find_season(year)
    if season is None:
        raise Refused(_("%(year)d年还没有年度计划，先开启它，再安排路演。", year=year), "year")
    undated = _wanting(year) if wanted.roadshows is None else []
    free, left_out = free_days(season, wanted)
    terms = _terms(year, wanted, [row.sector for row in undated] or _named(wanted), free, undated)
    left_out |= full_weeks(terms, free)
    proposal = planner.propose(terms, seconds)
    if proposal is None:
        short = max(1, len(terms.sectors) - len(planner.first_days(terms)))
        return Plan([], dict(sorted({**left_out, **_unchosen(terms, short)}.items())), short=short)
    suggestions = _suggestions(terms, proposal, wanted, free, undated)
    left_out |= {on: why for on, why in _unchosen(terms).items() if on not in proposal.days}
    return Plan(suggestions, dict(sorted(left_out.items())), proposal.points, proposal.gap)


def _closed_faults(wanted: Wanted) -> list[Fault]:
    return [
        rules.closed_fault(hall, "halls") for hall in list_halls() if hall.closed and hall.id in wanted.halls
    ]


@dataclass(frozen=True)
class Standing:
    """How a season's days stand now, by what was asked; nothing is solved."""

    free: Mapping[date, Sequence[Hall]]
    shut: Mapping[date, object]  # why it is none
    terms: planner.Terms

    def left_out(self, short: int = 0) -> dict[date, object]:
        """Every day, and why it stays free of proposals if it does; ``short`` as in ``Plan``."""
        return dict(sorted({**self.shut, **_unchosen(self.terms, short)}.items()))

    def overtaken(self, rows: Sequence[Proposed]) -> dict[int, object]:
        """Proposal's id → what has come between it and its day; what may still be had, together, is left out."""
        weeks = Counter(planner.week(each.on) for each in self.terms.dated)
        found: dict[int, object] = {}
        for row in rows:
            on = clock.local(row.starts_at).date()
            if on in self.shut:
                found[row.id] = self.shut[on]
            elif gone := [hall for hall in row.halls if hall not in self.free.get(on, ())]:
                found[row.id] = _("%(hall)s这天已被占用或不开放", hall=gone[0].name)
            elif weeks[planner.week(on)] >= self.terms.most_a_week:
                found[row.id] = _full(self.terms)
            else:
                weeks[planner.week(on)] += 1
        return found


def standing(season: Season, wanted: Wanted) -> Standing:
    free, shut = free_days(season, wanted)
    terms = _terms(season.year, wanted, [], free, queries.list_undated(season.year))
    return Standing(free, shut | full_weeks(terms, free), terms)


def _unchosen(terms: planner.Terms, short: int = 0) -> dict[date, object]:
    """Of each open day why nothing is proposed on it: others are better, there are too few of them for all, or it fits
    none of those with branches.
    """
    fits = _("这天可以，但日子不够排下全部场次") if short else _("这天可以，但其他日子更合适")
    bound = bool(terms.fits) and None not in terms.fits
    fitting = {on for days in terms.fits if days for on in days}
    return {on: _("分会场这天不都空着") if bound and on not in fitting else fits for on in terms.days}


def full_weeks(terms: planner.Terms, free: Mapping[date, Sequence[Hall]]) -> dict[date, object]:
    open_days = set(terms.days)
    return {on: _full(terms) for on in free if on not in open_days}


def _full(terms: planner.Terms) -> object:
    return lazy_ngettext("这一周已有%(num)d场", "这一周已有%(num)d场", terms.most_a_week)


def _wanting(year: int) -> list[Roadshow]:
    """Raises: Refused when none, or too many at once."""
    undated = queries.list_undated(year)
    if not undated:
        raise Refused(_("没有待定日期的路演，先添加几场"), "roadshows")
    if len(undated) > MOST_ROADSHOWS:
        words = _("待定日期的有%(many)d场，一次最多排%(most)d场", many=len(undated), most=MOST_ROADSHOWS)
        raise Refused(words, "roadshows")
    return undated


def _named(wanted: Wanted) -> list[str | None]:
    return [*wanted.sectors, *[None] * ((wanted.roadshows or 0) - len(wanted.sectors))]


def _terms(
    year: int,
    wanted: Wanted,
    sectors: Sequence[str | None],
    free: Mapping[date, Sequence[Hall]],
    undated: Sequence[Roadshow] = (),
) -> planner.Terms:
    dated = [row for row in queries.list_roadshows(year) if _stands(row)]
    return planner.Terms(
        halls={on: len(wanted.mains(halls)) for on, halls in free.items()},
        sectors=sectors,
        fits=[_fitting(row, wanted, free) for row in undated],
        dated=[planner.Dated(row.on, row.sector) for row in dated if row.on],
        events=wanted.events,
        most_a_week=wanted.most_a_week,
        disliked=wanted.prices,
    )


def _fitting(row: Roadshow, wanted: Wanted, free: Mapping[date, Sequence[Hall]]) -> frozenset[date] | None:
    """The days on which all its branches are free and another hall for its main one; None: it has no branches."""
    if not row.branches:
        return None
    branches = set(row.branches)
    return frozenset(
        on for on, halls in free.items() if branches <= set(halls) and set(wanted.mains(halls)) - branches
    )


def _stands(roadshow: Roadshow) -> bool:
    """Whether it takes its place in the rest of the year."""
    alive = roadshow.state is not RoadshowState.CANCELLED
    return alive and roadshow.on is not None and roadshow.on >= clock.today()


def _in_order(days: Sequence[date], rows: Sequence[Roadshow]) -> list[date]:
    """The same days, so that sessions come by their number, or as they were listed.

    Only roadshows of one field and with the same branches change places: to the solver they are the same, so the plan
    stays as good.
    """
    alike: dict[object, list[int]] = defaultdict(list)
    for position, row in enumerate(rows):
        alike[row.sector, frozenset(hall.id for hall in row.branches)].append(position)
    given = list(days)
    for positions in alike.values():
        numbers = {position: session_number(rows[position].title) for position in positions}
        in_turn = sorted(positions, key=lambda each: (numbers[each] is None, numbers[each] or 0, each))
        for position, day in zip(in_turn, sorted(days[each] for each in positions), strict=True):
            given[position] = day
    return given


def _suggestions(
    terms: planner.Terms,
    proposal: planner.Proposal,
    wanted: Wanted,
    free: Mapping[date, Sequence[Hall]],
    undated: Sequence[Roadshow],
) -> list[Suggestion]:
    order = sorted([*proposal.days, *(each.on for each in terms.dated)])
    ideal = dict(zip(order, planner.ideals(terms), strict=True))
    rows: Sequence[Roadshow | None] = undated or [None] * len(proposal.days)

    def of(on: date, sector: str | None, row: Roadshow | None) -> Suggestion:
        near = any(abs(on - event) <= planner.NEAR for event in terms.events)
        meant, branches = (row.hall, row.branches) if row else (None, [])
        mains = [hall for hall in wanted.mains(free[on]) if hall not in branches]
        halls = sorted(mains, key=lambda hall: (hall != meant, hall.capacity))
        why = Why(
            abs((on - ideal[on]).days), near, on.weekday() in terms.disliked, meant not in (None, halls[0])
        )
        return Suggestion(on, sector, halls, why, row)

    days = _in_order(proposal.days, undated) if undated else proposal.days
    found = [of(*each) for each in zip(days, terms.sectors, rows, strict=True)]
    return sorted(found, key=lambda suggestion: suggestion.on)
