"""The same roadshows for news readers (Atom, RFC 4287) and for programs (JSON, in schema.org's words)."""

import json
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import partial

from flask_babel import lazy_gettext as _

from roadshow.foundation.days import full_moment, lazy_day
from roadshow.foundation.languages import TAGS
from roadshow.foundation.text import clean, one_line
from roadshow.programme.calendar import Version
from roadshow.programme.entries import Edition, entry
from roadshow.programme.models import Roadshow
from roadshow.programme.queries import Asked, list_roadshows_by_id

from .board import board
from .bodies import kept
from .calendars import changed_by
from .feed import Feed
from .selection import words_of
from .structured import SCHEMA, event_data

ATOM = "http://www.w3.org/2005/Atom"
NEWEST = 100  # entries of a news reader's feed
_EVER = datetime(2000, 1, 1, tzinfo=UTC)  # of a feed that has never held anything


def news(asked: Asked, edition: Edition, *, today: date) -> Feed:
    """What changed last comes first. Raises: Missing for a field or a hall that there is not."""
    title, (shown, changed) = words_of(asked), _asked(asked, edition, today)
    newest = sorted(shown, key=lambda each: each.changed_at, reverse=True)[:NEWEST]
    rows = list_roadshows_by_id(each.id for each in newest)
    source = edition.address("/calendar/all.atom", asked.query)
    feed = ET.Element("feed", {"xmlns": ATOM, "xml:lang": TAGS[edition.language]})
    _add(feed, "id", source)
    _add(feed, "title", str(_("G60路演中心：%(which)s", which=title)))
    _add(feed, "updated", (changed or _EVER).isoformat())
    _add(feed, "link", rel="self", type="application/atom+xml", href=source)
    _add(feed, "link", rel="alternate", type="text/html", href=edition.address("/roadshows", asked.query))
    _add(ET.SubElement(feed, "author"), "name", str(_("长三角G60全球科创路演中心")))
    for row in sorted(rows, key=lambda row: row.changed_at, reverse=True):
        found = kept(f"roadshow {row.uid}", partial(_entry, row, edition))
        if found is not None:
            feed.append(found)
    return Feed(ET.tostring(feed, "utf-8", xml_declaration=True), changed, "application/atom+xml")


def data(asked: Asked, edition: Edition, *, today: date) -> Feed:
    """By day, each as on its page, with its name and number in calendars. Raises: Missing as ``news``."""
    words_of(asked)
    shown, changed = _asked(asked, edition, today)
    rows = sorted(
        list_roadshows_by_id(each.id for each in shown), key=lambda row: (row.on or date.max, row.id)
    )
    events = [kept(f"roadshow {row.uid}", partial(_thing, row, edition)) for row in rows]
    said = {"@context": SCHEMA, "@graph": [event for event in events if event]}
    return Feed(json.dumps(said, ensure_ascii=False).encode(), changed, "application/ld+json")


def _asked(asked: Asked, edition: Edition, today: date) -> tuple[Sequence[Version], datetime | None]:
    """By day, and when any of all changed last."""
    versions = [each.version for each in board(edition).held]
    shown = [each for each in versions if each.is_shown(today) and each.is_asked(asked)]
    return shown, changed_by(versions, today)


def _thing(roadshow: Roadshow, edition: Edition) -> dict[str, object]:
    """Its context is that of the whole."""
    said = event_data(roadshow, edition)
    del said["@context"]
    return said | {
        "identifier": roadshow.uid,
        "sequence": roadshow.sequence,
        "dateModified": roadshow.changed_at.isoformat(),
    }


def _entry(roadshow: Roadshow, edition: Edition) -> ET.Element:
    """Raises: as ``entry``, and Refused for what no XML can carry."""
    event, found = entry(roadshow, edition), ET.Element("entry")
    _add(found, "id", f"urn:uuid:{roadshow.uid}")
    _add(found, "title", one_line(event.summary))
    _add(found, "updated", event.changed.isoformat())
    _add(found, "published", (roadshow.public_since or roadshow.made_at).isoformat())
    _add(found, "link", rel="alternate", type="text/html", href=event.url)
    when = "" if roadshow.date_pending else _when(roadshow)
    _add(found, "summary", clean("\n".join(filter(None, (when, event.location, event.description)))))
    return found


def _when(roadshow: Roadshow) -> str:
    return full_moment(roadshow.starts_at) if roadshow.starts_at else str(lazy_day(roadshow.on))


def _add(parent: ET.Element, tag: str, text: str | None = None, **attributes: str) -> None:
    ET.SubElement(parent, tag, attributes).text = text
