from collections.abc import Collection
from datetime import datetime

from flask_babel import lazy_gettext as _

from roadshow.audit.operations import record
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.bounds import text_faults
from roadshow.foundation.days import lazy_moment
from roadshow.foundation.db import db, hold, operation
from roadshow.foundation.errors import Refused, refuse_faults
from roadshow.foundation.happenings import announce
from roadshow.foundation.steps import step_to
from roadshow.foundation.text import clean
from roadshow.foundation.text import reason as given
from roadshow.programme import operations as programme
from roadshow.programme.models import Roadshow
from roadshow.programme.rules import RoadshowFacts
from roadshow.projects.models import Project

from . import queries
from .again import begin_again
from .asking import keep_answers
from .corrections import keep_returned
from .happenings import LeftStage
from .late import usable_code
from .letters import tell
from .models import Pitch
from .places import give_place, hand_in, hold_pitch, offer, settle_held, wait
from .rules import (
    Answers,
    call_fault,
    due_faults,
    fault_of,
    late_fault,
    may_extend,
    missing_faults,
)
from .states import ON_STAGE, OPEN_TO_CHANGE, STATE_WORDS, STORY, PitchState

MESSAGE = 2000  # characters


@operation
def apply(
    project: Project,
    roadshow: Roadshow,
    message: str = "",
    answers: Answers | None = None,
    *,
    code: str = "",
    actor: Actor,
) -> Pitch:
    """A draft application; a ``code`` lets it in though the call is closed. One that was withdrawn before it passed the
    formal check is begun again; no review belongs to it, as only what has passed is reviewed.

    Raises: Refused when the call is not open, the code is none to use, or the project has applied already.
    """
    hold(roadshow)
    late = usable_code(roadshow, code) if code else None
    if late is None:
        _refuse(call_fault(roadshow, clock.now()))
    if earlier := queries.find_pitch(roadshow.id, project.id):
        begin_again(earlier)
    pitch = earlier or Pitch(project=project, roadshow=roadshow, made_at=clock.now())
    pitch.message, pitch.late_code_id = _message(message), late.id if late else None
    keep_answers(pitch, answers, whole=False)
    db.session.add(pitch)
    db.session.flush()
    what = "pitch.begun_again" if earlier else "pitch.drafted"
    _record(what, actor, pitch, **({"late": late.for_whom} if late else {}))
    return pitch


@operation
def apply_and_submit(
    project: Project,
    roadshow: Roadshow,
    message: str = "",
    answers: Answers | None = None,
    *,
    code: str = "",
    actor: Actor,
) -> Pitch:
    """Both at once, or neither. Raises: Refused as ``apply`` and ``submit`` do."""
    pitch = apply(project, roadshow, message, answers, code=code, actor=actor)
    submit(pitch, actor=actor)
    return pitch


@operation
def change_message(pitch: Pitch, message: str, answers: Answers | None = None, *, actor: Actor) -> None:
    """Keep what the applicant has written so far. Raises: Refused once it is handed in."""
    hold_pitch(pitch)
    if pitch.state not in OPEN_TO_CHANGE:
        raise Refused(_("这份申请%(state)s，不能再改", state=STATE_WORDS[pitch.state]))
    pitch.message = _message(message)
    keep_answers(pitch, answers, whole=False)
    _record("pitch.changed", actor, pitch)


@operation
def submit(
    pitch: Pitch,
    message: str | None = None,
    answers: Answers | None = None,
    *,
    code: str = "",
    actor: Actor,
) -> None:
    """Hand it in, the first time or corrected; a ``code`` lets it in though the call is closed.

    Raises: Refused out of turn, after the call's end, when overdue, or while required answers of the project's form or
    of the call are missing.
    """
    roadshow = hold_pitch(pitch)
    step_to(STORY, pitch.state, PitchState.SUBMITTED, STATE_WORDS)
    if code and pitch.late_code_id is None:
        pitch.late_code_id = usable_code(roadshow, code).id
    _refuse(late_fault(pitch, clock.now(), queries.find_code_of(pitch)))
    refuse_faults(missing_faults(pitch.project))
    if message is not None:
        pitch.message = _message(message)
    keep_answers(pitch, answers, whole=True)
    hand_in(pitch)
    _record("pitch.submitted", actor, pitch)
    tell("pitch.submitted", [pitch])


@operation
def withdraw(pitch: Pitch, *, actor: Actor) -> None:
    """By its owner, until it was on stage; a place that it had is offered to who waits first. Raises: Refused out of
    turn."""
    roadshow = hold_pitch(pitch)
    freed = int(pitch.state in ON_STAGE)
    _step(pitch, PitchState.WITHDRAWN, "pitch.withdrawn", actor)
    offer(roadshow, freed)


@operation
def return_for_correction(pitch: Pitch, reason: str, due_at: datetime, *, actor: Actor) -> None:
    """The applicant mends it and hands it in again until ``due_at``, also after the call's close.

    Raises: Refused out of turn, without saying what to mend, or unless it is due between now and the start.
    """
    reason = given(reason, _("请写明需要补正什么"))
    roadshow = hold_pitch(pitch)
    _check_step(pitch, PitchState.RETURNED)
    refuse_faults(due_faults(roadshow, due_at, clock.now()))
    keep_returned(pitch, reason, clock.now())
    pitch.state, pitch.reason, pitch.due_at = PitchState.RETURNED, reason, due_at
    _record("pitch.returned", actor, pitch, reason=reason, due_at=due_at)
    tell("pitch.returned", [pitch])


@operation
def extend_correction(pitch: Pitch, due_at: datetime, *, actor: Actor) -> None:
    """More time for it, also when it is overdue.

    Raises: Refused unless it is returned and may still be mended, or for a moment that is no later than now or the
    one that it has, or after the start.
    """
    roadshow = hold_pitch(pitch)
    if not may_extend(pitch):
        raise Refused(_("这份申请现在不在补正，不能延期"))
    was = pitch.due_at or roadshow.call_closes_at
    if was is not None and due_at <= was:
        raise Refused(_("新的补正截止须晚于原来的%(was)s", was=lazy_moment(was)), "due_on")
    refuse_faults(due_faults(roadshow, due_at, clock.now()))
    pitch.due_at = due_at
    _record("pitch.extended", actor, pitch, due_at=[was, due_at])
    tell("pitch.extended", [pitch])


@operation
def screen(pitch: Pitch, *, actor: Actor) -> None:
    """It passed the formal check. Raises: Refused out of turn."""
    _step(pitch, PitchState.SCREENED, "pitch.screened", actor)
    tell("pitch.screened", [pitch])


@operation
def accept(pitch: Pitch, *, actor: Actor) -> None:
    """Give the project a place on the stage. Raises: Refused out of turn, or when all places are taken."""
    roadshow = hold_pitch(pitch)
    settle_held(roadshow)
    _check_step(pitch, PitchState.ACCEPTED)
    if queries.count_places_taken(roadshow.id) >= roadshow.places:
        raise Refused(_("本场%(places)d个上台名额已满，可以先列为候补", places=roadshow.places))
    give_place(pitch, roadshow)
    _record("pitch.accepted", actor, pitch)
    tell("pitch.accepted", [pitch])


@operation
def waitlist(pitch: Pitch, *, actor: Actor) -> None:
    """Next if a place falls free. Raises: Refused out of turn."""
    _step(pitch, PitchState.WAITLISTED, "pitch.waitlisted", actor)
    wait(pitch, queries.find_last_turn(pitch.roadshow_id) + 1)
    tell("pitch.waitlisted", [pitch])


@operation
def decline(pitch: Pitch, reason: str, *, actor: Actor) -> None:
    """Raises: Refused out of turn or without a reason, which the applicant reads."""
    reason = given(reason, _("请写明未入选的原因"))
    _step(pitch, PitchState.DECLINED, "pitch.declined", actor, reason=reason)
    tell("pitch.declined", [pitch])


@operation
def mark_absent(pitch: Pitch, *, actor: Actor) -> None:
    """It did not come to its place on stage. Raises: Refused out of turn."""
    _step(pitch, PitchState.ABSENT, "pitch.absent", actor)


@operation
def close_call(roadshow: Roadshow, *, actor: Actor) -> None:
    """No more applications: from here on the centre selects. Raises: Refused unless it is calling."""
    programme.start_selecting(roadshow, actor=actor)


@operation
def change_roadshow(roadshow: Roadshow, facts: RoadshowFacts, *, actor: Actor) -> None:
    """As the programme's; no fewer places than are given. Raises: Refused."""
    programme.change_roadshow(roadshow, facts, actor=actor)
    taken = queries.count_places_taken(roadshow.id)
    if taken > roadshow.places:
        raise Refused(_("已经选入%(taken)d个项目，名额不能更少", taken=taken), "places")


@operation
def schedule(roadshow: Roadshow, pitch_ids: Collection[int], *, actor: Actor) -> None:
    """Accepted ones that the running order has are scheduled, scheduled ones that it has no more are accepted again."""
    hold(roadshow)
    for pitch in queries.list_pitches_in(roadshow.id, PitchState.ACCEPTED, PitchState.SCHEDULED):
        if (pitch.id in pitch_ids) is (pitch.state is PitchState.SCHEDULED):
            continue
        on = pitch.state is PitchState.ACCEPTED
        pitch.state = PitchState.SCHEDULED if on else PitchState.ACCEPTED
        pitch.confirm_by_at = pitch.remind_at = None  # a place in the running order is kept, confirmed or not
        _record("pitch.scheduled" if on else "pitch.unscheduled", actor, pitch)


@operation
def finish_roadshow(roadshow: Roadshow, *, actor: Actor) -> None:
    """It was held: who was scheduled and not marked absent has presented. Raises: Refused out of turn."""
    hold(roadshow)
    for pitch in queries.list_pitches_in(roadshow.id, PitchState.SCHEDULED):
        pitch.state = PitchState.PRESENTED
        _record("pitch.presented", actor, pitch)
    programme.finish(roadshow, actor=actor)


def _step(
    pitch: Pitch,
    state: PitchState,
    what: str,
    actor: Actor,
    *,
    reason: str = "",
) -> None:
    hold_pitch(pitch)
    _check_step(pitch, state)
    was, pitch.state, pitch.reason, pitch.turn = pitch.state, state, reason, None
    _record(what, actor, pitch, **({"reason": reason} if reason else {}))
    if was in ON_STAGE and state not in ON_STAGE:
        announce(LeftStage(pitch.roadshow_id, [pitch.project_id]))


def _check_step(pitch: Pitch, state: PitchState) -> None:
    """Raises: Refused when the story has no such step, or the roadshow does not stand where it is taken."""
    _refuse(fault_of(pitch, state))


def _refuse(fault: object | None) -> None:
    if fault is not None:
        raise Refused(fault)


def _message(message: str) -> str:
    message = clean(message)
    refuse_faults(text_faults("message", _("申请说明"), message, MESSAGE))
    return message


def _record(what: str, actor: Actor, pitch: Pitch, **changes: object) -> None:
    record(what, actor, "pitch", pitch.id, pitch.project.name, roadshow=pitch.roadshow.title, **changes)
