"""Years that have an imported ledger of their own, or rows logged by hand, and those in which rows wait."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import insert, literal, or_, select, union
from sqlalchemy.orm import Mapped, aliased, mapped_column

from roadshow.foundation import clock
from roadshow.foundation.db import Model, Moment, db

from .models import Row
from .returned import to_put_right
from .waiting import waits


class LedgerYear(Model):
    """A year of which a ledger was imported. A row of another year in that ledger makes no such year."""

    __tablename__ = "outcomes_ledger_year"
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    first_at: Mapped[datetime]


def note_ledger(year: int, years_of_rows: Iterable[int]) -> None:
    """Record that a ledger of this year came in, if it brought at least one row of the year; the caller commits."""
    if year in set(years_of_rows):
        known = select(LedgerYear.year).where(LedgerYear.year == year).exists()
        new = select(literal(year), literal(clock.now(), Moment)).where(~known)
        db.session.execute(insert(LedgerYear).from_select(["year", "first_at"], new))


def list_ledger_years() -> frozenset[int]:
    return frozenset(db.session.scalars(select(LedgerYear.year)))


def list_years_logged(among: Collection[int]) -> frozenset[int]:
    """Those of these years of which a row that counts was logged by hand."""
    rows = select(Row.year).where(
        Row.year.in_(among), Row.counts, Row.source == "", Row.corrects_id.is_(None)
    )
    return frozenset(db.session.scalars(rows.distinct()))


def list_waiting_years(among: Collection[int]) -> frozenset[int]:
    """Those of these years of which a row waits, was refused and is not put right, or is moved out by a correction that
    waits."""
    wrong = aliased(Row, flat=True)
    own = select(Row.year).where(Row.year.in_(among), or_(waits(), to_put_right()))
    moved = select(wrong.year).join(Row, Row.corrects_id == wrong.id).where(wrong.year.in_(among), waits())
    return frozenset(db.session.scalars(union(own, moved)))
