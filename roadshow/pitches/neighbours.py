"""The application before one and the one after it, for who goes through them in turn."""

from dataclasses import dataclass

from sqlalchemy import select

from roadshow.foundation.db import db

from .models import Pitch
from .states import PitchState


@dataclass(frozen=True)
class Neighbours:
    """Where an application stands among those of its roadshow, in the order of arrival; ids of the ones around it."""

    number: int
    count: int
    before: int | None
    after: int | None


def find_neighbours(pitch: Pitch) -> Neighbours:
    """Drafts are none; the application itself must not be one."""
    rows = select(Pitch.id).where(Pitch.roadshow_id == pitch.roadshow_id, Pitch.state != PitchState.DRAFT)
    ids = list(db.session.scalars(rows.order_by(Pitch.submitted_at, Pitch.id)))
    at = ids.index(pitch.id)
    before, after = ids[at - 1] if at else None, ids[at + 1] if at + 1 < len(ids) else None
    return Neighbours(at + 1, len(ids), before, after)
