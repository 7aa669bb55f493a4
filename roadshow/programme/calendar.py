"""What a published calendar holds: which roadshows, and by what a reader knows whether they are still the same."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload, selectinload

from roadshow.foundation.clock import local
from roadshow.foundation.db import db

from .models import BRANCHES, Roadshow
from .queries import Asked, in_hall, is_public

CANCELLED_SHOWN = timedelta(days=30)


@dataclass(frozen=True)
class Stamp:
    """Of all versions together: another one after every change, and in every database."""

    count: int
    sequences: int
    changed_at: datetime | None
    uid: str | None


@dataclass(frozen=True)
class Version:
    """By which a cache knows whether it still holds, and a filter whether it is asked for."""

    id: int
    uid: str
    sequence: int
    changed_at: datetime
    on: date
    sector: str | None
    cancelled_at: datetime | None
    halls: frozenset[int]  # ids

    @property
    def until(self) -> date | None:
        return shown_until(self.on, self.cancelled_at)

    def is_shown(self, today: date) -> bool:
        return self.until is None or today <= self.until

    def is_asked(self, asked: Asked) -> bool:
        """As the public lists choose: by the year of its day, its field, its main hall or a branch."""
        return (
            asked.year in (None, self.on.year)
            and asked.sector in (None, self.sector)
            and (asked.hall_id is None or asked.hall_id in self.halls)
        )


def shown_until(on: date, cancelled_at: datetime | None) -> date | None:
    """The last day that a calendar shows it: 30 days after a cancelled one's day, or after its cancelling when that
    came later, for each subscriber is to hear of it. None for one that is not cancelled."""
    return None if cancelled_at is None else max(on, local(cancelled_at).date()) + CANCELLED_SHOWN


def is_in_calendar(roadshow: Roadshow, today: date) -> bool:
    """As ``Version.is_shown``, whoever may know of it."""
    if roadshow.on is None:
        return False
    until = shown_until(roadshow.on, roadshow.cancelled_at)
    return until is None or today <= until


def list_dated(hall_id: int | None = None) -> list[Roadshow]:
    """All that have a day, plans too, or those in one hall, by day; for staff."""
    rows = select(Roadshow).where(Roadshow.on.is_not(None)).options(selectinload(Roadshow.branches))
    rows = rows if hall_id is None else rows.where(in_hall(hall_id))
    return list(db.session.scalars(rows.order_by(Roadshow.on, Roadshow.starts_at, Roadshow.id)))


def calendar_stamp() -> Stamp:
    """In one statement that reads no row out, however many there are."""
    rows = select(
        func.count(Roadshow.id),
        func.coalesce(func.sum(Roadshow.sequence), 0),
        func.max(Roadshow.changed_at),
        func.max(Roadshow.uid),
    )
    count, sequences, changed_at, uid = db.session.execute(rows.where(*_shown())).one()
    return Stamp(count, int(sequences), changed_at, uid)


def list_calendar_versions() -> list[Version]:
    """All that was ever public and has a day, by day."""
    facts = (Roadshow.id, Roadshow.uid, Roadshow.sequence, Roadshow.changed_at, Roadshow.on, Roadshow.sector)
    rows = select(*facts, Roadshow.cancelled_at, Roadshow.hall_id).where(*_shown())
    found, branches = db.session.execute(rows.order_by(Roadshow.on, Roadshow.id)).all(), _branches()
    return [
        Version(
            row.id,
            row.uid,
            row.sequence,
            row.changed_at,
            row.on,
            row.sector,
            row.cancelled_at,
            halls=frozenset({row.hall_id, *branches[row.id]}),
        )
        for row in found
    ]


def stamp_of(versions: Collection[Version]) -> Stamp:
    """As ``calendar_stamp`` would tell it of these."""
    return Stamp(
        count=len(versions),
        sequences=sum(version.sequence for version in versions),
        changed_at=max((version.changed_at for version in versions), default=None),
        uid=max((version.uid for version in versions), default=None),
    )


def list_changed_since(moment: datetime) -> list[Roadshow]:
    """Those of them that changed at that moment or later, with their halls."""
    rows = select(Roadshow).where(*_shown(), Roadshow.changed_at >= moment)
    return list(db.session.scalars(rows.options(joinedload(Roadshow.branches))).unique())


def version_of(roadshow: Roadshow) -> Version | None:
    """None while no calendar may show it."""
    if roadshow.on is None or not roadshow.is_public:
        return None
    return Version(
        id=roadshow.id,
        uid=roadshow.uid,
        sequence=roadshow.sequence,
        changed_at=roadshow.changed_at,
        on=roadshow.on,
        sector=roadshow.sector,
        cancelled_at=roadshow.cancelled_at,
        halls=frozenset(hall.id for hall in roadshow.halls),
    )


def _branches() -> dict[int, list[int]]:
    """Roadshow id → its halls beside the main one."""
    found: dict[int, list[int]] = defaultdict(list)
    for roadshow_id, hall_id in db.session.execute(select(BRANCHES)):
        found[roadshow_id].append(hall_id)
    return found


def _shown() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return is_public(), Roadshow.on.is_not(None)
