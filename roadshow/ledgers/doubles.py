"""A row that looks like a deal that the centre has, or whose fund is the firm itself: a person must look."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _

from roadshow.foundation.text import name_key
from roadshow.outcomes.doubles import Deal, elsewhere, matches, own_faults, told
from roadshow.outcomes.facts import StepFacts
from roadshow.outcomes.identity import ThreadOf, fingerprint
from roadshow.outcomes.states import Kind

from .finding import Companies, Projects, Unsure
from .queries import Known

FIELDS = {Kind.INVESTMENT: "fund", Kind.LOAN: "bank"}


class Doubles:
    """Asks the rules that the form asks, of deals that were there before the file came."""

    def __init__(self, known: Known, companies: Companies, projects: Projects) -> None:
        self.known, self.companies, self.projects = known, companies, projects
        self._firms = {company.id: (company.name_key, company.uscc) for company in known.companies}
        self._firm_of = {project.id: project.company_id for project in known.projects}
        self._deals: dict[tuple[Kind, int | None], list[Deal]] = defaultdict(list)
        for deal in known.told:
            self._deals[_thing(deal.of)].append(deal)

    def check(self, of: ThreadOf, thread_id: int | None, steps: Iterable[Any]) -> None:
        """``thread_id`` is that of a deal of ours that the row goes on with. Raises: Unsure."""
        for fault in own_faults(of, self._firm(of), self.known.institutions.get(name_key(of.counterpart))):
            raise Unsure(fault.field, fault.words)
        links = {"thread_id": thread_id, "project_id": of.project_id, "company_id": of.company_id}
        for step in steps:
            if (
                isinstance(step, StepFacts)
                and fingerprint(step.columns() | links) not in self.known.fingerprints
            ):
                self._check_step(of, thread_id, step)

    def _check_step(self, of: ThreadOf, thread_id: int | None, step: StepFacts) -> None:
        deals = self._deals.get(_thing(of), [])
        own = [deal for deal in deals if deal.id == thread_id]
        found = (
            [match for deal in own for match in elsewhere(step, deal)] if own else matches(of, step, deals)
        )
        if found:
            words = _(
                "台账里已有很像的一笔：%(deal)s。是同一笔的不必再导入；确是另一笔的，请在成果登记里登记并勾选确认",
                deal=told(found[0].deal),
            )
            raise Unsure(FIELDS[of.kind], words)

    def _firm(self, of: ThreadOf) -> tuple[str, str | None] | None:
        """Of whose deal it is, also one that is only in the file."""
        firm_id = of.company_id if of.project_id is None else self._owner(of.project_id)
        if firm_id is None or firm_id > 0:
            return self._firms.get(firm_id or 0)
        made = self.companies.added[-firm_id - 1]
        return made["name"], made["uscc"]

    def _owner(self, project_id: int) -> int | None:
        if project_id > 0:
            return self._firm_of.get(project_id)
        owner: int | None = self.projects.added[-project_id - 1].get("company_id")
        return owner


def _thing(of: ThreadOf) -> tuple[Kind, int | None]:
    return of.kind, of.project_id if of.kind is Kind.INVESTMENT else of.company_id
