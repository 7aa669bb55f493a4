"""Several rows of the ledger verified or refused at once."""

from collections.abc import Collection

from sqlalchemy import Select, func, update

from roadshow.audit.operations import record_many
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.db import db, hold_name, operation
from roadshow.foundation.many import Left, Taken
from roadshow.foundation.text import reason
from roadshow.projects.models import Company, Project

from . import queries
from .counting import mark_refused, mark_verified
from .faults import WHY, refusal_faults, verify_faults
from .models import Row, own_table
from .naming import about, about_columns, name_of
from .operations import LEDGER
from .states import RowState
from .waiting import ToCheck, by_another, by_sample


@operation
def verify_many(row_ids: Collection[int], *, actor: Actor) -> Taken:
    """Each that this person may verify, seen with its evidence; the others wait on."""
    hold_name(LEDGER)
    left, done = list[Left](), list[Row]()
    for row in queries.list_picked(row_ids):
        faults = verify_faults(row, actor)  # of the rows before it too: each counts at once
        if faults:
            left.append(Left(name_of(row), faults[0].words))
            continue
        mark_verified(row, actor)
        done.append(row)
    db.session.flush()
    named = [(row.id, name_of(row)) for row in done]
    record_many("outcome.verified", actor, "outcome", named, {row.id: about(row) for row in done})
    return Taken(len(done), left)


@operation
def verify_matching(wanted: ToCheck, newest: int, *, actor: Actor) -> Taken:
    """All of these that wait, however many, up to the ``newest`` that the page knew, without those that are accepted by
    a sample of their file: corrections one by one, the others in one statement."""
    hold_name(LEDGER)
    waiting = wanted.rows().where(Row.id <= newest, ~by_sample())
    count = verify_rows(waiting.where(Row.corrects_id.is_(None)), actor=actor)
    corrections = waiting.where(Row.corrects_id.is_not(None)).with_only_columns(Row.id)
    taken = verify_many(list(db.session.scalars(corrections)), actor=actor)
    return Taken(count + taken.count, taken.left)


@operation
def verify_rows(plain: Select[Row], *, actor: Actor) -> int:
    """All of these, which wait, correct nothing and were logged by others, in one statement; how many."""
    hold_name(LEDGER)
    plain = plain.where(by_another(actor.id))
    name = func.coalesce(Project.name, Company.name, func.nullif(Row.name, ""), Row.category)
    rows = plain.with_only_columns(Row.id, name.label("thing"), Row.step, Row.kind, Row.amount_fen)
    rows = rows.outerjoin(Project, Project.id == Row.project_id)
    rows = rows.outerjoin(Company, Company.id == Row.company_id).order_by(Row.id)
    found = db.session.execute(rows).mappings().all()
    seen = {
        "state": RowState.VERIFIED,
        "verified_at": clock.now(),
        "verified_by_id": actor.id,
        "verified_by": actor.name,
    }
    table = own_table(Row)
    db.session.execute(update(table).where(table.c.id.in_(plain.with_only_columns(Row.id))).values(seen))
    named = [(row["id"], row["thing"]) for row in found]
    record_many(
        "outcome.verified", actor, "outcome", named, {row["id"]: about_columns(dict(row)) for row in found}
    )
    db.session.expire_all()
    return len(found)


@operation
def refuse_many(row_ids: Collection[int], why: str, *, actor: Actor, last_first: bool = False) -> Taken:
    """Each that this person may refuse leaves the figures, all for the same reason; the others wait on. ``last_first``
    takes a step before the one that it stands on.

    Raises: Refused without a reason.
    """
    hold_name(LEDGER)
    why = reason(why, WHY, "why")
    left, done = list[Left](), list[Row]()
    rows = queries.list_picked(row_ids)
    for row in reversed(rows) if last_first else rows:
        if faults := refusal_faults(row, actor):
            left.append(Left(name_of(row), faults[0].words))
            continue
        mark_refused(row, actor)
        db.session.flush()  # the next of its thread is asked about without it
        done.append(row)
    named = [(row.id, name_of(row)) for row in done]
    told = {row.id: about(row) | {"why": why} for row in done}
    record_many("outcome.refused", actor, "outcome", named, told)
    return Taken(len(done), left)
