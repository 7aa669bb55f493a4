"""Who takes a thing queues for it first: two rows that meet inside the exclusion constraint wait for each other
until PostgreSQL ends one of them, which is an error and no refusal.
"""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, insert

from roadshow.foundation.db import db, hold_names, operation

from . import queries
from .models import Occupancy

KEPT = ("what", "what_id", "by", "by_id", "roadshow_id")


@operation
def take(*rows: Occupancy) -> None:
    """Take a hall or a person from–to, all or none. Raises: Refused when it is taken (the constraint decides)."""
    queue(rows)
    db.session.add_all(rows)
    db.session.flush()


@operation
def queue(rows: Sequence[Occupancy]) -> None:
    """Wait for all that these take, in the order that everybody keeps: only then ask who else has it."""
    hold_names([f"{what} {what_id}" for what, what_id in sorted({(row.what, row.what_id) for row in rows})])


@operation
def retake(roadshow_id: int, by: str, rows: Sequence[Occupancy]) -> None:
    """Instead of all that one roadshow takes by its slots, say. Whoever asks has queued. Raises: Refused on a clash."""
    free(roadshow_id, by)
    _put(rows)


@operation
def free(roadshow_id: int, by: str | None = None) -> None:
    """Give back all that one roadshow takes, or what it takes by one kind of thing."""
    rows = delete(Occupancy).where(Occupancy.roadshow_id == roadshow_id)
    db.session.execute(rows if by is None else rows.where(Occupancy.by == by))


@operation
def give_back(roadshow_id: int, what: str, what_id: int) -> None:
    """One hall, person or project, whenever this roadshow had it."""
    rows = delete(Occupancy).where(Occupancy.roadshow_id == roadshow_id)
    db.session.execute(rows.where(Occupancy.what == what, Occupancy.what_id == what_id))


@operation
def free_used(by: str, by_ids: Sequence[int]) -> None:
    """Give back what things took that belong to no roadshow."""
    db.session.execute(delete(Occupancy).where(Occupancy.by == by, Occupancy.by_id.in_(by_ids)))


@operation
def move(roadshow_id: int, by: timedelta) -> None:
    """Shift all that one roadshow takes. Raises: Refused on a clash.

    All rows go and come back shifted: one by one they would collide with each other.
    """
    queue(queries.list_of_roadshow(roadshow_id))
    taken = queries.list_of_roadshow(roadshow_id)
    shifted = [
        Occupancy(
            **{name: getattr(row, name) for name in KEPT},
            starts_at=row.starts_at + by,
            ends_at=row.ends_at + by,
        )
        for row in taken
    ]
    free(roadshow_id)
    _put(shifted)


def _put(rows: Sequence[Occupancy]) -> None:
    """In one statement, not knowing their ids."""
    if rows:
        columns = (*KEPT, "starts_at", "ends_at")
        db.session.execute(
            insert(Occupancy), [{name: getattr(row, name) for name in columns} for row in rows]
        )
