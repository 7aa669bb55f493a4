"""The ways by which letters leave the house. E-mail is one; a further one is a class beside ``mail.py``."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from roadshow.config import Settings
from roadshow.ical.invitation import Method


@dataclass(frozen=True)
class Dispatch:
    """A letter in the hands of whoever sends it, as plain values; ``claim`` proves that it is still theirs."""

    id: int
    claim: str
    kind: str
    to_id: int | None
    to_name: str
    to_address: str
    language: str  # zh or en; of letters written long ago also "zh en", which are in both
    subject: str
    body: str
    message_id: str
    queued_at: datetime
    calendar: str | None = None
    method: Method | None = None  # of its calendar
    values: Mapping[str, str] = field(default_factory=dict)  # placeholder → words


class Result(StrEnum):
    ACCEPTED = "accepted"
    LATER = "later"  # refused for now
    REFUSED = "refused"  # for good
    UNKNOWN = "unknown"  # handed over, and no answer came
    AWAY = "away"  # nobody there to hand it to: it has nothing to do with this letter


@dataclass(frozen=True)
class Outcome:
    """What became of a letter, and what the other side said, as it said it."""

    result: Result
    words: str = ""


class Channel(Protocol):
    """Hands letters over, one at a time. It never raises for what the other side does."""

    domain: str
    """Where letters come from; a part of their Message-ID."""
    handing_over: bool
    """Whether the letter last sent may have left the house, for when sending is broken off."""

    def send(self, letter: Dispatch) -> Outcome: ...

    def rest(self) -> None:
        """There is nothing more to send for now: what is open is closed."""


CHANNELS: dict[str, Callable[[Settings], Channel | None]] = {}
"""A letter's channel → what opens it; None where the settings name none. Filled by the modules of the channels."""
