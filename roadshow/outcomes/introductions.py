"""Who introduced whom to a project or a firm: as somebody noted it, or as an institution marked its interest here."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload, lazyload

from roadshow.accounts.models import Person
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.foundation.errors import Missing
from roadshow.foundation.text import name_key
from roadshow.investors.models import Contact, Institution
from roadshow.investors.states import InstitutionState
from roadshow.meetings.models import Interest, Said
from roadshow.pitches.models import Pitch
from roadshow.pitches.states import PitchState
from roadshow.programme.models import Roadshow
from roadshow.programme.spoken import title_column
from roadshow.projects.models import Project

from .pursuits import Introduction

OF_A_HOUSE = re.compile(r".*（(.+)）|.*\((.+)\)")
LISTED = 200  # of one institution
Thing = tuple[int | None, int | None]  # a project's id, or else a firm's


@dataclass(frozen=True)
class Introduced:
    """``noted_id`` is None where an institution marked its interest and nobody noted who introduced it: the roadshow
    did at which it said so first, on the day ``since``."""

    whom: str
    whom_key: str
    institution_id: int | None
    by: object
    by_institution_id: int | None = None
    by_roadshow_id: int | None = None
    noted_id: int | None = None
    since: date | None = None


@dataclass(frozen=True)
class Known:
    """One of an institution's: to which project or firm."""

    thing: str
    project_id: int | None
    introduced: Introduced


@dataclass(frozen=True)
class Named:
    """What the words of who introduces name, where we know it."""

    institution_id: int | None = None
    roadshow_id: int | None = None


def list_introduced(
    project_ids: Collection[int], company_ids: Collection[int], *, marked: bool = True
) -> dict[Thing, list[Introduced]]:
    """Of these projects and firms, those noted first; ``marked``: also what institutions marked. Two statements."""
    noted = select(Introduction).options(joinedload(Introduction.by_roadshow))
    of_these = Introduction.project_id.in_(project_ids) | Introduction.company_id.in_(company_ids)
    found: dict[Thing, list[Introduced]] = {}
    for row in db.session.scalars(noted.where(of_these).order_by(Introduction.noted_at, Introduction.id)):
        found.setdefault((row.project_id, row.company_id), []).append(as_noted(row))
    for interest, first in _list_marked(Interest.project_id.in_(project_ids)) if marked else ():
        known = found.setdefault((interest.project_id, None), [])
        if interest.institution.name_key not in {each.whom_key for each in known}:
            known.append(_as_marked(interest, first))
    return found


def as_noted(row: Introduction) -> Introduced:
    by = row.by_roadshow.spoken_title if row.by_roadshow else row.by
    return Introduced(
        row.whom, row.whom_key, row.institution_id, by, row.by_institution_id, row.by_roadshow_id, row.id
    )


def _as_marked(interest: Interest, first: Said) -> Introduced:
    house, at = interest.institution, first.roadshow
    since = clock.local(first.at).date()
    return Introduced(
        house.name, house.name_key, house.id, at.spoken_title, by_roadshow_id=at.id, since=since
    )


def _list_marked(narrow: ColumnElement[bool]) -> list[tuple[Interest, Said]]:
    """Interests that stand, each with the first time that it was said; the latest of these first."""
    rows = select(Interest, Said).join(Said, Said.interest_id == Interest.id).where(narrow)
    rows = rows.where(Interest.level.is_not(None), Said.level.is_not(None))
    rows = rows.options(
        joinedload(Interest.institution).lazyload(Institution.contacts),
        joinedload(Interest.project).lazyload(Project.company),
        lazyload(Interest.roadshow),
    )
    latest_first = db.session.execute(rows.order_by(Said.at.desc(), Said.id.desc())).all()
    first = dict(latest_first)  # of each interest the last of these: the earliest
    return sorted(first.items(), key=lambda pair: (pair[1].at, pair[1].id), reverse=True)


def list_of_institution(institution_id: int, *, marked: bool = True) -> list[Known]:
    """By whom it was introduced to what, and whom it introduced itself; the latest first."""
    own = or_(Introduction.institution_id == institution_id, Introduction.by_institution_id == institution_id)
    rows = select(Introduction).where(own).order_by(Introduction.noted_at.desc(), Introduction.id.desc())
    parts = (Introduction.project, Introduction.company, Introduction.by_roadshow)
    found = list(db.session.scalars(rows.options(*map(joinedload, parts)).limit(LISTED)))
    noted = [Known(_name_of(row), row.project_id, as_noted(row)) for row in found]
    known = {row.project_id for row in found if row.institution_id == institution_id}
    return noted + [
        Known(interest.project.name, interest.project_id, _as_marked(interest, first))
        for interest, first in (_list_marked(Interest.institution_id == institution_id) if marked else ())
        if interest.project_id not in known
    ]


def _name_of(row: Introduction) -> str:
    thing = row.project or row.company
    return thing.name if thing else ""


def get_introduction(introduction_id: int) -> Introduction:
    """Raises: Missing."""
    row = db.session.get(Introduction, introduction_id)
    if row is None:
        raise Missing(f"introduction {introduction_id}")
    return row


def find_introduction(thing: Thing, whom: str) -> Introduction | None:
    project_id, company_id = thing
    rows = select(Introduction).where(Introduction.whom_key == name_key(whom))
    rows = rows.where(Introduction.project_id == project_id, Introduction.company_id == company_id)
    return db.session.scalar(rows)


def named(words: str, project_id: int | None) -> Named:
    """An institution, somebody of one 「name（institution）」, or a roadshow of the project, by its title."""
    house = OF_A_HOUSE.fullmatch(words)
    names = {name_key(words), *(name_key(part) for part in (house.groups() if house else ()) if part)}
    titled = select(Roadshow.id).join(Pitch, Pitch.roadshow_id == Roadshow.id)
    titled = titled.where(Pitch.project_id == project_id, or_(*_titled(words)))
    roadshow_id = db.session.scalar(titled.order_by(Roadshow.on.desc(), Roadshow.id.desc()).limit(1))
    if roadshow_id is not None:
        return Named(roadshow_id=roadshow_id)
    return Named(institution_id=find_institution_id(names))


def _titled(words: str) -> tuple[ColumnElement[bool], ...]:
    """By its title in either language."""
    return Roadshow.title_key == name_key(words), func.lower(Roadshow.title_en) == words.lower()


def find_institution_id(keys: Iterable[str]) -> int | None:
    rows = select(Institution.id).where(Institution.name_key.in_([key for key in keys if key]))
    rows = rows.where(Institution.state != InstitutionState.MERGED).order_by(Institution.id)
    return db.session.scalar(rows.limit(1))


def list_institution_names() -> list[str]:
    rows = select(Institution.name).where(Institution.state != InstitutionState.MERGED)
    return list(db.session.scalars(rows.order_by(Institution.name, Institution.id)))


def list_who_introduce(project_id: int | None) -> list[str]:
    """Whom a form offers: the project's roadshows, then institutions and those who act for them."""
    staged = select(title_column()).join(Pitch, Pitch.roadshow_id == Roadshow.id)
    staged = staged.where(Pitch.project_id == project_id, Pitch.state == PitchState.PRESENTED)
    titles = list(db.session.scalars(staged.order_by(Roadshow.on.desc(), Roadshow.id.desc())))
    acting = select(Person.name, Institution.name).join(Contact, Contact.person_id == Person.id)
    acting = acting.join(Institution, Institution.id == Contact.institution_id).where(Person.active)
    people = [
        f"{person}（{house}）"
        for person, house in db.session.execute(acting.order_by(func.lower(Person.name), Person.id))
    ]
    return [*dict.fromkeys(titles), *list_institution_names(), *people]
