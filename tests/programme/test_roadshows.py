from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from roadshow.audit.queries import list_entries_of
from roadshow.foundation import clock, days
from roadshow.foundation.db import db
from roadshow.foundation.errors import Refused
from roadshow.halls import operations as halls
from roadshow.occupancy.queries import list_of_roadshow
from roadshow.programme import operations, queries
from roadshow.programme.models import Roadshow
from roadshow.programme.states import BEFORE_HELD
from roadshow.programme.states import RoadshowState as S
from tests import make

pytestmark = pytest.mark.usefixtures("in_spring", "inside")


def taken(roadshow: Roadshow) -> list[tuple[int, str, str]]:
    """(hall, from, to) as a wall clock in Shanghai says it."""
    return [
        (row.what_id, f"{clock.local(row.starts_at):%H:%M}", f"{clock.local(row.ends_at):%H:%M}")
        for row in list_of_roadshow(roadshow.id)
    ]


def test_a_planned_roadshow_takes_its_hall_with_set_up_and_tear_down():
    hall = make.hall(setup_minutes=90, teardown_minutes=45)
    facts = make.roadshow_facts(hall, title=" 新材料  专场 ", starts=time(13, 30), ends=time(17))
    roadshow = operations.plan_roadshow(make.season(facts.on.year), facts, actor=make.SOMEONE)
    assert taken(roadshow) == [(hall.id, "12:00", "17:45")]
    assert (roadshow.title, roadshow.title_key, roadshow.state) == ("新材料 专场", "新材料专场", S.PLANNED)
    assert (roadshow.is_public, roadshow.sequence) == (False, 0)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", " \u3000 "),
        ("title", "长" * 201),
        ("sector", "alchemy"),
        ("places", 0),
        ("places", 101),
        ("summary", "长" * 5001),
        ("hall", None),
        ("ends", time(13, 30)),
        ("on", date(2020, 1, 1)),
    ],
)
def test_an_odd_fact_is_refused_at_its_field(field: str, value: object):
    facts = replace(make.roadshow_facts(), **{field: value})  # type: ignore[arg-type]  # odd on purpose
    with pytest.raises(Refused) as refusal:
        operations.plan_roadshow(make.season(), facts, actor=make.SOMEONE)
    assert refusal.value.field == field
    assert db.session.query(Roadshow).count() == 0


def test_all_that_is_wrong_is_told_at_once_each_at_its_field():
    facts = make.roadshow_facts(title="", places=0)
    with pytest.raises(Refused) as refusal:
        operations.plan_roadshow(make.season(facts.on.year), facts, actor=make.SOMEONE)
    assert [fault.field for fault in refusal.value.faults] == ["title", "places"]


@pytest.mark.parametrize("field", ["title", "summary"])
def test_promised_returns_are_refused_as_in_a_project(field: str):
    facts = make.roadshow_facts(**{field: "稳 赚项目专场"})
    with pytest.raises(Refused, match="“稳赚”：公开文字不得承诺回报") as refusal:
        operations.plan_roadshow(make.season(facts.on.year), facts, actor=make.SOMEONE)
    assert refusal.value.field == field


def test_a_title_of_signs_that_unfold_is_kept():
    facts = make.roadshow_facts(title="㍿" * 200)
    roadshow = operations.plan_roadshow(make.season(facts.on.year), facts, actor=make.SOMEONE)
    assert (roadshow.title, roadshow.title_key) == ("㍿" * 200, "株式会社" * 50)


@pytest.mark.parametrize(("starts", "ends"), [(time(17, 30), time(19)), (time(9), time(12, 31))])
def test_a_second_roadshow_in_the_set_up_or_tear_down_of_the_first_is_refused_and_names_it(starts, ends):
    hall = make.hall(name="一号路演厅", setup_minutes=60, teardown_minutes=0)
    first = make.roadshow(where=hall, title="新材料专场", starts=time(13, 30), ends=time(17))
    facts = make.roadshow_facts(hall, on=first.on, starts=starts, ends=ends)
    with pytest.raises(Refused) as refusal:
        operations.plan_roadshow(first.season, facts, actor=make.SOMEONE)
    assert refusal.value.field == "hall"
    assert str(refusal.value) == (
        f"一号路演厅在{days.day(first.on)} 12:30–17:00已被“新材料专场”占用（含布场与撤场），请换时间或场地"
    )


def test_one_may_begin_its_set_up_when_the_other_has_cleared_the_hall():
    hall = make.hall(setup_minutes=60, teardown_minutes=30)
    first = make.roadshow(where=hall, starts=time(9), ends=time(11, 30))
    second = make.roadshow(where=hall, on=first.on, starts=time(13), ends=time(17))
    assert (taken(first), taken(second)) == (
        [(hall.id, "08:00", "12:00")],
        [(hall.id, "12:00", "17:30")],
    )


def test_two_halls_do_not_clash():
    first = make.roadshow()
    assert taken(make.roadshow(on=first.on))[0][1:] == taken(first)[0][1:]


def test_a_change_of_words_alone_takes_nothing_anew_though_the_halls_minutes_have_grown():
    hall = make.hall(setup_minutes=0, teardown_minutes=0)
    first = make.roadshow(where=hall, starts=time(9), ends=time(11))
    make.roadshow(where=hall, on=first.on, starts=time(11), ends=time(13))
    halls.change_hall(hall, make.hall_facts(teardown_minutes=90), closed=False, actor=make.SOMEONE)
    facts = make.roadshow_facts(hall, title="新题目", on=first.on, starts=time(9), ends=time(11))
    operations.change_roadshow(first, facts, actor=make.SOMEONE)
    assert (first.title, taken(first)) == ("新题目", [(hall.id, "09:00", "11:00")])


def test_a_change_of_hall_alone_is_asked_of_the_new_hall():
    roadshow, closed = make.roadshow(), make.hall(name="二号路演厅", closed=True)
    facts = make.roadshow_facts(closed, on=roadshow.on)
    with pytest.raises(Refused) as refusal:
        operations.change_roadshow(roadshow, facts, actor=make.SOMEONE)
    assert (str(refusal.value), refusal.value.field) == ("二号路演厅已停用，请换一个场地", "hall")


def test_a_change_of_hall_frees_the_old_one_and_is_told_by_name():
    old, new = make.hall(name="一号路演厅"), make.hall(name="二号路演厅")
    roadshow = make.roadshow(where=old)
    facts = make.roadshow_facts(new, title=roadshow.title, on=roadshow.on)
    operations.change_roadshow(roadshow, facts, actor=make.SOMEONE)
    assert taken(roadshow) == [(new.id, "12:30", "17:30")]
    assert list_entries_of("roadshow", roadshow.id)[0].changes == {"hall": ["一号路演厅", "二号路演厅"]}


def test_what_calendars_do_not_show_raises_no_sequence():
    roadshow = make.roadshow(places=8)
    facts = make.roadshow_facts(roadshow.hall, title=roadshow.title, on=roadshow.on, places=6)
    operations.change_roadshow(roadshow, facts, actor=make.SOMEONE)
    assert (roadshow.places, roadshow.sequence) == (6, 0)


@pytest.mark.parametrize("state", [state for state in S if state not in BEFORE_HELD])
def test_once_held_or_cancelled_nothing_changes_any_more(state: S):
    roadshow = make.roadshow(state)
    facts = make.roadshow_facts(roadshow.hall, on=roadshow.on, title="新题目")
    with pytest.raises(Refused):
        operations.change_roadshow(roadshow, facts, actor=make.SOMEONE)
    with pytest.raises(Refused):
        operations.postpone(
            roadshow, make.begins(roadshow) + timedelta(days=1), on_rest_day=True, actor=make.SOMEONE
        )


def test_a_call_is_open_from_now_until_its_close_and_makes_the_roadshow_public():
    roadshow = make.roadshow()
    closes_at = make.begins(roadshow) - timedelta(days=7)
    operations.open_call(roadshow, closes_at, actor=make.SOMEONE)
    assert (roadshow.state, roadshow.is_public, roadshow.sequence) == (S.CALLING, True, 1)
    assert (roadshow.calls(closes_at - timedelta(seconds=1)), roadshow.calls(closes_at)) == (True, False)


@pytest.mark.parametrize("days", [-1, 41])
def test_a_call_closes_neither_before_now_nor_after_the_start(days: int):
    roadshow = make.roadshow()
    with pytest.raises(Refused) as refusal:
        operations.open_call(roadshow, clock.now() + timedelta(days=days), actor=make.SOMEONE)
    assert refusal.value.field == "closes_on"


def test_a_roadshow_does_not_move_before_the_close_of_its_open_call():
    roadshow = make.roadshow(S.CALLING)
    early = make.closes(roadshow) - timedelta(minutes=1)
    with pytest.raises(Refused) as refusal:
        operations.postpone(roadshow, early, on_rest_day=True, actor=make.SOMEONE)
    assert refusal.value.field == "on"
    operations.start_selecting(roadshow, actor=make.SOMEONE)
    operations.postpone(roadshow, early, on_rest_day=True, actor=make.SOMEONE)
    assert roadshow.starts_at == early


def test_a_roadshow_starts_on_its_day_or_is_told_later_that_it_has():
    roadshow = make.roadshow(S.PUBLISHED)
    with clock.at(make.begins(roadshow) - timedelta(days=1)), pytest.raises(Refused):
        operations.start(roadshow, actor=make.SOMEONE)
    with clock.at(make.begins(roadshow) + timedelta(days=2)):
        operations.start(roadshow, actor=make.SOMEONE)
        operations.finish(roadshow, actor=make.SOMEONE)
    assert roadshow.is_held


def test_a_roadshow_is_not_held_before_it_has_begun():
    roadshow = make.roadshow(S.LIVE)
    with clock.at(make.begins(roadshow) - timedelta(minutes=1)), pytest.raises(Refused) as refusal:
        operations.finish(roadshow, actor=make.SOMEONE)
    assert str(refusal.value) == "还没到开始时间13:30"


def test_cancelling_asks_why_and_frees_the_hall():
    hall = make.hall()
    roadshow = make.roadshow(S.CALLING, hall)
    with pytest.raises(Refused) as refusal:
        operations.cancel(roadshow, " \n ", actor=make.SOMEONE)
    assert refusal.value.field == "reason"
    operations.cancel(roadshow, "场馆检修", actor=make.SOMEONE)
    assert (roadshow.state, roadshow.cancel_reason, taken(roadshow)) == (S.CANCELLED, "场馆检修", [])
    assert make.roadshow(where=hall, on=roadshow.on).hall == hall


def test_a_cancelled_one_stays_public_if_it_was_and_its_sequence_rises():
    told, untold = make.roadshow(S.CALLING), make.roadshow()
    for roadshow in (told, untold):
        operations.cancel(roadshow, "场馆检修", actor=make.SOMEONE)
    assert [(row.is_public, row.sequence) for row in (told, untold)] == [(True, 1), (False, 1)]


def test_a_refused_step_changes_nothing():
    hall = make.hall()
    first = make.roadshow(where=hall)
    second = make.roadshow(where=hall, on=make.day(first) + timedelta(days=1))
    was = second.starts_at
    with pytest.raises(Refused):
        operations.postpone(second, make.begins(first), on_rest_day=True, actor=make.SOMEONE)
    assert (second.starts_at, second.sequence, len(taken(second))) == (was, 0, 1)
    assert [entry.what for entry in list_entries_of("roadshow", second.id)] == ["roadshow.planned"]


def test_the_year_counts_what_is_held_and_what_is_dated_by_its_day():
    make.held(date(2021, 3, 5))
    make.held(date(2021, 6, 5), state=S.CLOSED)
    assert queries.count_held([2020, 2021]) == {2021: 2}
