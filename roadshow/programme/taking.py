"""How a roadshow takes its day and halls, and what it is told when another has them. For operations that hold both."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from flask_babel import lazy_gettext as _
from sqlalchemy import delete

from roadshow.foundation import clock
from roadshow.foundation.changes import take_over
from roadshow.foundation.days import lazy_day, lazy_day_time, time_of
from roadshow.foundation.db import db, hold
from roadshow.foundation.errors import Fault, Refused, refuse_faults
from roadshow.foundation.steps import step_to
from roadshow.halls.models import Hall, UseKind
from roadshow.halls.queries import find_use, get_hall
from roadshow.halls.rules import hours_faults, stretch
from roadshow.occupancy import operations as occupancy
from roadshow.occupancy.models import Occupancy
from roadshow.occupancy.queries import list_clashes_of, list_of_roadshow
from roadshow.rest_days.queries import why_rest

from . import rules
from .models import Proposed, Roadshow
from .queries import count_dated, count_held, get_roadshow
from .rules import field_of
from .showing import show_changed
from .states import STATE_WORDS, STORY, RoadshowState


def refuse_rest_day(on: date | None, *, known: bool) -> None:
    """Asks once: raises Refused on a day when people are off, unless whoever picked it knows.

    The field ``on_rest_day`` is where they say so.
    """
    why = None if known or on is None else why_rest(on)
    if why is not None:
        words = _("%(on)s是休息日（%(why)s）。请换一天，或勾选“仍在休息日举办”", on=lazy_day(on), why=why)
        raise Refused(words, "on_rest_day")


def refuse_new_hours(
    roadshow: Roadshow,
    starts_at: datetime,
    ends_at: datetime,
    *,
    on_rest_day: bool,
    halls_offered: bool = False,
) -> None:
    """Whether it can be then, in the halls that it has: raises Refused outside its years, on odd hours, where a hall is
    closed, and once on a rest day. Whether the halls are free, only taking them tells.

    What is wrong with a hall is said at the day, or at the hall where the form offers them.
    """
    on = clock.local(starts_at).date()
    refuse_faults(rules.year_faults(on.year, rules.years_of(roadshow, clock.now())))
    refuse_faults(rules.hour_faults(starts_at, ends_at, now=clock.now()))
    at = {hall: field_of(hall, roadshow.hall) if halls_offered else "on" for hall in roadshow.halls}
    refuse_faults([rules.closed_fault(hall, field) for hall, field in at.items() if hall.closed])
    faults = [hours_faults(hall, starts_at, ends_at, field=field) for hall, field in at.items()]
    refuse_faults([fault for each in faults for fault in each])
    refuse_rest_day(on, known=on_rest_day)


def refuse_low_target(year: int, target: int, *, known: bool) -> None:
    """Asks once, as ``refuse_rest_day`` does: raises Refused when more is held and dated. Its field is ``below``."""
    there = sum(count([year]).get(year, 0) for count in (count_held, count_dated))
    if target < there and not known:
        words = _(
            "%(year)d年已举办和已定日期的共%(there)d场，多于这个目标。请改目标，或勾选“仍用这个目标”",
            year=year,
            there=there,
        )
        raise Refused(words, "below")


def call_off(roadshow: Roadshow, reason: str) -> None:
    """It does not take place as it stands: its halls are free, calendars show it as cancelled, and what it was is kept.
    The caller has locked it. Raises: Refused once it is held."""
    step_to(STORY, roadshow.state, RoadshowState.CANCELLED, STATE_WORDS)
    live = roadshow.state is RoadshowState.LIVE
    roadshow.cancelled_from = RoadshowState.PUBLISHED if live else roadshow.state
    roadshow.state, roadshow.cancelled_at = RoadshowState.CANCELLED, clock.now()
    roadshow.cancel_reason = reason
    drop_proposal(roadshow)
    occupancy.free(roadshow.id)
    show_changed(roadshow)


def move_into(roadshow: Roadshow, halls: Sequence[Hall]) -> dict[str, list[object]]:
    """Give it these halls, the main one first; returns what is different, for the trail. The caller has locked all.

    Raises: Refused on a closed one, and when the main one is a branch too. Taking them is another step.
    """
    branches = sorted(set(halls[1:]), key=lambda hall: hall.id)
    changes = take_over(roadshow, {"hall": halls[0] if halls else None, "branches": branches})
    refuse_faults(rules.place_faults(roadshow))
    return {
        name: [names_of(each) for each in pair] if name == "branches" else pair
        for name, pair in changes.items()
    }


def names_of(halls: Iterable[Hall]) -> str:
    """As the trail keeps them."""
    return "、".join(hall.name for hall in halls)


def hold_halls(halls: Iterable[Hall]) -> None:
    """In the order that everybody keeps."""
    for hall in sorted(halls, key=lambda hall: hall.id):
        hold(hall)


def take_halls(roadshow: Roadshow) -> None:
    """All that it has; all or none."""
    if roadshow.starts_at is None or roadshow.ends_at is None:
        return
    rows = rows_of(roadshow, roadshow.halls, roadshow.starts_at, roadshow.ends_at)
    clashes = list_told_clashes(rows, but_roadshow_id=roadshow.id)
    refuse_faults([Fault(field_of(get_hall(row.what_id), roadshow.hall), words) for row, words in clashes])
    occupancy.take(*rows)


def rows_of(
    roadshow: Roadshow, halls: Iterable[Hall], starts_at: datetime, ends_at: datetime
) -> list[Occupancy]:
    """What it takes then: each hall with its own set-up before and tear-down after."""
    stretches = [(hall, *stretch(hall, starts_at, ends_at)) for hall in halls]
    return [_row(roadshow.id, hall.id, begins, ends) for hall, begins, ends in stretches]


def refuse_shifted_clash(roadshow: Roadshow, by: timedelta) -> None:
    taken = [row for row in list_of_roadshow(roadshow.id) if row.what == "hall"]
    rows = [_row(roadshow.id, row.what_id, row.starts_at + by, row.ends_at + by) for row in taken]
    clashes = list_told_clashes(rows, but_roadshow_id=roadshow.id)
    refuse_faults([Fault("on", words) for _taken, words in clashes])


def list_told_clashes(
    rows: Sequence[Occupancy], *, but_roadshow_id: int | None = None
) -> list[tuple[Occupancy, object]]:
    """Which of these halls' hours something else has, and its name and hours in words."""
    clashes = list_clashes_of(rows, but_roadshow_id=but_roadshow_id)
    return [(row, clash_words(get_hall(row.what_id), other)) for row, other in clashes]


def _row(roadshow_id: int, hall_id: int, begins: datetime, ends: datetime) -> Occupancy:
    return Occupancy(
        what="hall",
        what_id=hall_id,
        by="roadshow",
        by_id=roadshow_id,
        roadshow_id=roadshow_id,
        starts_at=begins,
        ends_at=ends,
    )


def clash_words(hall: Hall, taken: Occupancy) -> object:
    """What has the hall then, and when, by its name."""
    begins, ends = lazy_day_time(taken.starts_at), time_of(taken.ends_at)
    said = {"hall": hall.spoken_name, "begins": begins, "ends": ends}
    if taken.roadshow_id is not None:
        title = get_roadshow(taken.roadshow_id).spoken_title
        return _(
            "%(hall)s在%(begins)s–%(ends)s已被“%(other)s”占用（含布场与撤场），请换时间或场地",
            **said,
            other=title,
        )
    use = find_use(taken.by_id)
    if use is not None and use.kind is UseKind.BLACKOUT:
        first, last = use.days
        if first == last:
            said |= {"day": lazy_day(first), "why": use.what}
            return _("%(hall)s在%(day)s暂停使用（%(why)s），请换时间或场地", **said)
        said |= {"first": lazy_day(first), "last": lazy_day(last), "why": use.what}
        return _("%(hall)s在%(first)s至%(last)s暂停使用（%(why)s），请换时间或场地", **said)
    what = use.what if use else _("其他用途")
    return _("%(hall)s在%(begins)s–%(ends)s已用于“%(what)s”，请换时间或场地", **said, what=what)


def drop_proposal(roadshow: Roadshow) -> None:
    """It has a day now, or wants none any more."""
    db.session.execute(delete(Proposed).where(Proposed.roadshow_id == roadshow.id))
