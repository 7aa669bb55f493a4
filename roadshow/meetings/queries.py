from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager

from roadshow.foundation.db import db
from roadshow.foundation.errors import Missing
from roadshow.foundation.listing import Listed, Order, in_turn, ordered
from roadshow.foundation.text import name_key
from roadshow.investors.models import Institution
from roadshow.programme.models import Roadshow
from roadshow.projects.models import Project

from .models import TOLD, Interest, InterestLevel, Note, PassedOn, Said


@dataclass(frozen=True)
class Wanted:
    """Which interests: ``text`` is part of an institution's or a project's name, None leaves a thing open. What was
    taken back is among them only where it is asked for."""

    text: str = ""
    level: InterestLevel | None = None
    roadshow_id: int | None = None
    institution_id: int | None = None
    project_id: int | None = None
    taken_back: bool = False
    among: Select[int] | None = None


INTERESTS_BY = {
    "project": Project.name,
    "institution": Institution.name,
    "level": in_turn(Interest.level, InterestLevel),
    "low": Interest.low_fen,
    "high": Interest.high_fen,
    "roadshow": Roadshow.on,
    "by": Interest.by,
    "at": Interest.at,
}


def list_interests(wanted: Wanted = Wanted(), order: Order | None = None) -> Listed[Interest]:
    """With institution, project and roadshow, the latest first."""
    rows = select(Interest).join(Interest.institution).join(Interest.project).join(Interest.roadshow)
    rows = rows.options(
        contains_eager(Interest.institution).lazyload(Institution.contacts),
        contains_eager(Interest.project),
        contains_eager(Interest.roadshow),
    )
    if key := name_key(wanted.text):
        named = [each.name_key.contains(key, autoescape=True) for each in (Institution, Project)]
        rows = rows.where(named[0] | named[1])
    if wanted.among is not None:
        rows = rows.where(Interest.id.in_(wanted.among))
    if wanted.level or not wanted.taken_back:
        rows = rows.where(Interest.level == wanted.level if wanted.level else Interest.level.is_not(None))
    for column, value in (
        (Interest.roadshow_id, wanted.roadshow_id),
        (Interest.institution_id, wanted.institution_id),
        (Interest.project_id, wanted.project_id),
    ):
        rows = rows if value is None else rows.where(column == value)
    return Listed(ordered(rows, INTERESTS_BY, order, Interest.at.desc(), Interest.id.desc()))


def count_by_level(wanted: Wanted = Wanted()) -> dict[InterestLevel, int]:
    """Of one roadshow, institution or project, or of all; levels without any are left out."""
    rows = select(Interest.level, func.count(Interest.id)).where(Interest.level.is_not(None))
    for column, value in (
        (Interest.roadshow_id, wanted.roadshow_id),
        (Interest.institution_id, wanted.institution_id),
        (Interest.project_id, wanted.project_id),
    ):
        rows = rows if value is None else rows.where(column == value)
    counts = db.session.execute(rows.group_by(Interest.level))
    return {level: count for level, count in counts if level is not None}


def find_interest(institution_id: int, project_id: int) -> Interest | None:
    """Also one that was taken back."""
    rows = select(Interest).where(Interest.institution_id == institution_id)
    return db.session.scalar(rows.where(Interest.project_id == project_id))


def get_own_interest(institution_id: int, interest_id: int) -> Interest:
    """Raises: Missing, also when it is another institution's."""
    interest = db.session.get(Interest, interest_id)
    if interest is None or interest.institution_id != institution_id:
        raise Missing(f"interest {interest_id} of institution {institution_id}")
    return interest


def get_interest(interest_id: int) -> Interest:
    """Raises: Missing."""
    interest = db.session.get(Interest, interest_id)
    if interest is None:
        raise Missing(f"interest {interest_id}")
    return interest


def list_roadshows() -> list[Roadshow]:
    """At which the interests of now were said, the latest first."""
    said = select(Interest.roadshow_id).where(Interest.level.is_not(None))
    rows = select(Roadshow).where(Roadshow.id.in_(said))
    return list(db.session.scalars(rows.order_by(Roadshow.on.desc(), Roadshow.id.desc())))


def list_own_interests(institution_id: int, project_ids: Collection[int]) -> dict[int, Interest]:
    """Project → what this institution would like with it now."""
    rows = select(Interest).where(Interest.institution_id == institution_id, Interest.level.is_not(None))
    rows = rows.where(Interest.project_id.in_(project_ids))
    return {interest.project_id: interest for interest in db.session.scalars(rows)}


def list_told(project_id: int) -> list[Interest]:
    """What its owners learn of, the latest first."""
    rows = select(Interest).where(Interest.project_id == project_id, Interest.level.in_(TOLD))
    return list(db.session.scalars(rows.order_by(Interest.at.desc(), Interest.id.desc())))


def list_said(interest_id: int) -> list[Said]:
    """Each time, the latest first."""
    rows = select(Said).where(Said.interest_id == interest_id).order_by(Said.at.desc(), Said.id.desc())
    return list(db.session.scalars(rows))


def was_said(interest_id: int, level: InterestLevel, since: datetime) -> bool:
    rows = select(Said.id).where(Said.interest_id == interest_id, Said.level == level, Said.at > since)
    return db.session.scalar(rows.limit(1)) is not None


def list_notes(institution_id: int, project_id: int) -> list[Note]:
    """An institution's own on a project, the latest first."""
    rows = select(Note).where(Note.institution_id == institution_id, Note.project_id == project_id)
    return list(db.session.scalars(rows.order_by(Note.at.desc(), Note.id.desc())))


def get_own_note(person_id: int, institution_id: int, note_id: int) -> Note:
    """Raises: Missing, also when a colleague wrote it, or they act for another institution by now."""
    note = db.session.get(Note, note_id)
    if note is None or (note.person_id, note.institution_id) != (person_id, institution_id):
        raise Missing(f"note {note_id} of {person_id}")
    return note


def list_passed_on(project_id: int) -> list[PassedOn]:
    """To whom its contact was shown, the latest first."""
    rows = select(PassedOn).where(PassedOn.project_id == project_id)
    return list(db.session.scalars(rows.order_by(PassedOn.at.desc(), PassedOn.id.desc())))


def was_passed_on(project_id: int, person_id: int) -> bool:
    """Whether its contact was shown to this person."""
    rows = select(PassedOn.id).where(PassedOn.project_id == project_id, PassedOn.person_id == person_id)
    return db.session.scalar(rows.limit(1)) is not None
