"""All that calendars may show, held by each process as it was last read: each event's bytes, built once per change.

One statement tells whether anything changed since. When something did, only what changed is read and built; whether
that was all is known by the same sums, and if it was not, everything is read anew.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from threading import Lock

from roadshow.ical.event import event_bytes
from roadshow.programme.calendar import (
    Stamp,
    Version,
    calendar_stamp,
    list_calendar_versions,
    list_changed_since,
    stamp_of,
    version_of,
)
from roadshow.programme.entries import Edition, entry
from roadshow.programme.models import Roadshow
from roadshow.programme.queries import list_roadshows_by_id

from .bodies import kept

_reading = Lock()  # after a change one thread reads, the others wait for what it read


@dataclass(frozen=True)
class Held:
    """One roadshow, and its event in each edition that was asked for so far."""

    version: Version
    bodies: dict[Edition, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Board:
    """By day, as it was when it had this stamp."""

    stamp: Stamp
    held: Sequence[Held]

    @classmethod
    def of(cls, held: Iterable[Held]) -> "Board":
        by_day = sorted(held, key=lambda each: (each.version.on, each.version.id))
        return cls(stamp_of([each.version for each in by_day]), by_day)

    def with_changed(self, rows: Iterable[Roadshow], edition: Edition) -> "Board":
        """The rest is held on as it is."""
        held = {each.version.id: each for each in self.held}
        for row in rows:
            version, known = version_of(row), held.get(row.id)
            if version and not (known and known.version == version):
                held[row.id] = Held(version, {edition: body_of(row, edition)})
        return Board.of(held.values())


_last = Board(stamp_of([]), ())


def board(edition: Edition) -> Board:
    """As the database has it now."""
    stamp = calendar_stamp()
    return _last if stamp == _last.stamp else _read(stamp, edition)


def _read(stamp: Stamp, edition: Edition) -> Board:
    global _last  # noqa: PLW0603  one a process is the point
    with _reading:
        if stamp != _last.stamp and _last.stamp.changed_at:
            _last = _last.with_changed(list_changed_since(_last.stamp.changed_at), edition)
        if stamp != _last.stamp:
            _last = Board.of(map(Held, list_calendar_versions()))
        return _last


def bodies_of(wanted: Sequence[Held], edition: Edition) -> list[bytes]:
    """In the order asked for; what lacks is read together, however many."""
    lacking = {each.version.id: each for each in wanted if edition not in each.bodies}
    for row in list_roadshows_by_id(lacking) if lacking else ():
        lacking[row.id].bodies[edition] = body_of(row, edition)
    return [each.bodies.get(edition, b"") for each in wanted]


def body_of(roadshow: Roadshow, edition: Edition) -> bytes:
    """Empty for what cannot be sent."""
    return kept(f"roadshow {roadshow.uid}", lambda: event_bytes(entry(roadshow, edition))) or b""
