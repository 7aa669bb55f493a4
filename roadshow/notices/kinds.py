"""What kinds of letters there are; each room adds its own in its ``letters.py``, as it does its CONSTRAINT_WORDS."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from flask_babel import lazy_gettext as _


@dataclass(frozen=True)
class Place:
    """A placeholder: what comes there, and what a preview shows as long as no such letter was written.

    One that is ``needed`` may not be left out of the body.
    """

    words: object
    sample: object
    needed: bool = False


class Night(StrEnum):
    """What happens to a letter that is written in the quiet hours; see ``quiet.py``."""

    SEND = "send"  # at any hour: its reader asked for it or acted themselves, or it cannot wait
    BY_HAND = (
        "by_hand"  # at once when a person's click wrote it to a few; when the clock did, or to many, it waits
    )
    WAIT = "wait"  # it waits for the morning whoever caused it: a reminder, a thank-you


class Change(StrEnum):
    """What happens to the plans of a roadshow while letters about it wait."""

    CANCELLED = "cancelled"
    PUT_OFF = "put_off"  # until it has another day
    MOVED = "moved"  # to other hours
    ELSEWHERE = "elsewhere"  # in the same hours
    RESTORED = "restored"
    CALL_MOVED = "call_moved"


OFF = frozenset({Change.CANCELLED, Change.PUT_OFF})
PLANS = OFF | {Change.MOVED, Change.ELSEWHERE, Change.RESTORED}


@dataclass(frozen=True)
class Kind:
    """A kind of letter. ``subject`` and ``body`` are lazy translations with ``{placeholders}`` of ``places``.

    ``needed``: nobody can do without it, so it has no way to unsubscribe. ``night``: whether it waits for the morning;
    every kind says it. ``button``: what the letter's button says, where it has a link, or a function of the
    letter's values that says it.
    ``ends_with``: after which changes of its roadshow's plans a letter that still waits is not true any more.
    ``secret``: it carries a one-time link, so nobody but its reader sees the body, which is forgotten once it is sent.
    """

    words: object
    subject: object
    body: object
    places: Mapping[str, Place] = field(default_factory=dict)
    needed: bool = False
    secret: bool = False
    button: object | Callable[[Mapping[str, str]], object] = ""
    ends_with: frozenset[Change] = frozenset()
    night: Night = field(kw_only=True)

    def button_of(self, values: Mapping[str, str]) -> str:
        """In the language of the moment; "" where any button says the same."""
        return str(self.button(values) if callable(self.button) else self.button)

    @property
    def known(self) -> dict[str, Place]:
        """All placeholders that a letter of this kind may carry: its own, and the reader's name."""
        return {"name": NAME, **self.places}


NAME = Place(_("收信人的姓名"), _("示例收信人"))
KINDS: dict[str, Kind] = {}
"""Kind's name → what it is; filled by the rooms' letters.py."""
