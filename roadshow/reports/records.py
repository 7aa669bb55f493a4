"""Which years the centre has a record of, and which of them the public may be told: decided here alone."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum

from flask_babel import lazy_gettext as _
from sqlalchemy import extract, literal, or_, select, union_all

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


def recorded(years: Collection[int]) -> frozenset[int]:
    """Those of these years of which the centre has a record; one statement.

    A year has one when it is closed, was planned as a season, has a ledger of its own or a roadshow that was not called
    off, or a row was logged for it by hand. A row out of another year's ledger, or a correction of it, is no record.
    """
    if not years:
        return frozenset()
    year = union_all(*(select(literal(year).label("year")) for year in sorted(years))).subquery().c.year
    ways = (
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
    rows = select(year).where(or_(*(way.correlate(year.table).exists() for way in ways)))
    return frozenset(db.session.scalars(rows))


def has_record(year: int) -> bool:
    return bool(recorded([year]))


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
    BEING_VERIFIED = "being_verified"
    NO_RECORD = "no_record"


def public_years(today: date) -> dict[int, Told]:
    """Years that are over, last year first, without a gap; empty before any year can be told.

    Figures are shown of a year that is closed, and of one with a ledger of its own of which no row waits. Any other
    year with a record is being verified. Rows by hand, or out of another year's ledger, begin no public year.
    """
    closed, ledgers = closed_years().years, list_ledger_years()
    whole = closed | (ledgers - list_waiting_years(ledgers - closed))
    first = min(closed | ledgers | programme.list_years(), default=today.year)
    years = range(today.year - 1, first - 1, -1)
    known = recorded(years)

    def told(year: int) -> Told:
        if year in whole:
            return Told.FIGURES
        return Told.BEING_VERIFIED if year in known else Told.NO_RECORD

    return {year: told(year) for year in years}
