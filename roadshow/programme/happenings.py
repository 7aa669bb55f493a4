"""What the programme tells the rooms above."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Postponed:
    """A dated roadshow has new hours; moments in UTC."""

    roadshow_id: int
    was: datetime
    now: datetime


@dataclass(frozen=True)
class Cancelled:
    """It won't take place."""

    roadshow_id: int
    reason: str
