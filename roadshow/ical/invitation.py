"""One event as a message to one person, whose calendar takes it in, moves it or takes it out: iMIP, RFC 6047."""

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

import icalendar

from .calendar import PRODID, ZONE
from .event import Event, Status, event_bytes, one_line

_EVENT_ENDS, _ENDS = b"END:VEVENT\r\n", b"END:VCALENDAR\r\n"


class Method(StrEnum):
    REQUEST = "REQUEST"  # also of a change
    CANCEL = "CANCEL"


@dataclass(frozen=True)
class Mailbox:
    """Somebody's name and address."""

    name: str
    address: str


def invitation_bytes(
    event: Event, method: Method, organizer: Mailbox, attendee: Mailbox, *, accepted: bool = False
) -> bytes:
    """Nobody else's name is in it, whoever is invited besides. ``accepted``: the attendee has said so already.

    Raises: ValueError or Refused when there is something in it that no reader could take.
    """
    if method is Method.CANCEL:
        event = replace(event, status=Status.CANCELLED)
    people = _people(method, organizer, attendee, accepted=accepted)
    return b"".join([_head(method), ZONE, _body(event), people, _EVENT_ENDS, _ENDS])


@lru_cache(maxsize=16)  # one event goes to many people
def _body(event: Event) -> bytes:
    return event_bytes(event).removesuffix(_EVENT_ENDS)


@lru_cache
def _head(method: Method) -> bytes:
    lines = icalendar.Calendar()
    lines.add("version", "2.0")
    lines.add("prodid", PRODID)
    lines.add("method", method.value)
    opening: bytes = lines.to_ical()
    return opening.removesuffix(_ENDS)


def _people(method: Method, organizer: Mailbox, attendee: Mailbox, *, accepted: bool) -> bytes:
    """A CANCEL asks for no answer."""
    lines = icalendar.Event()
    lines.add("organizer", f"mailto:{organizer.address}", parameters={"CN": _name(organizer)})
    said = {"CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT"}
    if method is Method.REQUEST:
        said |= {"PARTSTAT": "ACCEPTED" if accepted else "NEEDS-ACTION", "RSVP": "TRUE"}
    lines.add("attendee", f"mailto:{attendee.address}", parameters=said | {"CN": _name(attendee)})
    both: bytes = lines.to_ical()
    return both.removeprefix(b"BEGIN:VEVENT\r\n").removesuffix(_EVENT_ENDS)


def _name(mailbox: Mailbox) -> str:
    """A parameter carries no double quotes."""
    return str(one_line(mailbox.name)).replace('"', "'") or mailbox.address
