"""A person's own calendar, put together from what they may see at that moment."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from flask_babel import lazy_gettext as _

from roadshow.attendance.queries import list_own
from roadshow.foundation import clock
from roadshow.foundation.db import UNREACHABLE
from roadshow.ical.calendar import CalendarHead, calendar_bytes
from roadshow.ical.event import Event
from roadshow.meetings.states import Side
from roadshow.programme.entries import Edition

from . import of_centre, of_investor, of_startup, of_talks
from .bodies import bodies_of_events
from .feed import Feed
from .models import Kind, Program, Subscription
from .operations import FETCHED_EVERY, note_fetch
from .told import stamped

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Content:
    """Events that this calendar counts the changes of, and bodies that are as everybody reads them."""

    events: list[Event] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)


def fetch(row: Subscription, base_url: str, program: Program) -> Feed:
    """Its language is that of the words, which the caller speaks. Notes the fetch, at most once an hour.

    It tells no moment of its last change, for it knows none of what is there no more; its tag is that of the bytes.
    """
    edition = Edition(row.language, base_url, row.remind_minutes)
    content = HOLDS[row.kind](row, edition, clock.today())
    events, told = stamped(content.events, row.told, clock.now())
    head = _head(row, base_url)
    if told != row.told or row.fetched_at is None or clock.now() - row.fetched_at >= FETCHED_EVERY:
        events = _noted(row, program, content.events) or events
    return Feed(calendar_bytes(head, [*content.bodies, *bodies_of_events(events)]), changed=None)


def _noted(row: Subscription, program: Program, events: list[Event]) -> list[Event]:
    """Empty when nothing can be written: nobody goes without their calendar for that."""
    subscription_id = row.id
    try:
        return note_fetch(row, program, events)
    except UNREACHABLE:
        _log.warning("a fetch of calendar %s was not noted", subscription_id)
        return []


def _head(row: Subscription, base_url: str) -> CalendarHead:
    """It does not name its own address, which opens it."""
    return CalendarHead(
        name=row.name,
        description=str(_("只属于您的日历；地址请不要转给别人")),
        source="",
        url=f"{base_url}/account/calendars",
    )


def _investor(row: Subscription, edition: Edition, today: date) -> Content:
    guests = list_own(row.person)
    events = list(of_investor.attended(guests, edition, today))
    events += of_talks.talks_of(row.person, Side.INSTITUTION, edition, today)
    return Content(events, of_investor.fitting_bodies(row.person, guests, edition, today))


def _startup(row: Subscription, edition: Edition, today: date) -> Content:
    pitches = of_startup.own_pitches(row.person, today)
    events = list(of_startup.deadlines(pitches, edition))
    events += of_talks.talks_of(row.person, Side.PROJECT, edition, today)
    return Content(events, of_startup.stage_bodies(pitches, edition, today))


def _centre(_row: Subscription, edition: Edition, today: date) -> Content:
    return Content(list(of_centre.roadshows(edition, today)))


def _hall(row: Subscription, edition: Edition, today: date) -> Content:
    return Content(list(of_centre.in_hall(row, edition, today)))


HOLDS: dict[Kind, Callable[[Subscription, Edition, date], Content]] = {
    Kind.INVESTOR: _investor,
    Kind.STARTUP: _startup,
    Kind.CENTRE: _centre,
    Kind.HALL: _hall,
}
