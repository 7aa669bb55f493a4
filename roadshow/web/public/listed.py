"""Roadshows as a visitor meets them in a list, a month or alone, and which of them an address asks for."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import request
from flask_babel import gettext as _

from roadshow.attendance.availability import Openings, is_full, list_open_to_public
from roadshow.foundation import clock
from roadshow.foundation.sectors import SECTORS
from roadshow.programme import queries
from roadshow.programme.models import Roadshow
from roadshow.programme.queries import Asked
from roadshow.programme.states import WITH_AGENDA, RoadshowState
from roadshow.web import shapes, words
from roadshow.web.asked import asked_id, asked_year


@dataclass(frozen=True)
class Listed:
    """A roadshow as a visitor meets it; ``shape`` and ``state`` are its badge, ``openings`` the seats that anybody may
    register for, None where nobody can."""

    roadshow: Roadshow
    calls: bool
    coming: bool
    shape: str
    state: str
    openings: Openings | None = None

    @property
    def cancelled(self) -> bool:
        return self.roadshow.state is RoadshowState.CANCELLED

    @property
    def has_agenda(self) -> bool:
        return self.roadshow.state in WITH_AGENDA

    @property
    def seats(self) -> str | None:
        """Whether anybody may still register, as a list says it."""
        if self.openings is None:
            return None
        return _("席位已满，可候补") if is_full(self.openings) else _("可报名参会")

    @property
    def other_year(self) -> bool:
        """A list of what is to come says the year only where it is not this one."""
        return self.coming and self.roadshow.on is not None and self.roadshow.on.year != clock.today().year

    @property
    def moved(self) -> bool:
        return self.roadshow.moved_from_at is not None and self.coming


@dataclass(frozen=True)
class Choices:
    """What the filters of the programme offer, and what the address asks of them."""

    asked: Asked
    years: list[tuple[int, str]]
    halls: list[tuple[int, str]]

    @property
    def kept(self) -> dict[str, object]:
        """The same wishes in another address."""
        return self.asked.query

    @property
    def some(self) -> bool:
        return self.asked != Asked()


def listing(roadshows: Iterable[Roadshow]) -> list[Listed]:
    found = list(roadshows)
    openings = list_open_to_public(found)
    return [listed(roadshow, openings.get(roadshow.id)) for roadshow in found]


def listed(roadshow: Roadshow, openings: Openings | None = None) -> Listed:
    calls = roadshow.calls(clock.now())
    ahead = roadshow.on is not None and roadshow.on >= clock.today() and not roadshow.is_held
    coming = ahead or roadshow.date_pending
    # the archive is the centre's own affair
    told = RoadshowState.HELD if roadshow.is_held else roadshow.state
    shape, state = shapes.shape(told), words.word(told)
    if roadshow.date_pending:
        shape, state = shapes.WAITS, str(roadshow.state_words)
    if calls and roadshow.call_closes_at:
        closes = words.day(clock.local(roadshow.call_closes_at).date())
        shape, state = shapes.YOURS, _("项目征集中，%(day)s截止", day=closes)
    return Listed(roadshow, calls, coming, shape, state, openings)


def choices() -> Choices:
    """A year, a field or a hall that cannot be is no wish at all."""
    year, sector, hall_id = asked_year(), request.args.get("sector"), asked_id("hall")
    halls = [(hall.id, str(hall.spoken_name)) for hall in queries.list_public_halls()]
    asked = Asked(
        year,
        sector if sector in SECTORS else None,
        hall_id if hall_id in dict(halls) else None,
    )
    return Choices(asked, _year_choices(year), halls)


def _year_choices(asked: int | None) -> list[tuple[int, str]]:
    """Years that have something, and the one asked for, so that the page says what it was asked."""
    years = {*queries.list_public_years(), *([asked] if asked else [])}
    return [(year, _("%(year)d年", year=year)) for year in sorted(years, reverse=True)]
