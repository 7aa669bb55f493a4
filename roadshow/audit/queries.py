from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import func, or_, select

from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.foundation.errors import Overtaken
from roadshow.foundation.listing import Listed, Order, containing

from .models import Entry
from .words import DID


@dataclass(frozen=True)
class Wanted:
    """Which lines of the trail: about one kind of thing, or one thing; ``text`` is part of who or of its name.

    Days are Shanghai's, both included. None leaves a thing open.
    """

    thing: str | None = None
    thing_id: int | None = None
    text: str = ""
    since: date | None = None
    until: date | None = None


def list_entries(wanted: Wanted = Wanted(), order: Order | None = None) -> Listed[Entry]:
    """The trail, newest first, or when ``order`` rises oldest first."""
    rows = select(Entry)
    for column, value in ((Entry.thing, wanted.thing), (Entry.thing_id, wanted.thing_id)):
        rows = rows if value is None else rows.where(column == value)
    rows = containing(rows, wanted.text, Entry.name, Entry.actor_name)
    if wanted.since:
        rows = rows.where(Entry.at >= clock.moment(wanted.since, time()))
    if wanted.until:
        rows = rows.where(Entry.at < clock.moment(wanted.until + timedelta(days=1), time()))
    if order is not None and not order.falling:
        return Listed(rows.order_by(Entry.at, Entry.id))
    return Listed(rows.order_by(Entry.at.desc(), Entry.id.desc()))


def list_recent(things: Iterable[str], limit: int) -> list[Entry]:
    """The newest lines about these kinds of things, without the rows that a ledger brought in by the hundred."""
    rows = select(Entry).where(Entry.thing.in_(list(things)))
    rows = rows.where(or_(Entry.thing == "upload", ~Entry.what.endswith(".taken_in")))
    return list(db.session.scalars(rows.order_by(Entry.at.desc(), Entry.id.desc()).limit(limit)))


def list_entries_of(thing: str, *thing_ids: int, limit: int = 20) -> list[Entry]:
    """What was done to one thing, or to several of a kind, newest first."""
    rows = (
        select(Entry)
        .where(Entry.thing == thing, Entry.thing_id.in_(thing_ids))
        .order_by(Entry.at.desc(), Entry.id.desc())
        .limit(limit)
    )
    return list(db.session.scalars(rows))


def list_changes_of(what: str, thing: str, thing_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """Thing id → what the last line of this sort says of it."""
    rows = select(Entry.thing_id, Entry.changes).where(
        Entry.what == what, Entry.thing == thing, Entry.thing_id.in_(thing_ids)
    )
    return dict(db.session.execute(rows.order_by(Entry.id)).all())


def last_number(thing: str, thing_id: int) -> int:
    """Of the last line about one thing, by which a form knows it again; 0 without any."""
    rows = select(func.max(Entry.id)).where(Entry.thing == thing, Entry.thing_id == thing_id)
    return db.session.scalar(rows) or 0


def refuse_overtaken(
    seen: int | None, thing: str, thing_id: int, only: Mapping[str, object] = MappingProxyType({})
) -> None:
    """Of whoever holds the thing and began from this line. ``only``: the lines that count, where not all do, in words.

    Raises: Overtaken when there are later ones about it.
    """
    if seen is None:
        return
    rows = select(Entry).where(Entry.id > seen, Entry.thing == thing, Entry.thing_id == thing_id)
    rows = rows.where(Entry.what.in_(only)) if only else rows
    later = list(db.session.scalars(rows.order_by(Entry.id)))
    if later:
        raise Overtaken(later[-1].actor_name, [str((only or DID)[entry.what]) for entry in later])
