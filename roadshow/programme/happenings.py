"""What the programme tells the rooms above."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from .models import Stand


@dataclass(frozen=True)
class Moved:
    """A public roadshow has other hours, or is elsewhere; ``closes``: its call was to close then, and closes now."""

    roadshow_id: int
    was: Stand
    now: Stand
    closes: tuple[datetime, datetime] | None = None  # its call's old and new close, if that moved too


@dataclass(frozen=True)
class Renamed:
    """A public roadshow has another title, or its hall another name or address; it is when and where it was."""

    roadshow_id: int


@dataclass(frozen=True)
class CloseMoved:
    """Its call closes at another moment."""

    roadshow_id: int
    was: datetime
    now: datetime


@dataclass(frozen=True)
class Cancelled:
    """It won't take place, or only on another day that is not set yet (``Roadshow.date_pending``)."""

    roadshow_id: int
    reason: str


@dataclass(frozen=True)
class Restored:
    """It was off for so long, and takes place after all; ``was``: when and where it was to be, if not as then;
    ``closes``: its call's old and new close, if that moved too."""

    roadshow_id: int
    off_for: timedelta
    was: Stand | None = None
    closes: tuple[datetime, datetime] | None = None


@dataclass(frozen=True)
class Held:
    """It took place."""

    roadshow_id: int
