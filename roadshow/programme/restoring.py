"""What is undone: a roadshow that was called off takes place after all, a call that was closed is open again."""

from datetime import datetime

from flask_babel import lazy_gettext as _

from roadshow.audit.operations import record
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.db import hold, operation
from roadshow.foundation.errors import Refused, refuse_faults
from roadshow.foundation.happenings import announce

from . import rules
from .happenings import CloseMoved, Restored
from .models import Roadshow
from .showing import go, show_changed
from .states import RoadshowState
from .taking import hold_halls, take_halls


def restore_fault(roadshow: Roadshow) -> object | None:
    """Why it stays cancelled; whether its halls are still free, only taking them tells."""
    if roadshow.state is not RoadshowState.CANCELLED:
        return _("这场路演%(state)s，没有取消", state=roadshow.state_words)
    if roadshow.date_pending:
        return _("这场路演延期待定，定下新日期就恢复")
    if roadshow.cancelled_from is None:
        return _("这场路演取消得早，没有记下取消前的状态，请另外安排一场")
    if roadshow.starts_at is not None and roadshow.starts_at <= clock.now():
        return _("原定的时间已经过去，请另外安排一场")
    return None


@operation
def restore(roadshow: Roadshow, *, actor: Actor) -> None:
    """It is what it was before it was cancelled; whoever heard that it was off hears that it is on.

    Raises: Refused unless it is cancelled and still to come, and when a hall has closed or is taken, naming by what.
    """
    hold_halls(roadshow.halls)
    hold(roadshow)
    if fault := restore_fault(roadshow):
        raise Refused(fault)
    refuse_faults([rules.closed_fault(hall, "on") for hall in roadshow.halls if hall.closed])
    off_since = roadshow.cancelled_at or clock.now()
    roadshow.state = roadshow.cancelled_from or RoadshowState.PLANNED
    roadshow.cancelled_from = roadshow.cancelled_at = None
    roadshow.cancel_reason = ""
    take_halls(roadshow)
    show_changed(roadshow)
    record("roadshow.restored", actor, "roadshow", roadshow.id, roadshow.title)
    announce(Restored(roadshow.id, clock.now() - off_since))


@operation
def reopen_call(roadshow: Roadshow, closes_at: datetime, *, actor: Actor) -> None:
    """Call for projects again until ``closes_at``, as long as no agenda is published; applicants are told.

    Not a step of the life story: it undoes one. What was frozen at the old close counts until a project changes.
    Raises: Refused unless its call was closed, and on a close that is not between now and the start.
    """
    was = hold(roadshow).call_closes_at
    if roadshow.state is not RoadshowState.SELECTING or was is None:
        raise Refused(_("只有征集已截止、议程还没发布的路演可以重新征集"))
    if fault := rules.close_fault(roadshow, closes_at, clock.now()):
        raise Refused(fault, "closes_on")
    roadshow.call_closes_at = closes_at
    go(roadshow, RoadshowState.CALLING)
    changes = {"closes_at": [was, closes_at]}
    record("roadshow.call_reopened", actor, "roadshow", roadshow.id, roadshow.title, **changes)
    announce(CloseMoved(roadshow.id, was, closes_at))
