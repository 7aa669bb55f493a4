"""Figures as the parts ``bars`` and ``lines`` draw them: every mark with its words and the way to its rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from babel.dates import format_skeleton
from flask import url_for
from flask_babel import get_locale, ngettext
from flask_babel import lazy_gettext as _

from roadshow.foundation import clock
from roadshow.outcomes.groups import By, Group
from roadshow.outcomes.queries import Wanted
from roadshow.outcomes.states import ThreadStep
from roadshow.reports.funnel import REACHED_WORDS, Stage
from roadshow.reports.measures import COUNTED, Measure, Question
from roadshow.reports.queries import Month
from roadshow.reports.records import NO_RECORD, counted
from roadshow.web.setting import em_wide
from roadshow.web.words import amount, figure, month_name, sector, stage

from . import blueprint
from .wanted import address_of

LONGEST = 21.0  # em of a label in a picture; its table has the whole


@dataclass(frozen=True)
class MonthBar:
    """One month as the part ``bars`` draws it; money in the reader's unit."""

    label: str
    short: str
    this: float | None
    last: float | None
    this_words: str | None
    last_words: str | None
    this_name: str
    last_name: str
    this_url: str
    last_url: str


@dataclass(frozen=True)
class Line:
    """One mark as the part ``lines`` draws it; ``words`` is its figure in a table, ``name`` is all of it."""

    label: str
    value: int
    words: str
    name: str
    url: str

    @property
    def cut(self) -> str:
        """The label, as far as a picture has room for it."""
        return cut(self.label)

    @property
    def wide(self) -> float:
        """Of the label in the picture, in em."""
        return em_wide(self.cut)


@blueprint.app_template_filter()
def sum_of(marks: Iterable[MonthBar | Line], name: str) -> str | None:
    """What these figures in fen come to, as their table says it; None where there is none."""
    return figure(int(sum(getattr(mark, name) or 0 for mark in marks))) or None


def month_bars(months: Iterable[Month], year: int) -> list[MonthBar]:
    """Money paid, this year on last."""
    return [_month_bar(month, year) for month in months]


def _month_bar(month: Month, year: int) -> MonthBar:
    def name(of: int, fen: int) -> str:
        return f"{month_of(of, month.number)}{_('：')}{amount(fen)}"

    def url(of: int) -> str:
        return address_of(Wanted(year=of, month=month.number, step=ThreadStep.PAID))

    return MonthBar(
        month_name(month.number),
        str(month.number),
        month.this_fen or None,
        month.last_fen or None,
        figure(month.this_fen) if month.this_fen else None,
        figure(month.last_fen) if month.last_fen else None,
        name(year, month.this_fen),
        name(year - 1, month.last_fen),
        url(year),
        url(year - 1),
    )


def stage_lines(stages: Iterable[Stage], year: int) -> list[Line]:
    """How many projects came how far; each leads to them."""
    return [
        _line(
            str(REACHED_WORDS[stage.reached]),
            stage.projects,
            str(stage.projects),
            ngettext("%(num)d个项目", "%(num)d个项目", stage.projects),
            url_for("centre.list_projects", year=year, reached=stage.reached),
        )
        for stage in stages
    ]


def answer_lines(question: Question, groups: Iterable[Group]) -> list[Line]:
    """Nothing of a year is a 0 only while the year runs."""
    given = list(groups)
    years = [group.narrow["year"] for group in given if question.by is By.YEAR]
    known = counted(years, clock.today())
    return [
        _line(
            group_name(question.by, group),
            question.value(group),
            str(NO_RECORD) if lacks else _figure(question, group),
            str(NO_RECORD) if lacks else value_words(question.measure, question.value(group)),
            address_of(question.rows(group)),
        )
        for group in given
        for lacks in [
            question.by is By.YEAR and not question.value(group) and group.narrow["year"] not in known
        ]
    ]


def group_name(by: By, group: Group) -> str:
    match by:
        case By.YEAR:
            return str(_("%(year)d年", year=group.narrow["year"]))
        case By.MONTH:
            return month_of(group.narrow["year"], group.narrow["month"])
        case By.SECTOR:
            return sector(group.name) or group.name or str(_("未注明领域"))
        case By.STAGE:
            return stage(group.name) or str(_("未注明阶段"))
        case By.ROADSHOW:
            return group.name or str(_("不来自路演"))


def value_words(measure: Measure, value: int) -> str:
    """Money with its unit, or so many rows."""
    return ngettext("%(num)d条", "%(num)d条", value) if measure in COUNTED else amount(value)


def month_of(year: int, month: int) -> str:
    """2026年3月, March 2026; month 0 is of rows without a day."""
    if not month:
        return str(_("%(year)d年，无日期", year=year))
    return str(format_skeleton("yMMMM", date(year, month, 1), locale=get_locale()))


def cut(label: str) -> str:
    """Shortened to ``LONGEST``."""
    while em_wide(label) > LONGEST:
        label = label.rstrip("…")[:-1] + "…"
    return label


def _line(label: str, value: int, words: str, whole: str, url: str) -> Line:
    return Line(label, value, words, f"{label}{_('：')}{whole}", url)


def _figure(question: Question, group: Group) -> str:
    value = question.value(group)
    return f"{value:,}" if question.measure in COUNTED else figure(value) or ""
