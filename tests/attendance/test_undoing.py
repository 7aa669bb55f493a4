"""A mistake at the door is undone: everybody is what they were, and nobody's seat is lost."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from roadshow.agenda import operations as agenda
from roadshow.attendance import admitting, queries, scans, undoing
from roadshow.attendance.models import Attendance, Mode, Scan, Seating, Verdict
from roadshow.attendance.shown import Keeper, Shown, WalkIn
from roadshow.attendance.states import AttendanceState as A
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.foundation.errors import Refused
from roadshow.notices.models import Letter
from roadshow.programme.models import Roadshow
from roadshow.programme.putting_off import put_off
from roadshow.programme.states import RoadshowState as S
from tests import make

EARLY = make.moment(make.DAY, 12, 50)  # before its start


@pytest.fixture(autouse=True)
def before_the_start(inside: Flask):
    with clock.at(EARLY):
        yield


def event(free: int = 0, state: S = S.PUBLISHED) -> Roadshow:
    """With so many free seats."""
    roadshow = make.roadshow(state, on=make.DAY)
    make.saved(Seating(roadshow_id=roadshow.id, changed_at=EARLY))
    make.seats(roadshow, free)
    return roadshow


def take(at: Roadshow, **what: object) -> Verdict | None:
    """Shown at the door once more."""
    uid = f"scan-{scans.list_scans(at.id).count()}"
    shown = Shown(uid, EARLY, **what)  # type: ignore[arg-type]  # the test says it right
    return admitting.take(at, [shown], secret="", keeper=Keeper("东门"))[0].verdict


def undo_last(at: Roadshow) -> Scan:
    scan = next(iter(scans.list_scans(at.id)))
    undoing.undo(scan, "点错了人", actor=make.SOMEONE)
    return scan


def test_who_was_let_in_by_mistake_has_not_come_and_may_come_again() -> None:
    guest = make.attendance(event(), A.ACCEPTED)
    take(guest.roadshow, guest_id=guest.id)
    scan = undo_last(guest.roadshow)
    assert (guest.state, guest.came_at, scan.verdict) == (A.ACCEPTED, None, Verdict.UNDONE)
    assert take(guest.roadshow, guest_id=guest.id) == Verdict.ADMITTED


WEEK_LATER = make.moment(make.DAY, 13, 30) + timedelta(weeks=1)


@pytest.mark.parametrize(
    "act",
    [
        lambda row: agenda.postpone(row, WEEK_LATER, on_rest_day=True, actor=make.SOMEONE),
        lambda row: put_off(row, "停电", actor=make.SOMEONE),
    ],
)
def test_nobody_has_come_to_what_takes_place_on_another_day(act: Callable[[Roadshow], None]) -> None:
    here = event(free=1)
    guest = make.attendance(here, A.ACCEPTED)
    take(here, guest_id=guest.id)
    take(here, walk_in=WalkIn("示例周", "示例湖畔创投"))
    act(here)
    states = [row.state for row in db.session.query(Attendance).order_by(Attendance.id)]
    verdicts = {scan.verdict for scan in scans.list_scans(here.id)}
    assert (states, guest.came_at, verdicts) == ([A.ACCEPTED, A.WITHDRAWN], None, {Verdict.UNDONE})
    told = {letter.to_address for letter in db.session.query(Letter)}
    assert told == {guest.email}


def test_who_came_before_it_begins_an_hour_later_is_still_there() -> None:
    here = event()
    guest = make.attendance(here, A.ACCEPTED)
    take(here, guest_id=guest.id)
    agenda.postpone(here, make.begins(here) + timedelta(hours=1), on_rest_day=True, actor=make.SOMEONE)
    assert guest.state is A.CHECKED_IN


@pytest.mark.parametrize("state", [A.INVITED, A.TENTATIVE, A.DECLINED, A.LAPSED])
def test_who_had_no_seat_before_has_none_afterwards(state: A) -> None:
    here = event(free=1)
    guest = make.attendance(here, state)
    take(here, guest_id=guest.id)
    undo_last(here)
    assert (guest.state, scans.count_door(here.id).free) == (state, 1)


def test_who_waited_waits_at_the_same_turn() -> None:
    here = event(state=S.LIVE)
    guest = make.attendance(here, A.WAITLISTED, mode=Mode.ONLINE, turn=7)
    make.seats(here, 1)
    take(here, guest_id=guest.id)
    undo_last(here)
    assert (guest.state, guest.mode, guest.turn) == (A.WAITLISTED, Mode.ONLINE, 7)


def test_who_had_a_seat_online_has_it_again() -> None:
    here = event(free=1)
    guest = make.attendance(here, A.ACCEPTED, mode=Mode.ONLINE)
    take(here, guest_id=guest.id)
    undo_last(here)
    assert (guest.state, guest.mode) == (A.ACCEPTED, Mode.ONLINE)
    assert [seat.mode for seat in scans.list_seats_of([guest.id]).values()] == [Mode.ONLINE]


def test_who_waited_for_a_seat_here_with_one_online_has_both_again() -> None:
    here = event(state=S.LIVE)
    guest = make.attendance(here, A.ACCEPTED, mode=Mode.ONLINE, turn=3, switching=True)
    make.seats(here, 1)
    with clock.at(make.moment(make.DAY, 15)):
        take(here, guest_id=guest.id)
        undo_last(here)
    assert (guest.mode, guest.turn, guest.switching) == (Mode.ONLINE, 3, True)


def test_once_it_is_held_a_mistake_makes_somebody_absent() -> None:
    guest = make.attendance(event(state=S.HELD), A.NO_SHOW)
    take(guest.roadshow, guest_id=guest.id)
    undo_last(guest.roadshow)
    assert guest.state == A.NO_SHOW


def test_a_seat_that_falls_free_is_offered_to_who_waits_first() -> None:
    here = event(free=1)
    guest = make.attendance(here, A.INVITED)
    take(here, guest_id=guest.id)
    waits = make.attendance(here, A.WAITLISTED)
    undo_last(here)
    assert waits.state == A.ACCEPTED


def test_a_seat_online_that_is_given_up_at_the_door_is_offered_to_who_waits_first() -> None:
    here = event(free=1)
    guest = make.attendance(here, A.ACCEPTED, mode=Mode.ONLINE)
    waits = make.attendance(here, A.WAITLISTED, mode=Mode.ONLINE)
    take(here, guest_id=guest.id)
    seat = queries.find_seat(waits.id)
    assert (waits.state, seat and seat.mode) == (A.ACCEPTED, Mode.ONLINE)


def test_a_walk_in_that_was_none_gives_the_seat_back_and_may_walk_in_again() -> None:
    here, walk_in = event(free=1), WalkIn("周某", email="zhou@test.example")
    take(here, walk_in=walk_in)
    undo_last(here)
    first = db.session.scalars(db.select(Attendance)).one()
    assert (first.state, scans.count_door(here.id).free) == (A.WITHDRAWN, 1)
    assert take(here, walk_in=walk_in) == Verdict.ADMITTED


def test_what_let_nobody_in_cannot_be_undone() -> None:
    here = event()
    take(here, code="x")
    with pytest.raises(Refused):
        undo_last(here)


def test_a_check_in_is_undone_once() -> None:
    guest = make.attendance(event(), A.ACCEPTED)
    take(guest.roadshow, guest_id=guest.id)
    undo_last(guest.roadshow)
    with pytest.raises(Refused):
        undo_last(guest.roadshow)
