"""What one roadshow needs from plan to archive, and by when: a pure function of facts (no query)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from roadshow.foundation import clock

from .models import Roadshow
from .states import HELD, RoadshowState

CALL_BEFORE = timedelta(days=45)  # by then a planned roadshow should call for its projects


class Stage(StrEnum):
    DATED = "dated"
    PUBLIC = "public"
    CALL = "call"
    SCREENED = "screened"
    DECIDED = "decided"
    CONFIRMED = "confirmed"
    AGENDA = "agenda"
    INVITED = "invited"
    ANSWERED = "answered"
    DOOR = "door"
    RUN = "run"
    THANKED = "thanked"
    FEEDBACK = "feedback"
    OUTCOMES = "outcomes"
    ARCHIVED = "archived"


class Progress(StrEnum):
    DONE = "done"
    LATE = "late"
    NEXT = "next"
    LATER = "later"


@dataclass(frozen=True)
class Facts:
    """What is true of a roadshow; ``called`` says whether projects apply to it by a call, ``planned_on`` when it got
    its day, ``redrafted`` whether its agenda was changed since it was published.

    One whose date is pending has the state that it was put off from, and no day.
    """

    state: RoadshowState
    on: date | None = None
    called: bool = False
    call_closes_on: date | None = None
    planned_on: date | None = None
    to_screen: int = 0
    to_choose: int = 0
    on_stage: int = 0
    to_confirm: int = 0
    redrafted: bool = False
    guests: int = 0
    to_answer: int = 0
    answer_by: date | None = None
    paired: bool = False
    feedback: int = 0
    outcomes: int = 0


@dataclass(frozen=True)
class Item:
    """``due`` is unknown while the roadshow has no day; ``count`` is how many are still open."""

    stage: Stage
    due: date | None
    progress: Progress
    count: int = 0


S = RoadshowState
_PUBLIC = frozenset(S) - {S.PLANNED, S.CANCELLED}
_AFTER_CALL = _PUBLIC - {S.CALLING}
_WITH_AGENDA = HELD | {S.PUBLISHED, S.LIVE}
# days from the roadshow's day
DUE = {
    Stage.DATED: -60,
    Stage.PUBLIC: -CALL_BEFORE.days,
    Stage.CALL: -24,
    Stage.SCREENED: -21,
    Stage.INVITED: -21,
    Stage.DECIDED: -14,
    Stage.CONFIRMED: -10,
    Stage.AGENDA: -7,
    Stage.ANSWERED: -3,
    Stage.DOOR: 0,
    Stage.RUN: 0,
    Stage.THANKED: 1,
    Stage.FEEDBACK: 14,
    Stage.OUTCOMES: 30,
    Stage.ARCHIVED: 90,
}
AFTER_CALL = frozenset({Stage.SCREENED, Stage.DECIDED, Stage.CONFIRMED, Stage.AGENDA})
AFTERWARDS = frozenset({Stage.THANKED, Stage.FEEDBACK, Stage.OUTCOMES, Stage.ARCHIVED})


def facts_of(roadshow: Roadshow) -> Facts:
    """What its own row tells: all that its deadlines need but the guests' own one. While its date is pending none
    counts."""
    pending, closes = roadshow.date_pending, roadshow.call_closes_at
    return Facts(
        state=roadshow.cancelled_from if pending and roadshow.cancelled_from else roadshow.state,
        on=roadshow.announced_on,
        called=closes is not None,
        call_closes_on=clock.local(closes).date() if closes and not pending else None,
        planned_on=clock.local(roadshow.dated_at or roadshow.made_at).date(),
    )


def timeline_of(facts: Facts, today: date) -> list[Item]:
    """By the day each is due. What was left undone before it began, or was archived, is left out; a cancelled one
    has none."""
    if facts.state is S.CANCELLED:
        return []
    steps = [
        (stage, due_day(facts, stage), done, count)
        for stage, done, count in _steps(facts)
        if done or _can_be_done(facts.state, stage)
    ]
    steps.sort(key=lambda step: step[1] or date.max)
    items, ahead = [], False
    for stage, due, done, count in steps:
        late = not done and due is not None and due < today
        if done:
            progress = Progress.DONE
        elif late:
            progress = Progress.LATE
        else:
            progress, ahead = (Progress.LATER if ahead else Progress.NEXT), True
        items.append(Item(stage, due, progress, count))
    return items


def due_day(facts: Facts, stage: Stage) -> date | None:
    """By when a stage should be done; None while the roadshow has no day.

    Where there is less time than usual, since it got its day or from the close of its call, the steps in between
    move closer together in proportion: none is late before anybody could do it.
    """
    if stage is Stage.CALL and facts.call_closes_on:
        return facts.call_closes_on
    if stage is Stage.ANSWERED and facts.answer_by:
        return facts.answer_by
    return facts.on - timedelta(days=_days_before(facts, facts.on, stage)) if facts.on else None


def _days_before(facts: Facts, on: date, stage: Stage) -> int:
    usual, since, span = -DUE[stage], facts.planned_on, -DUE[Stage.DATED]
    if stage in AFTER_CALL and facts.call_closes_on:
        since, span = facts.call_closes_on, -DUE[Stage.CALL]
    if usual <= 0 or since is None:
        return usual
    return min(usual, usual * max((on - since).days, 0) // span)


def _can_be_done(state: RoadshowState, stage: Stage) -> bool:
    """Whether a step that is open still matters."""
    if state is S.LIVE:
        return stage is Stage.RUN or stage in AFTERWARDS
    return state not in HELD or (state is S.HELD and stage in AFTERWARDS)


def _steps(facts: Facts) -> Iterator[tuple[Stage, bool, int]]:
    """Stage, whether it is done, how many are open. Nothing of a call where none was made."""
    published = facts.state in _WITH_AGENDA
    yield Stage.DATED, facts.on is not None, 0
    yield Stage.PUBLIC, facts.state in _PUBLIC, 0
    if facts.called or not published:
        closed = facts.state in _AFTER_CALL
        yield Stage.CALL, closed, 0
        yield Stage.SCREENED, closed and not facts.to_screen, facts.to_screen
        yield Stage.DECIDED, closed and not (facts.to_screen or facts.to_choose), facts.to_choose
        yield Stage.CONFIRMED, closed and bool(facts.on_stage) and not facts.to_confirm, facts.to_confirm
    redrafted = facts.redrafted and facts.state is S.PUBLISHED
    yield Stage.AGENDA, published and not redrafted, 0 if redrafted else facts.on_stage
    yield Stage.INVITED, facts.guests > 0, 0
    yield Stage.ANSWERED, facts.guests > 0 and not facts.to_answer, facts.to_answer
    yield Stage.DOOR, facts.paired, 0
    yield Stage.RUN, facts.state in HELD, 0
    yield Stage.THANKED, facts.state in HELD, 0  # written with the end of the roadshow
    yield Stage.FEEDBACK, facts.feedback > 0, 0
    yield Stage.OUTCOMES, facts.outcomes > 0, 0
    yield Stage.ARCHIVED, facts.state is S.CLOSED, 0
