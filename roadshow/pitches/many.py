"""Several applications to one roadshow dealt with at once."""

from collections.abc import Collection

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement

from roadshow.audit.operations import record_many
from roadshow.foundation.actor import Actor
from roadshow.foundation.db import hold, operation
from roadshow.foundation.errors import Refused
from roadshow.foundation.happenings import announce
from roadshow.foundation.many import Left, Taken
from roadshow.foundation.text import reason as given
from roadshow.programme.models import Roadshow

from . import queries
from .happenings import LeftStage
from .letters import tell
from .models import Pitch
from .places import give_place, keep_no_place, settle_held, wait
from .rules import fault_of, open_steps
from .states import ON_STAGE, PitchState

ACTS = {
    PitchState.SCREENED: "pitch.screened",
    PitchState.ACCEPTED: "pitch.accepted",
    PitchState.WAITLISTED: "pitch.waitlisted",
    PitchState.DECLINED: "pitch.declined",
}


def open_to_many(roadshow: Roadshow, permissions: frozenset[str]) -> ColumnElement[bool]:
    """Those of its applications that who has these permissions may lead on together."""
    steps = {state: open_steps(state, roadshow.state, permissions) for state in PitchState}
    return Pitch.state.in_([state for state, to in steps.items() if ACTS.keys() & to])


@operation
def step_many(
    roadshow: Roadshow, pitch_ids: Collection[int], to: PitchState, reason: str = "", *, actor: Actor
) -> Taken:
    """Lead these, in the order of their arrival, as far as each may go; the others stay as they are.

    On the waitlist they come in the order of ``pitch_ids``.

    Raises: Refused for an act that is none for many, or when declining without a reason, which all applicants read.
    """
    if to not in ACTS:
        raise Refused(_("这一步不能批量处理"))
    reason = given(reason, _("请写明未入选的原因")) if to is PitchState.DECLINED else ""
    hold(roadshow)  # it guards the places, and every step of its applications
    if to is PitchState.ACCEPTED:
        settle_held(roadshow)
    free = roadshow.places - queries.count_places_taken(roadshow.id)
    last = queries.find_last_turn(roadshow.id)
    left, done, gone = list[Left](), list[Pitch](), list[int]()
    for pitch in _in_turn(queries.list_picked(roadshow.id, pitch_ids), pitch_ids, to):
        fault = fault_of(pitch, to)
        if fault is None and to is PitchState.ACCEPTED and len(done) >= free:
            fault = _("本场%(places)d个上台名额已满，可以先列为候补", places=roadshow.places)
        if fault is not None:
            left.append(Left(pitch.brief.overview.name, fault))
            continue
        if pitch.state in ON_STAGE and to not in ON_STAGE:
            gone.append(pitch.project_id)
        _take(pitch, to, reason, last + len(done) + 1)
        done.append(pitch)
    said = {"roadshow": roadshow.title} | ({"reason": reason} if reason else {})
    named = [(pitch.id, pitch.project.name) for pitch in done]
    record_many(ACTS[to], actor, "pitch", named, {pitch.id: said for pitch in done})
    tell(ACTS[to], done)
    if gone:
        announce(LeftStage(roadshow.id, gone))
    return Taken(len(done), left)


def _in_turn(pitches: list[Pitch], pitch_ids: Collection[int], to: PitchState) -> list[Pitch]:
    """Whoever is put on the waitlist in a certain order waits in it."""
    if to is not PitchState.WAITLISTED:
        return pitches
    order = {pitch_id: number for number, pitch_id in enumerate(pitch_ids)}
    return sorted(pitches, key=lambda pitch: order[pitch.id])


def _take(pitch: Pitch, to: PitchState, reason: str, turn: int) -> None:
    """``turn`` is its own if it waits."""
    if to is PitchState.ACCEPTED:
        give_place(pitch, pitch.roadshow)
    elif to is PitchState.WAITLISTED:
        wait(pitch, turn)
    else:
        pitch.state, pitch.reason, pitch.turn = to, reason, None
        keep_no_place(pitch)
