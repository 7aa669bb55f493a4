"""What was handed in stands as it was when its call closed, by the clock: a copy is made when the project changes."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import defaultload

from roadshow.documents.operations import cite
from roadshow.documents.queries import list_current
from roadshow.foundation.db import db, hold
from roadshow.programme.models import Roadshow
from roadshow.projects.snapshot import Snapshot, read, snapshot_of, whole

from .models import Pitch

WHOLE = whole(defaultload(Pitch.project))  # for a list of applications, what ``told_by`` asks for


def told_by(pitch: Pitch) -> Snapshot:
    """What this application says of its project: the frozen copy where there is one, else the project as it is."""
    return read(pitch.frozen) if pitch.frozen and pitch.is_frozen else snapshot_of(pitch.project)


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
