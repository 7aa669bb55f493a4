from collections.abc import Collection
from dataclasses import dataclass
from typing import TypeVarTuple

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import contains_eager, selectinload, with_expression
from sqlalchemy.orm.interfaces import ORMOption

from roadshow.accounts.models import Person
from roadshow.foundation.db import db
from roadshow.foundation.errors import Missing
from roadshow.foundation.listing import Listed, Order, in_turn, ordered
from roadshow.foundation.sectors import SECTORS
from roadshow.foundation.stages import STAGES
from roadshow.foundation.text import name_key
from roadshow.foundation.uscc import clean_uscc

from .models import AT_LEAST, Company, Member, MemberRight, Project
from .states import CompanyState

Columns = TypeVarTuple("Columns")


def get_project(project_id: int, *load: ORMOption) -> Project:
    """Raises: Missing."""
    project = db.session.get(Project, project_id, options=load)
    if project is None:
        raise Missing(f"project {project_id}")
    return project


def get_company(company_id: int) -> Company:
    """With who acts for it. Raises: Missing."""
    people = selectinload(Company.members).joinedload(Member.person)
    company = db.session.get(Company, company_id, options=[people])
    if company is None:
        raise Missing(f"company {company_id}")
    return company


def get_own_project(person_id: int, project_id: int, right: MemberRight = MemberRight.VIEWER) -> Project:
    """Raises: Missing, also when it is somebody else's or the person has not at least this right."""
    rows = select(Project).join(Member, Member.company_id == Project.company_id)
    project = db.session.scalar(rows.where(Project.id == project_id, *acting(person_id, right)))
    if project is None:
        raise Missing(f"project {project_id} of {person_id}")
    return project


def list_own_projects(
    person_id: int, *load: ORMOption, right: MemberRight = MemberRight.VIEWER, text: str = ""
) -> list[Project]:
    """By name; with what ``load`` names, ``snapshot.whole`` for their whole forms. ``text`` is part of a name."""
    rows = select(Project).options(*load).join(Member, Member.company_id == Project.company_id)
    rows = rows.where(*acting(person_id, right))
    if key := name_key(text):
        rows = rows.where(Project.name_key.contains(key, autoescape=True))
    return list(db.session.scalars(rows.order_by(Project.name, Project.id)))


def get_own_company(person_id: int, company_id: int, right: MemberRight = MemberRight.VIEWER) -> Company:
    """Raises: Missing, also when it is somebody else's or the person has not at least this right."""
    rows = select(Company).join(Member).where(Company.id == company_id, *acting(person_id, right))
    company = db.session.scalar(rows)
    if company is None:
        raise Missing(f"company {company_id} of {person_id}")
    return company


def list_own_companies(person_id: int, right: MemberRight = MemberRight.VIEWER) -> list[Company]:
    rows = select(Company).join(Member).where(*acting(person_id, right))
    return list(db.session.scalars(rows.order_by(Company.name, Company.id)))


def acting(person_id: int, right: MemberRight) -> tuple[ColumnElement[bool], ...]:
    """Of a join with members: whether this person has at least this right."""
    return Member.person_id == person_id, Member.right.in_(AT_LEAST[right])


def list_member_ids(project: Project) -> list[int]:
    """The people who act for its company."""
    return list_ids_of_members(project.company_id)


def list_ids_of_members(company_id: int | None) -> list[int]:
    """The people who act for a company."""
    rows = select(Member.person_id).where(Member.company_id == company_id)
    return list(db.session.scalars(rows.order_by(Member.id)))


def list_project_ids(company_ids: Collection[int]) -> list[int]:
    """Of the projects of these companies."""
    rows = select(Project.id).where(Project.company_id.in_(company_ids))
    return list(db.session.scalars(rows.order_by(Project.id)))


def find_company(uscc: str) -> Company | None:
    return db.session.scalar(select(Company).where(Company.uscc == uscc))


def list_companies_named(name: str) -> list[Company]:
    """Those that this name may mean, however it is spelt."""
    rows = select(Company).where(Company.name_key == name_key(name)).order_by(Company.id)
    return list(db.session.scalars(rows))


def list_projects_named(name: str) -> list[Project]:
    """Those that this name may mean, however it is spelt."""
    return list(
        db.session.scalars(select(Project).where(Project.name_key == name_key(name)).order_by(Project.id))
    )


def list_project_titles(limit: int = 500) -> list[str]:
    """Names to choose from while typing, newest projects first."""
    rows = select(Project.name).order_by(Project.id.desc()).limit(limit)
    return list(dict.fromkeys(db.session.scalars(rows)))


@dataclass(frozen=True)
class Wanted:
    """Which projects: ``text`` is part of a project's or a firm's name, ``among`` selects ids; None leaves it open."""

    text: str = ""
    sector: str | None = None
    stub: bool | None = None
    among: Select[int] | None = None
    company_id: int | None = None


PROJECTS_BY = {
    "name": Project.name,
    "stub": Project.stub,
    "sector": in_turn(Project.sector, SECTORS),
    "stage": in_turn(Project.stage, STAGES),
    "made": Project.made_at,
}


def list_projects(wanted: Wanted = Wanted(), order: Order | None = None, *load: ORMOption) -> Listed[Project]:
    """Projects with their company and what ``load`` names, newest first."""
    rows = _wanted(select(Project).options(*load), wanted)
    return Listed(ordered(rows, PROJECTS_BY, order, Project.made_at.desc(), Project.id.desc()))


def count_projects(wanted: Wanted = Wanted()) -> int:
    return db.session.scalar(_wanted(select(func.count(Project.id)), wanted)) or 0


def _wanted(rows: Select[*Columns], wanted: Wanted) -> Select[*Columns]:
    if key := name_key(wanted.text):
        of_company = select(Company.id).where(Company.name_key.contains(key, autoescape=True))
        named = Project.name_key.contains(key, autoescape=True)
        rows = rows.where(or_(named, Project.company_id.in_(of_company)))
    if wanted.sector is not None:
        rows = rows.where(Project.sector == wanted.sector)
    if wanted.company_id is not None:
        rows = rows.where(Project.company_id == wanted.company_id)
    if wanted.among is not None:
        rows = rows.where(Project.id.in_(wanted.among))
    return rows if wanted.stub is None else rows.where(Project.stub.is_(wanted.stub))


_project_count = select(func.count(Project.id)).where(Project.company_id == Company.id).scalar_subquery()
COMPANIES_BY = {
    "name": Company.name,
    "uscc": Company.uscc,
    "state": in_turn(Company.state, CompanyState),
    "projects": _project_count,
    "made": Company.made_at,
}


def list_companies(
    text: str = "",
    order: Order | None = None,
    *,
    state: CompanyState | None = None,
    among: Select[int] | None = None,
) -> Listed[Company]:
    """With how many projects each has, newest first; ``text`` is part of the name or of the USCC, ``among`` selects
    ids."""
    rows = select(Company).options(with_expression(Company.project_count, _project_count))
    if state is not None:
        rows = rows.where(Company.state == state)
    if among is not None:
        rows = rows.where(Company.id.in_(among))
    if key := name_key(text):
        coded = Company.uscc.contains(clean_uscc(text), autoescape=True)
        rows = rows.where(or_(Company.name_key.contains(key, autoescape=True), coded))
    return Listed(ordered(rows, COMPANIES_BY, order, Company.made_at.desc(), Company.id.desc()))


def list_owners(project_ids: list[int]) -> list[tuple[int, Member]]:
    """(project id, member of its company) for letters; who is deactivated gets none."""
    rows = (
        select(Project.id, Member)
        .join(Member, Member.company_id == Project.company_id)
        .join(Member.person)
        .where(Project.id.in_(project_ids), Person.active)
        .options(contains_eager(Member.person))
        .order_by(Project.id, Member.id)
    )
    return [(project_id, member) for project_id, member in db.session.execute(rows)]


@dataclass(frozen=True)
class CompanyName:
    """By what a ledger finds a company."""

    id: int
    name_key: str
    uscc: str | None
    name: str


@dataclass(frozen=True)
class ProjectName:
    """By what a ledger finds a project."""

    id: int
    name_key: str
    company_id: int | None
    stub: bool


def list_company_names() -> list[CompanyName]:
    rows = select(Company.id, Company.name_key, Company.uscc, Company.name).order_by(Company.id)
    return [CompanyName(*row) for row in db.session.execute(rows)]


def list_project_names() -> list[ProjectName]:
    rows = select(Project.id, Project.name_key, Project.company_id, Project.stub).order_by(Project.id)
    return [ProjectName(*row) for row in db.session.execute(rows)]


def list_company_titles(limit: int = 500) -> list[str]:
    """Names to choose from while typing, the newest first."""
    rows = select(Company.name).order_by(Company.id.desc()).limit(limit)
    return list(dict.fromkeys(db.session.scalars(rows)))
