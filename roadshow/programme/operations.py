import uuid
from dataclasses import replace
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _
from sqlalchemy import update

from roadshow.audit.operations import record, record_many
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.db import CONSTRAINT_WORDS, db, hold, operation
from roadshow.foundation.errors import Refused, refuse_faults
from roadshow.foundation.happenings import announce
from roadshow.foundation.steps import step_to
from roadshow.foundation.text import clean, name_key, one_line
from roadshow.foundation.text import reason as given
from roadshow.occupancy import operations as occupancy
from roadshow.occupancy.models import Occupancy
from roadshow.occupancy.queries import list_clashes, list_of_roadshow

from . import queries
from .happenings import Cancelled, Postponed
from .models import Hall, Roadshow, Season
from .rules import (
    HallFacts,
    HeldFacts,
    RoadshowFacts,
    call_faults,
    change_faults,
    hall_faults,
    held_faults,
    hour_faults,
    moves,
    roadshow_faults,
    season_faults,
    year_faults,
    years_of,
)
from .states import BEFORE_HELD, STATE_WORDS, STORY, RoadshowState


@operation
def open_season(year: int, target: int, *, actor: Actor) -> Season:
    """Raises: Refused on an odd year or target, or when the year has its season."""
    refuse_faults(season_faults(year, target))
    if queries.find_season(year):
        raise Refused(CONSTRAINT_WORDS["uq_programme_season_year"], "year")
    season = Season(year=year, target=target)
    db.session.add(season)
    db.session.flush()
    record("season.opened", actor, "season", season.id, str(year), target=target)
    return season


@operation
def set_target(season: Season, target: int, *, actor: Actor) -> None:
    """Raises: Refused on an odd target."""
    hold(season)
    refuse_faults(season_faults(season.year, target))
    record("season.target_set", actor, "season", season.id, str(season.year), target=[season.target, target])
    season.target = target


@operation
def make_hall(facts: HallFacts, *, actor: Actor) -> Hall:
    """Raises: Refused on odd facts or a name already there."""
    facts = _cleaned_hall(facts)
    refuse_faults(hall_faults(facts))
    _refuse_same_name(facts.name)
    hall = Hall(**vars(facts))
    db.session.add(hall)
    db.session.flush()
    record("hall.made", actor, "hall", hall.id, hall.name)
    return hall


@operation
def change_hall(hall: Hall, facts: HallFacts, *, closed: bool, actor: Actor) -> None:
    """A new name or address shows in the calendar entry of each roadshow there.

    New minutes count for what is put there from now on; what is there keeps what it took.

    Raises: Refused on odd facts or a name already there.
    """
    facts = _cleaned_hall(facts)
    hold(hall)
    refuse_faults(hall_faults(facts))
    _refuse_same_name(facts.name, hall)
    wanted = {**vars(facts), "closed": closed}
    changes = {name: [was, wanted[name]] for name in wanted if (was := getattr(hall, name)) != wanted[name]}
    for name, value in wanted.items():
        setattr(hall, name, value)
    if changes.keys() & {"name", "address"}:
        _show_all_changed(hall)
    record("hall.changed", actor, "hall", hall.id, hall.name, **changes)


@operation
def plan_roadshow(season: Season, facts: RoadshowFacts, *, actor: Actor) -> Roadshow:
    """A roadshow of the season with its day, hours and hall; not public yet.

    Raises: Refused on odd facts, or when the hall is taken (set-up and tear-down included), naming by which roadshow.
    """
    facts = _cleaned(facts)
    hall = _held_hall(facts)
    now = clock.now()
    refuse_faults(roadshow_faults(facts, season=season, now=now))
    roadshow = Roadshow(
        uid=str(uuid.uuid4()),
        season=season,
        title_key=name_key(facts.title),
        made_at=now,
        changed_at=now,
        **_columns(facts),
    )
    db.session.add(roadshow)
    db.session.flush()
    _take_hall(roadshow, hall)
    record(
        "roadshow.planned", actor, "roadshow", roadshow.id, roadshow.title, on=facts.on, hall=roadshow.where
    )
    return roadshow


@operation
def take_in_held(rows: list[HeldFacts], *, actor: Actor) -> list[int]:
    """Past roadshows out of a ledger, all or none, and their ids in the same order; years without a season get one.

    Raises: Refused with the faults of any row.
    """
    refuse_faults([fault for facts in rows for fault in held_faults(facts, today=clock.today())])
    seasons = {season.year: season for season in queries.list_seasons()}
    for year in sorted({facts.on.year for facts in rows} - seasons.keys()):
        seasons[year] = Season(year=year)
        db.session.add(seasons[year])
    now = clock.now()
    roadshows = [
        Roadshow(
            uid=str(uuid.uuid4()),
            season=seasons[facts.on.year],
            title_key=name_key(facts.title),
            state=RoadshowState.HELD,
            public_since=now,
            made_at=now,
            changed_at=now,
            **vars(facts),
        )
        for facts in rows
    ]
    db.session.add_all(roadshows)
    db.session.flush()
    named = [(roadshow.id, roadshow.title) for roadshow in roadshows]
    record_many("roadshow.taken_in", actor, "roadshow", named)
    return [roadshow_id for roadshow_id, _title in named]


@operation
def change_roadshow(roadshow: Roadshow, facts: RoadshowFacts, *, actor: Actor) -> None:
    """New words, sector, places, hall or hours; hours that move after it was public are a postponing.

    Raises: Refused on odd facts, a taken hall, or once it is held or cancelled.
    """
    facts = _cleaned(facts)
    hall = _held_hall(facts)
    hold(roadshow)
    _refuse_when_over(roadshow)
    refuse_faults(change_faults(roadshow, facts, now=clock.now()))
    was, retake = roadshow.starts_at, moves(roadshow, facts) or hall != roadshow.hall
    refuse_faults(call_faults(roadshow, facts.starts_at) if facts.starts_at != was else [])
    changes = _take_over(roadshow, facts)
    if retake:
        occupancy.free(roadshow.id)
        _take_hall(roadshow, hall)
    if changes.keys() - {"places"}:
        _show_changed(roadshow)
    record("roadshow.changed", actor, "roadshow", roadshow.id, roadshow.title, **changes)
    if was is not None and was != roadshow.starts_at:
        _moved(roadshow, was)


@operation
def postpone(roadshow: Roadshow, starts_at: datetime, *, actor: Actor) -> None:
    """Another day or hour, the same length, hall and UID; all that it takes moves with it.

    Raises: Refused on odd hours, once it is held or cancelled, or on a clash at the new time, naming the other.
    """
    hall = roadshow.hall
    if hall is not None:
        hold(hall)
    hold(roadshow)
    if roadshow.hall is not hall:  # somebody moved it into a hall that we have not locked
        raise Refused(_("这场路演的场地刚刚改了，请刷新后再改期"))
    _refuse_when_over(roadshow)
    if roadshow.starts_at is None or roadshow.ends_at is None:
        raise Refused(_("这场路演还没有时间，谈不上改期"))
    was, by = roadshow.starts_at, starts_at - roadshow.starts_at
    if not by:
        raise Refused(_("新时间与原时间相同"), "on")
    refuse_faults(year_faults(clock.local(starts_at).year, years_of(roadshow)))
    ends_at = roadshow.ends_at + by
    refuse_faults(hour_faults(starts_at, ends_at, now=clock.now()) + call_faults(roadshow, starts_at))
    _refuse_shifted_clash(roadshow, by)
    roadshow.starts_at, roadshow.ends_at, roadshow.on = starts_at, ends_at, clock.local(starts_at).date()
    occupancy.move(roadshow.id, by)
    _show_changed(roadshow)
    record("roadshow.postponed", actor, "roadshow", roadshow.id, roadshow.title, starts_at=[was, starts_at])
    _moved(roadshow, was)


@operation
def open_call(roadshow: Roadshow, closes_at: datetime, *, actor: Actor) -> None:
    """Make it public and call for projects until ``closes_at``, which alone decides what is in time.

    Raises: Refused when it is past its plan, or the close is not between now and the start.
    """
    hold(roadshow)
    step_to(STORY, roadshow.state, RoadshowState.CALLING, STATE_WORDS)
    if roadshow.starts_at is None:
        raise Refused(_("先定下日期和时间，再开始征集"))
    if not clock.now() < closes_at <= roadshow.starts_at:
        raise Refused(_("征集截止须在现在之后、路演开始之前"), "closes_on")
    roadshow.call_closes_at = closes_at
    _go(roadshow, RoadshowState.CALLING)
    record("roadshow.call_opened", actor, "roadshow", roadshow.id, roadshow.title, closes_at=closes_at)


@operation
def start_selecting(roadshow: Roadshow, *, actor: Actor) -> None:
    """The call is over. Raises: Refused unless it is calling."""
    hold(roadshow)
    step_to(STORY, roadshow.state, RoadshowState.SELECTING, STATE_WORDS)
    _go(roadshow, RoadshowState.SELECTING)
    record("roadshow.selecting", actor, "roadshow", roadshow.id, roadshow.title)


@operation
def publish(roadshow: Roadshow, *, actor: Actor) -> None:
    """It is settled: public, and confirmed in calendars. Raises: Refused out of turn or without hours."""
    hold(roadshow)
    step_to(STORY, roadshow.state, RoadshowState.PUBLISHED, STATE_WORDS)
    if roadshow.starts_at is None:
        raise Refused(_("先定下日期和时间，再发布"))
    _go(roadshow, RoadshowState.PUBLISHED)
    record("roadshow.published", actor, "roadshow", roadshow.id, roadshow.title)


@operation
def start(roadshow: Roadshow, *, actor: Actor) -> None:
    """The doors are open. Raises: Refused out of turn or before its day; afterwards it may be told belatedly."""
    hold(roadshow)
    step_to(STORY, roadshow.state, RoadshowState.LIVE, STATE_WORDS)
    if roadshow.on is None or clock.today() < roadshow.on:
        raise Refused(_("到举办当天才能开场，这场在%(on)s", on=roadshow.on))
    roadshow.state = RoadshowState.LIVE
    record("roadshow.started", actor, "roadshow", roadshow.id, roadshow.title)


@operation
def finish(roadshow: Roadshow, *, actor: Actor) -> None:
    """It was held. Raises: Refused out of turn or before it has begun."""
    hold(roadshow)
    step_to(STORY, roadshow.state, RoadshowState.HELD, STATE_WORDS)
    if roadshow.starts_at and clock.now() < roadshow.starts_at:
        raise Refused(_("还没到开始时间%(starts)s", starts=f"{clock.local(roadshow.starts_at):%H:%M}"))
    roadshow.state = RoadshowState.HELD
    record("roadshow.held", actor, "roadshow", roadshow.id, roadshow.title)


@operation
def close(roadshow: Roadshow, *, actor: Actor) -> None:
    """Put it into the archive. Raises: Refused out of turn."""
    hold(roadshow)
    step_to(STORY, roadshow.state, RoadshowState.CLOSED, STATE_WORDS)
    roadshow.state = RoadshowState.CLOSED
    record("roadshow.closed", actor, "roadshow", roadshow.id, roadshow.title)


@operation
def cancel(roadshow: Roadshow, reason: str, *, actor: Actor) -> None:
    """It won't take place; its hall is free again. Raises: Refused without a reason, or once it is held."""
    hold(roadshow)
    step_to(STORY, roadshow.state, RoadshowState.CANCELLED, STATE_WORDS)
    reason = given(reason, _("请写明取消的原因，最多500个字"))
    roadshow.state, roadshow.cancelled_at, roadshow.cancel_reason = (
        RoadshowState.CANCELLED,
        clock.now(),
        reason,
    )
    occupancy.free(roadshow.id)
    _show_changed(roadshow)
    record("roadshow.cancelled", actor, "roadshow", roadshow.id, roadshow.title, reason=reason)
    announce(Cancelled(roadshow.id, reason))


def _cleaned(facts: RoadshowFacts) -> RoadshowFacts:
    return replace(facts, title=one_line(facts.title), summary=clean(facts.summary))


def _cleaned_hall(facts: HallFacts) -> HallFacts:
    return replace(facts, name=one_line(facts.name), address=one_line(facts.address))


def _refuse_same_name(name: str, but: Hall | None = None) -> None:
    if queries.find_hall(name) not in (None, but):
        raise Refused(CONSTRAINT_WORDS["uq_programme_hall_name"], "name")


def _columns(facts: RoadshowFacts) -> dict[str, object]:
    return {
        "title": facts.title,
        "summary": facts.summary,
        "sector": facts.sector,
        "places": facts.places,
        "on": facts.on,
        "starts_at": facts.starts_at,
        "ends_at": facts.ends_at,
        "hall": facts.hall,
    }


def _take_over(roadshow: Roadshow, facts: RoadshowFacts) -> dict[str, list[object]]:
    """Write the facts into the row; field → [before, after] of what is different."""
    wanted = _columns(facts)
    changes = {
        name: [was, wanted[name]] for name in wanted if (was := getattr(roadshow, name)) != wanted[name]
    }
    for name, value in wanted.items():
        setattr(roadshow, name, value)
    roadshow.title_key = name_key(facts.title)
    return changes


def _held_hall(facts: RoadshowFacts) -> Hall | None:
    return hold(facts.hall) if facts.hall is not None else None


def _take_hall(roadshow: Roadshow, hall: Hall | None) -> None:
    """With set-up before and tear-down after."""
    if hall is None or roadshow.starts_at is None or roadshow.ends_at is None:
        return
    begins = roadshow.starts_at - timedelta(minutes=hall.setup_minutes)
    ends = roadshow.ends_at + timedelta(minutes=hall.teardown_minutes)
    _refuse_clash(roadshow, hall, begins, ends, "hall")
    occupancy.take(
        Occupancy(
            what="hall",
            what_id=hall.id,
            by="roadshow",
            by_id=roadshow.id,
            roadshow_id=roadshow.id,
            starts_at=begins,
            ends_at=ends,
        )
    )


def _refuse_shifted_clash(roadshow: Roadshow, by: timedelta) -> None:
    for row in list_of_roadshow(roadshow.id):
        if row.what == "hall":
            hall = queries.get_hall(row.what_id)
            _refuse_clash(roadshow, hall, row.starts_at + by, row.ends_at + by, "on")


def _refuse_clash(roadshow: Roadshow, hall: Hall, begins: datetime, ends: datetime, field: str) -> None:
    clashes = list_clashes("hall", hall.id, begins, ends, but_roadshow_id=roadshow.id)
    if not clashes:
        return
    other = db.session.get(Roadshow, clashes[0].roadshow_id) if clashes[0].roadshow_id else None
    words = _(
        "%(hall)s在%(begins)s–%(ends)s已被“%(other)s”占用（含布场与撤场），请换时间或场地",
        hall=hall.name,
        begins=f"{clock.local(clashes[0].starts_at):%Y-%m-%d %H:%M}",
        ends=f"{clock.local(clashes[0].ends_at):%H:%M}",
        other=other.title if other else _("其他用途"),
    )
    raise Refused(words, field)


def _refuse_when_over(roadshow: Roadshow) -> None:
    if roadshow.state not in BEFORE_HELD:
        raise Refused(_("这场路演%(state)s，不能再改", state=STATE_WORDS[roadshow.state]))


def _go(roadshow: Roadshow, state: RoadshowState) -> None:
    roadshow.state = state
    roadshow.public_since = roadshow.public_since or clock.now()
    _show_changed(roadshow)


def _show_changed(roadshow: Roadshow) -> None:
    """What a calendar shows of it has changed."""
    roadshow.sequence += 1
    roadshow.changed_at = clock.now()


def _show_all_changed(hall: Hall) -> None:
    """In one statement that counts in the database: nobody holds these roadshows."""
    rows = update(Roadshow).where(Roadshow.hall_id == hall.id)
    db.session.execute(rows.values(sequence=Roadshow.sequence + 1, changed_at=clock.now()))


def _moved(roadshow: Roadshow, was: datetime) -> None:
    """It has other hours: one whose doors were open closes them, and whoever could know the old hours is told."""
    if roadshow.state is RoadshowState.LIVE:
        roadshow.state = RoadshowState.PUBLISHED
    if roadshow.public_since and roadshow.starts_at:
        roadshow.moved_from_at = was
        announce(Postponed(roadshow.id, was, roadshow.starts_at))
