"""What kinds of letters there are; each room adds its own in its ``letters.py``, as it does its CONSTRAINT_WORDS."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask_babel import lazy_gettext as _


@dataclass(frozen=True)
class Place:
    """A placeholder: what comes there, and what a preview shows as long as no such letter was written.

    One that is ``needed`` may not be left out of the body.
    """

    words: object
    sample: object
    needed: bool = False


@dataclass(frozen=True)
class Kind:
    """A kind of letter. ``subject`` and ``body`` are lazy translations with ``{placeholders}`` of ``places``.

    ``needed``: nobody can do without it, so it has no way to unsubscribe. ``urgent``: it is sent at night too.
    ``secret``: it carries a one-time link, so nobody but its reader sees the body, which is forgotten once it is sent.
    """

    words: object
    subject: object
    body: object
    places: Mapping[str, Place] = field(default_factory=dict)
    needed: bool = False
    urgent: bool = False
    secret: bool = False

    @property
    def known(self) -> dict[str, Place]:
        """All placeholders that a letter of this kind may carry: its own, and the reader's name."""
        return {"name": NAME, **self.places}


NAME = Place(_("收信人的姓名"), _("示例收信人"))
KINDS: dict[str, Kind] = {}
"""Kind's name → what it is; filled by the rooms' letters.py."""
