"""One event → the lines of its VEVENT: the same bytes today, tomorrow and on another machine."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

import icalendar
from icalendar import vText

from roadshow.foundation.bounds import DATE_LINE, POLE
from roadshow.foundation.clock import local
from roadshow.foundation.text import clean


class Status(StrEnum):
    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True)
class Hours:
    """From one moment to another, both aware."""

    starts: datetime
    ends: datetime

    def __post_init__(self) -> None:
        if self.starts.tzinfo is None or self.ends.tzinfo is None:
            raise ValueError("a floating time means another moment in each reader's zone")
        if self.ends <= self.starts:
            raise ValueError(f"ends at {self.ends}, not after its start at {self.starts}")


@dataclass(frozen=True)
class Event:
    """What a calendar shows of one thing; ``changed`` is the moment of its last real change, never now."""

    uid: str
    sequence: int
    status: Status
    when: Hours | date
    summary: str
    created: datetime
    changed: datetime
    description: str = ""
    location: str = ""
    geo: tuple[float, float] | None = None
    url: str = ""
    online: str = ""  # what the way in by video is called, where there is one; it leads to ``url``
    categories: tuple[str, ...] = ()
    private: bool = False  # not for whoever else may look at the reader's calendar
    free: bool = False  # takes none of the reader's time
    remind: int | None = None  # minutes before it begins


class Words(vText):
    """Text in the library's own escaping, which alone would read the ``\\N`` of ``C:\\New`` as a new line."""

    def to_ical(self) -> bytes:
        return b"".join(vText(piece).to_ical() for piece in re.split(r"(?<=\\)(?=N)", self))


def event_bytes(event: Event) -> bytes:
    """The lines from BEGIN:VEVENT to END:VEVENT.

    Raises: ValueError or Refused when there is something in it that no reader could take.
    """
    lines = icalendar.Event()
    lines.add("uid", one_line(event.uid))
    lines.add("sequence", event.sequence)
    lines.add("status", event.status.value)
    lines.add("summary", one_line(event.summary))
    lines.add("class", "PRIVATE" if event.private else "PUBLIC")
    _add_stamps(lines, event)
    _add_time(lines, event)
    _add_place(lines, event)
    if event.categories:
        lines.add("categories", [one_line(category) for category in event.categories])
    if event.url:
        lines.add("url", checked_url(event.url))
    if event.url and event.online:
        said = {"VALUE": "URI", "FEATURE": "VIDEO", "LABEL": str(one_line(event.online))}
        lines.add("conference", checked_url(event.url), parameters=said)
    # the page's address once more in the text, because many programs never show URL
    if description := "\n\n".join(part for part in (clean(event.description), event.url) if part):
        lines.add("description", Words(description))
    if event.remind is not None and event.status is not Status.CANCELLED and isinstance(event.when, Hours):
        lines.add_component(_reminder(event.remind, event.summary))
    body: bytes = lines.to_ical()
    return body


def one_line(text: str) -> Words:
    """Cleaned, for a property that is shown on one line."""
    return Words(clean(text).replace("\n", " "))


def checked_url(url: str) -> str:
    """Raises: ValueError when it is not one run of printable ASCII."""
    if not url.isascii() or not url.isprintable() or " " in url:
        raise ValueError(f"not an address: {url!r}")
    return url


def _add_stamps(lines: icalendar.Event, event: Event) -> None:
    lines.add("created", event.created)
    lines.add("dtstamp", event.changed)
    lines.add("last-modified", event.changed)


def _add_time(lines: icalendar.Event, event: Event) -> None:
    """A day without hours blocks nobody's time, nor does what is cancelled."""
    if isinstance(event.when, Hours):
        lines.add("dtstart", local(event.when.starts))
        lines.add("dtend", local(event.when.ends))
    else:
        lines.add("dtstart", event.when)
        lines.add("dtend", event.when + timedelta(days=1))
    free = event.free or event.status == Status.CANCELLED or not isinstance(event.when, Hours)
    lines.add("transp", "TRANSPARENT" if free else "OPAQUE")


def _reminder(minutes: int, summary: str) -> icalendar.Alarm:
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", one_line(summary))
    alarm.add("trigger", timedelta(minutes=-minutes))
    return alarm


def _add_place(lines: icalendar.Event, event: Event) -> None:
    """Apple's own property is what makes its calendar show a map and the way there."""
    if event.location:
        lines.add("location", one_line(event.location))
    if event.geo is None:
        return
    latitude, longitude = event.geo
    if not (abs(latitude) <= POLE and abs(longitude) <= DATE_LINE):  # so worded, it stops NaN too
        raise ValueError(f"no such point: {event.geo}")
    lines.add("geo", (latitude, longitude))
    title = {"VALUE": "URI", "X-APPLE-RADIUS": "100", "X-TITLE": str(one_line(event.location))}
    lines.add("x-apple-structured-location", f"geo:{latitude},{longitude}", parameters=title)
