from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext as _

from roadshow.audit.operations import record, record_many
from roadshow.documents import operations as documents
from roadshow.documents.models import Document
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.db import db, hold, hold_name, insert_many, operation
from roadshow.foundation.errors import Refused, refuse_faults
from roadshow.foundation.text import clean, reason
from roadshow.projects.models import Project

from . import queries
from .faults import WHY, changed_faults, seeing_faults, sum_faults, turn_faults, verify_faults
from .models import Row, Thread
from .naming import about, about_columns, name_of
from .rules import Facts, StepFacts, facts_of, fingerprint, fund_faults, thread_key
from .states import Kind, RowState, ThreadStep

LEDGER = "ledger"  # the name that every writer of rows holds, so that nobody adds the same one twice at once


@operation
def log(facts: Facts, *, actor: Actor) -> Row:
    """A row that is no step of a thread: a landing, a hire, an incubator, a rating, a payment.

    Raises: Refused with the faults, or when the ledger has the same row.
    """
    hold_name(LEDGER)
    refuse_faults(facts.faults(clock.today()))
    return _add(facts.columns(), actor)


@operation
def begin_investment(
    project: Project, fund: str, round_: str, facts: StepFacts, *, code: str = "", actor: Actor
) -> Row:
    """The first step of a thread, or the next one when this project, fund and round have their deal already.

    Raises: Refused with the faults, or when the step comes out of turn.
    """
    hold_name(LEDGER)
    refuse_faults(fund_faults(fund, round_, code))
    thread = queries.find_thread(Kind.INVESTMENT, project.id, fund, round_)
    if thread is None:
        key = thread_key(Kind.INVESTMENT, project.id, fund, round_)
        thread = Thread(
            kind=Kind.INVESTMENT, key=key, project_id=project.id, counterpart=fund, code=code, round=round_
        )
        db.session.add(thread)
        db.session.flush()
    return log_step(thread, facts, actor=actor)


@operation
def log_step(thread: Thread, facts: StepFacts, *, actor: Actor) -> Row:
    """The deal's next step: one row with its own day and amount.

    Raises: Refused with the faults, out of turn, or when more would be paid than was signed.
    """
    hold_name(LEDGER)
    hold(thread)
    refuse_faults(facts.faults(clock.today()) + turn_faults(thread, facts))
    number = queries.count_steps(thread, facts.step) + 1
    links = {
        "thread_id": thread.id,
        "project_id": thread.project_id,
        "company_id": thread.company_id,
        "number": number,
    }
    return _add(facts.columns() | links, actor)


@operation
def verify(row: Row, *, actor: Actor) -> None:
    """A second pair of eyes has seen the evidence; a correction takes its place in the figures now.

    Raises: Refused when this person logged it, when it does not wait, or when by it more would be paid than was signed.
    """
    hold_name(LEDGER)
    hold(row)
    refuse_faults(verify_faults(row, actor))
    _seen(row, RowState.VERIFIED, actor)
    record("outcome.verified", actor, "outcome", row.id, name_of(row), **about(row))


@operation
def refuse(row: Row, why: str, *, actor: Actor) -> None:
    """The evidence does not bear it out: it leaves the figures, and stays in the ledger.

    Raises: Refused when this person logged it, when it does not wait, without saying why, or when by its going more
    would be paid than was signed.
    """
    hold_name(LEDGER)
    hold(row)
    refuse_faults(seeing_faults(row, RowState.REFUSED, actor))
    _refuse_under_payments(row)
    why = reason(why, WHY, "why")
    _seen(row, RowState.REFUSED, actor)
    record("outcome.refused", actor, "outcome", row.id, name_of(row), **about(row), why=why)


@operation
def remove_evidence(row: Row, document: Document, *, actor: Actor) -> None:
    """What does not belong to it. Raises: Refused once somebody has seen the evidence."""
    hold(row)
    if row.state is not RowState.LOGGED:
        raise Refused(_("这一条已经核对过，证明材料要随之保留，不能删除"))
    documents.delete_document(document, actor=actor)


@operation
def correct(wrong: Row, changes: Mapping[str, Any], why: str, *, actor: Actor) -> Row:
    """A new row that names the wrong one and says why; it counts in its place once it is verified.

    ``changes`` are fields of the row's facts.
    Raises: Refused with the faults, when nothing changes, when the row was corrected or refused already, or when more
    would be paid than was signed.
    """
    hold_name(LEDGER)
    hold(wrong)
    _refuse_replaced(wrong)
    facts = facts_of(wrong)
    new = replace(facts, **changes)  # type: ignore[type-var]  # every Facts of a row is a dataclass
    if new == facts:
        raise Refused(_("没有任何改动，不必更正"))
    why = clean(why)
    refuse_faults(changed_faults(wrong, new, why, today=clock.today()))
    links = {name: getattr(wrong, name) for name in ("thread_id", "project_id", "company_id", "number")}
    columns = links | new.columns() | {"corrects_id": wrong.id, "why": why}
    row = Row(**columns, **_logged(actor), fingerprint=fingerprint(columns))
    db.session.add(row)
    db.session.flush()
    changed = {
        name: [getattr(facts, name), value]
        for name, value in changes.items()
        if getattr(facts, name) != value
    }
    record(
        "outcome.corrected",
        actor,
        "outcome",
        row.id,
        name_of(row),
        corrects=wrong.id,
        **(about(row) | changed),
        why=row.why,
    )
    return row


@operation
def take_in_threads(threads: list[Mapping[str, Any]]) -> list[int]:
    """Threads out of a ledger, written at once: columns of Thread but ``key``; their ids in the same order."""
    if not threads:
        return []
    values = [
        dict(thread)
        | {
            "key": thread_key(
                thread["kind"],
                thread["project_id"] or thread["company_id"],
                thread["counterpart"],
                thread["round"],
            )
        }
        for thread in threads
    ]
    return insert_many(Thread, values)


@operation
def take_in(rows: list[Mapping[str, Any]], *, actor: Actor) -> list[int]:
    """Rows out of a ledger, written at once with their trail: columns of Row as facts give them, with their links,
    ``fingerprint`` and ``source``; whoever has rows with faults leaves them out first."""
    if not rows:
        return []
    hold_name(LEDGER)
    names = sorted(set().union(*rows))
    common = _logged(actor) | {"state": RowState.LOGGED, "why": "", "verified_by": ""}
    values = [common | {name: row.get(name, _EMPTY.get(name)) for name in names} for row in rows]
    ids = insert_many(Row, values)
    told = dict(zip(ids, map(about_columns, rows), strict=True))
    record_many(
        "outcome.taken_in", actor, "outcome", zip(ids, (row["source"] for row in rows), strict=True), told
    )
    return ids


_EMPTY = dict.fromkeys(("name", "category", "place", "plan", "note", "source"), "")


def _add(columns: Mapping[str, Any], actor: Actor) -> Row:
    row = Row(**columns, **_logged(actor), fingerprint=fingerprint(columns))
    if queries.has_fingerprint(row.fingerprint):
        raise Refused(_("台账里已有相同的一条，没有重复登记"))
    db.session.add(row)
    db.session.flush()
    record("outcome.logged", actor, "outcome", row.id, name_of(row), **about(row))
    return row


def _logged(actor: Actor) -> dict[str, Any]:
    return {"logged_at": clock.now(), "logged_by_id": actor.id, "logged_by": actor.name}


def _seen(row: Row, state: RowState, actor: Actor) -> None:
    row.state, row.verified_at, row.verified_by_id, row.verified_by = state, clock.now(), actor.id, actor.name


def _refuse_replaced(row: Row) -> None:
    if row.state is RowState.REFUSED:
        raise Refused(_("这一条核对未通过，请重新登记"))
    if row.corrects_id is not None and row.state is not RowState.VERIFIED:
        raise Refused(_("这一条本身是还没核对的更正，请先核对"))
    if queries.find_correction(row) is not None:
        raise Refused(_("这一条已有一次更正，请在那次更正上继续"))


def _refuse_under_payments(row: Row) -> None:
    """A signing does not go while payments stand on it."""
    if row.thread is None or row.step is not ThreadStep.SIGNED or not queries.is_in_force(row):
        return
    if sum_faults(row.thread, row.step, -(row.amount_fen or 0)):
        raise Refused(_("这次签约之上已有到账，请先处理那些到账记录"))
