"""All that is known of a project at one moment: taken of the living rows, or read from a frozen copy."""

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, fields, is_dataclass, replace
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from sqlalchemy.orm import selectinload

from .choices import APART, DECLARED_VERSION
from .facts import (
    STEP_OF,
    ApplicantFacts,
    FinancingFacts,
    LandingFacts,
    MarketFacts,
    ProjectFacts,
    RightFacts,
    RoundFacts,
    StepFacts,
    TeamFacts,
    TeammateFacts,
    TechnologyFacts,
    YearFacts,
)
from .models import Dossier, Project

F = TypeVar("F")
CONTACT = ("contact_name", "contact_mobile", "contact_email")
ROWS: dict[str, type] = {
    "years": YearFacts,
    "rounds": RoundFacts,
    "people": TeammateFacts,
    "rights": RightFacts,
}


@dataclass(frozen=True)
class Declaration:
    """Something agreed to or declared; ``what`` is a code of ``choices.DECLARED``."""

    what: str
    version: int
    at: datetime
    by: str = ""


@dataclass(frozen=True)
class Snapshot:
    """A project with its firm and its form. ``decks`` are the versions of its documents, once it is frozen."""

    overview: ProjectFacts
    company: str = ""
    uscc: str = ""
    applicant: ApplicantFacts = field(default_factory=ApplicantFacts)
    technology: TechnologyFacts = field(default_factory=TechnologyFacts)
    market: MarketFacts = field(default_factory=MarketFacts)
    financing: FinancingFacts = field(default_factory=FinancingFacts)
    team: TeamFacts = field(default_factory=TeamFacts)
    landing: LandingFacts = field(default_factory=LandingFacts)
    declared: tuple[Declaration, ...] = ()
    decks: tuple[int, ...] = ()

    def step(self, step: str) -> StepFacts:
        """The answers of one step, by its code in ``choices.STEPS``."""
        facts: StepFacts = getattr(self, step)
        return facts

    def kept(self) -> dict[str, Any]:
        """As a frozen copy holds it: plain JSON."""
        plain: dict[str, Any] = json.loads(_written(self))
        return plain


def whole(under: Any = None) -> list[Any]:
    """What a list of projects loads whose snapshots are taken, or a list of what leads to them by the loading
    ``under``: the dossiers and their rows, a statement for each kind."""
    dossier = under.selectinload(Project.dossier) if under else selectinload(Project.dossier)
    return [dossier, *(dossier.selectinload(getattr(Dossier, rows)) for rows in (*ROWS, "declared"))]


def brief_of(project: Project) -> Snapshot:
    """The project and its firm, without the form."""
    company = project.company
    name, uscc = (company.name, company.uscc or "") if company else ("", "")
    return Snapshot(_of(ProjectFacts, project), name, uscc)


def snapshot_of(project: Project) -> Snapshot:
    """As its rows are now."""
    dossier, brief = project.dossier, brief_of(project)
    if dossier is None:
        return brief
    declared = dossier.declared
    said = {row.what for row in declared if row.version == DECLARED_VERSION.get(row.what)}
    steps: dict[str, Any] = {
        step: _of(kind, dossier, said) for kind, step in STEP_OF.items() if kind is not ProjectFacts
    }
    rows = tuple(Declaration(row.what, row.version, row.at, row.by) for row in declared)
    return replace(brief, declared=rows, **steps)


def read(kept: Mapping[str, Any]) -> Snapshot:
    """A frozen copy; of an older one what nobody asked then is as if not answered."""
    snapshot: Snapshot = _read(Snapshot, kept)
    return snapshot


def read_brief(kept: Mapping[str, Any]) -> Snapshot:
    """Of a frozen copy what ``brief_of`` takes."""
    return read({name: kept[name] for name in ("overview", "company", "uscc") if name in kept})


def as_agreed(frozen: Snapshot, project: Project) -> Snapshot:
    """The frozen copy with what may be taken back at any time as it is now, and whom to ask now: a contact that was
    replaced, or left with a firm's former owner, is shown to nobody any more."""
    dossier = project.dossier
    contact = {name: getattr(dossier, name) for name in CONTACT} if dossier else {}
    declared = project.dossier.declared if project.dossier else []
    rows = [Declaration(row.what, row.version, row.at, row.by) for row in declared if row.what in APART]
    said = {row.what for row in rows if row.version == DECLARED_VERSION[row.what]}
    consents: dict[str, Any] = {what: what in said for what in APART}
    rows += [row for row in frozen.declared if row.what not in APART]
    in_order = tuple(sorted(rows, key=lambda row: (row.at, row.what)))  # as the living rows come
    return replace(
        frozen,
        applicant=replace(frozen.applicant, **contact),
        landing=replace(frozen.landing, **consents),
        declared=in_order,
    )


def print_of(facts: StepFacts) -> str:
    """By which a form knows whether somebody has changed the step since."""
    return sha256(_written(facts).encode()).hexdigest()[:16]


def _of(kind: type[F], row: object, said: Collection[str] = ()) -> F:
    """Facts out of a row: its columns, the rows below it, and what was declared."""
    answers: dict[str, Any] = {}
    for each in fields(kind):  # type: ignore[arg-type]  # a dataclass
        if each.name in ROWS:
            answers[each.name] = tuple(_of(ROWS[each.name], below) for below in getattr(row, each.name))
        elif each.name in DECLARED_VERSION:
            answers[each.name] = each.name in said
        else:
            answers[each.name] = getattr(row, each.name)
    return kind(**answers)


def _written(facts: object) -> str:
    return json.dumps(asdict(facts), default=_spelled, ensure_ascii=False)  # type: ignore[call-overload]  # a dataclass


def _spelled(value: date | datetime) -> str:
    return value.isoformat()


def _read(kind: Any, kept: Any) -> Any:
    """What ``_written`` wrote, by the type that it had."""
    if get_origin(kind) in (Union, UnionType):
        return None if kept is None else _read(get_args(kind)[0], kept)
    if get_origin(kind) is tuple:
        return tuple(_read(get_args(kind)[0], each) for each in kept)
    if kind in (date, datetime):
        return kind.fromisoformat(kept)
    if isinstance(kind, type) and is_dataclass(kind):
        types = _types(kind)
        return kind(**{name: _read(types[name], value) for name, value in kept.items() if name in types})
    return kept


@cache
def _types(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)
