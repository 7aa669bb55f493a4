"""The desk's list of the ledger, in the order that its reader wants."""

from dataclasses import replace

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from roadshow.foundation.db import db
from roadshow.foundation.listing import Listed, Order, in_turn, ordered
from roadshow.projects.models import Company, Project

from .models import Row
from .queries import Wanted, in_force, narrowed
from .states import Kind, RowState, ThreadStep
from .waiting import waits

_project_name = select(Project.name).where(Project.id == Row.project_id).scalar_subquery()
_company_name = select(Company.name).where(Company.id == Row.company_id).scalar_subquery()
ROWS_BY = {
    "name": func.coalesce(_project_name, _company_name, Row.name),
    "state": in_turn(Row.state, RowState),
    "kind": in_turn(Row.kind, Kind) * len(ThreadStep) + func.coalesce(in_turn(Row.step, ThreadStep), 0),
    "amount": Row.amount_fen,
    "on": Row.on,
    "by": Row.logged_by,
}


def list_rows_shown(wanted: Wanted, order: Order | None = None) -> Listed[Row]:
    """Newest day that counts first."""
    rows = narrowed(select(Row), wanted).options(joinedload(Row.roadshow))
    return Listed(ordered(rows, ROWS_BY, order, Row.counted_on.desc(), Row.id.desc()))


def count_by_state(wanted: Wanted) -> dict[RowState | None, int]:
    """What the list has of these rows in each state and, under None, in any; one statement."""
    every = replace(wanted, state=None, in_force=False)
    all_of, counted = func.count(Row.id), func.count(Row.id).filter(in_force())
    rows = select(Row.state, all_of, counted, func.count(Row.id).filter(waits())).group_by(Row.state)
    found = db.session.execute(narrowed(rows, every)).all()
    counting = {state: count for state, _all, count, _waiting in found}
    counts: dict[RowState | None, int] = {
        state: waiting if state is RowState.LOGGED else count for state, count, _counting, waiting in found
    }
    verified = counting.get(RowState.VERIFIED, 0)
    return counts | {RowState.VERIFIED: verified, None: sum(counting.values())}
