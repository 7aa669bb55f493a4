"""How an own calendar knows what has changed in it. Rows of several rooms make one of its events, and not all of them
note when they change; so it keeps what it last said of each."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

from roadshow.ical.event import Event

Told = dict[str, list[Any]]
"""uid → a sum of what was said, its number, and the second of its last change; also of what is gone, as it may come
back and must not begin anew."""


def stamped(
    events: Iterable[Event], told: Mapping[str, list[Any]], now: datetime
) -> tuple[list[Event], Told]:
    """Each with number and moment of its last change here, and what is to be kept of it all.

    What was never told has those of its rows; what is other than it was told is a step on, as of now.
    """
    found, kept = [], dict(told)
    for event in events:
        kept[event.uid] = _told(event, told.get(event.uid), now)
        _tag, sequence, second = kept[event.uid]
        found.append(replace(event, sequence=sequence, changed=datetime.fromtimestamp(second, UTC)))
    return found, kept


def _told(event: Event, before: list[Any] | None, now: datetime) -> list[Any]:
    tag = blake2b(repr(replace(event, sequence=0, changed=event.created)).encode(), digest_size=8).hexdigest()
    if before is None:
        return [tag, event.sequence, int(event.changed.timestamp())]
    if before[0] == tag:
        return before
    return [tag, max(event.sequence, before[1] + 1), int(now.timestamp())]
