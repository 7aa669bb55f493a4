"""A calendar = its head, our one time zone, and event bodies that stand ready."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

import icalendar

from .event import checked_url, one_line

PRODID = "-//Pinghu G60 Roadshow Centre//Roadshow Calendar 1.0//ZH"
REFRESH = timedelta(hours=1)
COLOUR, APPLE_COLOUR = "midnightblue", "#12305C"  # COLOR takes only the names of CSS
ZONE = b"\r\n".join(
    [
        b"BEGIN:VTIMEZONE",
        b"TZID:Asia/Shanghai",
        b"BEGIN:STANDARD",
        b"DTSTART:19910915T010000",
        b"TZOFFSETFROM:+0800",
        b"TZOFFSETTO:+0800",
        b"TZNAME:CST",
        b"END:STANDARD",
        b"END:VTIMEZONE",
        b"",
    ]
)
"""Written out: a generated one carries the summer time of 1986-91 and a COMMENT that some readers refuse."""
_END = b"END:VCALENDAR\r\n"


@dataclass(frozen=True)
class CalendarHead:
    """``source`` is the feed's own address, empty where that is a secret; ``url`` the page for people."""

    name: str
    description: str
    source: str
    url: str


def calendar_bytes(head: CalendarHead, bodies: Iterable[bytes]) -> bytes:
    """A published calendar: no METHOD, which would make it an invitation without an organiser."""
    return b"".join([_head_bytes(head), ZONE, *bodies, _END])


@lru_cache(256)
def _head_bytes(head: CalendarHead) -> bytes:
    """Everything said twice is said once for the standard and once for the programs that came before it."""
    lines = icalendar.Calendar()
    lines.add("version", "2.0")
    lines.add("prodid", PRODID)
    lines.add("name", one_line(head.name))
    lines.add("x-wr-calname", one_line(head.name))
    lines.add("x-wr-caldesc", one_line(head.description))
    lines.add("x-wr-timezone", "Asia/Shanghai")
    lines.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    lines.add("x-published-ttl", "PT1H")
    if head.source:
        lines.add("source", checked_url(head.source), parameters={"VALUE": "URI"})
    lines.add("url", checked_url(head.url))
    lines.add("color", COLOUR)
    lines.add("x-apple-calendar-color", APPLE_COLOUR)
    opening: bytes = lines.to_ical()
    return opening.removesuffix(_END)
