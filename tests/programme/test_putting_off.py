"""A roadshow is put off until a new day is known."""

from datetime import time, timedelta

import pytest

from roadshow.agenda import operations as agenda
from roadshow.agenda.putting_off import set_new_date
from roadshow.attendance import answering, inviting, queries, seating
from roadshow.attendance.models import Mode
from roadshow.attendance.rules import SeatingFacts
from roadshow.attendance.states import AttendanceState as A
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.foundation.errors import Refused
from roadshow.halls.hours import Open
from roadshow.notices.models import Letter
from roadshow.occupancy.models import Occupancy
from roadshow.pitches.states import PitchState as P
from roadshow.programme.models import Roadshow
from roadshow.programme.putting_off import put_off
from roadshow.programme.queries import list_past, list_upcoming
from roadshow.programme.states import RoadshowState as S
from tests import make

pytestmark = pytest.mark.usefixtures("in_spring", "inside")
WEEK = timedelta(weeks=1)
SUNDAYS = {6: Open(time(9), time(18))}


def off(state: S = S.PUBLISHED) -> Roadshow:
    roadshow = make.roadshow(state)
    put_off(roadshow, "场馆检修", actor=make.SOMEONE)
    return roadshow


def kinds() -> list[str]:
    return [letter.kind for letter in db.session.query(Letter).order_by(Letter.id)]


@pytest.mark.parametrize("state", [S.CALLING, S.SELECTING, S.PUBLISHED])
def test_with_its_new_date_it_is_what_it_was(state: S):
    roadshow = off(state)
    assert (roadshow.state, roadshow.date_pending) == (S.CANCELLED, True)
    set_new_date(roadshow, make.begins(roadshow) + WEEK, on_rest_day=True, actor=make.SOMEONE)
    assert (roadshow.state, roadshow.date_pending, roadshow.cancelled_at) == (state, False, None)


def test_its_deadlines_begin_with_the_new_date():
    roadshow = off()
    with clock.at(clock.now() + WEEK):
        set_new_date(roadshow, make.begins(roadshow) + 3 * WEEK, on_rest_day=True, actor=make.SOMEONE)
        assert roadshow.dated_at == clock.now()


def test_its_halls_are_free_and_taken_again_on_the_new_day():
    roadshow = off()
    assert db.session.query(Occupancy).count() == 0
    set_new_date(roadshow, make.begins(roadshow) + WEEK, on_rest_day=True, actor=make.SOMEONE)
    assert db.session.query(Occupancy).filter_by(what="hall").count() == 1


def test_a_hall_that_is_taken_meanwhile_refuses_the_day_and_changes_nothing():
    roadshow = off()
    later = make.begins(roadshow) + WEEK
    make.use(roadshow.halls[0], clock.local(later).date(), time(13), time(18))
    with pytest.raises(Refused):
        set_new_date(roadshow, later, on_rest_day=True, actor=make.SOMEONE)
    assert (roadshow.state, roadshow.date_pending) == (S.CANCELLED, True)


def test_another_hall_may_be_taken_with_the_new_date_and_whoever_comes_is_told():
    roadshow, other = make.roadshow(S.PUBLISHED), make.hall(name="备用厅")
    make.pitch(roadshow, P.ACCEPTED, of=make.project(make.company(make.person())))
    put_off(roadshow, "场馆检修", actor=make.SOMEONE)
    later = make.begins(roadshow) + WEEK
    make.use(roadshow.halls[0], clock.local(later).date(), time(13), time(18))
    set_new_date(roadshow, later, halls=[other], on_rest_day=True, actor=make.SOMEONE)
    assert (roadshow.starts_at, roadshow.halls) == (later, [other])
    taken = db.session.query(Occupancy).filter_by(what="hall", by="roadshow").one()
    assert taken.what_id == other.id
    assert "的场地由" in db.session.query(Letter).filter_by(kind="roadshow.postponed").one().body


@pytest.mark.parametrize("which", ["taken", "closed", "shut"])
def test_what_is_wrong_with_the_hall_is_said_at_the_hall(which: str):
    roadshow, later = off(), make.begins(make.roadshow()) + WEEK
    other = make.hall(closed=which == "closed", hours=SUNDAYS if which == "shut" else {})
    if which == "taken":
        make.use(other, clock.local(later).date(), time(13), time(18))
    with pytest.raises(Refused) as refusal:
        set_new_date(roadshow, later, halls=[other], on_rest_day=True, actor=make.SOMEONE)
    assert refusal.value.field == "hall"
    assert roadshow.date_pending


def test_the_main_hall_is_no_branch_of_itself():
    roadshow = off()
    (hall,) = roadshow.halls
    with pytest.raises(Refused) as refusal:
        set_new_date(roadshow, make.begins(roadshow) + WEEK, halls=[hall, hall], actor=make.SOMEONE)
    assert refusal.value.field == "branches"


def test_seats_and_applications_are_kept_and_everybody_is_told_twice():
    roadshow = make.roadshow(S.PUBLISHED)
    seating.set_seating(roadshow, SeatingFacts(2, 0), actor=make.SOMEONE)
    guest = make.attendance(roadshow)
    answering.accept(guest, Mode.ONSITE, actor=make.SOMEONE)
    pitch = make.pitch(roadshow, P.ACCEPTED, of=make.project(make.company(make.person())))
    put_off(roadshow, "场馆检修", actor=make.SOMEONE)
    assert (guest.state, pitch.state, queries.find_seat(guest.id) is not None) == (
        A.ACCEPTED,
        P.ACCEPTED,
        True,
    )
    set_new_date(roadshow, make.begins(roadshow) + WEEK, on_rest_day=True, actor=make.SOMEONE)
    assert sorted(kinds()) == sorted(
        ["attendance.accepted", *["roadshow.put_off"] * 2, *["roadshow.postponed"] * 2]
    )


def test_while_its_date_is_pending_it_is_still_to_come_whatever_its_old_day():
    roadshow = off()
    later = clock.local(make.begins(roadshow)).date() + timedelta(days=30)
    assert (list_upcoming(later), list_past(later)) == ([roadshow], [])


def test_nobody_answers_while_there_is_no_date():
    roadshow = make.roadshow(S.PUBLISHED)
    guest = make.attendance(roadshow)
    put_off(roadshow, "场馆检修", actor=make.SOMEONE)
    with pytest.raises(Refused) as refusal:
        answering.accept(guest, Mode.ONSITE, actor=make.SOMEONE)
    assert str(refusal.value) == "这场路演“延期，日期待定”，不能邀请或答复"


def test_an_offer_does_not_lapse_while_there_is_no_date_and_free_seats_are_offered_with_the_new_one():
    roadshow = make.roadshow(S.PUBLISHED)
    seating.set_seating(roadshow, SeatingFacts(1, 0), actor=make.SOMEONE)
    gone = make.attendance(roadshow)
    answering.accept(gone, Mode.ONSITE, actor=make.SOMEONE)
    waits = make.attendance(roadshow, A.WAITLISTED)
    offered = make.attendance(roadshow, A.OFFERED, confirm_by_at=clock.now() + timedelta(hours=5))
    put_off(roadshow, "场馆检修", actor=make.SOMEONE)
    with clock.at(clock.now() + timedelta(days=2)):
        inviting.withdraw_many(roadshow, [gone.id], actor=make.SOMEONE)
        assert (offered.state, waits.state) == (A.OFFERED, A.WAITLISTED)
        set_new_date(roadshow, make.begins(roadshow) + WEEK, on_rest_day=True, actor=make.SOMEONE)
    assert (offered.state, waits.state) == (A.OFFERED, A.OFFERED)


@pytest.mark.parametrize("state", [S.HELD, S.CLOSED, S.CANCELLED])
def test_what_is_over_is_not_put_off(state: S):
    with pytest.raises(Refused):
        put_off(make.roadshow(state), "场馆检修", actor=make.SOMEONE)


def test_its_new_date_moves_the_close_of_its_call_and_applicants_are_told():
    roadshow = make.roadshow(S.CALLING)
    make.pitch(roadshow, of=make.project(make.company(make.person())))
    put_off(roadshow, "场馆检修", actor=make.SOMEONE)
    later, closes = make.begins(roadshow) + WEEK, make.closes(roadshow) + WEEK
    set_new_date(roadshow, later, closes_at=closes, on_rest_day=True, actor=make.SOMEONE)
    assert (roadshow.starts_at, roadshow.call_closes_at) == (later, closes)
    assert "征集截止时间由" in db.session.query(Letter).filter_by(kind="roadshow.postponed").one().body


def test_a_close_after_the_new_start_is_refused_and_changes_nothing():
    roadshow = off(S.CALLING)
    later = make.begins(roadshow) + WEEK
    with pytest.raises(Refused) as refusal:
        set_new_date(roadshow, later, closes_at=later + WEEK, on_rest_day=True, actor=make.SOMEONE)
    assert refusal.value.field == "closes_on"
    assert roadshow.date_pending


def test_the_first_public_start_is_kept_however_often_it_moves():
    roadshow = make.roadshow(S.PUBLISHED)
    first = make.begins(roadshow)
    agenda.postpone(roadshow, first + WEEK, on_rest_day=True, actor=make.SOMEONE)
    put_off(roadshow, "场馆检修", actor=make.SOMEONE)
    set_new_date(roadshow, first + 3 * WEEK, on_rest_day=True, actor=make.SOMEONE)
    assert roadshow.moved_from_at == first


def test_one_that_is_back_on_its_first_day_was_not_moved():
    roadshow = make.roadshow(S.PUBLISHED)
    first = make.begins(roadshow)
    for starts_at in (first + WEEK, first):
        agenda.postpone(roadshow, starts_at, on_rest_day=True, actor=make.SOMEONE)
    assert roadshow.moved_from_at is None


def test_one_of_the_next_season_may_move_into_this_year():
    roadshow = make.roadshow(S.PUBLISHED, on=make.DAY.replace(year=2027))
    earlier = make.moment(make.DAY, 13, 30)
    agenda.postpone(roadshow, earlier, on_rest_day=True, actor=make.SOMEONE)
    assert (roadshow.season.year, roadshow.starts_at) == (2027, earlier)


def test_of_those_to_come_one_without_a_date_is_last():
    pending, dated = off(), make.roadshow(S.PUBLISHED, on=make.DAY)
    assert list_upcoming(clock.today()) == [dated, pending]
