"""The close of a call when its roadshow moves."""

from datetime import datetime

from flask_babel import lazy_gettext as _

from roadshow.foundation.errors import Fault

from .models import Roadshow
from .rules import call_faults
from .states import RoadshowState


def is_call_ahead(roadshow: Roadshow, now: datetime) -> bool:
    """Whether it has a call that is still to close; of one whose date is pending, once it has a date again."""
    closes_at = roadshow.call_closes_at
    state = roadshow.cancelled_from if roadshow.date_pending else roadshow.state
    return state is RoadshowState.CALLING and closes_at is not None and now < closes_at


def moved_call_faults(
    roadshow: Roadshow, closes_at: datetime | None, starts_at: datetime, now: datetime
) -> list[Fault]:
    """Of the close of its call (None: as it is) when the roadshow moves to ``starts_at``."""
    if closes_at is None or closes_at == roadshow.call_closes_at:
        return call_faults(roadshow, starts_at)
    if roadshow.state is not RoadshowState.CALLING:
        return [Fault("closes", _("这场路演现在不征集项目"))]
    opens_at = roadshow.call_opens_at
    if now < closes_at <= starts_at and (opens_at is None or opens_at < closes_at):
        return []
    return [Fault("closes_on", _("征集截止须在现在之后、新的路演时间之前"))]


def move_close(roadshow: Roadshow, closes_at: datetime | None) -> tuple[datetime, datetime] | None:
    """Let its call close then; returns the old and the new moment if they differ."""
    closed = roadshow.call_closes_at
    if closed is None or closes_at is None or closed == closes_at:
        return None
    roadshow.call_closes_at = closes_at
    return closed, closes_at
