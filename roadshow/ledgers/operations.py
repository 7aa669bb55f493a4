import io
from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _

from roadshow.audit.operations import record
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.db import db, hold, hold_name, operation
from roadshow.foundation.errors import Refused
from roadshow.foundation.text import one_line
from roadshow.outcomes import operations as outcomes
from roadshow.outcomes.rules import fingerprint
from roadshow.programme import operations as programme
from roadshow.projects import operations as projects

from .ledger import Ledger, check_said, check_year, read_ledger
from .models import Upload
from .plan import Plan
from .preview import preview


@operation
def take_in(ledger: Ledger, year: int, *, actor: Actor) -> Plan:
    """All rows of the file that may come in, together or none; what was done with each row is told by the plan."""
    hold_name(
        outcomes.LEDGER
    )  # what is there already is read after it: two imports at once add nothing twice
    plan = preview(ledger, year)
    _write(plan, actor)
    return plan


@operation
def upload(name: str, content: bytes, year: int, *, actor: Actor) -> Upload:
    """Keep a file for its preview. Raises: Refused, and keeps nothing, when it is none that can come in."""
    check_year(year)
    read_ledger(io.BytesIO(content))
    kept = Upload(
        name=one_line(name)[:200],
        year=year,
        content=content,
        said={},
        uploaded_at=clock.now(),
        uploaded_by_id=actor.id,
        uploaded_by=actor.name,
    )
    db.session.add(kept)
    db.session.flush()
    record("ledger.uploaded", actor, "upload", kept.id, kept.name)
    return kept


@operation
def answer(kept: Upload, said: Mapping[str, str], *, actor: Actor) -> None:
    """Add to what the person says of the file's columns: header → field. Raises: Refused on a field that is none."""
    hold(kept)
    _refuse_taken(kept)
    check_said(said)
    kept.said = kept.said | dict(said)
    record("ledger.answered", actor, "upload", kept.id, kept.name, said=", ".join(said))


@operation
def confirm(kept: Upload, *, actor: Actor) -> Plan:
    """Take in the file that was previewed. Raises: Refused when it was taken already, or holds nothing new."""
    hold(kept)
    _refuse_taken(kept)
    plan = take_in(read_ledger(io.BytesIO(kept.content), kept.said), kept.year, actor=actor)
    if not plan.imported:
        raise Refused(_("文件里没有可以新增的行"))
    kept.taken_at = clock.now()
    kept.counts = {sheet.sheet: [sheet.imported, sheet.duplicates, sheet.rejected] for sheet in plan.sheets}
    record(
        "ledger.taken_in", actor, "upload", kept.id, kept.name, imported=plan.imported, rejected=plan.rejected
    )
    return plan


@operation
def drop(kept: Upload, *, actor: Actor) -> None:
    """Forget a file that is not to come in. Raises: Refused when it was taken already."""
    hold(kept)
    _refuse_taken(kept)
    record("ledger.dropped", actor, "upload", kept.id, kept.name)
    db.session.delete(kept)


def _refuse_taken(kept: Upload) -> None:
    if kept.taken_at is not None:
        raise Refused(_("这个文件已经导入"))


Columns = Mapping[str, Any]
Ids = Mapping[int, int]
"""Id below zero, -n, of the n-th new thing of a plan → its real one."""


def _write(plan: Plan, actor: Actor) -> None:
    """From the lowest room up, and only what a row that comes in needs."""
    deals = _used(plan.deals, "deal_id", plan.rows)
    made = _used(plan.projects, "project_id", plan.rows)
    firms = _used(
        plan.companies,
        "company_id",
        plan.rows,
        deals.values(),
        made.values(),
        plan.completed_projects.values(),
    )
    companies = _ids(firms, projects.take_in_companies(list(firms.values()), actor=actor))
    projects.give_codes(plan.company_codes)
    linked = [_link(project, company_id=companies) for project in made.values()]
    found = _ids(made, projects.take_in_projects(linked, actor=actor))
    projects.complete_stubs(
        [(own, _link(said, company_id=companies)) for own, said in plan.completed_projects.items()]
    )
    held = programme.take_in_held(plan.roadshows, actor=actor)
    things = {"company_id": companies, "project_id": found}
    threads = _ids(deals, outcomes.take_in_deals([_link(deal, **things) for deal in deals.values()]))
    things |= {"deal_id": threads, "roadshow_id": {-n: own for n, own in enumerate(held, 1)}}
    rows = (_link(row, **things) for row in plan.rows)
    outcomes.take_in([row | {"fingerprint": fingerprint(row)} for row in rows], actor=actor)


def _used(things: Iterable[Columns], name: str, *rows: Iterable[Columns]) -> dict[int, Columns]:
    """Those of ``things`` that some row names, by their id below zero."""
    named = {row.get(name) for some in rows for row in some}
    return {-n: thing for n, thing in enumerate(things, 1) if -n in named}


def _ids(things: Mapping[int, Columns], made: list[int]) -> Ids:
    return dict(zip(things, made, strict=True))


def _link(row: Columns, **made: Ids) -> Any:
    """A copy with the real ids of things that were just made."""
    return dict(row) | {name: ids[row[name]] for name, ids in made.items() if row.get(name) in ids}
