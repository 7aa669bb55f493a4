"""A list as a reader wants it: in which order, and then one page of it or all of it."""

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar, TypeVarTuple

from sqlalchemy import ColumnElement, Select, case, func, or_, select, true

from .db import db

T = TypeVar("T")
Columns = TypeVarTuple("Columns")
PER_PAGE, AT_ONCE = 50, 500
ALL = true()
WIDE = {ord(sign): ord(sign) - ord("!") + ord("！") for sign in map(chr, range(ord("!"), ord("~") + 1))}


@dataclass(frozen=True)
class Order:
    """By what a reader wants a list: a name that the list may or may not know."""

    by: str
    falling: bool = False


@dataclass(frozen=True)
class Matching:
    """How many rows match, how many of them an act may take, and the newest of those: later ones nobody has seen."""

    total: int
    count: int
    newest: int

    @classmethod
    def of(cls, ids: Collection[int]) -> "Matching":
        """Of a list that is known whole."""
        return cls(len(ids), len(ids), max(ids, default=0))


class Listed(Generic[T]):
    """Rows that are not read yet: a page reads some of them, a workbook all, never all at once."""

    def __init__(self, rows: Select[T]) -> None:
        self._rows = rows

    def page(self, number: int, per_page: int = PER_PAGE) -> list[T]:
        return list(db.session.scalars(self._rows.limit(per_page).offset((number - 1) * per_page)))

    def count(self) -> int:
        counted = self._rows.order_by(None).with_only_columns(func.count(), maintain_column_froms=True)
        return db.session.scalar(counted) or 0

    def matching(self, able: ColumnElement[bool] = ALL) -> Matching:
        """Of those the rows that an act may take are ``able``; one statement."""
        rows = self._rows.order_by(None).with_only_columns(
            func.count(),
            func.count().filter(able),
            func.max(self._id).filter(able),
            maintain_column_froms=True,
        )
        total, count, newest = db.session.execute(rows).one()
        return Matching(total, count, newest or 0)

    def count_by_state(self, state: ColumnElement[Any] | None = None) -> dict[Any, int]:
        """State → how many rows are in it; ``state`` where that is not the column of this name. One statement."""
        column = self._rows.column_descriptions[0]["entity"].state if state is None else state
        states = self._rows.order_by(None).with_only_columns(
            column.label("state"), maintain_column_froms=True
        )
        each = states.subquery()
        return dict(db.session.execute(select(each.c.state, func.count()).group_by(each.c.state)).all())

    def ids(self, newest: int, at_most: int, able: ColumnElement[bool] = ALL) -> list[int]:
        """The oldest of these first, none after the ``newest``."""
        rows = self._rows.order_by(None).with_only_columns(self._id, maintain_column_froms=True)
        return list(
            db.session.scalars(rows.where(able, self._id <= newest).order_by(self._id).limit(at_most))
        )

    @property
    def _id(self) -> Any:
        return self._rows.column_descriptions[0]["entity"].id

    def __iter__(self) -> Iterator[T]:
        return iter(db.session.scalars(self._rows.execution_options(yield_per=AT_ONCE)))


def containing(rows: Select[*Columns], text: str, *columns: Any) -> Select[*Columns]:
    """Those that have this text in one of the columns, as ``has_text`` tells; without a text all."""
    return rows.where(has_text(text, *columns)) if text else rows


def has_text(text: str, *columns: Any) -> ColumnElement[bool]:
    """One of the columns has it, whatever its case and the width of its letters, digits and signs."""
    narrow = unicodedata.normalize("NFKC", text)
    wide = (narrow.lower().translate(WIDE), narrow.upper().translate(WIDE))  # whose case SQLite does not fold
    spellings = dict.fromkeys((text, narrow, *wide))
    return or_(*(column.icontains(spelt, autoescape=True) for column in columns for spelt in spellings))


def ordered(
    rows: Select[*Columns], columns: Mapping[str, Any], order: Order | None, *usual: Any
) -> Select[*Columns]:
    """By what the reader wants and then as usual, to the last tie; a name that is none of ``columns`` asks for nothing.

    Rows without a value come last, rising or falling.
    """
    column = columns.get(order.by) if order else None
    if order is not None and column is not None:
        rows = rows.order_by(column.is_(None), column.desc() if order.falling else column.asc())
    return rows.order_by(*usual)


def in_turn(column: Any, words: Iterable[StrEnum | str]) -> ColumnElement[Any]:
    """By the order that these words are told in, not by how they are spelt."""
    return case(*((column == word, number) for number, word in enumerate(words)))
