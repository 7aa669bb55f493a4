import uuid
from datetime import datetime

from flask_babel import lazy_gettext as _

from roadshow.audit.operations import record
from roadshow.audit.queries import refuse_overtaken
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.changes import take_over
from roadshow.foundation.days import lazy_day, time_of
from roadshow.foundation.db import CONSTRAINT_WORDS, db, hold, operation
from roadshow.foundation.errors import Refused, refuse_faults
from roadshow.foundation.happenings import announce
from roadshow.foundation.steps import step_to
from roadshow.foundation.text import name_key
from roadshow.foundation.text import reason as given
from roadshow.occupancy import operations as occupancy
from roadshow.rest_days import operations as rest_days

from . import queries, rules, taking
from .call_moves import move_close, moved_call_faults
from .happenings import Cancelled, CloseMoved, Held, Renamed
from .models import Roadshow, Season
from .rules import RoadshowFacts
from .showing import go, moved, show_changed
from .states import BEFORE_HELD, STATE_WORDS, STORY, RoadshowState
from .taking import (
    call_off,
    drop_proposal,
    hold_halls,
    names_of,
    refuse_new_hours,
    refuse_rest_day,
    refuse_shifted_clash,
    take_halls,
)


@operation
def open_season(year: int, target: int, *, actor: Actor) -> Season:
    """Raises: Refused on an odd year or target, or when the year has its season."""
    refuse_faults(rules.season_faults(year, target))
    if queries.find_season(year):
        raise Refused(CONSTRAINT_WORDS["uq_programme_season_year"], "year")
    season = Season(year=year, target=target)
    db.session.add(season)
    db.session.flush()
    rest_days.seed(year, actor=actor)
    record("season.opened", actor, "season", season.id, str(year), target=target)
    return season


@operation
def set_target(season: Season, target: int, *, below: bool = False, actor: Actor) -> None:
    """Raises: Refused on an odd target, and on one below what is held and dated unless whoever set it knows."""
    hold(season)
    refuse_faults(rules.season_faults(season.year, target))
    taking.refuse_low_target(season.year, target, known=below)
    record("season.target_set", actor, "season", season.id, str(season.year), target=[season.target, target])
    season.target = target


@operation
def plan_roadshow(season: Season, facts: RoadshowFacts, *, actor: Actor) -> Roadshow:
    """A roadshow of the season, with its day, hours and hall or without; not public yet.

    Raises: Refused on odd facts, or when the hall is taken (set-up and tear-down included), naming by which roadshow.
    """
    facts = facts.cleaned()
    hold_halls(facts.halls)
    now = clock.now()
    refuse_faults(rules.roadshow_faults(facts, season=season, now=now))
    refuse_rest_day(facts.on, known=facts.on_rest_day)
    roadshow = Roadshow(
        uid=str(uuid.uuid4()),
        season=season,
        title_key=name_key(facts.title),
        made_at=now,
        changed_at=now,
        **facts.columns(),
    )
    db.session.add(roadshow)
    db.session.flush()
    take_halls(roadshow)
    told = {"on": facts.on, "hall": roadshow.where or None, "branches": names_of(facts.branches) or None}
    record("roadshow.planned", actor, "roadshow", roadshow.id, roadshow.title, **told)
    return roadshow


@operation
def change_roadshow(roadshow: Roadshow, facts: RoadshowFacts, *, actor: Actor) -> None:
    """New words, sector, places, hall or hours; who could know of the old hours or hall is told.

    Raises: Refused on odd facts, a taken hall, or once it is held or cancelled; Overtaken when somebody else has
    changed it since.
    """
    facts = facts.cleaned()
    hold_halls(facts.halls)
    hold(roadshow)
    _refuse_when_over(roadshow)
    refuse_overtaken(facts.seen, "roadshow", roadshow.id)
    refuse_faults(rules.change_faults(roadshow, facts, now=clock.now()))
    refuse_rest_day(facts.on, known=facts.on_rest_day or facts.on == roadshow.on)
    was, retake = roadshow.stand, rules.moves(roadshow, facts) or facts.halls != roadshow.halls
    later = facts.starts_at != roadshow.starts_at
    refuse_faults(rules.call_faults(roadshow, facts.starts_at) if later else [])
    if roadshow.on is None and facts.on:
        roadshow.dated_at = clock.now()
    changes = take_over(roadshow, facts.columns())
    roadshow.title_key = name_key(facts.title)
    if retake:
        drop_proposal(roadshow)
        occupancy.free(roadshow.id)
        take_halls(roadshow)
    if changes.keys() - {"places"}:
        show_changed(roadshow)
    if "branches" in changes:
        changes["branches"] = [names_of(halls) for halls in changes["branches"]]
    record("roadshow.changed", actor, "roadshow", roadshow.id, roadshow.title, **changes)
    if not moved(roadshow, was) and roadshow.public_since and changes.keys() & {"title", "title_en"}:
        announce(Renamed(roadshow.id))


@operation
def postpone(
    roadshow: Roadshow,
    starts_at: datetime,
    *,
    closes_at: datetime | None = None,
    on_rest_day: bool = False,
    actor: Actor,
) -> None:
    """Another day or hour, the same length, halls and UID; all that it takes moves with it.

    Its call closes at ``closes_at`` then, or, with None, when it would have. Raises: Refused on odd hours, once it is
    held or cancelled, on a clash at the new time, naming the other, or on a close that is not before the new start.
    """
    halls = roadshow.halls
    hold_halls(halls)
    hold(roadshow)
    if roadshow.halls != halls:  # somebody moved it into a hall that we have not locked
        raise Refused(_("这场路演的场地刚刚改了，请刷新后再改期"))
    _refuse_when_over(roadshow)
    if roadshow.starts_at is None or roadshow.ends_at is None:
        raise Refused(_("这场路演还没有时间，谈不上改期"))
    was, by = roadshow.stand, starts_at - roadshow.starts_at
    if not by:
        raise Refused(_("新时间与原时间相同"), "on")
    ends_at = roadshow.ends_at + by
    refuse_new_hours(roadshow, starts_at, ends_at, on_rest_day=on_rest_day)
    refuse_faults(moved_call_faults(roadshow, closes_at, starts_at, clock.now()))
    refuse_shifted_clash(roadshow, by)
    roadshow.starts_at, roadshow.ends_at = starts_at, ends_at
    roadshow.on = clock.local(starts_at).date()
    occupancy.move(roadshow.id, by)
    closes = move_close(roadshow, closes_at)
    show_changed(roadshow)
    told = {"starts_at": [starts_at - by, starts_at], "closes_at": closes and list(closes)}
    record("roadshow.postponed", actor, "roadshow", roadshow.id, roadshow.title, **told)
    moved(roadshow, was, closes)


@operation
def open_call(
    roadshow: Roadshow, closes_at: datetime, opens_at: datetime | None = None, *, actor: Actor
) -> None:
    """Make it public and call for projects from ``opens_at`` (or now) until ``closes_at``: they decide what is in time.

    Raises: Refused when it is past its plan, the close is not between now and the start, or the opening not before it.
    """
    hold(roadshow)
    step_to(STORY, roadshow.state, RoadshowState.CALLING, STATE_WORDS)
    if roadshow.starts_at is None:
        raise Refused(_("先定下日期和时间，再开始征集"))
    refuse_faults(rules.opening_faults(roadshow, opens_at, closes_at, clock.now()))
    roadshow.call_opens_at, roadshow.call_closes_at = opens_at, closes_at
    go(roadshow, RoadshowState.CALLING)
    moments = {"opens_at": opens_at, "closes_at": closes_at}
    record("roadshow.call_opened", actor, "roadshow", roadshow.id, roadshow.title, **moments)


@operation
def change_call(roadshow: Roadshow, closes_at: datetime, *, actor: Actor) -> None:
    """Another close of its call, also of one that is past as long as nobody has begun to select; applicants are told.

    Raises: Refused unless it is calling, on the close that it has, or one that is not between now and the start.
    """
    was = hold(roadshow).call_closes_at
    if roadshow.state is not RoadshowState.CALLING or was is None:
        raise Refused(_("这场路演现在不征集项目"))
    if was == closes_at:
        raise Refused(_("新的截止时间与原来的相同"), "closes_on")
    if fault := rules.close_fault(roadshow, closes_at, clock.now()):
        raise Refused(fault, "closes_on")
    roadshow.call_closes_at = closes_at
    show_changed(roadshow)
    changes = {"closes_at": [was, closes_at]}
    record("roadshow.call_changed", actor, "roadshow", roadshow.id, roadshow.title, **changes)
    announce(CloseMoved(roadshow.id, was, closes_at))


@operation
def start_selecting(roadshow: Roadshow, *, actor: Actor) -> None:
    """The call is over, by now or as of now. Raises: Refused unless it is calling."""
    hold(roadshow)
    step_to(STORY, roadshow.state, RoadshowState.SELECTING, STATE_WORDS)
    roadshow.call_closes_at = min(roadshow.call_closes_at or clock.now(), clock.now())
    go(roadshow, RoadshowState.SELECTING)
    record("roadshow.selecting", actor, "roadshow", roadshow.id, roadshow.title)


@operation
def publish(roadshow: Roadshow, *, actor: Actor) -> None:
    """It is settled: public, and confirmed in calendars. Raises: Refused out of turn or without hours."""
    hold(roadshow)
    step_to(STORY, roadshow.state, RoadshowState.PUBLISHED, STATE_WORDS)
    if roadshow.starts_at is None:
        raise Refused(_("先定下日期和时间，再发布"))
    go(roadshow, RoadshowState.PUBLISHED)
    record("roadshow.published", actor, "roadshow", roadshow.id, roadshow.title)


@operation
def start(roadshow: Roadshow, *, actor: Actor) -> None:
    """The doors are open. Raises: Refused out of turn or before its day; afterwards it may be told belatedly."""
    hold(roadshow)
    step_to(STORY, roadshow.state, RoadshowState.LIVE, STATE_WORDS)
    if roadshow.on is None or clock.today() < roadshow.on:
        raise Refused(_("到举办当天才能开场，这场在%(on)s", on=lazy_day(roadshow.on)))
    roadshow.state = RoadshowState.LIVE
    record("roadshow.started", actor, "roadshow", roadshow.id, roadshow.title)


@operation
def finish(roadshow: Roadshow, *, actor: Actor) -> None:
    """It was held. Raises: Refused out of turn or before it has begun."""
    hold(roadshow)
    step_to(STORY, roadshow.state, RoadshowState.HELD, STATE_WORDS)
    if roadshow.starts_at and clock.now() < roadshow.starts_at:
        raise Refused(_("还没到开始时间%(starts)s", starts=time_of(roadshow.starts_at)))
    roadshow.state = RoadshowState.HELD
    record("roadshow.held", actor, "roadshow", roadshow.id, roadshow.title)
    announce(Held(roadshow.id))


@operation
def close(roadshow: Roadshow, *, actor: Actor) -> None:
    """Put it into the archive. Raises: Refused out of turn."""
    hold(roadshow)
    step_to(STORY, roadshow.state, RoadshowState.CLOSED, STATE_WORDS)
    roadshow.state = RoadshowState.CLOSED
    record("roadshow.closed", actor, "roadshow", roadshow.id, roadshow.title)


@operation
def cancel(roadshow: Roadshow, reason: str, *, actor: Actor) -> None:
    """It won't take place, also one whose date is pending; its halls are free again.

    Raises: Refused without a reason, or once it is held.
    """
    hold_halls(roadshow.halls)
    hold(roadshow)
    reason = given(reason, _("请写明取消的原因"))
    if roadshow.date_pending:
        roadshow.date_pending, roadshow.cancel_reason = False, reason
        roadshow.cancelled_at = clock.now()
        show_changed(roadshow)
    else:
        call_off(roadshow, reason)
    record("roadshow.cancelled", actor, "roadshow", roadshow.id, roadshow.title, reason=reason)
    announce(Cancelled(roadshow.id, reason))


def _refuse_when_over(roadshow: Roadshow) -> None:
    if roadshow.state not in BEFORE_HELD:
        raise Refused(_("这场路演%(state)s，不能再改", state=roadshow.state_words))
