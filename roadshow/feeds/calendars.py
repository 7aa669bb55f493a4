"""The published calendars. An event's bytes are built once per change, a feed's body once per change of any event."""

import gzip
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import blake2b
from threading import Lock

from flask_babel import lazy_gettext as _

from roadshow.foundation.clock import moment
from roadshow.foundation.errors import Missing
from roadshow.ical.calendar import CalendarHead, calendar_bytes
from roadshow.ical.event import event_bytes
from roadshow.programme.entries import Edition, entry
from roadshow.programme.models import Roadshow
from roadshow.programme.queries import Version, list_calendar_versions, list_roadshows_by_id

from .shelf import Shelf


@dataclass(frozen=True)
class Feed:
    """A body as it goes over the wire, plain and gzipped, each with its own tag."""

    body: bytes
    tag: str
    packed: bytes
    packed_tag: str
    changed: datetime | None  # None as long as it has never held anything


_bodies: Shelf[tuple[Version, Edition], bytes] = Shelf(20_000)  # about 1 KB each
_feeds: Shelf[tuple[Edition, tuple[Version, ...], datetime | None], Feed] = Shelf(8)
_building = Lock()  # after a change one thread builds, the others wait for what it built
_log = logging.getLogger(__name__)


def all_roadshows(edition: Edition, *, today: date) -> Feed:
    """Everything that was ever public, past years too; a cancelled one until 30 days after its date."""
    versions = list_calendar_versions()
    shown = tuple(version for version in versions if _is_shown(version, today))
    changed = _changed(versions, today)
    key = (edition, shown, changed)
    if feed := _feeds.find(key):
        return feed
    with _building:
        feed = _feeds.find(key) or _feed(_head_of_all(edition), _bodies_of(shown, edition), changed)
        _feeds.put(key, feed)
    return feed


def one_roadshow(uid: str, edition: Edition, *, today: date) -> Feed:
    """The same event alone, under the same UID, to be taken once or subscribed to.

    Raises: Missing when the calendar does not show it.
    """
    versions = list_calendar_versions(uid)
    shown = [version for version in versions if _is_shown(version, today)]
    bodies = _bodies_of(shown, edition)
    if not bodies:
        raise Missing(f"roadshow {uid}")
    return _feed(_head_of_one(uid, edition), bodies, _changed(versions, today))


def _is_shown(version: Version, today: date) -> bool:
    return version.until is None or today <= version.until


def _changed(versions: Iterable[Version], today: date) -> datetime | None:
    """The last change, or the midnight at which the last cancelled one dropped out: that too changes the body."""
    moments = [version.changed_at for version in versions]
    moments += [_gone_at(version.until) for version in versions if version.until and today > version.until]
    return max(moments, default=None)


def _gone_at(until: date) -> datetime:
    return moment(until + timedelta(days=1), time())


def _bodies_of(versions: Iterable[Version], edition: Edition) -> list[bytes]:
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


def _feed(head: CalendarHead, bodies: Iterable[bytes], changed: datetime | None) -> Feed:
    body = calendar_bytes(head, bodies)
    packed = gzip.compress(body, mtime=0)
    return Feed(body, _tag(body), packed, _tag(packed), changed)


def _tag(sent: bytes) -> str:
    return blake2b(sent, digest_size=16).hexdigest()


def _head_of_all(edition: Edition) -> CalendarHead:
    return CalendarHead(
        name=str(_("G60路演中心：全部场次")),
        description=str(_("中心全部公开路演的时间和地点；改期、换场地和取消会自动更新")),
        source=_source("/calendar/all.ics", edition),
        url=f"{edition.base_url}/",
    )


def _head_of_one(uid: str, edition: Edition) -> CalendarHead:
    return CalendarHead(
        name=str(_("G60路演中心：单场路演")),
        description=str(_("这场路演的时间和地点；改期、换场地和取消会自动更新")),
        source=_source(f"/calendar/roadshow/{uid}.ics", edition),
        url=edition.page(uid),
    )


def _source(path: str, edition: Edition) -> str:
    """The feed's own address; Chinese is what it speaks when nothing is asked."""
    return f"{edition.base_url}{path}" + ("" if edition.language == "zh" else f"?lang={edition.language}")
