from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import aliased

from roadshow.accounts.letters import reader_of
from roadshow.accounts.models import Person
from roadshow.accounts.queries import list_people_by_id
from roadshow.foundation.db import db
from roadshow.foundation.errors import Missing
from roadshow.foundation.listing import Listed, containing
from roadshow.notices.readers import Reader
from roadshow.pitches import queries as pitches
from roadshow.pitches.models import Pitch
from roadshow.pitches.states import PitchState
from roadshow.programme.models import Roadshow
from roadshow.programme.states import BEFORE_HELD, HELD, WITH_AGENDA
from roadshow.projects.models import Member, Project

from .draft import Draft, draft_of
from .models import Slot, Version


def get_draft(roadshow_id: int) -> Draft:
    """The newest version beside the public one; an empty one while nobody has begun."""
    ends = _versions(roadshow_id).where(_is_newest())
    return _draft_of([draft_of(version) for version in db.session.scalars(ends)]) or Draft(roadshow_id)


def is_redrafted(roadshow_id: int) -> bool:
    """Whether its order is another than the one that is public."""
    draft = get_draft(roadshow_id)
    return not draft.same_as(draft.was_public)


def list_unpublished() -> list[Roadshow]:
    """Those still to be held whose order is another than the one that is public, by day."""
    rows = select(Roadshow, Version).join(Version, Version.roadshow_id == Roadshow.id)
    rows = rows.where(Roadshow.state.in_(WITH_AGENDA - HELD), _is_newest())
    rows = rows.order_by(Roadshow.on, Roadshow.id, Version.number.desc())
    ends: dict[Roadshow, list[Draft]] = {}
    for roadshow, version in db.session.execute(rows):
        ends.setdefault(roadshow, []).append(draft_of(version))
    drafts = [(roadshow, _draft_of(found)) for roadshow, found in ends.items()]
    return [roadshow for roadshow, draft in drafts if draft and not draft.same_as(draft.was_public)]


def _is_newest() -> ColumnElement[bool]:
    """Of all of its roadshow, or of those that were made public."""
    other = aliased(Version)
    newest = select(func.max(other.number)).where(other.roadshow_id == Version.roadshow_id)
    public = newest.where(other.published_at.is_not(None))
    return or_(Version.number == newest.scalar_subquery(), Version.number == public.scalar_subquery())


def _draft_of(ends: list[Draft]) -> Draft | None:
    """The newest, and at the end the public one, if there are any."""
    return replace(ends[0], public=ends[-1] if ends[-1].published else None) if ends else None


def get_version(roadshow_id: int, number: int) -> Draft:
    """Raises: Missing."""
    version = db.session.scalar(_versions(roadshow_id).where(Version.number == number))
    if version is None:
        raise Missing(f"version {number} of the agenda of roadshow {roadshow_id}")
    return draft_of(version)


def get_published(roadshow_id: int) -> Draft:
    """What was last made public; an empty one when nothing was."""
    public = _versions(roadshow_id).where(Version.published_at.is_not(None))
    version = db.session.scalar(public.limit(1))
    return draft_of(version) if version else Draft(roadshow_id)


def list_speakers(ids: Collection[int | None]) -> list[Person]:
    """Of these people those who may sign in."""
    found = list_people_by_id({person_id for person_id in ids if person_id is not None})
    return [person for person in found if person.active]


def list_readers_told(roadshow_id: int) -> list[Reader]:
    """Whom a change of plans concerns, each address once: who applied with a project that is still in it, and who
    speaks."""
    speakers = list_speakers([part.speaker_id for part in get_published(roadshow_id).parts])
    readers = [*pitches.list_readers_told(roadshow_id), *map(reader_of, speakers)]
    return list({reader.address: reader for reader in readers}.values())


def list_begun(roadshow_ids: Collection[int]) -> set[int]:
    """Those of these roadshows whose order somebody has begun."""
    rows = select(Version.roadshow_id).where(Version.roadshow_id.in_(roadshow_ids))
    return set(db.session.scalars(rows.distinct()))


def list_versions_after(roadshow_id: int, number: int) -> list[Version]:
    """The first of them first."""
    rows = select(Version).where(Version.roadshow_id == roadshow_id, Version.number > number)
    return list(db.session.scalars(rows.order_by(Version.number)))


def list_published_versions(*roadshow_ids: int) -> list[Version]:
    """All that were ever public of these roadshows, of each the first of them first."""
    rows = select(Version).where(Version.roadshow_id.in_(roadshow_ids), Version.published_at.is_not(None))
    return list(db.session.scalars(rows.order_by(Version.roadshow_id, Version.number)))


def list_versions(roadshow_id: int, text: str = "") -> Listed[Version]:
    """The newest first; ``text`` is part of who made it."""
    return Listed(containing(_versions(roadshow_id), text, Version.who))


def find_drawing(roadshow_id: int) -> Version | None:
    """The last time that lots were drawn."""
    return db.session.scalar(_versions(roadshow_id).where(Version.what == "agenda.drawn").limit(1))


def _versions(roadshow_id: int) -> Select[Version]:
    return select(Version).where(Version.roadshow_id == roadshow_id).order_by(Version.number.desc())


def list_slots(roadshow_id: int) -> list[Slot]:
    """The running order, with pitch and project."""
    return list(
        db.session.scalars(select(Slot).where(Slot.roadshow_id == roadshow_id).order_by(Slot.begins, Slot.id))
    )


def list_public_slots(roadshow_id: int) -> list[Slot]:
    """The running order as a visitor reads it: without projects that have withdrawn."""
    return list_public_slots_of([roadshow_id]).get(roadshow_id, [])


def list_public_slots_of(roadshow_ids: Collection[int]) -> dict[int, list[Slot]]:
    """Roadshow id → its running order as a visitor reads it."""
    shown = or_(Slot.pitch_id.is_(None), Pitch.state != PitchState.WITHDRAWN)
    rows = select(Slot).outerjoin(Slot.pitch).where(Slot.roadshow_id.in_(roadshow_ids), shown)
    slots: dict[int, list[Slot]] = {}
    for slot in db.session.scalars(rows.order_by(Slot.roadshow_id, Slot.begins, Slot.id)):
        slots.setdefault(slot.roadshow_id, []).append(slot)
    return slots


def find_slot_of(pitch_id: int) -> Slot | None:
    return db.session.scalar(select(Slot).where(Slot.pitch_id == pitch_id))


@dataclass(frozen=True)
class StageTime:
    """When a project stands on stage; the last ``questions`` of its ``minutes`` are for answers."""

    pitch: Pitch
    starts_at: datetime
    minutes: int
    questions: int

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)


def list_own_stage_times(person_id: int) -> list[StageTime]:
    """Of this person's projects at roadshows still to come, the next first."""
    rows = select(Slot).join(Slot.pitch).join(Pitch.roadshow).join(Pitch.project)
    rows = rows.join(Member, Member.company_id == Project.company_id).where(Member.person_id == person_id)
    rows = rows.where(Pitch.state == PitchState.SCHEDULED, Roadshow.state.in_(BEFORE_HELD))
    times = map(_stage_time, db.session.scalars(rows.order_by(Roadshow.starts_at, Slot.begins, Slot.id)))
    return [time for time in times if time is not None]


def list_public_stage_times(roadshow_ids: Collection[int]) -> dict[int, list[StageTime]]:
    """Roadshow id → who is on its stage when, as a visitor may know."""
    orders = list_public_slots_of(roadshow_ids)
    times = {roadshow_id: map(_stage_time, slots) for roadshow_id, slots in orders.items()}
    return {roadshow_id: [time for time in order if time] for roadshow_id, order in times.items()}


def find_stage_time(pitch: Pitch) -> StageTime | None:
    """None while it has no place in a running order."""
    slot = find_slot_of(pitch.id)
    return _stage_time(slot) if slot else None


def _stage_time(slot: Slot) -> StageTime | None:
    pitch = slot.pitch
    if pitch is None or pitch.roadshow.starts_at is None or pitch.roadshow.date_pending:
        return None
    starts_at = pitch.roadshow.starts_at + timedelta(minutes=slot.begins)
    return StageTime(pitch, starts_at, slot.minutes, slot.questions)
