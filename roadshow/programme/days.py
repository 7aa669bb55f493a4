"""A season's free days, and why the others are none: reads the halls, the people, the holidays, decides nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import lazy_gettext as _

from roadshow.accounts.queries import list_people_by_id
from roadshow.foundation import clock
from roadshow.halls.models import Hall
from roadshow.halls.queries import list_halls
from roadshow.halls.rules import hours_faults, stretch
from roadshow.occupancy.models import Occupancy
from roadshow.occupancy.queries import list_taken
from roadshow.rest_days.models import NamedDay
from roadshow.rest_days.queries import list_days, why_of

from .models import Season
from .wanted import Wanted

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Known:
    """What decides about a day; ``first`` is the first that leaves time enough for a call."""

    wanted: Wanted
    first: date
    avoid: frozenset[int]
    named: Mapping[date, NamedDay]
    halls: Sequence[Hall]
    taken: Sequence[Occupancy]
    people: Mapping[int, str]
    busy: Sequence[Occupancy]

    def why_not(self, on: date) -> object | None:
        """In words, but for the halls."""
        if why := why_of(on, self.named.get(on)):
            return _("休息日（%(why)s）", why=why)
        if on.month in self.avoid:
            return _("这个月不安排")
        if on < self.first:
            return _("来不及征集，须提前%(weeks)d周", weeks=self.wanted.notice_weeks)
        for row in self.busy:
            if _overlaps(row, on, self.wanted):
                return _("%(who)s这天已有安排", who=self.people[row.what_id])
        return None

    def free_halls(self, on: date) -> list[Hall]:
        """Open and nobody else's, set-up and tear-down included."""
        return [hall for hall in self.halls if self._is_free(hall, on)]

    @property
    def has_hall(self) -> bool:
        return bool(self.wanted.mains(self.halls))

    def _is_free(self, hall: Hall, on: date) -> bool:
        starts_at, ends_at = clock.moment(on, self.wanted.starts), clock.moment(on, self.wanted.ends)
        if hours_faults(hall, starts_at, ends_at):
            return False
        begins, ends = stretch(hall, starts_at, ends_at)
        rows = (row for row in self.taken if row.what_id == hall.id)
        return not any(row.starts_at < ends and row.ends_at > begins for row in rows)


def free_days(season: Season, wanted: Wanted) -> tuple[dict[date, list[Hall]], dict[date, object]]:
    """Day → its free halls, branches among them, and day → why it is none; of the season's days from tomorrow on."""
    days = list(_days_left(season.year))
    if not days:
        return {}, {}
    known = _known(season, wanted, days)
    free: dict[date, list[Hall]] = {}
    left_out: dict[date, object] = {}
    for on in days:
        if why := known.why_not(on):
            left_out[on] = why
        elif wanted.mains(halls := known.free_halls(on)):
            free[on] = halls
        else:
            left_out[on] = _("场地都已占用或不开放") if known.has_hall else _("还没有可用的场地")
    return free, left_out


def _known(season: Season, wanted: Wanted, days: Sequence[date]) -> Known:
    between = clock.day_bounds(days[0], days[-1])
    people = {person.id: person.name for person in list_people_by_id(wanted.people)} if wanted.people else {}
    return Known(
        wanted=wanted,
        first=clock.today() + timedelta(weeks=wanted.notice_weeks),
        avoid=frozenset({*season.avoid, *wanted.avoid}),
        named={day.on: day for day in list_days(season.year)},
        halls=list_halls(open_only=True),
        taken=list_taken("hall", *between),
        people=people,
        busy=[row for row in list_taken("person", *between) if row.what_id in people],
    )


def _days_left(year: int) -> Iterator[date]:
    on, last = max(clock.today() + DAY, date(year, 1, 1)), date(year, 12, 31)
    while on <= last:
        yield on
        on += DAY


def _overlaps(row: Occupancy, on: date, wanted: Wanted) -> bool:
    return row.starts_at < clock.moment(on, wanted.ends) and row.ends_at > clock.moment(on, wanted.starts)
