"""The desk's list of the ledger, in the order that its reader wants."""

from dataclasses import dataclass, replace

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from roadshow.foundation.db import db
from roadshow.foundation.listing import Listed, Order, in_turn, ordered
from roadshow.projects.models import Company, Project

from .models import Row
from .queries import Wanted, in_force, narrowed
from .states import Kind, RowState, ThreadStep
from .waiting import ToCheck, by_another, by_sample, waits

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


def sum_by_sort(wanted: Wanted) -> list[tuple[Kind, ThreadStep | None, int]]:
    """Fen of these rows, of each kind and step by itself: they are never added to one another."""
    total = func.sum(Row.amount_fen)
    rows = narrowed(select(Row.kind, Row.step, total), wanted).where(Row.amount_fen.is_not(None))
    rows = rows.group_by(Row.kind, Row.step).order_by(in_turn(Row.kind, Kind), in_turn(Row.step, ThreadStep))
    return [(kind, step, int(fen or 0)) for kind, step, fen in db.session.execute(rows)]


@dataclass(frozen=True)
class Verifiable:
    """How many of the rows wanted this person may verify unseen, the newest of them, and how many more only
    ``by_sample``."""

    count: int
    newest: int
    by_sample: int


def verifiable(wanted: Wanted, person_id: int) -> Verifiable:
    return _counted(narrowed(select(Row), wanted).where(waits(), by_another(person_id)))


def matching(wanted: ToCheck) -> Verifiable:
    """The same of the rows of the page that checks."""
    return _counted(wanted.rows())


def _counted(rows: Select[Row]) -> Verifiable:
    unseen = ~by_sample()
    found = rows.with_only_columns(
        func.count(Row.id), func.count(Row.id).filter(unseen), func.max(Row.id).filter(unseen)
    )
    every, count, newest = db.session.execute(found).one()
    return Verifiable(count, newest or 0, every - count)


def list_verifiable_ids(wanted: Wanted, person_id: int, newest: int, at_most: int) -> list[int]:
    """The oldest first, none that came after ``newest``, which the person has not seen, and none that is accepted by a
    sample of its file."""
    rows = narrowed(select(Row.id), wanted).where(waits(), by_another(person_id), ~by_sample())
    return list(db.session.scalars(rows.where(Row.id <= newest).order_by(Row.id).limit(at_most)))


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
