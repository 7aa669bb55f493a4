"""The published calendars. An event's bytes are built once per change, a feed's body once per change of any event."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from threading import Lock

from flask_babel import lazy_gettext as _

from roadshow.foundation.clock import moment
from roadshow.foundation.errors import Missing
from roadshow.ical.calendar import CalendarHead, calendar_bytes
from roadshow.programme.calendar import Stamp, Version, version_of
from roadshow.programme.entries import Edition
from roadshow.programme.queries import Asked, get_public_roadshow

from .board import Board, board, bodies_of, body_of
from .feed import Feed
from .selection import words_of
from .shelf import Shelf
from .stage import stage_bodies

_feeds: Shelf[tuple[Stamp, Asked, Edition, date], Feed] = Shelf(32 * 1024 * 1024)
_building = Lock()  # after a change one thread builds, the others wait for what it built


def roadshows(asked: Asked, edition: Edition, *, today: date) -> Feed:
    """Everything asked for that was ever public, past years too; a cancelled one until 30 days after its date.

    Raises: Missing for a field or a hall that there is not.
    """
    found = board(edition)
    key = (found.stamp, asked, edition, today)
    if feed := _feeds.find(key):
        return feed
    head = _head(asked, edition)
    with _building:
        feed = _feeds.find(key) or _build(found, asked, head, edition, today)
        _feeds.put(key, feed)
    return feed


def _build(found: Board, asked: Asked, head: CalendarHead, edition: Edition, today: date) -> Feed:
    shown = [each for each in found.held if each.version.is_shown(today) and each.version.is_asked(asked)]
    # by all of them, for one that is asked for no more changes the feed too
    changed = changed_by([each.version for each in found.held], today)
    return Feed(calendar_bytes(head, bodies_of(shown, edition)), changed)


def one_roadshow(uid: str, edition: Edition, *, today: date) -> Feed:
    """The same event alone, under the same UID, and what is on its stage; to be taken once or subscribed to.

    Raises: Missing when the calendar does not show it.
    """
    roadshow = get_public_roadshow(uid)
    version = version_of(roadshow)
    body = body_of(roadshow, edition) if version and version.is_shown(today) else b""
    if not version or not body:
        raise Missing(f"roadshow {uid}")
    bodies = [body, *stage_bodies(roadshow, edition, today=today)]
    return Feed(calendar_bytes(_head_of_one(uid, edition), bodies), changed_by([version], today))


def changed_by(versions: Collection[Version], today: date) -> datetime | None:
    """The last change, or the midnight at which the last cancelled one dropped out: that too changes the body."""
    moments = [max(version.changed_at for version in versions)] if versions else []
    moments += [
        moment(version.until + timedelta(days=1), time())
        for version in versions
        if version.until and not version.is_shown(today)
    ]
    return max(moments, default=None)


def _head(asked: Asked, edition: Edition) -> CalendarHead:
    return CalendarHead(
        name=str(_("G60路演中心：%(which)s", which=words_of(asked))),
        description=str(_("中心公开路演的时间和地点")),
        source=edition.address("/calendar/all.ics", asked.query),
        url=f"{edition.base_url}/",
    )


def _head_of_one(uid: str, edition: Edition) -> CalendarHead:
    return CalendarHead(
        name=str(_("G60路演中心：单场路演")),
        description=str(_("这场路演的时间和地点")),
        source=edition.address(f"/calendar/roadshow/{uid}.ics"),
        url=edition.page(uid),
    )
