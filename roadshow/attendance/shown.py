"""What the door is shown, and what it answers (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _

from roadshow.accounts.rules import email_faults
from roadshow.foundation.bounds import text_faults
from roadshow.foundation.errors import Fault

from .models import Verdict, Way


@dataclass(frozen=True)
class WalkIn:
    """Who comes without being on the list; cleaned. ``email`` may be empty."""

    name: str
    organisation: str = ""
    email: str = ""

    @property
    def faults(self) -> list[Fault]:
        return [
            *text_faults("name", _("姓名"), self.name, 100, empty=_("请填写姓名")),
            *text_faults("organisation", _("单位"), self.organisation, 200),
            *(email_faults(self.email) if self.email else []),
        ]


@dataclass(frozen=True)
class Shown:
    """What the door was shown: a code, a guest of the list by number, or a walk-in.

    ``uid`` is its sender's name for it, ``at`` when it was; ``turned_away`` is what a device said to whom it did not
    let in while the network was gone.
    """

    uid: str
    at: datetime
    code: str = ""
    guest_id: int | None = None
    walk_in: WalkIn | None = None
    turned_away: Verdict | None = None

    @property
    def way(self) -> Way:
        return Way.WALK_IN if self.walk_in else Way.NAME if self.guest_id else Way.TICKET


@dataclass(frozen=True)
class Keeper:
    """Who keeps the door: a device, or somebody at the centre's desk."""

    name: str
    device_id: int | None = None


@dataclass(frozen=True)
class Answer:
    """What the door says: ``since`` and ``by`` when and where a ticket was used; with ``faults`` nothing is noted."""

    uid: str
    verdict: Verdict | None
    guest_id: int | None = None
    name: str = ""
    organisation: str = ""
    seat: int | None = None
    since: datetime | None = None
    by: str = ""
    faults: Sequence[Fault] = ()
