from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, tuple_

from roadshow.foundation.db import db

from .models import Occupancy


def list_clashes_of(
    rows: Sequence[Occupancy], *, but_roadshow_id: int | None = None
) -> list[tuple[Occupancy, Occupancy]]:
    """Which of these meets what, of all but this roadshow's own if one is named; in the order of these."""
    if not rows:
        return []
    wanted = {(row.what, row.what_id) for row in rows}
    taken = select(Occupancy).where(
        tuple_(Occupancy.what, Occupancy.what_id).in_(wanted),
        Occupancy.starts_at < max(row.ends_at for row in rows),
        Occupancy.ends_at > min(row.starts_at for row in rows),
    )
    if but_roadshow_id is not None:
        taken = taken.where(Occupancy.roadshow_id.is_distinct_from(but_roadshow_id))
    others = list(db.session.scalars(taken.order_by(Occupancy.starts_at, Occupancy.id)))
    return [(row, other) for row in rows for other in others if row.meets(other)]


def list_taken(what: str, begins: datetime, ends: datetime) -> list[Occupancy]:
    """All that is taken of one kind in this stretch."""
    rows = (
        select(Occupancy)
        .where(Occupancy.what == what, Occupancy.starts_at < ends, Occupancy.ends_at > begins)
        .order_by(Occupancy.starts_at, Occupancy.id)
    )
    return list(db.session.scalars(rows))


def list_taken_of(what: str, what_id: int, by: str) -> list[Occupancy]:
    """When one hall, person or project is taken by this kind of thing."""
    rows = select(Occupancy).where(Occupancy.what == what, Occupancy.what_id == what_id, Occupancy.by == by)
    return list(db.session.scalars(rows.order_by(Occupancy.starts_at, Occupancy.id)))


def list_of_roadshow(roadshow_id: int) -> list[Occupancy]:
    rows = (
        select(Occupancy)
        .where(Occupancy.roadshow_id == roadshow_id)
        .order_by(Occupancy.starts_at, Occupancy.id)
    )
    return list(db.session.scalars(rows))


def list_taken_by(what: str, what_id: int) -> set[int]:
    """Ids of the roadshows that have this hall, person or project at some time."""
    rows = select(Occupancy.roadshow_id).where(Occupancy.what == what, Occupancy.what_id == what_id)
    return {roadshow_id for roadshow_id in db.session.scalars(rows) if roadshow_id is not None}
