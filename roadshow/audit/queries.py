from sqlalchemy import func, select

from roadshow.foundation.db import db

from .models import Entry


def list_entries(page: int = 1, per_page: int = 50) -> list[Entry]:
    """The trail, newest first."""
    rows = (
        select(Entry).order_by(Entry.at.desc(), Entry.id.desc()).limit(per_page).offset((page - 1) * per_page)
    )
    return list(db.session.scalars(rows))


def count_entries() -> int:
    return db.session.scalar(select(func.count(Entry.id))) or 0


def list_entries_of(thing: str, thing_id: int, limit: int = 20) -> list[Entry]:
    """What was done to one thing, newest first."""
    rows = (
        select(Entry)
        .where(Entry.thing == thing, Entry.thing_id == thing_id)
        .order_by(Entry.at.desc(), Entry.id.desc())
        .limit(limit)
    )
    return list(db.session.scalars(rows))
