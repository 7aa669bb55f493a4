from collections.abc import Mapping, Set
from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import insert

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
from .closings import closed_years
from .counting import mark_refused, mark_verified
from .facts import Facts, HireFacts, ResidencyFacts, StepFacts, facts_of
from .faults import (
    WHY,
    again_faults,
    changed_faults,
    doubt_faults,
    refusal_faults,
    self_faults,
    turn_faults,
    verify_faults,
)
from .identity import ThreadOf, fingerprint
from .models import ROW_OF, Foreign, Row, Thread, own_table
from .naming import about, about_columns, changed_in_words, name_of
from .restating import begin_where_needed
from .rules import thread_faults
from .states import Doubt, Kind, RowState, ThreadStep

LEDGER = "ledger"  # the name that every writer of rows holds, so that nobody adds the same one twice at once


@operation
def log(facts: Facts, *, actor: Actor) -> Row:
    """A row that is no step of a thread: a landing, a hire, an incubator, a rating, a payment.

    Raises: Refused with the faults, or when the ledger has the same row.
    """
    hold_name(LEDGER)
    refuse_faults(facts.faults(clock.today()))
    return _add(facts.columns(), actor)


Stepwise = StepFacts | HireFacts | ResidencyFacts
NOT_SURE: frozenset[Doubt] = frozenset()


@operation
def begin(of: ThreadOf, facts: Stepwise, *, actor: Actor, sure: Set[Doubt] = NOT_SURE) -> Row:
    """The first step of a thread, or the next one when there is that thread already.

    Raises: Refused with the faults, when the step comes out of turn, or with a doubt that nobody is sure of.
    """
    hold_name(LEDGER)
    refuse_faults(thread_faults(of) + self_faults(of) + doubt_faults(of, facts, sure))
    thread = queries.find_thread(of)
    return _log_step(thread or _new_thread(of), facts, actor, sure)


@operation
def begin_investment(
    project: Project, fund: str, round_: str, facts: StepFacts, *, code: str = "", actor: Actor
) -> Row:
    """As ``begin``, of a fund's deal with a project."""
    return begin(
        ThreadOf(Kind.INVESTMENT, fund, project_id=project.id, code=code, round=round_), facts, actor=actor
    )


@operation
def log_step(thread: Thread, facts: Stepwise, *, actor: Actor, sure: Set[Doubt] = NOT_SURE) -> Row:
    """The thread's next step: one row with its own day and amount.

    Raises: Refused with the faults, out of turn, or with a doubt that nobody is sure of.
    """
    hold_name(LEDGER)
    hold(thread)
    refuse_faults(again_faults(thread, facts, sure))
    return _log_step(thread, facts, actor, sure)


def _log_step(thread: Thread, facts: Stepwise, actor: Actor, sure: Set[Doubt]) -> Row:
    hold(thread)
    amount_fen = facts.amount_fen if isinstance(facts, StepFacts) else None
    turn = turn_faults(thread, facts.step, facts.on, amount_fen, sure)
    refuse_faults(facts.faults(clock.today()) + turn)
    number = queries.count_steps(thread, facts.step) + 1
    links = {"thread_id": thread.id, "number": number, "affirmed": " ".join(sorted(sure))}
    things = {"project_id": thread.project_id, "company_id": thread.company_id}
    return _add(facts.columns() | links | things, actor)


@operation
def verify(row: Row, *, actor: Actor) -> None:
    """A second pair of eyes has seen the evidence; a correction takes its place in the figures now.

    Raises: Refused when this person logged it, when it does not wait, or when by it more would be paid than was signed.
    """
    hold_name(LEDGER)
    hold(row)
    refuse_faults(verify_faults(row, actor))
    mark_verified(row, actor)
    record("outcome.verified", actor, "outcome", row.id, name_of(row), **about(row))


@operation
def refuse(row: Row, why: str, *, actor: Actor) -> None:
    """The evidence does not bear it out: it leaves the figures, and stays in the ledger.

    Raises: Refused when this person logged it, when it does not wait, without saying why, or when by its going more
    would be paid than was signed.
    """
    hold_name(LEDGER)
    hold(row)
    refuse_faults(refusal_faults(row, actor))
    why = reason(why, WHY, "why")
    mark_refused(row, actor)
    record("outcome.refused", actor, "outcome", row.id, name_of(row), **about(row), why=why)


@operation
def remove_evidence(row: Row, document: Document, *, actor: Actor) -> None:
    """What does not belong to it. Raises: Refused once somebody has seen the evidence."""
    hold(row)
    if row.state is not RowState.LOGGED:
        raise Refused(_("这一条已经核对过，证明材料要随之保留，不能删除"))
    documents.delete_document(document, actor=actor)


@operation
def correct(
    wrong: Row,
    changes: Mapping[str, Any],
    why: str,
    *,
    actor: Actor,
    sure: Set[Doubt] = NOT_SURE,
    moves: ThreadOf | None = None,
) -> Row:
    """A new row that names the wrong one and says why; it counts in its place once it is verified. Of a closed year it
    opens a restatement.

    ``changes`` are fields of the row's facts; ``moves`` is the other thread that it belongs to.
    Raises: Refused with the faults, when nothing changes, when the row was corrected or refused already, or when more
    would be paid than was signed.
    """
    hold_name(LEDGER)
    hold(wrong)
    _refuse_replaced(wrong)
    facts = facts_of(wrong)
    new = replace(facts, **changes)  # type: ignore[type-var]  # every Facts of a row is a dataclass
    if new == facts and moves is None:
        raise Refused(_("没有任何改动，不必更正"))
    why = clean(why)
    refuse_faults(changed_faults(wrong, new, why, today=clock.today(), sure=sure, moves=moves))
    links = _links(wrong, getattr(new, "step", None), moves)
    columns = links | new.columns()
    if queries.has_fingerprint(fingerprint(columns), in_place_of=wrong):
        raise Refused(_("台账里已有相同的一条，没有重复登记"))
    begin_where_needed({wrong.year}, why, actor=actor)
    own = {"corrects_id": wrong.id, "why": why, "affirmed": " ".join(sorted(sure))}
    row = _write(columns | own, actor)
    record(
        "outcome.corrected",
        actor,
        "outcome",
        row.id,
        name_of(row),
        corrects=wrong.id,
        **(about(row) | changed_in_words(wrong, row, facts, new)),
        why=row.why,
    )
    return row


@operation
def take_in_threads(threads: list[Mapping[str, Any]]) -> list[int]:
    """Threads out of a ledger, written at once: columns of Thread but ``key``; their ids in the same order."""
    if not threads:
        return []
    values = [dict(thread) | {"key": ThreadOf(**thread).key} for thread in threads]
    return insert_many(Thread, values)


@operation
def take_in(rows: list[Mapping[str, Any]], *, actor: Actor) -> list[int]:
    """Rows out of a ledger, written at once with their trail: columns of Row as facts give them, with their links,
    ``fingerprint`` and ``source``; whoever has rows with faults leaves them out first."""
    if not rows:
        return []
    hold_name(LEDGER)
    common = _logged(actor) | {"state": RowState.LOGGED, "counts": True}
    ids = insert_many(Row, _alike(Row, [common | dict(row) for row in rows]))
    for kind, row_type in ROW_OF.items():
        own = [
            {"row_id": row_id, **row} for row_id, row in zip(ids, rows, strict=True) if row["kind"] is kind
        ]
        if own and own_table(row_type) is not own_table(Row):
            db.session.execute(insert(own_table(row_type)), _alike(row_type, own))
    exchanges = zip(ids, (row.get("exchange") for row in rows), strict=True)
    if abroad := [{"row_id": row_id, **vars(exchange)} for row_id, exchange in exchanges if exchange]:
        db.session.execute(insert(Foreign), abroad)
    told = dict(zip(ids, map(about_columns, rows), strict=True))
    record_many(
        "outcome.taken_in", actor, "outcome", zip(ids, (row["source"] for row in rows), strict=True), told
    )
    return ids


def _alike(row_type: type[Row], rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the table of this kind has a column for, of each the same; what a row does not say is empty."""
    names = sorted(set().union(*rows) & set(own_table(row_type).columns.keys()) | _always(row_type))
    return [{name: row.get(name, _EMPTY.get(name)) for name in names} for row in rows]


def _always(row_type: type[Row]) -> set[str]:
    return _EMPTY.keys() & set(own_table(row_type).columns.keys())


_EMPTY = dict.fromkeys(
    ("name", "category", "place", "plan", "note", "source", "why", "verified_by", "affirmed"), ""
)


def _new_thread(of: ThreadOf) -> Thread:
    thread = Thread(**vars(of), key=of.key)
    db.session.add(thread)
    db.session.flush()
    return thread


def _links(wrong: Row, step: ThreadStep | None, moves: ThreadOf | None) -> dict[str, Any]:
    """In which thread a correction stands, whose it is, and its number there."""
    thread = (queries.find_thread(moves) or _new_thread(moves)) if moves else wrong.thread
    links = {"project_id": wrong.project_id, "company_id": wrong.company_id, "number": wrong.number}
    if moves and thread:
        links = {"project_id": thread.project_id, "company_id": thread.company_id}
    if thread and step and (moves or step is not wrong.step):
        links["number"] = queries.count_steps(thread, step) + 1
    return links | {"thread_id": thread.id if thread else None}


def _add(columns: Mapping[str, Any], actor: Actor) -> Row:
    if queries.has_fingerprint(fingerprint(columns)):
        raise Refused(_("台账里已有相同的一条，没有重复登记"))
    refuse_faults(closed_years().faults(columns["year"], columns["on"]))
    row = _write(columns, actor)
    record("outcome.logged", actor, "outcome", row.id, name_of(row), **about(row))
    return row


def _write(columns: Mapping[str, Any], actor: Actor) -> Row:
    """A correction counts only once it is verified."""
    said = dict(columns)
    exchange = said.pop("exchange", None)
    counts = said.get("corrects_id") is None
    row = ROW_OF[said["kind"]](**said, **_logged(actor), counts=counts, fingerprint=fingerprint(columns))
    if exchange:
        row.foreign = Foreign(**vars(exchange))
    db.session.add(row)
    db.session.flush()
    return row


def _logged(actor: Actor) -> dict[str, Any]:
    return {"logged_at": clock.now(), "logged_by_id": actor.id, "logged_by": actor.name}


def _refuse_replaced(row: Row) -> None:
    if row.state is RowState.REFUSED:
        raise Refused(_("这一条核对未通过，请重新登记"))
    if row.corrects_id is not None and row.state is not RowState.VERIFIED:
        raise Refused(_("这一条本身是还没核对的更正，请先核对"))
    if queries.find_correction(row) is not None:
        raise Refused(_("这一条已有一次更正，请在那次更正上继续"))
