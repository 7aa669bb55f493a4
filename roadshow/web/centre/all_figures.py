"""Every figure of a year by its definition, beside the year before: for the year's report, and for programs."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import pgettext
from flask_login import current_user
from werkzeug.wrappers import Response

from roadshow.audit.operations import record
from roadshow.foundation import clock
from roadshow.foundation.money import YUAN
from roadshow.reports.figures.answers import FIGURES, Value, values
from roadshow.reports.figures.figure import RELATIVE, UNIT_WORDS, Chapter, Figure, Unit
from roadshow.reports.figures.scope import whole_year
from roadshow.reports.figures.words import DEFINITIONS, NAMES
from roadshow.reports.records import NO_RECORD, counted
from roadshow.web.exports import CSV, csv_of, send_sheets
from roadshow.web.guards import may

from . import blueprint
from .bulletin import in_language
from .figure_words import unit_of, written


@dataclass(frozen=True)
class Line:
    """A figure of a year; ``now`` and ``before`` are None where it cannot be told, and where nothing was recorded."""

    figure: Figure
    now: Value
    before: Value

    @property
    def is_empty(self) -> bool:
        """Whether neither year has anything of it."""
        return not self.now and not self.before

    @property
    def name(self) -> str:
        return str(NAMES[self.figure.name])

    @property
    def definition(self) -> str:
        return str(DEFINITIONS[self.figure.name])

    @property
    def chapter(self) -> Chapter:
        return self.figure.chapter

    @property
    def unit(self) -> str:
        return unit_of(self.figure)

    def told(self, value: Value) -> str:
        """As it is read in a column beside its unit."""
        return str(NO_RECORD) if value is None else written(self.figure, value)


def lines_of(year: int) -> list[Line]:
    """All of them, chapter by chapter."""
    found = values(FIGURES.values(), [whole_year(year), whole_year(year - 1)])
    recorded = year in counted([year], clock.today())
    return [
        Line(figure, _known(figure, now, recorded=recorded), _known(figure, before, recorded=False))
        for name, figure in FIGURES.items()
        for now, before in [found[name]]
    ]


def _known(figure: Figure, value: Value, *, recorded: bool) -> Value:
    """None for what was not recorded; ``recorded``: whether nothing of the year is a 0."""
    return value if value or recorded or figure.unit in RELATIVE else None


@blueprint.get("/years/<year:year>/figures.csv")
@may("year.read")
def take_figures(year: int) -> Response:
    """Money in yuan; an empty cell where a figure cannot be told, or nothing was recorded."""
    with in_language():
        title = _("%(year)d年度数字", year=year)
        heads = [
            _("代码"),
            _("指标"),
            pgettext("measure", "单位"),
            _("%(year)d年", year=year),
            _("%(year)d年", year=year - 1),
            _("定义"),
        ]
        file = csv_of(heads, list(_rows(year)))
    record("list.exported", current_user.actor, "list", None, title, rows=len(FIGURES))
    return send_sheets(file, f"{title}.csv", CSV)


def _rows(year: int) -> Iterator[list[object]]:
    for line in lines_of(year):
        money = line.figure.unit is Unit.MONEY
        unit = _("元") if money else str(UNIT_WORDS[line.figure.unit])
        numbers = [
            value if value is None or not money else Decimal(value) / YUAN
            for value in (line.now, line.before)
        ]
        yield [line.figure.name, line.name, unit, *numbers, line.definition]
