"""A check-in was a mistake: whoever was let in is what they were before, and the seat that falls free is offered."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _

from roadshow.audit.operations import record
from roadshow.foundation.actor import Actor
from roadshow.foundation.db import db, hold, operation
from roadshow.foundation.errors import Refused
from roadshow.foundation.text import reason as given
from roadshow.programme.models import Roadshow
from roadshow.programme.queries import get_roadshow

from .models import Attendance, Mode, Scan, Verdict, Via
from .places import leave_seat, move, move_up
from .scans import list_admitting_at
from .states import SEATED, AttendanceState

S = AttendanceState


@operation
def undo(scan: Scan, reason: str, *, actor: Actor) -> None:
    """The guest has not come, a walk-in was none. Raises: Refused without a reason, or for what let nobody in."""
    roadshow = hold(get_roadshow(scan.roadshow_id))
    hold(scan)
    reason = given(reason, _("请写明撤销签到的原因"))
    guest = scan.attendance
    if scan.verdict is not Verdict.ADMITTED or guest is None or guest.state is not S.CHECKED_IN:
        raise Refused(_("这次没有让人入场，不用撤销"))
    _undo(scan, guest, roadshow, reason, actor)
    move_up(roadshow)


def undo_all(roadshow: Roadshow, reason: str = "", *, actor: Actor) -> None:
    """Within an operation that holds the roadshow, which takes place on another day: nobody has come yet."""
    for scan in list_admitting_at(roadshow.id):
        if scan.attendance is not None:
            _undo(scan, scan.attendance, roadshow, reason, actor)
    db.session.flush()


def _undo(scan: Scan, guest: Attendance, roadshow: Roadshow, reason: str, actor: Actor) -> None:
    scan.verdict, guest.came_at = Verdict.UNDONE, None
    if guest.via is Via.WALK_IN:
        _cancel(guest)
    else:
        _put_back(guest, scan.before or {}, held=roadshow.is_held)
    why = {"reason": reason} if reason else {}
    record("door.undone", actor, "roadshow", roadshow.id, roadshow.title, who=guest.name, **why)


def _cancel(walk_in: Attendance) -> None:
    """Without an address of theirs, with which they may walk in again."""
    leave_seat(walk_in)
    walk_in.state, walk_in.email = S.WITHDRAWN, None


def _put_back(guest: Attendance, before: Mapping[str, Any], *, held: bool) -> None:
    """``before`` is what the scan kept of the guest. An offered seat has been confirmed by coming; one online that was
    given up is theirs again if one is free, else they keep this one."""
    state, mode, turn = (
        S(before.get("state", S.ACCEPTED)),
        Mode(before.get("mode", guest.mode)),
        before.get("turn"),
    )
    if state is S.OFFERED:
        state = S.ACCEPTED
    if state not in SEATED:
        leave_seat(guest)
        guest.mode = mode
    elif mode is not guest.mode and not move(guest):
        turn = None
    if held and state is S.ACCEPTED and guest.mode is Mode.ONSITE:
        state = S.NO_SHOW
    guest.state, guest.turn, guest.switching = state, turn, turn is not None and state is not S.WAITLISTED
