"""What an organiser asks of a plan, how it is kept, and what is wrong with it; form and command ask the same."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, time
from typing import Any

from flask_babel import lazy_gettext as _

from roadshow.foundation.bounds import Between
from roadshow.foundation.errors import Fault
from roadshow.halls.models import Hall

from . import planner
from .rules import length_faults, season_faults
from .wishes import month_faults

MOST_ROADSHOWS = 100
NOTICE_WEEKS, A_WEEK = Between(0, 52), Between(1, 5)


@dataclass(frozen=True)
class Wanted:
    """``roadshows``: how many want a day, of which some have a field; None: those of the season that have no day.

    Where ``halls`` names any, only these are asked, but for branches. ``people`` must be free. ``events`` are days of
    others.
    """

    roadshows: int | None = None
    sectors: Sequence[str] = ()
    starts: time = time(13, 30)
    ends: time = time(17)
    notice_weeks: int = 6
    most_a_week: int = 1
    avoid: Collection[int] = ()  # months, beside those that the season avoids
    disliked: Collection[int] = tuple(planner.DISLIKED)  # weekdays, Monday 0
    halls: Collection[int] = ()
    people: Collection[int] = ()
    events: Collection[date] = ()

    def mains(self, halls: Iterable[Hall]) -> list[Hall]:
        """Those of these that may be proposed."""
        return [hall for hall in halls if not self.halls or hall.id in self.halls]

    @property
    def prices(self) -> dict[int, int]:
        """Weekday → points."""
        return {day: planner.DISLIKED.get(day, planner.DISLIKED_DAY) for day in self.disliked}


def wanted_faults(wanted: Wanted) -> list[Fault]:
    faults = month_faults(wanted.avoid) + length_faults(wanted.starts, wanted.ends)
    faults += _count_faults(wanted.roadshows, wanted.sectors)
    faults += NOTICE_WEEKS.faults("notice_weeks", _("至少提前"), wanted.notice_weeks)
    return faults + A_WEEK.faults("most_a_week", _("每周最多"), wanted.most_a_week)


def planned_year_faults(year: int, today: date) -> list[Fault]:
    """Of the season that is to be planned."""
    if faults := season_faults(year, target=1):
        return faults
    return [Fault("year", _("%(year)d年已经过去，不能再排日期", year=year))] if year < today.year else []


def spelled(wanted: Wanted) -> dict[str, Any]:
    """As JSON keeps it."""
    kept = asdict(wanted) | {"events": sorted(map(str, wanted.events))}
    kept |= {name: list(kept[name]) for name in ("avoid", "disliked", "halls", "people", "sectors")}
    return kept | {"starts": f"{wanted.starts:%H:%M}", "ends": f"{wanted.ends:%H:%M}"}


def read(kept: Mapping[str, Any]) -> Wanted:
    """What ``spelled`` has kept."""
    hours = {name: time.fromisoformat(kept[name]) for name in ("starts", "ends")}
    return Wanted(**{**kept, **hours, "events": [date.fromisoformat(on) for on in kept["events"]]})


def _count_faults(roadshows: int | None, sectors: Sequence[str]) -> list[Fault]:
    if roadshows is None:
        words = _("没有说要排几场时，按待定日期的各场自己的领域，不用另说领域")
        return [Fault("sectors", words)] if sectors else []
    if faults := Between(1, MOST_ROADSHOWS).faults("roadshows", _("待排场次"), roadshows):
        return faults
    if len(sectors) > roadshows:
        return [Fault("sectors", _("领域比待排场次还多"))]
    return []
