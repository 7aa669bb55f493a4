from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadshow.audit.queries import list_entries_of
from roadshow.foundation.errors import Refused
from roadshow.halls import operations as halls
from roadshow.halls.hours import Open
from roadshow.halls.points import Point
from roadshow.programme import operations, queries
from roadshow.programme.rules import season_faults
from roadshow.programme.states import STATE_WORDS, STORY, RoadshowState
from tests import make

pytestmark = pytest.mark.usefixtures("in_spring", "inside")


def wrong_of(**right: bool) -> set[str]:
    return {field for field, is_right in right.items() if not is_right}


def test_every_state_of_a_roadshow_has_its_row_and_its_word():
    assert set(STORY) == set(RoadshowState) == set(STATE_WORDS)


def test_a_season_opens_with_its_target():
    operations.open_season(2030, 15, actor=make.SOMEONE)
    assert queries.get_season(2030).target == 15


def test_a_year_has_one_season():
    make.season(2030)
    with pytest.raises(Refused) as refusal:
        operations.open_season(2030, 12, actor=make.SOMEONE)
    assert (str(refusal.value), refusal.value.field) == ("这一年的年度计划已经建好", "year")


@given(st.integers(-(10**9), 10**9), st.integers(-(10**9), 10**9))
def test_a_season_lies_in_this_century_and_has_a_target_that_a_year_can_hold(year: int, target: int):
    wrong = {fault.field for fault in season_faults(year, target)}
    assert wrong == wrong_of(year=2000 <= year <= 2100, target=1 <= target <= 366)


def test_a_new_target_is_kept_and_told():
    season = make.season(2030, 15)
    operations.set_target(season, 18, actor=make.SOMEONE)
    entry = list_entries_of("season", season.id)[0]
    assert (season.target, entry.what, entry.changes) == (18, "season.target_set", {"target": [15, 18]})


def test_a_halls_new_name_shows_in_the_calendar_of_each_roadshow_there():
    hall = make.hall(name="旧名")
    there, elsewhere = make.roadshow(where=hall), make.roadshow()
    halls.change_hall(hall, make.hall_facts(name="新名"), closed=False, actor=make.SOMEONE)
    assert (there.sequence, elsewhere.sequence) == (1, 0)


def test_a_halls_place_on_the_map_shows_in_calendars_only_as_the_main_hall():
    hall = make.hall(name="一号路演厅")
    there = make.roadshow(where=hall)
    beside = make.roadshow(branches=[hall], on=there.on + timedelta(days=7))
    facts = make.hall_facts(name="一号路演厅", point=Point(30.69481, 121.02133))
    halls.change_hall(hall, facts, closed=False, actor=make.SOMEONE)
    assert (there.sequence, beside.sequence) == (1, 0)


def test_a_closed_hall_takes_no_new_roadshow():
    hall = make.hall(name="一号路演厅", closed=True)
    facts = make.roadshow_facts(hall)
    with pytest.raises(Refused) as refusal:
        operations.plan_roadshow(make.season(facts.on.year), facts, actor=make.SOMEONE)
    assert (str(refusal.value), refusal.value.field) == ("一号路演厅已停用，请换一个场地", "hall")


def test_a_hall_closed_since_keeps_the_roadshow_that_is_there():
    hall = make.hall()
    roadshow = make.roadshow(where=hall)
    halls.change_hall(hall, make.hall_facts(), closed=True, actor=make.SOMEONE)
    facts = make.roadshow_facts(hall, title="新题目", on=roadshow.on)
    operations.change_roadshow(roadshow, facts, actor=make.SOMEONE)
    assert (roadshow.title, roadshow.hall) == ("新题目", hall)


OPEN_IN_THE_MORNING = {day: Open(time(8), time(12)) for day in range(7)}


def test_a_roadshow_lies_within_its_halls_opening_hours():
    hall = make.hall(name="一号路演厅", hours=OPEN_IN_THE_MORNING)
    with pytest.raises(Refused) as refusal:
        operations.plan_roadshow(make.season(), make.roadshow_facts(hall, on=make.DAY), actor=make.SOMEONE)
    words = "一号路演厅周二开放08:00–12:00，连布场和撤场要占用12:30–17:30，请换时间或场地"
    assert (str(refusal.value), refusal.value.field) == (words, "hall")


def test_new_hours_leave_what_is_there_and_are_asked_of_what_moves():
    hall = make.hall()
    roadshow = make.roadshow(where=hall, on=make.DAY)
    facts = make.hall_facts(name=hall.name, hours=OPEN_IN_THE_MORNING)
    halls.change_hall(hall, facts, closed=False, actor=make.SOMEONE)
    facts = make.roadshow_facts(hall, title="新题目", on=roadshow.on)
    operations.change_roadshow(roadshow, facts, actor=make.SOMEONE)
    later = make.begins(roadshow) + timedelta(days=1)
    with pytest.raises(Refused) as refusal:
        operations.postpone(roadshow, later, on_rest_day=True, actor=make.SOMEONE)
    assert (roadshow.title, refusal.value.field) == ("新题目", "on")
