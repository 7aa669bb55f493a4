from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import update

from roadshow.accounts.models import Person
from roadshow.audit.operations import record, record_many
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.db import db, hold, insert_many, operation
from roadshow.foundation.errors import Refused, refuse_faults
from roadshow.foundation.happenings import announce
from roadshow.foundation.listing import AT_ONCE
from roadshow.foundation.text import name_key, one_line
from roadshow.foundation.text import reason as given
from roadshow.foundation.uscc import clean_uscc

from . import letters, queries
from .facts import ProjectFacts
from .faults import overview_faults
from .filling import write_overview
from .happenings import Changing
from .models import Company, Member, MemberRight, Project
from .rules import company_faults, project_faults
from .states import CompanyState


@operation
def register_company(name: str, uscc: str | None, *, owner: Person, actor: Actor) -> Company:
    """A firm with its first member. Raises: Refused on a wrong code, or when the code is registered already."""
    name, uscc = one_line(name), clean_uscc(uscc) if uscc else None
    refuse_faults(company_faults(name, uscc))
    if uscc and queries.find_company(uscc):
        raise Refused(_("这个统一社会信用代码已经登记，可以申请加入该企业"), "uscc")
    company = Company(name=name, name_key=name_key(name), uscc=uscc, made_at=clock.now())
    company.members = [Member(person_id=owner.id, right=MemberRight.OWNER)]
    db.session.add(company)
    db.session.flush()
    record("company.registered", actor, "company", company.id, name, uscc=uscc)
    return company


@operation
def enter_company(name: str, uscc: str | None, *, actor: Actor) -> Company:
    """A firm that the centre types in: nobody acts for it yet. Raises: Refused on odd facts."""
    refuse_faults(company_faults(name, uscc))
    company = Company(name=name, name_key=name_key(name), uscc=uscc, made_at=clock.now())
    db.session.add(company)
    db.session.flush()
    record("company.registered", actor, "company", company.id, name, uscc=uscc)
    return company


@operation
def change_company(company: Company, name: str, uscc: str | None, *, actor: Actor) -> None:
    """A team that is a firm by now gets its code; what changes must be verified anew.

    Raises: Refused on a wrong code, or one that another has.
    """
    changed = _change(company, name, uscc)
    record("company.changed", actor, "company", company.id, company.name, **changed)


@operation
def correct_company(company: Company, name: str, uscc: str | None, reason: str, *, actor: Actor) -> None:
    """The same by staff, whose reason its owners read. Raises: Refused as ``change_company`` does, without a reason,
    or when nothing changes."""
    reason, before = given(reason, _("请写明更正的原因")), company.name
    changed = _change(company, name, uscc)
    if not changed:
        raise Refused(_("名称和代码都没有改动"), "name")
    record("company.corrected", actor, "company", company.id, company.name, **changed, reason=reason)
    letters.tell_corrected(company, before, reason)


def _change(company: Company, name: str, uscc: str | None) -> dict[str, list[str | None]]:
    """What changed, by field, each before and after."""
    hold(company)
    name, uscc = one_line(name), clean_uscc(uscc) if uscc else None
    refuse_faults(company_faults(name, uscc))
    other = queries.find_company(uscc) if uscc else None
    if other is not None and other is not company:
        raise Refused(_("这个统一社会信用代码已经登记，可以申请加入该企业"), "uscc")
    announce(Changing(queries.list_project_ids([company.id])))
    changes: dict[str, list[str | None]] = {"name": [company.name, name], "uscc": [company.uscc, uscc]}
    changed = {field: pair for field, pair in changes.items() if pair[0] != pair[1]}
    company.name, company.name_key, company.uscc = name, name_key(name), uscc
    if changed:
        company.state, company.refusal = CompanyState.UNVERIFIED, ""
    db.session.flush()
    return changed


@operation
def register_project(company: Company, facts: ProjectFacts, *, actor: Actor) -> Project:
    """Raises: Refused with the faults."""
    refuse_faults(project_faults(facts))
    project = Project(company=company, name_key=name_key(facts.name), made_at=clock.now(), **vars(facts))
    db.session.add(project)
    db.session.flush()
    record("project.registered", actor, "project", project.id, project.name)
    return project


@operation
def enter_project(name: str, company_id: int | None, *, actor: Actor) -> Project:
    """A project that an outcome names first, to be completed later. Raises: Refused with the faults of its name."""
    refuse_faults(overview_faults(ProjectFacts(name)))
    project = Project(
        name=name, name_key=name_key(name), company_id=company_id, stub=True, made_at=clock.now()
    )
    db.session.add(project)
    db.session.flush()
    record("project.registered", actor, "project", project.id, name)
    return project


@operation
def change_project(project: Project, facts: ProjectFacts, *, actor: Actor) -> None:
    """Raises: Refused with the faults, also of what is missing."""
    hold(project)
    refuse_faults(project_faults(facts))
    announce(Changing([project.id]))
    write_overview(project, facts, actor)


@operation
def take_in_companies(rows: list[Mapping[str, Any]], *, actor: Actor) -> list[int]:
    """Firms out of a ledger, written at once; each {name, uscc}; their ids in the same order."""
    now = clock.now()
    values = [
        {"name": row["name"], "uscc": row["uscc"], "name_key": name_key(row["name"]), "made_at": now}
        for row in rows
    ]
    return _take_in(Company, values, "company.taken_in", actor)


@operation
def take_in_projects(rows: list[Mapping[str, Any]], *, actor: Actor) -> list[int]:
    """Projects out of a ledger, at once; each {name, company_id, sector, stage, stub}; ids in the same order."""
    common = {"made_at": clock.now(), "one_line": "", "description": ""}
    values = [common | dict(row) | {"name_key": name_key(row["name"])} for row in rows]
    return _take_in(Project, values, "project.taken_in", actor)


@operation
def complete_stubs(rows: list[tuple[int, Mapping[str, Any]]]) -> None:
    """Fill in projects that earlier ledgers only named: (id, {company_id, sector, stage})."""
    for some in _parts([project_id for project_id, _values in rows]):
        announce(Changing(some))
    for project_id, values in rows:
        db.session.execute(update(Project).where(Project.id == project_id).values(stub=False, **values))


@operation
def give_codes(codes: Mapping[int, str]) -> None:
    """Firms that had only a name have their USCC now: company id → code."""
    for some in _parts(list(codes)):
        announce(Changing(queries.list_project_ids(some)))
    for company_id, uscc in codes.items():
        db.session.execute(update(Company).where(Company.id == company_id).values(uscc=uscc))


def _parts(ids: list[int]) -> Iterator[list[int]]:
    """Of a ledger's thousands, as many as a statement names."""
    return (ids[first : first + AT_ONCE] for first in range(0, len(ids), AT_ONCE))


def _take_in(
    model: type[Company] | type[Project], values: list[dict[str, Any]], what: str, actor: Actor
) -> list[int]:
    if not values:
        return []
    ids = insert_many(model, values)
    record_many(
        what, actor, what.split(".", maxsplit=1)[0], [(ids[n], row["name"]) for n, row in enumerate(values)]
    )
    return ids
