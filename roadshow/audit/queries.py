from collections.abc import Iterable

from sqlalchemy import func, or_, select

from roadshow.foundation.db import db

from .models import Entry


def list_entries(page: int = 1, per_page: int = 50, *, thing: str | None = None) -> list[Entry]:
    """The trail, newest first; of one kind of thing when ``thing`` names it."""
    rows = select(Entry).where(Entry.thing == thing) if thing else select(Entry)
    rows = rows.order_by(Entry.at.desc(), Entry.id.desc())
    return list(db.session.scalars(rows.limit(per_page).offset((page - 1) * per_page)))


def count_entries(*, thing: str | None = None) -> int:
    rows = select(func.count(Entry.id))
    return db.session.scalar(rows.where(Entry.thing == thing) if thing else rows) or 0


def list_recent(things: Iterable[str], limit: int) -> list[Entry]:
    """The newest lines about these kinds of things, without the rows that a ledger brought in by the hundred."""
    rows = select(Entry).where(Entry.thing.in_(list(things)))
    rows = rows.where(or_(Entry.thing == "upload", ~Entry.what.endswith(".taken_in")))
    return list(db.session.scalars(rows.order_by(Entry.at.desc(), Entry.id.desc()).limit(limit)))


def list_entries_of(thing: str, thing_id: int, limit: int = 20) -> list[Entry]:
    """What was done to one thing, newest first."""
    rows = (
        select(Entry)
        .where(Entry.thing == thing, Entry.thing_id == thing_id)
        .order_by(Entry.at.desc(), Entry.id.desc())
        .limit(limit)
    )
    return list(db.session.scalars(rows))
