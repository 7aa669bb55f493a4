"""When a roadshow may be: asked of the rule itself, for any day and hour that can be typed."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadshow.foundation import clock
from roadshow.halls.models import Hall
from roadshow.programme.models import Roadshow, Season
from roadshow.programme.rules import (
    LONGEST,
    RoadshowFacts,
    change_faults,
    hour_faults,
    roadshow_faults,
    year_faults,
)
from roadshow.programme.states import RoadshowState

NOW = clock.moment(date(2026, 3, 2), time(9))
HALL = Hall(name="一号路演厅", closed=False)
SEASON = Season(year=2026, target=15)
whole_minutes = st.times().map(lambda at: at.replace(second=0, microsecond=0))


def facts(on: date, starts: time, ends: time) -> RoadshowFacts:
    return RoadshowFacts("新材料专场", on, starts, ends, HALL)


def wrong(on: date, starts: time, ends: time) -> list[str]:
    return [fault.field for fault in roadshow_faults(facts(on, starts, ends), season=SEASON, now=NOW)]


@given(st.dates(), whole_minutes, whole_minutes)
def test_whatever_day_and_hours_are_typed_the_rule_answers_and_names_one_field(
    on: date, starts: time, ends: time
):
    if on.year != 2026:
        expected = ["on"]
    elif ends <= starts or minutes(ends) - minutes(starts) > 14 * 60:
        expected = ["ends"]
    elif clock.moment(on, starts) <= NOW:
        expected = ["on"]
    else:
        expected = []
    assert wrong(on, starts, ends) == expected


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), whole_minutes, st.integers(-3000, 3000))
def test_a_roadshow_lasts_more_than_nothing_no_more_than_fourteen_hours_and_ends_on_its_day(
    on: date, at: time, length: int
):
    begins = clock.moment(on, at)
    ends = begins + timedelta(minutes=length)
    faults = hour_faults(begins, ends, now=begins - timedelta(days=1))
    right = timedelta() < ends - begins <= LONGEST and clock.local(ends).date() == on
    assert [fault.field for fault in faults] == ["ends"] * (not right)


@pytest.mark.parametrize("hour", [0, 1, 23])
def test_the_summer_time_of_1991_is_long_over(hour: int):
    assert wrong(date(1991, 4, 14), time(hour), time(hour, 30)) == ["on"]


@pytest.mark.parametrize("on", [date.min, date.max])
def test_the_first_and_the_last_day_there_is_are_refused_and_break_nothing(on: date):
    assert wrong(on, time(0), time(23, 59)) == ["on"]


def test_a_roadshow_that_begins_this_very_moment_is_past():
    assert wrong(date(2026, 3, 2), time(9), time(12)) == ["on"]
    assert wrong(date(2026, 3, 2), time(9, 1), time(12)) == []


@given(whole_minutes, whole_minutes)
def test_hours_that_stay_as_they_are_may_have_come_meanwhile(starts: time, ends: time):
    on = date(2026, 3, 2)
    begins, over = clock.moment(on, starts), clock.moment(on, ends)
    running = Roadshow(
        state=RoadshowState.LIVE, season=SEASON, hall=HALL, starts_at=begins, ends_at=over, on=on
    )
    assert change_faults(running, facts(on, starts, ends), now=begins + timedelta(hours=1)) == []


@pytest.mark.parametrize(("year", "right"), [(2025, False), (2026, True), (2027, True), (2028, False)])
def test_a_roadshow_moves_within_its_own_year_and_the_next(year: int, right: bool):
    assert (year_faults(year, (2026, 2027)) == []) is right


def minutes(at: time) -> int:
    return at.hour * 60 + at.minute
