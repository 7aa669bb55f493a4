"""Who takes a thing queues for it first: two rows that meet inside the exclusion constraint wait for each other
until PostgreSQL ends one of them, which is an error and no refusal.
"""

from datetime import timedelta

from sqlalchemy import delete, insert

from roadshow.foundation.db import db, hold_name, operation

from . import queries
from .models import Occupancy


@operation
def take(row: Occupancy) -> None:
    """Take a hall or a person from–to. Raises: Refused when it is taken (the constraint decides)."""
    _queue(row.what, row.what_id)
    db.session.add(row)
    db.session.flush()


@operation
def free(roadshow_id: int) -> None:
    """Give back all that one roadshow takes."""
    db.session.execute(delete(Occupancy).where(Occupancy.roadshow_id == roadshow_id))


@operation
def move(roadshow_id: int, by: timedelta) -> None:
    """Shift all that one roadshow takes. Raises: Refused on a clash.

    All rows go and come back shifted: one by one they would collide with each other.
    """
    for what, what_id in sorted({(row.what, row.what_id) for row in queries.list_of_roadshow(roadshow_id)}):
        _queue(what, what_id)
    kept = ("what", "what_id", "by", "by_id", "roadshow_id")
    rows = [
        {name: getattr(row, name) for name in kept}
        | {"starts_at": row.starts_at + by, "ends_at": row.ends_at + by}
        for row in queries.list_of_roadshow(roadshow_id)
    ]
    free(roadshow_id)
    if rows:
        db.session.execute(insert(Occupancy), rows)


def _queue(what: str, what_id: int) -> None:
    hold_name(f"{what} {what_id}")
