"""A season's free days and what is proposed for them: reads the halls, the holidays and the year, decides nothing."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from flask_babel import lazy_gettext as _
from flask_babel import lazy_ngettext

from roadshow.foundation import clock
from roadshow.foundation.errors import Fault, Refused, refuse_faults
from roadshow.halls.models import Hall
from roadshow.halls.queries import list_halls
from roadshow.halls.rules import hours_faults, stretch
from roadshow.occupancy.models import Occupancy
from roadshow.occupancy.queries import list_taken
from roadshow.rest_days.queries import list_days, why_of

from . import planner, queries
from .models import Roadshow
from .states import RoadshowState

MOST_ROADSHOWS, MOST_NOTICE, MOST_A_WEEK = 100, 52, 5  # the notice in weeks


@dataclass(frozen=True)
class Wanted:
    """What an organiser asks of a plan: how many roadshows want a day, and of which field some of them are."""

    roadshows: int
    sectors: Sequence[str] = ()
    starts: time = time(13, 30)
    ends: time = time(17)
    notice_weeks: int = 6
    most_a_week: int = 1
    avoid: Collection[int] = ()  # months
    events: Collection[date] = ()  # of others, better kept at a distance


@dataclass(frozen=True)
class Suggestion:
    """A day, the halls that are free on it, and why it."""

    on: date
    sector: str | None
    halls: Sequence[Hall]
    why: Sequence[object]


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


def wanted_faults(wanted: Wanted) -> list[Fault]:
    faults = []
    if not 1 <= wanted.roadshows <= MOST_ROADSHOWS:
        faults.append(Fault("roadshows", _("待排场次须在1至%(most)d之间", most=MOST_ROADSHOWS)))
    elif len(wanted.sectors) > wanted.roadshows:
        faults.append(Fault("sectors", _("领域比待排场次还多")))
    if wanted.ends <= wanted.starts:
        faults.append(Fault("ends", _("结束时间须晚于开始时间")))
    if not 0 <= wanted.notice_weeks <= MOST_NOTICE:
        faults.append(Fault("notice_weeks", _("提前周数须在0至%(most)d之间", most=MOST_NOTICE)))
    if not 1 <= wanted.most_a_week <= MOST_A_WEEK:
        faults.append(Fault("most_a_week", _("每周最多场次须在1至%(most)d之间", most=MOST_A_WEEK)))
    return faults


def plan_season(year: int, wanted: Wanted, seconds: float = planner.SECONDS) -> Plan:
    """Days for the rest of a season. The rules: open days, halls, notice, so many a week; the wishes: see ``planner``.

    Within ``seconds`` it is the best plan, or says how far from best it may be.
    Raises: Refused with the faults, of a season that nobody has opened, or of a year that is over.
    """
    refuse_faults(wanted_faults(wanted))
    if queries.find_season(year) is None:
        raise Refused(_("%(year)d年还没有年度计划，先开启它，再安排路演。", year=year), "year")
    if year < clock.today().year:
        raise Refused(_("%(year)d年已经过去，不能再排日期", year=year), "year")
    dated = [row for row in queries.list_roadshows(year) if _stands(row)]
    free, left_out = _free_days(year, wanted)
    terms = planner.Terms(
        halls={on: len(halls) for on, halls in free.items()},
        sectors=[*wanted.sectors, *[None] * (wanted.roadshows - len(wanted.sectors))],
        dated=[planner.Dated(row.on, row.sector) for row in dated if row.on],
        events=wanted.events,
        most_a_week=wanted.most_a_week,
    )
    left_out |= _full_weeks(terms, free)
    proposal = planner.propose(terms, seconds)
    if proposal is None:
        return Plan(
            [], dict(sorted(left_out.items())), short=wanted.roadshows - len(planner.first_days(terms))
        )
    suggestions = _suggestions(terms, proposal, free)
    left_out |= {on: _("这天可以，但其他日子更合适") for on in terms.days if on not in proposal.days}
    return Plan(suggestions, dict(sorted(left_out.items())), proposal.points, proposal.gap)


def _stands(roadshow: Roadshow) -> bool:
    """Whether it takes its place in the rest of the year."""
    alive = roadshow.state is not RoadshowState.CANCELLED
    return alive and roadshow.on is not None and roadshow.on >= clock.today()


def _free_days(year: int, wanted: Wanted) -> tuple[dict[date, list[Hall]], dict[date, object]]:
    """Day → its free halls, and day → why it is none."""
    named = {day.on: day for day in list_days(year)}
    first = clock.today() + timedelta(weeks=wanted.notice_weeks)
    on, last = max(clock.today() + timedelta(days=1), date(year, 1, 1)), date(year, 12, 31)
    halls = list_halls(open_only=True)
    taken = list_taken("hall", *clock.day_bounds(on, last)) if on <= last else []
    free: dict[date, list[Hall]] = {}
    left_out: dict[date, object] = {}
    while on <= last:
        open_halls = [hall for hall in halls if _is_free(hall, on, wanted, taken)]
        if why := why_of(on, named.get(on)):
            left_out[on] = _("休息日（%(why)s）", why=why)
        elif on.month in wanted.avoid:
            left_out[on] = _("这个月不安排")
        elif on < first:
            left_out[on] = _("来不及征集，须提前%(weeks)d周", weeks=wanted.notice_weeks)
        elif not open_halls:
            left_out[on] = _("场地都已占用或不开放") if halls else _("还没有可用的场地")
        else:
            free[on] = open_halls
        on += timedelta(days=1)
    return free, left_out


def _is_free(hall: Hall, on: date, wanted: Wanted, taken: Sequence[Occupancy]) -> bool:
    """Open and nobody else's, set-up and tear-down included."""
    starts_at, ends_at = clock.moment(on, wanted.starts), clock.moment(on, wanted.ends)
    if hours_faults(hall, starts_at, ends_at):
        return False
    begins, ends = stretch(hall, starts_at, ends_at)
    return not any(row.what_id == hall.id and row.starts_at < ends and row.ends_at > begins for row in taken)


def _full_weeks(terms: planner.Terms, free: Mapping[date, Sequence[Hall]]) -> dict[date, object]:
    open_days = set(terms.days)
    words = lazy_ngettext("这一周已有%(num)d场", "这一周已有%(num)d场", terms.most_a_week)
    return {on: words for on in free if on not in open_days}


def _suggestions(
    terms: planner.Terms, proposal: planner.Proposal, free: Mapping[date, Sequence[Hall]]
) -> list[Suggestion]:
    order = sorted([*proposal.days, *(each.on for each in terms.dated)])
    ideal = dict(zip(order, planner.ideals(terms), strict=True))
    near = Counter(on for on in proposal.days for event in terms.events if abs(on - event) <= planner.NEAR)
    return sorted(
        (
            Suggestion(on, sector, free[on], _why(on, ideal[on], near[on]))
            for on, sector in zip(proposal.days, terms.sectors, strict=True)
        ),
        key=lambda suggestion: suggestion.on,
    )


def _why(on: date, ideal: date, near: int) -> list[object]:
    off = abs((on - ideal).days)
    words: list[object] = [
        lazy_ngettext("离均匀节奏的日子差%(num)d天", "离均匀节奏的日子差%(num)d天", off)
        if off
        else _("正合均匀节奏")
    ]
    if near:
        words.append(_("离外部活动不到四天，但没有更好的日子"))
    if on.weekday() in planner.DISLIKED:
        words.append(_("不是最受欢迎的星期，但其他日子更差"))
    return words
