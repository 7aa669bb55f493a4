"""The ledger added up; what the year's figures are made of."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import extract, func, literal_column, select
from sqlalchemy.orm import aliased

from roadshow.foundation.db import db

from .models import Incubator, Landing, Row, own_table
from .queries import in_force
from .rules import DEEP_ROOT
from .states import Kind, RowState, ThreadStep

_landing, _incubator = own_table(Landing), own_table(Incubator)


@dataclass(frozen=True)
class Sum:
    """One group of rows in force: how many rows, projects, firms; fen; m²; and how many nobody has verified."""

    year: int
    kind: Kind
    step: ThreadStep | None
    category: str
    plan: str
    industrialised: bool | None
    running: bool | None
    rows: int
    projects: int
    companies: int
    amount_fen: int
    area_m2: Decimal
    unverified: int


def list_sums(years: Iterable[int], *, verified_only: bool = False) -> list[Sum]:
    """Every figure of these years, grouped as far as the bulletin tells them apart; one statement."""
    plan = func.coalesce(_landing.c.plan, literal_column("''"))
    own = (plan, _landing.c.industrialised, _incubator.c.running)
    groups = (Row.year, Row.kind, Row.step, Row.category, *own)
    rows = (
        select(
            *groups,
            func.count(Row.id),
            func.count(Row.project_id.distinct()),
            func.count(Row.company_id.distinct()),
            func.coalesce(func.sum(Row.amount_fen), 0),
            func.coalesce(func.sum(_incubator.c.area_m2), 0),
            func.count(Row.id).filter(Row.state == RowState.LOGGED),
        )
        .select_from(Row)
        .outerjoin(_landing, _landing.c.row_id == Row.id)
        .outerjoin(_incubator, _incubator.c.row_id == Row.id)
        .where(Row.year.in_(list(years)), in_force())
        .group_by(*groups)
    )
    if verified_only:
        rows = rows.where(Row.state == RowState.VERIFIED)
    return [
        Sum(*(*group, int(fen), Decimal(area), waiting))
        for *group, fen, area, waiting in db.session.execute(rows)
    ]


def sum_paid_into_plan(year: int, plan: str = DEEP_ROOT, *, verified_only: bool = False) -> tuple[int, int]:
    """Fen paid in this year into projects that were brought in under this plan, and how many rows are unverified."""
    landing = aliased(Landing, flat=True)
    of_plan = select(landing.project_id).where(landing.plan == plan, in_force(landing))
    rows = select(func.sum(Row.amount_fen), func.count(Row.id).filter(Row.state == RowState.LOGGED)).where(
        Row.year == year, Row.step == ThreadStep.PAID, Row.project_id.in_(of_plan), in_force()
    )
    if verified_only:
        rows = rows.where(Row.state == RowState.VERIFIED)
    total, unverified = db.session.execute(rows).one()
    return int(total or 0), unverified


def sum_signed_then_paid_next(year: int) -> int:
    """Fen paid in the next year on deals signed in this one."""
    signed = aliased(Row)
    signed_then = select(signed.thread_id).where(
        signed.step == ThreadStep.SIGNED, signed.year == year, in_force(signed)
    )
    rows = select(func.sum(Row.amount_fen)).where(
        Row.year == year + 1, Row.step == ThreadStep.PAID, Row.thread_id.in_(signed_then), in_force()
    )
    return int(db.session.scalar(rows) or 0)


@dataclass(frozen=True)
class MonthSum:
    """Fen of one step in one month."""

    year: int
    month: int
    amount_fen: int


def list_month_sums(step: ThreadStep, years: Iterable[int]) -> list[MonthSum]:
    month = extract("month", Row.on)
    rows = (
        select(Row.year, month, func.sum(Row.amount_fen))
        .where(Row.step == step, Row.year.in_(list(years)), in_force())
        .group_by(Row.year, month)
        .order_by(Row.year, month)
    )
    return [MonthSum(year, int(number), int(total or 0)) for year, number, total in db.session.execute(rows)]
