"""Events as bytes, built once, and handed to every calendar that shows them."""

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

from roadshow.ical.event import Event, event_bytes

from .shelf import Shelf

_of_events: Shelf[Event, bytes] = Shelf(16 * 1024 * 1024)
_log = logging.getLogger(__name__)
T = TypeVar("T")


def kept(what: str, build: Callable[[], T]) -> T | None:
    """None for what cannot be sent: one bad row must never take the whole calendar from its readers."""
    try:
        return build()
    except Exception:
        _log.exception("%s is left out of the calendars", what)
        return None


def bodies_of_events(events: Iterable[Event]) -> list[bytes]:
    """Of such as were put together for one reader: what is alike to another's is not built again."""
    return [body for event in events if (body := _body_of(event))]


def _body_of(event: Event) -> bytes:
    body = _of_events.find(event)
    if body is None:
        body = kept(f"event {event.uid}", lambda: event_bytes(event)) or b""
        _of_events.put(event, body)
    return body
