"""A roadshow that is put off before its new day is known, and gets one later."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from roadshow.audit.operations import record
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.db import db, hold, operation
from roadshow.foundation.errors import Refused, refuse_faults
from roadshow.foundation.happenings import announce
from roadshow.foundation.text import reason as given
from roadshow.halls.models import Hall
from roadshow.occupancy import operations as occupancy

from .call_moves import move_close, moved_call_faults
from .happenings import Cancelled, CloseMoved, Restored
from .models import Roadshow
from .showing import keep_first_start, show_changed
from .states import BEFORE_HELD, RoadshowState
from .taking import call_off, drop_proposal, hold_halls, move_into, refuse_new_hours, take_halls


def list_date_pending() -> list[Roadshow]:
    """Those that wait for a new day, the one put off from the earliest day first."""
    return list(
        db.session.scalars(select(Roadshow).where(Roadshow.date_pending).order_by(Roadshow.on, Roadshow.id))
    )


def put_off_fault(roadshow: Roadshow) -> object | None:
    """Why it cannot be put off."""
    if roadshow.on is None:
        return _("这场路演还没有日期")
    if roadshow.state not in BEFORE_HELD:
        return _("这场路演%(state)s，不能再改", state=roadshow.state_words)
    return None


@operation
def put_off(roadshow: Roadshow, reason: str, *, actor: Actor) -> None:
    """Take its day away until a new one is known: its halls are free, applications, places, seats and agenda stay.

    Calendars show one that was public as cancelled, and whoever is concerned gets a letter with the ``reason``. One
    that nobody knows of is a plan without a day again, and needs no reason.
    Raises: Refused without a day, once it is held or cancelled, and without a reason.
    """
    hold_halls(roadshow.halls)
    hold(roadshow)
    if fault := put_off_fault(roadshow):
        raise Refused(fault)
    if roadshow.state is RoadshowState.PLANNED:
        drop_proposal(roadshow)
        occupancy.free(roadshow.id)
        roadshow.on = roadshow.starts_at = roadshow.ends_at = None
    else:
        call_off(roadshow, given(reason, _("请写明延期的原因")))
        roadshow.date_pending = True
        announce(Cancelled(roadshow.id, roadshow.cancel_reason))
    record("roadshow.put_off", actor, "roadshow", roadshow.id, roadshow.title, reason=roadshow.cancel_reason)


@operation
def set_new_date(
    roadshow: Roadshow,
    starts_at: datetime,
    *,
    halls: Sequence[Hall] | None = None,
    closes_at: datetime | None = None,
    on_rest_day: bool = False,
    actor: Actor,
) -> None:
    """Give one that was put off its new day: the same length, what it was before, and everybody is told.

    It is in these ``halls``, the main one first, or with None in those that it had; its call closes at ``closes_at``,
    or with None when it would have. Raises: Refused unless its date is pending, on odd hours, on a close that is not
    before the new start, and when a hall is closed or taken, naming by what.
    """
    halls = roadshow.halls if halls is None else halls
    hold_halls(halls)
    hold(roadshow)
    was = roadshow.stand
    if not roadshow.date_pending or was is None:
        raise Refused(_("这场路演%(state)s，不是日期待定", state=roadshow.state_words))
    ends_at = starts_at + (was.ends_at - was.starts_at)
    changes = move_into(roadshow, halls)
    refuse_new_hours(roadshow, starts_at, ends_at, on_rest_day=on_rest_day, halls_offered=True)
    off_for = clock.now() - (roadshow.cancelled_at or clock.now())
    roadshow.state = roadshow.cancelled_from or RoadshowState.PUBLISHED
    roadshow.cancelled_from = roadshow.cancelled_at = None
    roadshow.date_pending, roadshow.cancel_reason = False, ""
    roadshow.starts_at, roadshow.ends_at = starts_at, ends_at
    roadshow.on, roadshow.dated_at = clock.local(starts_at).date(), clock.now()
    refuse_faults(moved_call_faults(roadshow, closes_at, starts_at, clock.now()))
    closes = move_close(roadshow, closes_at)
    take_halls(roadshow)
    show_changed(roadshow)
    keep_first_start(roadshow, was.starts_at)
    record(
        "roadshow.dated_anew",
        actor,
        "roadshow",
        roadshow.id,
        roadshow.title,
        starts_at=[was.starts_at, starts_at],
        closes_at=closes and list(closes),
        **changes,
    )
    announce(Restored(roadshow.id, off_for, was if was != roadshow.stand else None, closes))
    if closes and was == roadshow.stand:
        announce(CloseMoved(roadshow.id, *closes))
