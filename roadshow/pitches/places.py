"""A place on the stage: given, confirmed in time, or lapsed or given back, and then offered to who waits first.

The clock decides who has lapsed; what follows from it is written by whoever comes first, the worker or the next act.
"""

from datetime import datetime, time, timedelta

from flask_babel import lazy_gettext as _

from roadshow.audit.operations import record
from roadshow.foundation import clock
from roadshow.foundation.actor import CLOCK, Actor
from roadshow.foundation.db import hold, operation
from roadshow.foundation.errors import Refused, refuse_faults
from roadshow.foundation.happenings import announce
from roadshow.programme.models import Roadshow
from roadshow.rest_days.queries import why_rest

from . import queries
from .happenings import LeftStage
from .letters import tell
from .models import Pitch
from .rules import CONFIRM_DAYS, confirm_fault, has_lapsed, is_to_remind
from .states import DURING, PitchState

REMINDS_BEFORE = timedelta(days=1)
LAST_MINUTE = time(23, 59)


@operation
def confirm(pitch: Pitch, *, actor: Actor) -> None:
    """It will come, as one of its people says or the centre was told. Raises: Refused when there is nothing to confirm
    or it is too late."""
    hold_pitch(pitch)
    if fault := confirm_fault(pitch, clock.now()):
        raise Refused(fault)
    pitch.confirmed_at, pitch.remind_at = clock.now(), None
    record("pitch.confirmed", actor, "pitch", pitch.id, pitch.project.name, roadshow=pitch.roadshow.title)


@operation
def set_confirming(roadshow: Roadshow, days: int | None, *, actor: Actor) -> None:
    """In how many working days those accepted from now on confirm their place; None: nobody need, whoever waits now
    neither. Raises: Refused on an odd number."""
    hold(roadshow)
    if days is not None:
        refuse_faults(CONFIRM_DAYS.faults("days", _("确认期限"), days))
    changes = {"confirm_days": [roadshow.confirm_days, days]}
    roadshow.confirm_days = days
    if days is None:
        for pitch in queries.list_pitches_in(roadshow.id, PitchState.ACCEPTED):
            pitch.confirm_by_at = pitch.remind_at = None
    record("roadshow.confirming_set", actor, "roadshow", roadshow.id, roadshow.title, **changes)


@operation
def settle(roadshow: Roadshow) -> None:
    """Who did not confirm in time has no place any more, and who waits first is offered it; one reminder goes out."""
    hold(roadshow)
    settle_held(roadshow)
    reminded = [pitch for pitch in _accepted(roadshow) if is_to_remind(pitch, clock.now())]
    for pitch in reminded:
        pitch.remind_at = None
        _record("pitch.reminded", pitch)
    tell("pitch.reminded", reminded)


def settle_held(roadshow: Roadshow) -> None:
    """The same of a roadshow that is locked, before its places are counted; it reminds nobody."""
    now = clock.now()
    lapsed = [pitch for pitch in _accepted(roadshow) if has_lapsed(pitch, now)]
    if not lapsed:
        return
    for pitch in lapsed:
        pitch.state, pitch.remind_at = PitchState.LAPSED, None
        _record("pitch.lapsed", pitch)
    tell("pitch.lapsed", lapsed)
    announce(LeftStage(roadshow.id, [pitch.project_id for pitch in lapsed]))
    offer(roadshow, len(lapsed))


def offer(roadshow: Roadshow, freed: int) -> None:
    """So many places as fell free, as far as there are any, to those who wait first; none once it has begun. The caller
    has locked the roadshow."""
    if roadshow.state not in DURING[PitchState.ACCEPTED]:
        return
    free = max(roadshow.places - queries.count_places_taken(roadshow.id), 0)
    offered = queries.list_waiting(roadshow.id)[: min(free, freed)]
    for pitch in offered:
        give_place(pitch, roadshow)
        _record("pitch.offered", pitch)
    tell("pitch.offered", offered)


def hand_in(pitch: Pitch) -> None:
    """From now on it waits for the formal check. The caller has locked the roadshow, and tells of it."""
    pitch.state, pitch.submitted_at = PitchState.SUBMITTED, clock.now()
    pitch.reason, pitch.due_at = "", None


def give_place(pitch: Pitch, roadshow: Roadshow) -> None:
    """The caller has locked the roadshow, asked whether there is one, and tells of it."""
    now = clock.now()
    due = _confirm_by(roadshow, now)
    pitch.state, pitch.reason, pitch.turn = PitchState.ACCEPTED, "", None
    pitch.confirm_by_at, pitch.confirmed_at = due, None
    pitch.remind_at = due - REMINDS_BEFORE if due and due - REMINDS_BEFORE > now else None


def wait(pitch: Pitch, turn: int) -> None:
    """Its turn is after all who wait already. The caller has locked the roadshow, and tells of it."""
    pitch.state, pitch.reason = PitchState.WAITLISTED, ""
    pitch.turn = turn
    keep_no_place(pitch)


def keep_no_place(pitch: Pitch) -> None:
    """Whatever was to be confirmed is no more."""
    pitch.confirm_by_at = pitch.remind_at = pitch.confirmed_at = None


def hold_pitch(pitch: Pitch) -> Roadshow:
    """Locks the roadshow, which guards the places, then the pitch."""
    roadshow = hold(pitch.roadshow)
    hold(pitch)
    return roadshow


def _accepted(roadshow: Roadshow) -> list[Pitch]:
    return queries.list_pitches_in(roadshow.id, PitchState.ACCEPTED)


def _confirm_by(roadshow: Roadshow, now: datetime) -> datetime | None:
    """The last minute of the last of its working days, never after the start."""
    if roadshow.confirm_days is None or roadshow.starts_at is None:
        return None
    on, left = clock.local(now).date(), roadshow.confirm_days
    while left and clock.moment(on, LAST_MINUTE) < roadshow.starts_at:
        on += timedelta(days=1)
        left -= why_rest(on) is None
    return min(clock.moment(on, LAST_MINUTE), roadshow.starts_at)


def _record(what: str, pitch: Pitch) -> None:
    record(
        what,
        CLOCK,
        "pitch",
        pitch.id,
        pitch.project.name,
        roadshow=pitch.roadshow.title,
        confirm_by_at=pitch.confirm_by_at,
    )
