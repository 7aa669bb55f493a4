"""What was handed in stands as it was when its call closed, by the clock: a copy is made when the project changes."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import defaultload

from roadshow.documents.models import Version
from roadshow.documents.operations import cite
from roadshow.documents.queries import list_current, list_sound
from roadshow.foundation.db import db, hold
from roadshow.foundation.listing import in_turn
from roadshow.programme.models import Roadshow
from roadshow.projects.models import Company, Project
from roadshow.projects.snapshot import Snapshot, as_agreed, read, snapshot_of, whole

from .models import Pitch

WHOLE = whole(defaultload(Pitch.project))  # for a list of applications, what ``told_by`` asks for


def told_by(pitch: Pitch) -> Snapshot:
    """What this application says of its project: the frozen copy where there is one, else the project as it is.

    Consents that may be taken back at any time, and the contact, are those of now.
    """
    if pitch.frozen and pitch.is_frozen:
        return as_agreed(read(pitch.frozen), pitch.project)
    return snapshot_of(pitch.project)


def decks_of(pitch: Pitch) -> list[Version]:
    """The decks that belong to this application, with their documents: those that were handed in, which no later
    version replaces; while nothing has changed since, those that its project shows now."""
    if pitch.frozen and pitch.is_frozen:
        return list_sound(told_by(pitch).decks)
    return list_current("project", pitch.project_id)


def said_of(answer: str, words: Collection[str] = ()) -> ColumnElement[Any]:
    """In a statement on applications what ``Pitch.brief`` says: ``name``, ``sector`` or ``stage`` of the project, or
    ``company``, its firm's name; where ``words`` are given, which of these it is."""
    project = select(Project).where(Project.id == Pitch.project_id).correlate(Pitch)
    closed_at = select(Roadshow.call_closes_at).where(Roadshow.id == Pitch.roadshow_id).correlate(Pitch)
    frozen = and_(Pitch.frozen_at >= Pitch.submitted_at, Pitch.frozen_at >= closed_at.scalar_subquery())
    kept: ColumnElement[Any]
    living: Any
    if answer == "company":
        project = project.join(Project.company)
        kept, living = func.nullif(Pitch.frozen["company"].as_string(), ""), Company.name
    else:
        kept, living = Pitch.frozen[("overview", answer)].as_string(), getattr(Project, answer)
    if words:
        kept, living = in_turn(kept, words), in_turn(living, words)
    return case((frozen, kept), else_=project.with_only_columns(living).scalar_subquery())


def freeze(project_ids: Collection[int], now: datetime) -> None:
    """Keep what the applications of these projects say, of those whose call is over and that have no copy yet, and the
    decks that are shown now.

    For a followup, before the change. Each is locked and looked at again: two changes at once make one copy.
    """
    rows = select(Pitch).join(Pitch.roadshow).where(Pitch.project_id.in_(project_ids))
    rows = rows.where(Pitch.submitted_at.is_not(None), Roadshow.call_closes_at <= now).order_by(Pitch.id)
    for pitch in list(db.session.scalars(rows)):
        if pitch.is_frozen:
            continue
        decks = [version.id for version in list_current("project", pitch.project_id)]
        cite(decks, "pitch", pitch.id)  # it locks the documents, which stand below
        if not hold(pitch).is_frozen:
            told = replace(snapshot_of(pitch.project), decks=tuple(decks))
            pitch.frozen, pitch.frozen_at = told.kept(), now
