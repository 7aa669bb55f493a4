"""Rows that were refused: why, and which of them whoever logged them has not logged again yet."""

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import aliased

from roadshow.audit.queries import list_changes_of
from roadshow.foundation import clock
from roadshow.foundation.db import db

from .models import Row
from .states import RowState

LASTS = timedelta(days=30)  # after that, a row that was not logged again is taken to be out for good


def reasons_of(row_ids: Collection[int]) -> dict[int, str]:
    """Row id → why it was refused, the last time; one statement."""
    told = list_changes_of("outcome.refused", "outcome", row_ids)
    return {row_id: str(changes.get("why", "")) for row_id, changes in told.items()}


def list_returned_to(person_id: int, most: int) -> list[Row]:
    """What this person logged and somebody refused of late, and that is not logged again; the newest first."""
    rows = select(Row).where(Row.logged_by_id == person_id, to_put_right())
    return list(db.session.scalars(rows.order_by(Row.verified_at.desc(), Row.id.desc()).limit(most)))


def to_put_right() -> ColumnElement[bool]:
    """Rows that were refused of late and are not logged again: they hold back the figures of a year that is open."""
    late = Row.verified_at > clock.now() - LASTS
    return and_(Row.state == RowState.REFUSED, late, ~_logged_again())


def count_to_put_right(year: int) -> int:
    rows = select(func.count(Row.id)).where(Row.year == year, to_put_right())
    return db.session.scalar(rows) or 0


def _logged_again() -> ColumnElement[bool]:
    """Whether the same step of the same thing, by whoever, came into the ledger after the row was refused."""
    later = aliased(Row, flat=True)
    same = (later.step, Row.step), (later.project_id, Row.project_id), (later.company_id, Row.company_id)
    alike = and_(*(new.is_not_distinct_from(old) for new, old in same), later.name == Row.name)
    after = and_(later.id > Row.id, later.logged_at >= Row.verified_at)
    return exists().where(after, later.kind == Row.kind, later.state != RowState.REFUSED, alike)
