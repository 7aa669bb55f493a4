"""A roadshow's event as bytes, built once per change and language, and handed to every feed that shows it."""

import logging
from collections.abc import Iterable

from roadshow.ical.event import event_bytes
from roadshow.programme.calendar import Version
from roadshow.programme.entries import Edition, entry
from roadshow.programme.models import Roadshow
from roadshow.programme.queries import list_roadshows_by_id

from .shelf import Shelf

_bodies: Shelf[tuple[Version, Edition], bytes] = Shelf(40 * 1024 * 1024)  # about 1 KB each
_log = logging.getLogger(__name__)


def bodies_of(versions: Iterable[Version], edition: Edition) -> list[bytes]:
    """In the order asked for; what lacks is read together, however many."""
    found = {version: _bodies.find((version, edition)) for version in versions}
    lacking = [version for version, body in found.items() if body is None]
    rows = {row.id: row for row in list_roadshows_by_id(version.id for version in lacking)}
    for version in lacking:
        found[version] = body = _body(rows.get(version.id), edition)
        _bodies.put((version, edition), body)
    return [body for body in found.values() if body]


def _body(roadshow: Roadshow | None, edition: Edition) -> bytes:
    """Empty for what cannot be sent: one bad row must never take the whole calendar from its readers."""
    if roadshow is None:  # deleted since the versions were read
        return b""
    try:
        return event_bytes(entry(roadshow, edition))
    except Exception:
        _log.exception("roadshow %s is left out of the calendars", roadshow.uid)
        return b""
