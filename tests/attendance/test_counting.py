"""Who came is counted once: at the door where there was one, else as the ledger tells it."""

from collections.abc import Sequence
from datetime import date

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roadshow.attendance import admitting, counting
from roadshow.attendance.counting import Came, Visits, YearVisits
from roadshow.attendance.models import Attendance, Mode
from roadshow.attendance.shown import Keeper, Shown
from roadshow.attendance.states import AttendanceState as A
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.investors.models import Institution
from roadshow.pitches.operations import finish_roadshow
from roadshow.programme.models import Roadshow
from roadshow.programme.states import RoadshowState as S
from tests import make
from tests.conftest import Counted

YEAR = make.DAY.year


@pytest.fixture(autouse=True)
def after_the_end(inside: Flask):
    with clock.at(make.moment(make.DAY, 18)):
        yield


def told(institutions: int | None, visitors: int | None) -> Roadshow:
    row = make.held(date(YEAR, 3, 2))
    row.told_institutions, row.told_visitors = institutions, visitors
    return make.saved(row)


def test_a_past_roadshow_without_a_door_is_as_its_ledger_tells_it() -> None:
    assert counting.visits_of(told(12, 60)) == Visits(12, 60, None)


def test_a_roadshow_with_a_door_is_as_it_was_counted_whatever_its_ledger_tells() -> None:
    row, house = told(12, 60), make.institution()
    for name in ("刘某", "王某"):
        make.attendance(row, A.CHECKED_IN, name=name, institution_id=house.id)
    make.attendance(row, A.CHECKED_IN)
    make.attendance(row, A.ACCEPTED, mode=Mode.ONLINE)
    make.attendance(row, A.NO_SHOW)
    make.attendance(row, A.DECLINED)
    assert counting.visits_of(row) == Visits(1, 4, Came(institutions=1, onsite=3, online=1, no_shows=1))


def test_guests_alone_are_no_door() -> None:
    row = told(12, 60)
    make.attendance(row, A.ACCEPTED)
    make.attendance(row, A.ACCEPTED, mode=Mode.ONLINE)
    assert counting.visits_of(row) == Visits(12, 60, None)


def test_of_a_roadshow_that_is_not_held_nothing_is_said() -> None:
    guest = make.attendance(make.roadshow(S.LIVE, on=make.DAY), A.CHECKED_IN)
    assert counting.visits_of(guest.roadshow) == Visits(None, None, None)


def test_a_year_adds_what_each_roadshow_says_and_counts_an_institution_once() -> None:
    told(12, 60), told(None, None)
    house, other = make.institution(), make.institution()
    for houses in ([house, other], [house]):
        row = make.held(make.DAY)
        for each in houses:
            make.attendance(row, A.CHECKED_IN, institution_id=each.id)
    make.attendance(row, A.NO_SHOW)
    assert counting.visits_of_year(YEAR) == YearVisits(
        institution_times=15, person_times=63, institutions=2, onsite=3, online=0, no_shows=1, doors=2
    )


def test_another_years_visits_are_not_counted() -> None:
    told(12, 60)
    assert counting.visits_of_year(YEAR - 1) == YearVisits(0, 0, 0, 0, 0, 0, 0)


GUESTS = st.lists(st.tuples(st.sampled_from(list(A)), st.sampled_from(Mode), st.integers(0, 2)), max_size=8)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(GUESTS, max_size=3))
def test_a_year_is_the_sum_of_its_roadshows(
    inside: Flask, lists: Sequence[Sequence[tuple[A, Mode, int]]]
) -> None:
    for model in (Attendance, Roadshow, Institution):
        db.session.execute(db.update(db.metadata.tables["attendance_seat"]).values(attendance_id=None))
        db.session.execute(db.delete(db.metadata.tables["attendance_seat"]))
        db.session.execute(db.delete(model))
    houses = [None, make.institution().id, make.institution().id]
    held = []
    for guests in lists:
        held.append(row := told(5, 7))
        for state, mode, house in guests:
            make.attendance(row, state, mode=mode, institution_id=houses[house])
    each = [counting.visits_of(row) for row in held]
    whole = counting.visits_of_year(YEAR)
    assert whole.person_times == sum(visits.persons or 0 for visits in each)
    assert whole.institution_times == sum(visits.institutions or 0 for visits in each)
    assert whole.onsite + whole.online == sum(visits.persons or 0 for visits in each if visits.counted)


def test_who_was_expected_and_not_let_in_is_absent_once_it_is_held() -> None:
    row = make.roadshow(S.LIVE, on=make.DAY)
    came, absent, online, invited = (
        make.attendance(row, A.CHECKED_IN),
        make.attendance(row, A.ACCEPTED),
        make.attendance(row, A.ACCEPTED, mode=Mode.ONLINE),
        make.attendance(row, A.INVITED),
    )
    finish_roadshow(row, actor=make.SOMEONE)
    assert [guest.state for guest in (came, absent, online, invited)] == [
        A.CHECKED_IN,
        A.NO_SHOW,
        A.ACCEPTED,
        A.INVITED,
    ]


def test_without_a_door_nobody_is_absent() -> None:
    guest = make.attendance(make.roadshow(S.LIVE, on=make.DAY), A.ACCEPTED)
    finish_roadshow(guest.roadshow, actor=make.SOMEONE)
    assert guest.state == A.ACCEPTED


def test_scans_that_come_after_the_end_settle_who_was_absent() -> None:
    came = make.attendance(make.roadshow(S.LIVE, on=make.DAY), A.ACCEPTED)
    absent = make.attendance(came.roadshow, A.ACCEPTED)
    finish_roadshow(came.roadshow, actor=make.SOMEONE)
    kept = Shown("one", make.moment(make.DAY, 13), guest_id=came.id)
    admitting.take(came.roadshow, [kept], secret="", keeper=Keeper("东门"))
    assert (came.state, absent.state) == (A.CHECKED_IN, A.NO_SHOW)


@pytest.mark.parametrize("many", [1, 4])
def test_a_year_costs_the_same_however_many_came(counted: Counted, many: int) -> None:
    for _number in range(many):
        make.attendance(make.held(make.DAY), A.CHECKED_IN)
    with counted() as statements:
        counting.visits_of_year(YEAR)
    assert len(statements) == 3
