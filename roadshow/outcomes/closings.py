"""Years that are closed: number 1 closes a year, each further one restates it and is open until it is closed itself.

The table stands here because the ledger must know which years it may not touch; what is frozen, reports know.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from flask_babel import lazy_gettext as _
from sqlalchemy import CheckConstraint, Index, LargeBinary, String, Text, UniqueConstraint, select, text
from sqlalchemy.orm import Mapped, mapped_column, undefer

from roadshow.foundation.db import CONSTRAINT_WORDS, Model, db
from roadshow.foundation.errors import Fault, Missing

CONSTRAINT_WORDS["uq_outcomes_closing_year"] = _("这一年度刚刚由别人关账或开启了重述，请刷新后再看")


class Closing(Model):
    """What a year's figures were when they were closed: never changed afterwards, never opened again.

    ``content`` is the canonical text that ``sha256`` is of; ``rows`` are the lines of the year's rows, compressed;
    ``last_row_id`` is the ledger's last row then. All of them are empty while a restatement is open.
    """

    __tablename__ = "outcomes_closing"
    __table_args__ = (
        UniqueConstraint("year", "number"),
        Index(
            "uq_outcomes_closing_year",
            "year",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        CheckConstraint("(closed_at IS NULL) = (sha256 = '')", name="closed_with_its_sum"),
        CheckConstraint("number > 1 OR closed_at IS NOT NULL", name="first_is_closed"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    number: Mapped[int]
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[int | None]
    opened_by: Mapped[str] = mapped_column(String(100))
    why: Mapped[str] = mapped_column(String(500), default="")  # of a restatement
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None]
    closed_by: Mapped[str] = mapped_column(String(100), default="")
    sha256: Mapped[str] = mapped_column(String(64), default="")
    last_row_id: Mapped[int | None]
    content: Mapped[str] = mapped_column(Text, default="", deferred=True)
    rows: Mapped[bytes] = mapped_column(LargeBinary, default=b"", deferred=True)

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


@dataclass(frozen=True)
class Closed:
    """Which years are closed, and which of them are being restated."""

    years: frozenset[int] = field(default_factory=frozenset)
    restated: frozenset[int] = field(default_factory=frozenset)

    def faults(self, year: int, on: date | None) -> list[Fault]:
        """Of a row that would be new in this year; ``on`` is its day, where it has one."""
        if year not in self.years or year in self.restated:
            return []
        words = _(
            "%(year)d年度已关账，不能再登记这一年度的内容。确有遗漏的，请领导或管理员先为这一年度开启重述",
            year=year,
        )
        return [Fault("year" if on is None else "on", words)]


def closed_years() -> Closed:
    """One statement."""
    found = db.session.execute(select(Closing.year, Closing.closed_at)).all()
    return Closed(frozenset(year for year, _at in found), frozenset(year for year, at in found if at is None))


def list_closings(year: int) -> list[Closing]:
    """Of one year, the first one first; the last may be open."""
    rows = select(Closing).where(Closing.year == year).order_by(Closing.number)
    return list(db.session.scalars(rows))


def list_last_closed() -> list[Closing]:
    """Of every closed year the closing that holds."""
    rows = select(Closing).where(Closing.closed_at.is_not(None)).options(undefer(Closing.content))
    rows = rows.order_by(Closing.year, Closing.number)
    return list({closing.year: closing for closing in db.session.scalars(rows)}.values())


def find_last_closed(year: int) -> Closing | None:
    """The closing that holds: the last one that is not open."""
    rows = select(Closing).where(Closing.year == year, Closing.closed_at.is_not(None))
    rows = rows.order_by(Closing.number.desc()).options(undefer(Closing.content))
    return db.session.scalar(rows.limit(1))


def find_open(year: int) -> Closing | None:
    """The restatement that is open."""
    return db.session.scalar(select(Closing).where(Closing.year == year, Closing.closed_at.is_(None)))


def get_closing(year: int, number: int) -> Closing:
    """Raises: Missing."""
    found = db.session.scalar(select(Closing).where(Closing.year == year, Closing.number == number))
    if found is None:
        raise Missing(f"closing {number} of {year}")
    return found
