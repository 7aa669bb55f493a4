"""A row as somebody logs it: with the firm that it names first, and with its evidence; all of it or nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any

from flask_babel import lazy_gettext as _

from roadshow.audit.operations import record
from roadshow.documents import operations as documents
from roadshow.documents.arriving import Arrived, keep_again
from roadshow.foundation.actor import Actor
from roadshow.foundation.db import db, hold, hold_name, operation
from roadshow.foundation.errors import Refused
from roadshow.projects import operations as projects
from roadshow.projects.queries import list_companies_named

from . import queries
from .doubles import Deal, goes_on, matches
from .facts import Facts, HireFacts, ResidencyFacts, StepFacts, facts_of
from .identity import ThreadOf
from .models import AlsoAt, Row, Thread
from .naming import about, name_of
from .operations import LEDGER, NOT_SURE, begin, correct, log, log_step
from .states import Doubt


@dataclass(frozen=True)
class Evidence:
    """A file that arrived, and how it is called."""

    title: str
    arrived: Arrived


@dataclass(frozen=True)
class NewProject:
    """One that the register does not have yet; ``company_id`` is its firm, or None where that is new or unknown."""

    name: str
    company_id: int | None = None


@dataclass(frozen=True)
class Entry:
    """``of`` is None for what is no step of a thread; ``then`` is a payment that is logged with its signing;
    ``new_firm`` names one that the register does not have yet, that of ``new_project`` if there is one."""

    facts: Facts
    of: ThreadOf | None = None
    new_firm: str = ""
    evidence: tuple[Evidence, ...] = ()
    sure: frozenset[Doubt] = NOT_SURE
    then: StepFacts | None = None
    new_project: NewProject | None = None


OF_PAYMENT = {"on": "paid_on", "amount_fen": "paid_fen"}  # fields of ``then``, as its form calls them


@operation
def log_entry(entry: Entry, *, actor: Actor) -> Row:
    """The row, or of two the last. Raises: Refused as ``begin`` and ``log``, or on a name of a firm or a project or
    evidence that cannot be."""
    further = _again(entry)
    hold_name(LEDGER)
    facts, of = _entered(entry, actor)
    if of is not None and isinstance(facts, StepFacts | HireFacts | ResidencyFacts):
        row = begin(of, facts, actor=actor, sure=entry.sure)
    else:
        row = log(facts, actor=actor)
    attach(row, entry.evidence, actor=actor)
    return _log_payment(row, entry, further, actor)


def _again(entry: Entry) -> tuple[Evidence, ...]:
    """The evidence for a second row: each row has its own."""
    return tuple(replace(each, arrived=keep_again(each.arrived)) for each in entry.evidence if entry.then)


def _log_payment(row: Row, entry: Entry, evidence: Iterable[Evidence], actor: Actor) -> Row:
    """Raises: Refused, at the fields of the payment."""
    if entry.then is None or row.thread is None:
        return row
    try:
        row = log_step(row.thread, entry.then, actor=actor, sure=entry.sure)
    except Refused as refusal:
        field = refusal.field and OF_PAYMENT.get(refusal.field, refusal.field)
        faults = [replace(fault, field=OF_PAYMENT.get(fault.field, fault.field)) for fault in refusal.faults]
        raise Refused(refusal.words, field, faults) from refusal
    attach(row, evidence, actor=actor)
    return row


@operation
def correct_entry(wrong: Row, entry: Entry, why: str, *, actor: Actor) -> Row:
    """As ``wrong`` should have been logged, with what proves it. Raises: Refused as ``correct`` does, or on evidence
    that cannot be."""
    hold_name(LEDGER)
    facts, of = _entered(entry, actor)
    moves = of if of is not None and (wrong.thread is None or of.key != wrong.thread.key) else None
    if of and wrong.thread and not moves and _spelt(of) != _spelt(wrong.thread):
        raise Refused(_("与原来是同一笔，只差写法或备案编号，不能单独更正"))
    changes = changes_between(facts_of(wrong), facts)
    row = correct(wrong, changes, why, actor=actor, sure=entry.sure, moves=moves)
    attach(row, entry.evidence, actor=actor)
    return row


def changes_between(old: Facts, new: Facts) -> dict[str, Any]:
    """What a form that was filled with ``old`` says otherwise. A year follows from the day where there is one; the firm
    of a landing, and a row that bears no day, stay as they are unless something else is said."""
    same = {"year"} if getattr(new, "on", None) else set()
    if getattr(new, "on", None) is None and hasattr(new, "on"):
        same |= {"on", "year"}
    if getattr(old, "project_id", None) == getattr(new, "project_id", 0):
        same.add("company_id")
    return {name: value for name, value in vars(new).items() if name not in same and vars(old)[name] != value}


def _spelt(of: ThreadOf | Thread) -> tuple[str, str, str]:
    return of.counterpart, of.round, of.code


def _entered(entry: Entry, actor: Actor) -> tuple[Facts, ThreadOf | None]:
    """With the firm and the project that it names for the first time."""
    facts, of, new = entry.facts, entry.of, entry.new_project
    firm_id = _firm(entry.new_firm, actor) if entry.new_firm else None
    if firm_id is not None:
        facts = _with(facts, company_id=firm_id)
        of = replace(of, company_id=firm_id) if of and not new else of
    if new is not None:
        owner = new.company_id if firm_id is None else firm_id
        project_id = projects.enter_project(new.name, owner, actor=actor).id
        facts = _with(facts, project_id=project_id)
        of = replace(of, project_id=project_id) if of else None
    return facts, of


@operation
def log_next(thread: Thread, entry: Entry, *, actor: Actor) -> Row:
    """The next step of a thread, of two the last. Raises: Refused as ``log_step`` does, or on evidence that cannot
    be."""
    further = _again(entry)
    if not isinstance(entry.facts, StepFacts | HireFacts | ResidencyFacts):
        raise TypeError(entry.facts)
    row = log_step(thread, entry.facts, actor=actor, sure=entry.sure)
    attach(row, entry.evidence, actor=actor)
    return _log_payment(row, entry, further, actor)


@operation
def join(thread: Thread, entry: Entry, *, actor: Actor) -> Row:
    """What was to be logged is this deal: its next step where it has not got it yet, and the row that it is, or was
    already. Both roadshows list it from now on, and it counts once.

    Raises: Refused when by what is said now the deal is none of those that look alike, and as ``log_step`` does.
    """
    hold_name(LEDGER)
    hold(thread)
    deals = queries.list_deals_beside(entry.of) if entry.of else []
    alike = matches(entry.of, entry.facts, deals, entry.then) if entry.of else []
    found = next((match.deal for match in alike if match.deal.id == thread.id), None)
    if found is None or not isinstance(entry.facts, StepFacts):
        raise Refused(_("所填内容与选中的那一笔对不上，请核对后再登记"))
    for facts in (entry.facts, entry.then):
        deal = next(deal for deal in queries.list_deals_beside(thread) if deal.id == thread.id)
        if facts is not None and goes_on(facts, deal):
            log_step(thread, facts, actor=actor, sure=entry.sure)
    row = queries.list_steps(thread)[-1]
    _see_at(thread, entry.facts.roadshow_id, found)
    attach(row, entry.evidence, actor=actor)
    record("outcome.joined", actor, "outcome", row.id, name_of(row), **about(row))
    return row


def _see_at(thread: Thread, roadshow_id: int | None, deal: Deal) -> None:
    known = {row.roadshow_id for row in deal.rows} | {
        show.id for show in queries.list_also_at(thread.id)[thread.id]
    }
    if roadshow_id is not None and roadshow_id not in known:
        db.session.add(AlsoAt(thread_id=thread.id, roadshow_id=roadshow_id))
        db.session.flush()


@operation
def attach(row: Row, evidence: Iterable[Evidence], *, actor: Actor) -> None:
    """Raises: Refused when there is too much of it."""
    for each in evidence:
        documents.add_evidence(row.id, each.title, each.arrived, actor=actor)


def _firm(name: str, actor: Actor) -> int:
    """Whoever was faster entered it."""
    found = list_companies_named(name)
    return (found[0] if found else projects.enter_company(name, None, actor=actor)).id


def _with(facts: Any, **ids: int) -> Any:
    """Steps of a deal name their firm and project by their thread."""
    own = {part.name for part in fields(facts)}
    return replace(facts, **{name: id_ for name, id_ in ids.items() if name in own})
