"""Write what a plan adds, inside the operation that takes a file in."""

from collections.abc import Iterable, Mapping
from typing import Any

from roadshow.foundation.actor import Actor
from roadshow.outcomes import operations as outcomes
from roadshow.outcomes.identity import fingerprint
from roadshow.programme.past import take_in_held
from roadshow.projects import operations as projects

from .plan import Plan

Columns = Mapping[str, Any]
Ids = Mapping[int, int]
"""Id below zero, -n, of the n-th new thing of a plan → its real one."""


def write(plan: Plan, actor: Actor) -> list[int]:
    """From the lowest room up, and only what a row that comes in needs; the ids of its rows, in their order."""
    deals = _used(plan.threads, "thread_id", plan.rows)
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
    held = take_in_held(plan.roadshows, actor=actor)
    things = {"company_id": companies, "project_id": found}
    threads = _ids(deals, outcomes.take_in_threads([_link(deal, **things) for deal in deals.values()]))
    things |= {"thread_id": threads, "roadshow_id": {-n: own for n, own in enumerate(held, 1)}}
    rows = (_link(row, **things) for row in plan.rows)
    return outcomes.take_in([row | {"fingerprint": fingerprint(row)} for row in rows], actor=actor)


def _used(things: Iterable[Columns], name: str, *rows: Iterable[Columns]) -> dict[int, Columns]:
    """Those of ``things`` that some row names, by their id below zero."""
    named = {row.get(name) for some in rows for row in some}
    return {-n: thing for n, thing in enumerate(things, 1) if -n in named}


def _ids(things: Mapping[int, Columns], made: list[int]) -> Ids:
    return dict(zip(things, made, strict=True))


def _link(row: Columns, **made: Ids) -> Any:
    """A copy with the real ids of things that were just made."""
    return dict(row) | {name: ids[row[name]] for name, ids in made.items() if row.get(name) in ids}
