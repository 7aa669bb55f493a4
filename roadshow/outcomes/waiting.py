"""What waits for a second pair of eyes, and what came into the ledger after a year was closed."""

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from roadshow.foundation.db import db
from roadshow.foundation.listing import Listed, in_turn

from .models import Row
from .searching import named
from .states import Kind, RowState


def waits() -> ColumnElement[bool]:
    """Logged, and not taken the place of meanwhile by a correction that was verified."""
    return and_(Row.state == RowState.LOGGED, or_(Row.counts.is_(True), Row.corrects_id.is_not(None)))


BY_SAMPLE: list[Callable[[], ColumnElement[bool]]] = []
"""Which rows nobody verifies unseen, as they are accepted by a sample of their file; the room above says so."""


def by_sample() -> ColumnElement[bool]:
    """Rows that are left out when all that match are verified, beyond the page that somebody has seen."""
    return or_(false(), *(which() for which in BY_SAMPLE))


def by_another(person_id: int | None) -> ColumnElement[bool]:
    """Rows that somebody else logged, or nobody here."""
    return or_(Row.logged_by_id.is_(None), Row.logged_by_id != person_id)


def touches(year: int) -> ColumnElement[bool]:
    """Rows of this year, and corrections that move one of it to another."""
    old = aliased(Row)
    return or_(Row.year == year, Row.corrects_id.in_(select(old.id).where(old.year == year)))


def count_waiting_of(year: int) -> dict[Kind, int]:
    """What somebody must still verify or refuse before the year can be closed."""
    rows = select(Row.kind, func.count(Row.id)).where(waits(), touches(year)).group_by(Row.kind)
    found: dict[Kind, int] = dict(db.session.execute(rows).all())
    return {kind: found[kind] for kind in Kind if kind in found}


@dataclass(frozen=True)
class ToCheck:
    """Of what this person may verify: that of one year, of one kind, logged by one name, ``among`` other rows, with the
    ``text`` in their names; None or no text leaves it open."""

    person_id: int
    year: int | None = None
    kind: Kind | None = None
    by: str | None = None
    among: ColumnElement[bool] | None = None
    text: str = ""

    def rows(self) -> Select[Row]:
        rows = select(Row).where(waits(), by_another(self.person_id))
        if self.year is not None:
            rows = rows.where(touches(self.year))
        if self.kind is not None:
            rows = rows.where(Row.kind == self.kind)
        if self.among is not None:
            rows = rows.where(self.among)
        if self.text:
            rows = rows.where(named(self.text))
        return rows if self.by is None else rows.where(Row.logged_by == self.by)


def list_to_check(wanted: ToCheck, first: Collection[int] = ()) -> Listed[Row]:
    """``first`` those with these ids, then the others; kind by kind, what belongs to one thing together; with what each
    corrects."""
    rows = wanted.rows().options(joinedload(Row.corrects), joinedload(Row.roadshow))
    things = (func.coalesce(each, 0) for each in (Row.project_id, Row.company_id, Row.thread_id))
    later = case((Row.id.in_(first), 0), else_=1)
    return Listed(rows.order_by(later, in_turn(Row.kind, Kind), *things, Row.counted_on, Row.id))


@dataclass(frozen=True)
class Choices:
    """What the rows that this person may verify can be narrowed by, with how many there are of each."""

    years: dict[int, int]
    kinds: dict[Kind, int]
    names: dict[str, int]


def choices_of(person_id: int) -> Choices:
    """One statement."""
    rows = ToCheck(person_id).rows().with_only_columns(Row.year, Row.kind, Row.logged_by, func.count(Row.id))
    years, kinds, names = Counter[int](), Counter[Kind](), Counter[str]()
    for year, kind, name, count in db.session.execute(rows.group_by(Row.year, Row.kind, Row.logged_by)):
        years[year] += count
        kinds[kind] += count
        names[name] += count
    in_order = {kind: kinds[kind] for kind in Kind if kind in kinds}
    return Choices(dict(sorted(years.items(), reverse=True)), in_order, dict(sorted(names.items())))


def list_since(year: int, last_row_id: int, until_row_id: int | None = None) -> Listed[Row]:
    """Rows that touch the year and came into the ledger after this one, up to that one; oldest first, each with what it
    corrects."""
    rows = select(Row).where(Row.id > last_row_id, touches(year)).options(joinedload(Row.corrects))
    if until_row_id is not None:
        rows = rows.where(Row.id <= until_row_id)
    return Listed(rows.order_by(Row.id))
