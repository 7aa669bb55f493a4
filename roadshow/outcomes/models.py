from datetime import date, datetime
from decimal import Decimal

from flask_babel import lazy_gettext as _
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Numeric,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from roadshow.foundation.db import CONSTRAINT_WORDS, Model, one_of
from roadshow.programme.models import Roadshow
from roadshow.projects.models import Company, Project

from .states import Kind, RowState, ThreadStep

CONSTRAINT_WORDS |= {
    "uq_outcomes_thread_key": _("这一笔刚刚由别人登记，请刷新后在原来那一笔上继续"),
    "uq_outcomes_row_corrects_id": _("这一条已有一次更正，请先核对那次更正"),
    "uq_outcomes_row_thread_id_step_number": _("这一步刚刚由别人登记，请刷新后再看"),
    "uq_outcomes_row_project_id": _("这个项目已经登记过落地"),
    "ck_outcomes_row_not_by_the_same_person": _("自己登记的成果要由另一位同事核对"),
}


class Thread(Model):
    """A thread: project × institution × round, or firm × bank × credit line; each of its steps is a Row.

    ``key`` spells that identity, so that two people cannot begin the same deal twice.
    """

    __tablename__ = "outcomes_thread"
    __table_args__ = (UniqueConstraint("key"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[Kind] = mapped_column(one_of(Kind))
    key: Mapped[str] = mapped_column(String(300))
    project_id: Mapped[int | None] = mapped_column(ForeignKey("projects_project.id"), index=True)
    company_id: Mapped[int | None] = mapped_column(ForeignKey("projects_company.id"), index=True)
    counterpart: Mapped[str] = mapped_column(
        String(200)
    )  # fund or bank; empty while a pooled firm has no bank
    code: Mapped[str] = mapped_column(String(30), default="")  # 备案编号 of the fund
    round: Mapped[str] = mapped_column(String(30), default="")  # financing round, as typed
    project: Mapped[Project | None] = relationship(lazy="joined")
    company: Mapped[Company | None] = relationship(lazy="joined")
    rows: Mapped[list["Row"]] = relationship(back_populates="thread", order_by="Row.on, Row.id")


class Row(Model):
    """One line of the ledger: never edited or deleted; a correction is a new row that names the old one.

    ``year`` is the year whose figures it counts in; ``amount_fen`` is the planned investment of a landing, the money of
    a step otherwise. Which columns a kind uses, its facts in rules.py say.
    """

    __tablename__ = "outcomes_row"
    __table_args__ = (
        CheckConstraint("amount_fen > 0", name="amount_positive"),
        CheckConstraint("verified_by_id <> logged_by_id", name="not_by_the_same_person"),
        CheckConstraint("(corrects_id IS NULL) = (why = '')", name="correction_says_why"),
        Index("ix_outcomes_row_year_kind", "year", "kind"),
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
            sqlite_where=text("kind = 'landing' AND corrects_id IS NULL AND state <> 'refused'"),
            postgresql_where=text("kind = 'landing' AND corrects_id IS NULL AND state <> 'refused'"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[Kind] = mapped_column(one_of(Kind))
    year: Mapped[int]
    on: Mapped[date | None]
    fingerprint: Mapped[str] = mapped_column(
        String(64), index=True
    )  # by which a ledger that repeats a row adds nothing
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("outcomes_thread.id"))
    step: Mapped[ThreadStep | None] = mapped_column(one_of(ThreadStep))
    number: Mapped[int | None]  # 1, 2, … among the same step of one deal
    amount_fen: Mapped[int | None] = mapped_column(BigInteger)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("projects_project.id"))
    company_id: Mapped[int | None] = mapped_column(ForeignKey("projects_company.id"), index=True)
    roadshow_id: Mapped[int | None] = mapped_column(ForeignKey("programme_roadshow.id"), index=True)
    name: Mapped[str] = mapped_column(
        String(200), default=""
    )  # of an incubator, a hire's number, a payment's batch
    category: Mapped[str] = mapped_column(String(60), default="")  # of a hire or payment; colour of a rating
    place: Mapped[str] = mapped_column(String(100), default="")  # platform of a landing, city, country
    plan: Mapped[str] = mapped_column(String(60), default="")  # 所属计划
    industrialised: Mapped[bool | None]
    running: Mapped[bool | None]
    area_m2: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))
    note: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(String(120), default="")  # sheet and row of the ledger it came from
    state: Mapped[RowState] = mapped_column(one_of(RowState), default=RowState.LOGGED)
    logged_at: Mapped[datetime]
    logged_by_id: Mapped[int | None]
    logged_by: Mapped[str] = mapped_column(String(100))
    verified_at: Mapped[datetime | None]
    verified_by_id: Mapped[int | None]
    verified_by: Mapped[str] = mapped_column(String(100), default="")
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("outcomes_row.id"))
    why: Mapped[str] = mapped_column(String(500), default="")
    thread: Mapped[Thread | None] = relationship(back_populates="rows", lazy="joined")
    project: Mapped[Project | None] = relationship(lazy="joined")
    company: Mapped[Company | None] = relationship(lazy="joined")
    roadshow: Mapped[Roadshow | None] = relationship()
    corrects: Mapped["Row | None"] = relationship(remote_side=[id])
