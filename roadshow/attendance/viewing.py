"""Who was shown what a project handed in: noted before it is shown, told to its owners, counted by persons."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from roadshow.accounts.models import Person
from roadshow.documents.models import Document, Version, View, ViewKind
from roadshow.foundation import clock
from roadshow.foundation.db import db, hold_name, operation
from roadshow.foundation.listing import containing
from roadshow.investors.models import Institution
from roadshow.pitches.models import Pitch
from roadshow.programme.models import Roadshow
from roadshow.programme.states import WITH_AGENDA, RoadshowState
from roadshow.projects.models import Project

from .access import SHOWN, Access, Layer, Reader, get_readable, get_roadshow, reader_of
from .models import Viewing, Warned

WARN_AT = 200  # persons: an offer to more than these would no longer be a private one


@dataclass(frozen=True)
class Look:
    """What of a project an institution has looked at: how many of its people, how often, how many different pages of
    the decks. ``institution`` is empty for people who act for none."""

    institution: str
    people: int
    times: int
    pages: int
    last_at: datetime


@operation
def open_pitch(pitch_id: int, *, person: Person) -> tuple[Reader, Pitch, Access]:
    """What this person may read of it now, noted before it is shown; each time is a row of its own.

    Raises: Missing where it is not there for them.
    """
    reader = reader_of(person)
    pitch, access = get_readable(reader, pitch_id)
    if access.reads(Layer.SUMMARY):
        institution_id = reader.institution.id if reader.institution else None
        shown = {"pitch_id": pitch.id, "project_id": pitch.project_id, "institution_id": institution_id}
        db.session.add(Viewing(**shown, person_id=person.id, at=clock.now()))
    return reader, pitch, access


@operation
def read_warning(roadshow_id: int, *, person: Person) -> None:
    """They have read the notice of risk; twice is once. Raises: Missing where they are not invited."""
    hold_name(f"warned {roadshow_id} {person.id}")
    reader = reader_of(person)
    if get_roadshow(reader, roadshow_id).id not in reader.warned:
        db.session.add(Warned(roadshow_id=roadshow_id, person_id=person.id, at=clock.now()))


def count_viewers(project_ids: Collection[int]) -> dict[int, int]:
    """Project → how many different persons were ever shown it, at all roadshows together; none is left out."""
    rows = select(Viewing.project_id, func.count(Viewing.person_id.distinct()))
    rows = rows.where(Viewing.project_id.in_(project_ids)).group_by(Viewing.project_id)
    return dict.fromkeys(project_ids, 0) | dict(db.session.execute(rows).all())


def list_widely_seen() -> list[tuple[Project, int]]:
    """Projects that so many persons were shown and that are still to be read at some roadshow, by name."""
    many = func.count(Viewing.person_id.distinct())
    seen = select(Viewing.project_id, many.label("many")).group_by(Viewing.project_id)
    seen_by = seen.having(many >= WARN_AT).subquery()
    shown = select(Pitch.project_id).join(Pitch.roadshow).where(Pitch.state.in_(SHOWN))
    shown = shown.where(Roadshow.state.in_(WITH_AGENDA - {RoadshowState.CLOSED}))
    rows = select(Project, seen_by.c.many).join(seen_by, seen_by.c.project_id == Project.id)
    rows = rows.where(Project.id.in_(shown)).order_by(Project.name, Project.id)
    return [(project, count) for project, count in db.session.execute(rows)]


def list_looks(project_id: int, text: str = "") -> list[Look]:
    """By institution, of those with the text in their name; who was last comes first."""
    last, person = func.max(Viewing.at), func.count(Viewing.person_id.distinct())
    rows = select(Viewing.institution_id, Institution.name, person, func.count(Viewing.id), last)
    rows = rows.join(Institution, Institution.id == Viewing.institution_id, isouter=True)
    rows = containing(rows, text, Institution.name)
    rows = rows.where(Viewing.project_id == project_id).group_by(Viewing.institution_id, Institution.name)
    pages = _pages_by_institution(project_id)
    return [
        Look(name or "", people, times, pages.get(institution_id, 0), at)
        for institution_id, name, people, times, at in db.session.execute(
            rows.order_by(last.desc(), Viewing.institution_id)
        )
    ]


def _pages_by_institution(project_id: int) -> dict[int | None, int]:
    """Different pages of this project's decks that were shown to people while they acted for it: each page counts for
    whom they came when they last opened the project before."""
    opened = select(Viewing.id).where(Viewing.project_id == project_id, Viewing.person_id == View.person_id)
    opened = opened.where(Viewing.at <= View.at).order_by(Viewing.at.desc(), Viewing.id.desc()).limit(1)
    page = View.version_id * 1000 + View.page
    rows = select(Viewing.institution_id, func.count(page.distinct())).select_from(View)
    rows = rows.join(Viewing, Viewing.id == opened.correlate(View).scalar_subquery())
    rows = rows.join(Version, Version.id == View.version_id).join(
        Document, Document.id == Version.document_id
    )
    rows = rows.where(Document.thing == "project", Document.thing_id == project_id)
    rows = rows.where(View.kind == ViewKind.PAGE).group_by(Viewing.institution_id)
    return dict(db.session.execute(rows).all())
