"""Decisions are made first, and held back; then all are sent together."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby

from flask_babel import lazy_gettext as _

from roadshow.audit.operations import record
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.db import db, hold, operation
from roadshow.foundation.errors import Overtaken, Refused
from roadshow.foundation.many import Left, Taken
from roadshow.foundation.text import reason as given
from roadshow.pitches.many import step_many
from roadshow.pitches.models import Pitch
from roadshow.pitches.queries import count_places_taken, list_picked
from roadshow.pitches.rules import fault_of
from roadshow.pitches.states import ON_STAGE, PitchState
from roadshow.programme.models import Roadshow

from . import queries
from .lacking import list_unread
from .models import Decision
from .states import DECIDED

FIRST = (PitchState.DECLINED, PitchState.WAITLISTED, PitchState.ACCEPTED)  # who leaves makes room


@dataclass
class _Places:
    """What is decided for a roadshow, and how many places that leaves free."""

    roadshow: Roadshow
    decisions: dict[int, Decision]  # by application
    taken: int
    turns: list[int]  # on the waitlist, of those that were told
    act: int = field(init=False)

    def __post_init__(self) -> None:
        self.act = max((each.act for each in self.decisions.values()), default=0) + 1

    def fault(self, pitch: Pitch, to: PitchState) -> object | None:
        """Why this cannot be decided: the story has no such step, or all places are given."""
        if fault := fault_of(pitch, to):
            return fault
        others = [each for pitch_id, each in self.decisions.items() if pitch_id != pitch.id]
        places, joins = self.roadshow.places, to is PitchState.ACCEPTED and pitch.state not in ON_STAGE
        if joins and queries.count_places_free(places, self.taken, others) < 1:
            return _("本场%(places)d个上台名额已满，可以先列为候补", places=places)
        return None

    def decide(self, pitch: Pitch, to: PitchState, reason: str, actor: Actor) -> None:
        decision = self.decisions.get(pitch.id)
        if decision is None:
            decision = self.decisions[pitch.id] = Decision(pitch=pitch)
            db.session.add(decision)
        turn = self._turn(decision) if to is PitchState.WAITLISTED else None
        decision.to, decision.reason, decision.turn = to, reason, turn
        decision.act, decision.made_at = self.act, clock.now()
        decision.by_id, decision.by = actor.id, actor.name

    def _turn(self, decision: Decision) -> int:
        """It keeps its own; a new one comes last, also after those that were told that they wait."""
        decided = [each.turn for each in self.decisions.values() if each.turn]
        return decision.turn or max([*self.turns, *decided], default=0) + 1


@operation
def decide_many(
    roadshow: Roadshow,
    pitch_ids: Sequence[int],
    to: PitchState,
    reason: str = "",
    *,
    seen: str,
    actor: Actor,
) -> Taken:
    """What is to become of these, in this order; their applicants learn nothing yet. What may not be is left as it was.

    Raises: Refused for what is no decision, or for a no without a reason; Overtaken when somebody else has decided
    since, ``seen`` being what ``queries.seen`` said.
    """
    if to not in DECIDED:
        raise Refused(_("这一步不能批量处理"))
    reason = given(reason, _("请写明未入选的原因")) if to is PitchState.DECLINED else ""
    places = _hold(roadshow, seen)
    left, done = list[Left](), 0
    picked = {pitch.id: pitch for pitch in list_picked(roadshow.id, pitch_ids)}
    for pitch in [picked[pitch_id] for pitch_id in pitch_ids if pitch_id in picked]:
        if fault := places.fault(pitch, to):
            left.append(Left(pitch.brief.overview.name, fault))
            continue
        places.decide(pitch, to, reason, actor)
        done += 1
    _record("screening.decided", actor, roadshow, count=done, decision=to, reason=reason)
    return Taken(done, left)


@operation
def forget_many(roadshow: Roadshow, pitch_ids: Collection[int], *, seen: str, actor: Actor) -> Taken:
    """These are undecided again. Raises: Overtaken when somebody else has decided since."""
    places = _hold(roadshow, seen)
    gone = [each for pitch_id, each in places.decisions.items() if pitch_id in set(pitch_ids)]
    for decision in gone:
        db.session.delete(decision)
    _record("screening.undecided", actor, roadshow, count=len(gone))
    return Taken(len(gone), [])


@operation
def move_up(roadshow: Roadshow, pitch_id: int, *, seen: str, actor: Actor) -> None:
    """One place earlier on the waitlist. Raises: Refused for the first one, Overtaken as the others."""
    places = _hold(roadshow, seen)
    waiting = [each for each in queries.list_open_decisions(roadshow.id) if each.turn is not None]
    number = next((number for number, each in enumerate(waiting) if each.pitch_id == pitch_id), 0)
    if not number:
        raise Refused(_("候补顺序不能再往前"))
    first, second = waiting[number - 1], waiting[number]
    first.turn, second.turn = second.turn, first.turn
    first.act = second.act = places.act
    _record("screening.reordered", actor, roadshow, project=second.pitch.project.name)


@operation
def send(roadshow: Roadshow, *, seen: str, actor: Actor) -> Taken:
    """All decisions take effect and their applicants get a letter each; what cannot be any more is left, undone.

    The trail names those whose reviews were not complete.

    Raises: Refused when there is nothing to send, which is what a second press finds; Overtaken as the others.
    """
    if not _hold(roadshow, seen).decisions:
        raise Refused(_("没有待发出的结果"))
    decisions = sorted(queries.list_open_decisions(roadshow.id), key=_group)
    was = {each.pitch_id: each.pitch.state for each in decisions}
    missing = list_unread(roadshow.id)
    left = list[Left]()
    for _key, group in groupby(decisions, key=_group):
        alike = list(group)
        ids, one = [each.pitch_id for each in alike], alike[0]
        left += step_many(roadshow, ids, one.to, one.reason, actor=actor).left
    sent = [each for each in decisions if each.pitch.state is each.to is not was[each.pitch_id]]
    _mark_sent(roadshow, sent)
    unread = [pitch.brief.overview.name for pitch in missing if pitch.id in {each.pitch_id for each in sent}]
    told = {"unread": "、".join(unread)} if unread else {}
    _record("screening.sent", actor, roadshow, count=len(sent), **told)
    return Taken(len(sent), left)


def _mark_sent(roadshow: Roadshow, sent: Collection[Decision]) -> None:
    """With the end of the public notice of those that were accepted, if there is to be one."""
    setup = queries.find_setup(roadshow.id)
    days = setup.notice_days if setup else 0
    until = clock.day_bounds(clock.today(), clock.today() + timedelta(days=days))[1]
    for each in sent:
        each.sent_at = clock.now()
        each.shown_until = until if days and each.to is PitchState.ACCEPTED else None


def _group(decision: Decision) -> tuple[int, str]:
    return FIRST.index(decision.to), decision.reason


def _hold(roadshow: Roadshow, seen: str) -> _Places:
    hold(roadshow)
    decisions = queries.list_open_decisions(roadshow.id)
    if queries.seen(decisions) != seen:
        last = max(decisions, key=lambda each: each.act, default=None)
        raise Overtaken(last.by if last else "", [str(_("改动了拟定的结果"))] if last else [])
    taken, turns = count_places_taken(roadshow.id), list(queries.list_turns(roadshow.id).values())
    return _Places(roadshow, {each.pitch_id: each for each in decisions}, taken, turns)


def _record(what: str, actor: Actor, roadshow: Roadshow, **changes: object) -> None:
    record(what, actor, "roadshow", roadshow.id, roadshow.title, **changes)
