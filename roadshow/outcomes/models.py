from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from flask_babel import lazy_gettext as _
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Numeric,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, MappedColumn, mapped_column, relationship

from roadshow.foundation.db import CONSTRAINT_WORDS, Model, one_of
from roadshow.programme.models import Roadshow
from roadshow.projects.models import Company, Project

from .identity import Exchanged
from .states import Doubt, Kind, RowState, ThreadStep

CONSTRAINT_WORDS |= {
    "uq_outcomes_thread_key": _("这一笔刚刚由别人登记，请刷新后在原来那一笔上继续"),
    "pk_outcomes_also_at": _("这场路演刚刚已记入这一笔"),
    "uq_outcomes_row_corrects_id": _("这一条已有一次更正，请先核对那次更正"),
    "uq_outcomes_row_thread_id_step_number": _("这一步刚刚由别人登记，请刷新后再看"),
    "uq_outcomes_row_project_id": _("这个项目已经登记过落地"),
    "ck_outcomes_row_not_by_the_same_person": _("自己登记的成果要由另一位同事核对"),
}
# What figures ask of rows, the most telling first.
COUNTED_BY = (
    *("counts", "kind", "step", "counted_on", "amount_fen", "project_id", "company_id", "thread_id"),
    *("category", "state", "roadshow_id", "id"),
)


class Thread(Model):
    """What goes step by step, each step a Row: a deal (project × institution × round, firm × bank), a hire (its
    number), a residency (firm × incubator).

    ``key`` spells that identity, so that two people cannot begin the same one twice.
    """

    __tablename__ = "outcomes_thread"
    __table_args__ = (UniqueConstraint("key"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[Kind] = mapped_column(one_of(Kind))
    key: Mapped[str] = mapped_column(String(300))
    project_id: Mapped[int | None] = mapped_column(ForeignKey("projects_project.id"), index=True)
    company_id: Mapped[int | None] = mapped_column(ForeignKey("projects_company.id"), index=True)
    # fund, bank, incubator or number of a hire; empty while a pooled firm has no bank
    counterpart: Mapped[str] = mapped_column(String(200))
    code: Mapped[str] = mapped_column(String(30), default="")  # 备案编号 of the fund
    round: Mapped[str] = mapped_column(String(60), default="")  # financing round as typed, sort of a hire
    project: Mapped[Project | None] = relationship(lazy="joined")
    company: Mapped[Company | None] = relationship(lazy="joined")


class AlsoAt(Model):
    """A deal came up again at another roadshow: both list it, and it counts once, by its rows."""

    __tablename__ = "outcomes_also_at"
    thread_id: Mapped[int] = mapped_column(ForeignKey("outcomes_thread.id"), primary_key=True)
    roadshow_id: Mapped[int] = mapped_column(
        ForeignKey("programme_roadshow.id"), primary_key=True, index=True
    )


class Row(Model):
    """One line of the ledger: never edited or deleted; a correction is a new row that names the old one.

    Here is what all kinds have in common; what only one kind has, its subclass below has in a table of its own.
    ``year`` is the year whose figures it counts in, ``counted_on`` its day, or the last of that year for what bears no
    day. ``counts`` says whether it is in force, and is kept by the operations alone. ``amount_fen`` is the planned
    investment of a landing, the money of a step otherwise. ``name`` and ``category`` are of whatever the kind is about.
    """

    __tablename__ = "outcomes_row"
    __mapper_args__ = {"polymorphic_on": "kind"}  # noqa: RUF012  SQLAlchemy's own way to say it
    __table_args__ = (
        CheckConstraint("amount_fen > 0", name="amount_positive"),
        CheckConstraint("verified_by_id <> logged_by_id", name="not_by_the_same_person"),
        CheckConstraint("(corrects_id IS NULL) = (why = '')", name="correction_says_why"),
        CheckConstraint(
            "counts = false OR (state <> 'refused' AND (corrects_id IS NULL OR state = 'verified'))",
            name="counts_in_force",
        ),
        Index("ix_outcomes_row_year_kind", "year", "kind"),
        Index("ix_outcomes_row_thread_id", "thread_id", "counted_on"),
        Index("ix_outcomes_row_figures", *COUNTED_BY),  # a figure is read from it alone
        Index("ix_outcomes_row_thread_id_step", "thread_id", "step", "counts", "on"),
        Index("ix_outcomes_row_project_id_step", "project_id", "step", "counts", "on"),
        Index(
            "uq_outcomes_row_corrects_id",
            "corrects_id",
            unique=True,
            sqlite_where=text("state <> 'refused'"),
            postgresql_where=text("state <> 'refused'"),
        ),
        Index(
            "uq_outcomes_row_thread_id_step_number",
            "thread_id",
            "step",
            "number",
            unique=True,
            sqlite_where=text("corrects_id IS NULL"),
            postgresql_where=text("corrects_id IS NULL"),
        ),
        Index(
            "uq_outcomes_row_project_id",
            "project_id",
            unique=True,
            sqlite_where=text("kind = 'landing' AND counts = true"),
            postgresql_where=text("kind = 'landing' AND counts = true"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[Kind] = mapped_column(one_of(Kind))
    year: Mapped[int]
    on: Mapped[date | None]
    counted_on: Mapped[date]
    counts: Mapped[bool]
    # by which a ledger that repeats a row adds nothing
    fingerprint: Mapped[str] = mapped_column(String(64), index=True)
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("outcomes_thread.id"))
    step: Mapped[ThreadStep | None] = mapped_column(one_of(ThreadStep))
    number: Mapped[int | None]  # 1, 2, … among the same step of one thread
    amount_fen: Mapped[int | None] = mapped_column(BigInteger)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("projects_project.id"))
    company_id: Mapped[int | None] = mapped_column(ForeignKey("projects_company.id"), index=True)
    roadshow_id: Mapped[int | None] = mapped_column(ForeignKey("programme_roadshow.id"), index=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    category: Mapped[str] = mapped_column(String(60), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(String(120), default="")  # sheet and row of the ledger it came from
    affirmed: Mapped[str] = mapped_column(
        String(40), default=""
    )  # doubts that whoever logged it was asked about
    state: Mapped[RowState] = mapped_column(one_of(RowState), default=RowState.LOGGED)
    logged_at: Mapped[datetime]
    logged_by_id: Mapped[int | None]
    logged_by: Mapped[str] = mapped_column(String(100))
    verified_at: Mapped[datetime | None]
    verified_by_id: Mapped[int | None]
    verified_by: Mapped[str] = mapped_column(String(100), default="")
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("outcomes_row.id"))
    why: Mapped[str] = mapped_column(String(500), default="")
    thread: Mapped[Thread | None] = relationship(lazy="joined")
    project: Mapped[Project | None] = relationship(lazy="joined")
    company: Mapped[Company | None] = relationship(lazy="joined")
    roadshow: Mapped[Roadshow | None] = relationship()
    corrects: Mapped["Row | None"] = relationship(remote_side=[id])
    foreign: Mapped["Foreign | None"] = relationship(lazy="joined")

    @property
    def exchange(self) -> Exchanged | None:
        """In which currency it was, and at which rate; None in yuan."""
        return self.foreign.exchanged if self.foreign else None

    @property
    def doubts(self) -> frozenset[Doubt]:
        """What was affirmed."""
        return frozenset(map(Doubt, self.affirmed.split()))


def _of_row() -> MappedColumn[int]:
    return mapped_column(ForeignKey("outcomes_row.id"), primary_key=True)


class Foreign(Model):
    """Money of a row that was not in yuan: what it was, and the rate by which ``amount_fen`` came of it."""

    __tablename__ = "outcomes_foreign"
    __table_args__ = (
        CheckConstraint("hundredths > 0", name="hundredths_positive"),
        CheckConstraint("rate > 0", name="rate_positive"),
    )
    row_id: Mapped[int] = _of_row()
    currency: Mapped[str] = mapped_column(String(3))  # ISO 4217
    hundredths: Mapped[int] = mapped_column(BigInteger)  # of a unit of it
    rate: Mapped[Decimal] = mapped_column(Numeric(14, 6))  # yuan for one unit
    rate_source: Mapped[str] = mapped_column(String(100))

    @property
    def exchanged(self) -> Exchanged:
        return Exchanged(self.currency, self.hundredths, self.rate, self.rate_source)


def _is(kind: Kind) -> dict[str, Any]:
    """A list of rows reads the own table of each kind in it once."""
    return {"polymorphic_identity": kind, "polymorphic_load": "selectin"}


class Landing(Row):
    """A project brought in."""

    __tablename__ = "outcomes_landing"
    __mapper_args__ = _is(Kind.LANDING)
    row_id: Mapped[int] = _of_row()
    place: Mapped[str] = mapped_column(String(100), default="")  # the platform
    plan: Mapped[str] = mapped_column(String(60), default="")  # 所属计划
    industrialised: Mapped[bool | None]


class Investment(Row):
    """One step of a fund's deal with a project."""

    __mapper_args__ = _is(Kind.INVESTMENT)


class Loan(Row):
    """One step of a bank's deal with a firm."""

    __mapper_args__ = _is(Kind.LOAN)


class Hire(Row):
    """One step of a talent's way: ``name`` is its number, ``category`` as the bureau names it."""

    __tablename__ = "outcomes_hire"
    __mapper_args__ = _is(Kind.HIRE)
    row_id: Mapped[int] = _of_row()
    place: Mapped[str] = mapped_column(String(100), default="")  # country or region


class Incubator(Row):
    """An incubator as it stands in one year."""

    __tablename__ = "outcomes_incubator"
    __mapper_args__ = _is(Kind.INCUBATOR)
    row_id: Mapped[int] = _of_row()
    place: Mapped[str] = mapped_column(String(100), default="")  # the city
    area_m2: Mapped[Decimal] = mapped_column(Numeric(14, 2))
    running: Mapped[bool]
    running_since: Mapped[date | None]
    off_site: Mapped[bool] = mapped_column(default=True)


class Evaluation(Row):
    """What an incubator's yearly evaluation came to: ``name`` is the incubator, ``category`` the grade."""

    __tablename__ = "outcomes_evaluation"
    __mapper_args__ = _is(Kind.EVALUATION)
    row_id: Mapped[int] = _of_row()
    score: Mapped[Decimal] = mapped_column(Numeric(5, 2))


class Residency(Row):
    """A firm moves into an incubator, or out of it: ``name`` is the incubator."""

    __tablename__ = "outcomes_residency"
    __mapper_args__ = _is(Kind.RESIDENCY)
    row_id: Mapped[int] = _of_row()
    area_m2: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))


class Rating(Row):
    """A firm's colour in one year's evaluation, as its ``category``."""

    __mapper_args__ = _is(Kind.RATING)


class Recognition(Row):
    """A title that a firm was given, as its ``category``: 高新技术企业, 研发中心 …"""

    __tablename__ = "outcomes_recognition"
    __mapper_args__ = _is(Kind.RECOGNITION)
    row_id: Mapped[int] = _of_row()
    level: Mapped[str] = mapped_column(String(20), default="")  # 国家级, 省级 …
    certificate: Mapped[str] = mapped_column(String(60), default="")  # its number
    valid_until: Mapped[date | None]


class PolicyPayment(Row):
    """One batch of policy money paid out: ``name`` is the batch, ``category`` the sort of money."""

    __mapper_args__ = _is(Kind.POLICY_PAYMENT)


ROW_OF: dict[Kind, type[Row]] = {
    mapper.polymorphic_identity: mapper.class_
    for mapper in Row.__mapper__.self_and_descendants
    if mapper.polymorphic_identity
}


def own_table(row_type: type[Row]) -> Table:
    """What only this kind has, to be joined to ``Row`` by ``row_id``."""
    return cast(Table, row_type.__table__)
