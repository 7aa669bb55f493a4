"""How many seats of a roadshow somebody new would find, and where they would stand on its waitlist."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.programme.models import Roadshow

from .models import OTHER, Attendance, Mode, Seat, Seating
from .rules import coming_fault


@dataclass(frozen=True)
class Availability:
    """Seats of one mode. Free seats belong to those who wait first, so they count against them."""

    seats: int
    taken: int
    waiting: int = 0

    @property
    def free(self) -> int:
        return max(self.seats - self.taken - self.waiting, 0)

    @property
    def is_full(self) -> bool:
        return self.free == 0

    @property
    def position(self) -> int:
        """On the waitlist, of the next who asks for a seat while it is full; the first is 1."""
        return max(self.taken + self.waiting - self.seats, 0) + 1


Openings = dict[Mode, Availability]
"""The modes that a roadshow has seats of, in the order of ``Mode``."""


def openings_of(roadshow_id: int) -> Openings:
    return _list_openings([roadshow_id]).get(roadshow_id, {})


def list_open_to_public(roadshows: Iterable[Roadshow]) -> dict[int, Openings]:
    """Of these roadshows those that anybody may register for now, by id; two statements at most."""
    now = clock.now()
    ids = [roadshow.id for roadshow in roadshows if coming_fault(roadshow, now) is None]
    return _list_openings(
        ids, Seat.roadshow_id.in_(select(Seating.roadshow_id).where(Seating.open_to_public))
    )


def is_full(openings: Openings) -> bool:
    """Whether whoever asks now has to wait, on site and online."""
    return all(available.is_full for available in openings.values())


def free_first(openings: Openings) -> Openings:
    """Those that have seats left before those whose guests wait."""
    return dict(sorted(openings.items(), key=lambda opening: opening[1].is_full))


def _list_openings(roadshow_ids: Collection[int], *only: ColumnElement[bool]) -> dict[int, Openings]:
    if not roadshow_ids:
        return {}
    rows = select(Seat.roadshow_id, Seat.mode, func.count(), func.count(Seat.attendance_id))
    rows = rows.where(Seat.roadshow_id.in_(roadshow_ids), *only).group_by(Seat.roadshow_id, Seat.mode)
    found = db.session.execute(rows).all()
    waiting = _count_waiting(roadshow_ids) if found else {}
    openings: dict[int, Openings] = {}
    for roadshow_id, mode, seats, taken in sorted(found, key=lambda row: list(Mode).index(row[1])):
        available = Availability(seats, taken, waiting.get((roadshow_id, mode), 0))
        openings.setdefault(roadshow_id, {})[mode] = available
    return openings


def _count_waiting(roadshow_ids: Collection[int]) -> dict[tuple[int, Mode], int]:
    rows = select(Attendance.roadshow_id, Attendance.mode, Attendance.switching, func.count())
    rows = rows.where(Attendance.roadshow_id.in_(roadshow_ids), Attendance.turn.is_not(None))
    rows = rows.group_by(Attendance.roadshow_id, Attendance.mode, Attendance.switching)
    waiting: dict[tuple[int, Mode], int] = {}
    for roadshow_id, mode, switching, many in db.session.execute(rows):
        key = (roadshow_id, OTHER[mode] if switching else mode)
        waiting[key] = waiting.get(key, 0) + many
    return waiting
