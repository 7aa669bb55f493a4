"""A season as twelve months of squares: what was held, what comes next, what has its day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext as _

from roadshow.programme.models import Roadshow
from roadshow.programme.queries import find_coming
from roadshow.web.words import day, month_name


@dataclass(frozen=True)
class Mark:
    """One roadshow, and the way to it."""

    kind: str
    name: str
    url: str


@dataclass(frozen=True)
class Month:
    """One month, as the part ``year_strip`` asks for it."""

    label: str
    short: str
    now: bool
    marks: list[Mark]


@dataclass(frozen=True)
class Strip:
    """The year's months, how many roadshows of each kind, and the same in words."""

    months: list[Month]
    counts: dict[str, int]
    say: str

    @property
    def dated(self) -> int:
        """Held, or with their day."""
        return self.counts["held"] + self.counts["next"] + self.counts["dated"]


def strip_of(roadshows: Iterable[Roadshow], today: date, year: int | None = None) -> Strip:
    """Roadshows of one year, by default this one, in the order of their days; the next one is next of all."""
    year = today.year if year is None else year
    shown = [roadshow for roadshow in roadshows if not roadshow.is_off]
    coming = find_coming(today)
    marked = [(roadshow, _mark(roadshow, coming)) for roadshow in shown]
    months = [
        Month(
            label=month_name(number),
            short=str(number),
            now=(year, number) == (today.year, today.month),
            marks=[
                _link(roadshow, mark)
                for roadshow, mark in marked
                if (on := roadshow.announced_on) and (on.year, on.month) == (year, number)
            ],
        )
        for number in range(1, 13)
    ]
    counts = {
        kind: [mark for _roadshow, mark in marked].count(kind)
        for kind in ("held", "next", "dated", "planned")
    }
    return Strip(months, counts, _say(months))


def _mark(roadshow: Roadshow, coming: Roadshow | None) -> str:
    if roadshow.is_held:
        return "held"
    if roadshow is coming:
        return "next"
    return "dated" if roadshow.announced_on else "planned"


def _link(roadshow: Roadshow, kind: str) -> Mark:
    told = (str(roadshow.spoken_title), day(roadshow.on), str(roadshow.state_words))
    return Mark(kind, _("，").join(told), url_for("centre.show_roadshow", roadshow_id=roadshow.id))


def _say(months: list[Month]) -> str:
    told = [
        _("%(month)s%(count)d场", month=month.label, count=len(month.marks))
        for month in months
        if month.marks
    ]
    return _("各月的路演：%(told)s", told=_("，").join(told)) if told else _("这一年还没有定下日期的路演")
