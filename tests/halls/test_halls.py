from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from roadshow.audit.queries import list_entries_of
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.foundation.errors import Refused
from roadshow.halls import operations
from roadshow.halls.hours import WEEKDAYS, Open, Week, read, spelled, week_in_words
from roadshow.halls.lists import list_halls_shown
from roadshow.halls.models import Hall
from roadshow.halls.points import Point, read_point
from roadshow.halls.rules import HallFacts, hall_faults, hours_faults
from tests import make

pytestmark = pytest.mark.usefixtures("in_spring", "inside")


def test_halls_are_found_by_part_of_their_name_or_address() -> None:
    make.hall(name="一号厅", address="示例路60号")
    make.hall(name="二号厅", address="示例路8号", name_en="Hall 2")
    found = [[hall.name for hall in list_halls_shown(text=text)] for text in ("一号", "路8", "hall", "_")]
    assert found == [["一号厅"], ["二号厅"], ["二号厅"], []]


def test_a_halls_name_is_cleaned_and_must_be_there():
    with pytest.raises(Refused) as refusal:
        operations.make_hall(make.hall_facts(name=" \u3000 "), actor=make.SOMEONE)
    assert refusal.value.field == "name"


def test_two_halls_do_not_share_a_name():
    make.hall(name="一号路演厅")
    with pytest.raises(Refused) as refusal:
        operations.make_hall(make.hall_facts(name=" 一号路演厅 "), actor=make.SOMEONE)
    assert (str(refusal.value), refusal.value.field) == ("已有同名场地", "name")


def test_a_hall_may_keep_its_own_name():
    hall = make.hall(name="一号路演厅")
    operations.change_hall(
        hall, make.hall_facts(name="一号路演厅", capacity=300), closed=False, actor=make.SOMEONE
    )
    assert (hall.name, hall.capacity) == ("一号路演厅", 300)


@given(st.integers(-(10**9), 10**9), st.integers(-(10**9), 10**9), st.integers(-(10**9), 10**9))
def test_a_hall_holds_someone_and_is_taken_a_day_at_most_before_and_after(
    seats: int, before: int, after: int
):
    wrong = {fault.field for fault in hall_faults(HallFacts("厅", "路", seats, before, after))}
    right = {
        "capacity": 1 <= seats <= 100_000,
        "setup_minutes": 0 <= before <= 1440,
        "teardown_minutes": 0 <= after <= 1440,
    }
    assert wrong == {field for field, is_right in right.items() if not is_right}


PLACE = HallFacts("厅", "示例路60号", 1, 0, 0)
ROOM = HallFacts("云厅", "", 1, 0, 0, online=True, link="https://meet.example/1")


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (replace(PLACE, address=""), "address"),
        (replace(PLACE, address="长" * 201), "address"),
        (replace(PLACE, name="长" * 101), "name"),
        (replace(ROOM, link=""), "link"),
        (replace(ROOM, link="http://meet.example/1"), "link"),
        (replace(ROOM, link="javascript:alert(1)"), "link"),
        (replace(ROOM, link="https://"), "link"),
        (replace(ROOM, link="https://[meet"), "link"),
        (replace(ROOM, link="https://meet.example/" + "1" * 500), "link"),
    ],
)
def test_a_place_has_an_address_and_an_online_room_a_link(facts: HallFacts, field: str):
    assert [fault.field for fault in hall_faults(facts)] == [field]


@pytest.mark.parametrize(
    "typed",
    [
        "30.69481, 121.02133",
        "30.69481，121.02133",
        " 30.69481 、121.02133 ",
        "３０．６９４８１ １２１．０２１３３",
        "+30.69481,\t121.02133",
    ],
)
def test_a_place_on_the_map_is_read_as_maps_write_it(typed: str):
    assert read_point(typed) == Point(30.69481, 121.02133)


@pytest.mark.parametrize(
    "typed",
    ["", "平湖市", "30.69481", "30,69481,121,02133", "30.69481121.02133", "1e1, 2", "NaN, 1", "9999, 1"],
)
def test_what_is_no_two_numbers_is_no_place_on_the_map(typed: str):
    with pytest.raises(Refused) as refusal:
        read_point(typed)
    assert refusal.value.field == "point"


DEGREES = st.floats(-400, 400) | st.just(float("nan"))


@given(DEGREES, DEGREES)
def test_a_place_on_the_map_is_on_earth_and_known_to_the_metre(latitude: float, longitude: float):
    facts = replace(PLACE, point=Point(latitude, longitude)).cleaned()
    if abs(latitude) <= 90 and abs(longitude) <= 180:
        assert (hall_faults(facts), read_point(str(facts.point))) == ([], facts.point)
    else:
        assert {fault.field for fault in hall_faults(facts)} == {"point"}


@pytest.mark.parametrize("odd", [(30.7, None), (None, 121.0), (91.0, 121.0), (30.7, -181.0)])
def test_no_row_has_half_a_place_or_one_that_is_nowhere(odd: tuple[float | None, float | None]):
    hall = make.hall()
    hall.latitude, hall.longitude = odd
    with pytest.raises(IntegrityError):
        db.session.commit()


def test_the_trail_tells_where_a_hall_was_and_is_on_the_map():
    hall = make.hall(point=Point(30.7, 121.0))
    facts = make.hall_facts(name=hall.name, point=Point(30.694812, 121.02133))
    operations.change_hall(hall, facts, closed=False, actor=make.SOMEONE)
    changes = {"point": ["30.70000, 121.00000", "30.69481, 121.02133"]}
    assert list_entries_of("hall", hall.id)[0].changes == changes


def test_what_is_right_has_no_faults():
    assert hall_faults(PLACE) + hall_faults(ROOM) == []


def test_an_online_room_keeps_no_address_and_a_place_no_link():
    room = replace(ROOM, address="示例路60号", point=Point(30.7, 121.0)).cleaned()
    place = replace(PLACE, link=ROOM.link).cleaned()
    assert (room.address, room.point, place.link) == ("", None, "")


def test_equipment_is_kept_in_the_order_of_its_list_and_nothing_unknown():
    assert replace(PLACE, equipment=["streaming", "piano", "led"]).cleaned().equipment == ["led", "streaming"]


def test_the_trail_says_that_the_link_changed_and_keeps_it_to_itself():
    hall = make.hall(online=True, address="", link="https://meet.example/old")
    facts = make.hall_facts(name=hall.name, online=True, link="https://meet.example/new")
    operations.change_hall(hall, facts, closed=False, actor=make.SOMEONE)
    assert list_entries_of("hall", hall.id)[0].changes == {"new_link": True}


MORNING, EVENING, NIGHT = time(9), time(18), time(23, 59)
MINUTES = st.times().map(lambda at: at.replace(second=0, microsecond=0))
WEEKS = st.dictionaries(st.integers(0, 6), st.builds(Open, MINUTES, MINUTES))


@given(WEEKS)
def test_a_week_is_read_as_it_was_spelled(week: Week):
    assert read(spelled(week)) == week


@given(WEEKS)
def test_a_day_ends_after_it_opens(week: Week):
    wrong = {fault.field for fault in hall_faults(replace(PLACE, hours=week))}
    assert wrong == {f"closes_{day}" for day, hours in week.items() if hours.closes <= hours.opens}


def test_a_week_is_said_in_stretches():
    week = {day: Open(MORNING, EVENING) for day in (0, 1, 2, 4)} | {6: Open(MORNING, time(12))}
    assert (week_in_words(week), week_in_words({})) == (
        "周一至周三 09:00–18:00；周五 09:00–18:00；周日 09:00–12:00",
        "全天开放",
    )


TUESDAY = date(2026, 6, 16)
OPEN_TUESDAYS = {1: Open(MORNING, EVENING)}


@pytest.mark.parametrize(
    ("on", "starts", "ends", "why"),
    [
        (TUESDAY, time(10), time(17), None),
        (
            TUESDAY,
            time(9, 59),
            time(17),
            "厅周二开放09:00–18:00，连布场和撤场要占用08:59–18:00，请换时间或场地",
        ),
        (
            TUESDAY,
            time(10),
            time(17, 1),
            "厅周二开放09:00–18:00，连布场和撤场要占用09:00–18:01，请换时间或场地",
        ),
        (TUESDAY + timedelta(days=1), time(10), time(17), "厅周三不开放，请换时间或场地"),
    ],
)
def test_set_up_and_tear_down_too_lie_within_the_opening_hours(
    on: date, starts: time, ends: time, why: str | None
):
    hall = Hall(name="厅", setup_minutes=60, teardown_minutes=60, hours=OPEN_TUESDAYS)
    faults = hours_faults(hall, clock.moment(on, starts), clock.moment(on, ends))
    assert [str(fault.words) for fault in faults] == ([why] if why else [])


def test_a_tear_down_past_midnight_is_outside_any_opening_hours():
    hall = Hall(name="厅", setup_minutes=0, teardown_minutes=60, hours={1: Open(time(), NIGHT)})
    late = clock.moment(TUESDAY, time(22)), clock.moment(TUESDAY, time(23, 30))
    assert [fault.field for fault in hours_faults(hall, *late)] == ["hall"]


@given(st.integers(0, 6), MINUTES)
def test_a_hall_without_hours_is_always_open(day: int, at: time):
    hall = Hall(name="厅", setup_minutes=0, teardown_minutes=1440, hours={})
    starts_at = clock.moment(TUESDAY + timedelta(days=day), at)
    assert hours_faults(hall, starts_at, starts_at + timedelta(hours=1)) == []


def test_the_week_has_seven_days():
    assert len(WEEKDAYS) == len({str(day) for day in WEEKDAYS}) == 7
