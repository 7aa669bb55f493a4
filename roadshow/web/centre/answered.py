"""Figures as pages tell them: beside the same days of the year before, and beside their target."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from roadshow.foundation import clock
from roadshow.foundation.money import compared
from roadshow.reports.figures.answers import Value, values
from roadshow.reports.figures.figure import RELATIVE, Figure
from roadshow.reports.figures.scope import Scope
from roadshow.reports.figures.words import DEFINITIONS, NAMES
from roadshow.reports.records import is_counted
from roadshow.reports.targets import Pace, list_goals, paces

from .figure_words import unit_of, written
from .scopes import figure_url, way_to_rows


@dataclass(frozen=True)
class Answered:
    """A figure as its page and the list of all tell it."""

    figure: Figure
    scope: Scope
    now: Value
    before: Value
    recorded: bool  # whether nothing of it in these days is a 0; else it has no record
    pace: Pace | None = None

    @property
    def name(self) -> object:
        return NAMES[self.figure.name]

    @property
    def says(self) -> object:
        return DEFINITIONS[self.figure.name]

    @property
    def unit(self) -> str:
        return unit_of(self.figure)

    @property
    def words(self) -> str:
        return written(self.figure, self.now, recorded=self.recorded)

    @property
    def before_words(self) -> str:
        return written(self.figure, self.before, recorded=False)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing of it in these days and in those before, and nothing to reach."""
        return not self.now and not self.before and self.pace is None

    @property
    def times(self) -> str | None:
        """How many times last year's."""
        if self.figure.unit in RELATIVE or not self.now or not self.before:
            return None
        return compared(self.now, self.before)  # type: ignore[arg-type]  # of an area they are decimals

    @property
    def url(self) -> str:
        return figure_url(self.figure, self.scope)

    @property
    def rows(self) -> str | None:
        """The list of its rows, for who may open it; of none there is none."""
        return way_to_rows(self.figure, self.scope) if self.now else None

    @property
    def goal(self) -> str:
        return written(self.figure, self.pace.goal) if self.pace else ""

    @property
    def due(self) -> str:
        """Where it should stand today."""
        return written(self.figure, self.pace.due) if self.pace else ""

    @property
    def behind(self) -> bool:
        return self.pace is not None and (self.now or 0) < self.pace.due


def answered(figures: Iterable[Figure], scope: Scope) -> list[Answered]:
    """Against the same days of the year before, and of a whole year against its target too."""
    asked, today = list(figures), clock.today()
    found = values(asked, [scope, up_to(scope, today).before])
    recorded = is_counted(scope, today)
    due = paces(scope.year, list_goals(scope.year), today) if scope.year and not scope.narrowed else {}
    return [
        Answered(each, scope, now, before, recorded, due.get(each.name))
        for each in asked
        for now, before in [found[each.name]]
    ]


def up_to(scope: Scope, today: date) -> Scope:
    """What is over of days that run on."""
    return replace(scope, until=today) if scope.since <= today < scope.until else scope
