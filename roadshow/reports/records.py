"""Which years the centre has a record of, and which of them the public may be told: decided here alone."""

from collections.abc import Callable, Collection, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, Select, extract, literal, or_, select, union_all

from roadshow.foundation.db import db
from roadshow.outcomes.closings import Closing, closed_years
from roadshow.outcomes.ledger_years import LedgerYear, list_ledger_years, list_waiting_years
from roadshow.outcomes.models import Row
from roadshow.outcomes.states import RowState
from roadshow.programme import queries as programme
from roadshow.programme.models import Roadshow, Season
from roadshow.programme.states import RoadshowState

from .figures.scope import Scope

FIRST, LAST = 2000, 2100  # years that can have a record
NO_RECORD = _("无记录")
Year = ColumnElement[int]


def recorded(years: Collection[int]) -> frozenset[int]:
    """Those of these years of which the centre has a record; one statement.

    A year has one when it is closed, was planned as a season, has a ledger of its own or a roadshow that was not called
    off, or a row was logged for it by hand. A row out of another year's ledger, or a correction of it, is no record.
    """
    return _years_with(years, _records)


def has_record(year: int) -> bool:
    return bool(recorded([year]))


def _records(year: Year) -> tuple[Select[Any], ...]:
    """What makes a record of a year."""
    return (
        select(Closing.id).where(Closing.year == year),
        select(LedgerYear.year).where(LedgerYear.year == year),
        select(Season.id).where(Season.year == year),
        select(Roadshow.id).where(
            extract("year", Roadshow.on) == year, Roadshow.state != RoadshowState.CANCELLED
        ),
        select(Row.id).where(
            Row.year == year, Row.source == "", Row.corrects_id.is_(None), Row.state != RowState.REFUSED
        ),
    )


def _records_or_rows(year: Year) -> tuple[Select[Any], ...]:
    """The same, and a row that counts, wherever it came from: the desk shows figures of such a year."""
    return *_records(year), select(Row.id).where(Row.year == year, Row.counts)


def _years_with(years: Collection[int], ways: Callable[[Year], tuple[Select[Any], ...]]) -> frozenset[int]:
    """Those of these years for which any of these finds a row."""
    if not years:
        return frozenset()
    year = union_all(*(select(literal(year).label("year")) for year in sorted(years))).subquery().c.year
    rows = select(year).where(or_(*(way.correlate(year.table).exists() for way in ways(year))))
    return frozenset(db.session.scalars(rows))


def can_be_zero(year: int, today: date) -> bool:
    """Whether a figure of a year with a record can be 0: not once the year is over.

    Each figure of a year that is over stands for itself: where nothing was recorded for it, it has no record, whatever
    else the year's ledger has. The public page says the same.
    """
    return year >= today.year


def counted(years: Collection[int], today: date) -> frozenset[int]:
    """Those of these years in which a figure without rows is 0; of the others it has no record."""
    return recorded([year for year in years if can_be_zero(year, today)])


def is_counted(scope: Scope, today: date) -> bool:
    """Whether any year of these days is one of them."""
    return bool(counted(range(max(scope.since.year, FIRST), min(scope.until.year, LAST) + 1), today))


class Told(StrEnum):
    """What the public is told of a year."""

    FIGURES = "figures"
    BEING_VERIFIED = "being_verified"  # its ledger was imported, and rows wait or are to be put right
    NOT_PUBLISHED = "not_published"  # the desk has something of it
    NO_RECORD = "no_record"


def public_years(today: date) -> dict[int, Told]:
    """Years that are over, last year first, without a gap; empty before any year can be told.

    Rows by hand, or out of another year's ledger, begin no public year.
    """
    closed, ledgers = closed_years().years, list_ledger_years()
    first = min(closed | ledgers | programme.list_years(), default=today.year)
    return _told(range(today.year - 1, first - 1, -1), closed, ledgers)


def told_of(year: int, today: date) -> Told | None:
    """What the public is told of one year; None before it is over."""
    if year >= today.year:
        return None
    return _told([year], closed_years().years, list_ledger_years())[year]


def _told(years: Sequence[int], closed: frozenset[int], ledgers: frozenset[int]) -> dict[int, Told]:
    """Figures are shown of a year that is closed, and of one with a ledger of its own of which no row waits or is to be
    put right."""
    waiting = list_waiting_years(ledgers - closed)
    known = _years_with(years, _records_or_rows)

    def told(year: int) -> Told:
        if year in closed or year in ledgers - waiting:
            return Told.FIGURES
        if year in ledgers:
            return Told.BEING_VERIFIED
        return Told.NOT_PUBLISHED if year in known else Told.NO_RECORD

    return {year: told(year) for year in years}
