"""What a figure is: one named query, with its unit and the rows behind it; what it means, ``words`` says."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _
from flask_babel import lazy_pgettext
from sqlalchemy import ColumnElement, Function, Integer, Select, cast, func, literal_column, select

from .scope import By, Scope

Expression = ColumnElement[Any]
NOTHING: ColumnElement[str] = literal_column("''")
NONE: ColumnElement[int] = literal_column("0")


class Unit(StrEnum):
    """In what a figure is told."""

    ROADSHOWS = "roadshows"
    PROJECTS = "projects"
    FIRMS = "firms"
    INSTITUTIONS = "institutions"
    TIMES_OF_INSTITUTIONS = "institution_times"
    TIMES_OF_PERSONS = "person_times"
    DEALS = "deals"
    ROWS = "rows"
    PEOPLE = "people"
    SITES = "sites"
    MONEY = "fen"
    AREA = "m2"
    DAYS = "days"
    SHARE = "per_mille"
    SCORE = "score"


RELATIVE = frozenset({Unit.DAYS, Unit.SHARE, Unit.SCORE})
"""Nothing of these is a figure, and not a lack of records; and none is so many times another."""
UNIT_WORDS: dict[Unit, object] = {
    Unit.ROADSHOWS: lazy_pgettext("unit", "场"),
    Unit.PROJECTS: lazy_pgettext("unit", "个项目"),
    Unit.FIRMS: lazy_pgettext("unit", "家企业"),
    Unit.INSTITUTIONS: lazy_pgettext("unit", "家机构"),
    Unit.TIMES_OF_INSTITUTIONS: lazy_pgettext("unit", "家次"),
    Unit.TIMES_OF_PERSONS: lazy_pgettext("unit", "人次"),
    Unit.DEALS: lazy_pgettext("unit", "笔"),
    Unit.ROWS: lazy_pgettext("unit", "条"),
    Unit.PEOPLE: lazy_pgettext("unit", "名"),
    Unit.SITES: lazy_pgettext("unit", "家"),
    Unit.MONEY: _("万元"),
    Unit.AREA: lazy_pgettext("unit", "平方米"),
    Unit.DAYS: lazy_pgettext("unit", "天"),
    Unit.SHARE: "%",
    Unit.SCORE: lazy_pgettext("unit", "分"),
}


class Chapter(StrEnum):
    """Where a figure stands in the list of all."""

    ROADSHOWS = "roadshows"
    PROJECTS = "projects"
    GUESTS = "guests"
    LANDINGS = "landings"
    DEALS = "deals"
    LOANS = "loans"
    TALENT = "talent"
    SITES = "sites"
    FIRMS = "firms"
    DURATIONS = "durations"


CHAPTER_WORDS: dict[Chapter, object] = {
    Chapter.ROADSHOWS: lazy_pgettext("many", "路演场次"),
    Chapter.PROJECTS: _("申请路演的项目"),
    Chapter.GUESTS: _("机构与对接"),
    Chapter.LANDINGS: _("项目落地"),
    Chapter.DEALS: _("基金投资"),
    Chapter.LOANS: _("科技贷款"),
    Chapter.TALENT: _("人才引进"),
    Chapter.SITES: _("孵化器与入孵"),
    Chapter.FIRMS: _("企业与政策"),
    Chapter.DURATIONS: _("用时与留存"),
}


class Listed(StrEnum):
    """Which of the desk's lists shows the rows."""

    OUTCOMES = "outcomes"
    ROADSHOWS = "roadshows"
    PROJECTS = "projects"
    INSTITUTIONS = "institutions"
    INTERESTS = "interests"


@dataclass(frozen=True)
class Told:
    """By what rows are told apart: the key of each group, what is joined for it, its name where the key says
    nothing to a reader, as the reader's language has it.

    ``narrow``: how they are narrowed to one key, where that is more than that theirs is this one.
    """

    key: Any
    joins: tuple[str, ...] = ()
    name: Callable[[], Expression] | None = None
    narrow: Callable[[Any], Expression] | None = None

    def narrowed(self, key: Any) -> Expression:
        return self.narrow(key) if self.narrow else self.key == key


@dataclass(frozen=True)
class Source:
    """Rows of one sort: where they lie, on which day each counts, by what they can be told apart.

    ``listed`` is the id by which their list finds them: of an application its project's. ``joins`` stand in the order
    in which they rest on one another; no row falls out for them.
    """

    table: Any
    listed: Any
    lists: Listed
    day: Any
    joins: Mapping[str, tuple[Any, Expression]]
    told: Mapping[By, Told]
    verified: Expression | None = None


@dataclass(frozen=True)
class Rows:
    """Some rows of a source."""

    source: Source
    where: tuple[Expression, ...] = ()
    joins: tuple[str, ...] = ()

    def asked(self, columns: Sequence[Any], scope: Scope, joins: Sequence[str] = ()) -> Select[Any]:
        """These columns of the rows that the scope asks for."""
        source, told = self.source, {by: self.source.told[by] for by in scope.narrowed}
        needed = {*self.joins, *joins, *(join for each in told.values() for join in each.joins)}
        rows = select(*columns).select_from(source.table)
        for name, join in source.joins.items():
            rows = rows.outerjoin(*join) if name in needed else rows
        rows = rows.where(*self.where, source.day.between(scope.since, scope.until))
        rows = rows.where(*(told[by].narrowed(value) for by, value in scope.narrowed.items()))
        return rows.where(source.verified) if scope.verified and source.verified is not None else rows

    def only(self, *conditions: Expression) -> "Rows":
        """Those of them of which this is true too."""
        return Rows(self.source, (*self.where, *conditions), self.joins)

    def answers(self, scope: Scope) -> bool:
        """Whether they can be narrowed as the scope asks."""
        return scope.narrowed.keys() <= self.source.told.keys()


@dataclass(frozen=True)
class Figure:
    """``takes`` is made of the ``only`` ones of the rows: how many, how many different, their sum."""

    name: str
    chapter: Chapter
    unit: Unit
    rows: Rows
    takes: Any
    only: tuple[Expression, ...] = ()
    joins: tuple[str, ...] = ()

    @property
    def column(self) -> Expression:
        """Of a query over all the rows."""
        return self.takes.filter(*self.only) if self.only else self.takes

    def behind(self, scope: Scope) -> Select[Any]:
        """The ids by which their list finds the rows that it is made of."""
        source = self.rows.source
        return self.rows.asked([source.listed], scope, self.joins).where(
            *self.only, source.listed.is_not(None)
        )


@dataclass(frozen=True)
class Spread(Figure):
    """The middle one of many numbers of days, of which ``takes`` is one row's; a row that has none is none of them."""

    def behind(self, scope: Scope) -> Select[Any]:
        return super().behind(scope).where(self.takes.is_not(None))


def many() -> Function[int]:
    return func.count()


def different(column: Any) -> Function[int]:
    return func.count(column.distinct())


def total(column: Any) -> Function[Any]:
    return func.sum(column)


def mean(column: Any) -> Any:
    """In whole hundredths, half up."""
    return _half_up(total(cast(func.round(column * 100), Integer)), func.count(column))


def per_mille(part: Any, whole: Any) -> Any:
    """Half up."""
    return _half_up(part * 1000, whole)


def _half_up(many: Any, of: Any) -> Any:
    """A quotient of whole numbers as a whole number; of none there is none."""
    return (many * 2 + of) / func.nullif(of * 2, NONE)
