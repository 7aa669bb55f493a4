"""The desks' one way of listing: the columns are said once, for the table, its sorting and the workbook alike."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from flask import Flask, request, url_for
from flask_babel import gettext as _

from roadshow.foundation.listing import Order

from .asked import asks_for_less
from .language import here
from .words import figure, moment

T = TypeVar("T")
Value = str | int | Decimal | date | datetime | None
Head = tuple[object, str, str | None, str | None]
FIRST_FALLING = ("n", "money", "when", "year")  # largest and latest first


@dataclass(frozen=True)
class Column(Generic[T]):
    """One fact of a row. ``by``: what the room and the address call it when the list can be sorted by it.

    ``kind``: n (number), money (fen), year, when, state, whole (a text, on a phone a line of its own),
    word (short), or nothing. The first column is the row's name: ``link`` leads to it. ``under`` is a
    second line in the cell, ``shape`` draws a state's badge, ``shown`` is said on the page in place of the value;
    ``sheet_only`` stands in the workbook alone.
    """

    words: object
    value: Callable[[T], Any]
    by: str = ""
    kind: str = ""
    link: Callable[[T], str | None] | None = None
    under: Callable[[T], object] | None = None
    shape: Callable[[T], str] | None = None
    shown: Callable[[T], object] | None = None
    sheet_only: bool = False

    @property
    def css(self) -> str:
        return {"money": "n", "when": "keep", "word": "", "year": ""}.get(self.kind, self.kind)

    def said(self, row: T) -> object:
        """As the page says it."""
        value: Any = self.shown(row) if self.shown else self.value(row)
        if self.kind == "money":
            return figure(value)
        return moment(value) if isinstance(value, datetime) else value


@dataclass(frozen=True)
class Listing(Generic[T]):
    """A list of the desk: what it is called, the page that makes it a workbook, and its columns."""

    title: object
    export: str
    columns: Sequence[Column[T]]

    @property
    def shown(self) -> list[Column[T]]:
        return [column for column in self.columns if not column.sheet_only]

    @property
    def spoken(self) -> "list[Column[T]]":
        """The same in the reader's language: asked once for a page, not once a cell."""
        return [replace(column, words=str(column.words)) for column in self.shown]

    @property
    def still(self) -> "Listing[T]":
        """The same within another page, where it is not sorted."""
        return replace(self, columns=[replace(column, by="") for column in self.shown])

    @property
    def order(self) -> Order | None:
        """The column that the address names; nonsense asks for nothing."""
        asked = request.args.get("sort", "")
        name = asked.removeprefix("-")
        known = any(column.by == name for column in self.shown if column.by)
        return Order(name, asked.startswith("-")) if known else None

    @property
    def heads(self) -> list[Head]:
        """As the part ``table`` asks for them: the address that sorts, and how it is sorted now."""
        return [self._head(column) for column in self.shown]

    def _head(self, column: Column[T]) -> Head:
        if not column.by:
            return column.words, column.css, None, None
        falls, sorted_now = column.kind in FIRST_FALLING, None
        if self.order and self.order.by == column.by:
            falls, sorted_now = not self.order.falling, self.order.falling
        url = here(sort=f"-{column.by}" if falls else column.by, page=None)
        words = {None: None, True: "descending", False: "ascending"}[sorted_now]
        return column.words, column.css, url, words

    @property
    def export_url(self) -> str:
        """The same result as a workbook."""
        return self._taken_away(self.export)

    @property
    def csv_url(self) -> str:
        """For programs, where the list has such a page."""
        return self._taken_away(f"{self.export}_csv")

    def _taken_away(self, endpoint: str) -> str:
        asked = {name: value for name, value in request.args.items() if name != "page"}
        url = url_for(endpoint, **(request.view_args or {}))
        return f"{url}?{urlencode(asked)}" if asked else url

    @property
    def sorts(self) -> list[tuple[str, str]]:
        """Every way to sort, for a phone, whose cards have no heads: (value in the address, words)."""
        ways = [(column.by, column.words) for column in self.shown if column.by]
        return [
            (sign + by, _("%(column)s，%(way)s", column=words, way=way))
            for by, words in ways
            for sign, way in (("", _("升序")), ("-", _("降序")))
        ]

    @property
    def sorted_by(self) -> str:
        """As the address says it; empty for the usual order."""
        return ("-" if self.order.falling else "") + self.order.by if self.order else ""


def init_app(app: Flask) -> None:
    app.add_template_global(here, "address_with")
    app.add_template_global(asks_for_less)
