"""The timeline of one roadshow: what is done, late and next, from sixty days before to ninety after."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadshow.foundation import clock
from roadshow.programme.operations import change_roadshow
from roadshow.programme.states import RoadshowState as S
from roadshow.programme.timeline import (
    AFTERWARDS,
    DUE,
    Facts,
    Progress,
    Stage,
    due_day,
    facts_of,
    timeline_of,
)
from tests import make

DAY = date(2026, 6, 1)


def progress(facts: Facts, today: date) -> dict[Stage, Progress]:
    return {item.stage: item.progress for item in timeline_of(facts, today)}


def of(facts: Facts, today: date, wanted: Progress) -> list[Stage]:
    return [stage for stage, found in progress(facts, today).items() if found is wanted]


def test_a_plan_without_a_day_wants_one_next_and_nothing_is_late() -> None:
    found = timeline_of(Facts(S.PLANNED), DAY)
    assert (found[0].stage, found[0].progress, {item.due for item in found}) == (
        Stage.DATED,
        Progress.NEXT,
        {None},
    )
    assert {item.progress for item in found[1:]} == {Progress.LATER}


def test_deadlines_are_days_from_the_roadshow() -> None:
    found = {item.stage: item.due for item in timeline_of(Facts(S.PLANNED, DAY), DAY)}
    assert found == {stage: DAY + timedelta(days=days) for stage, days in DUE.items()}


def test_less_time_than_usual_moves_the_steps_closer_together_and_keeps_their_order() -> None:
    planned_on = DAY - timedelta(days=20)
    found = timeline_of(Facts(S.PLANNED, DAY, planned_on=planned_on), planned_on)
    days = {item.stage: (DAY - item.due).days for item in found if item.due and item.due <= DAY}
    assert days == {
        Stage.DATED: 20,
        Stage.PUBLIC: 15,
        Stage.CALL: 8,
        Stage.SCREENED: 7,
        Stage.INVITED: 7,
        Stage.DECIDED: 4,
        Stage.CONFIRMED: 3,
        Stage.AGENDA: 2,
        Stage.ANSWERED: 1,
        Stage.DOOR: 0,
        Stage.RUN: 0,
    }


@pytest.mark.usefixtures("in_spring", "inside")
def test_the_steps_of_a_roadshow_without_a_day_begin_when_it_gets_one() -> None:
    with clock.at(clock.now() - timedelta(days=60)):
        roadshow = make.undated(2026)
    facts = make.roadshow_facts(on=clock.today() + timedelta(days=20))
    change_roadshow(roadshow, facts, actor=make.SOMEONE)
    assert of(facts_of(roadshow), clock.today(), Progress.LATE) == []
    assert due_day(facts_of(roadshow), Stage.PUBLIC) == clock.today() + timedelta(days=5)


@pytest.mark.usefixtures("in_spring", "inside")
def test_another_day_for_a_roadshow_that_has_one_leaves_late_steps_late() -> None:
    with clock.at(clock.now() - timedelta(days=60)):
        roadshow = make.roadshow(on=clock.today() + timedelta(days=70))
    facts = make.roadshow_facts(roadshow.hall, on=clock.today() + timedelta(days=12))
    change_roadshow(roadshow, facts, actor=make.SOMEONE)
    assert of(facts_of(roadshow), clock.today(), Progress.LATE) == [
        Stage.PUBLIC,
        Stage.CALL,
        Stage.SCREENED,
        Stage.INVITED,
        Stage.DECIDED,
    ]


def test_a_call_that_closes_late_leaves_the_steps_after_it_until_after_its_close() -> None:
    closes = DAY - timedelta(days=8)
    facts = Facts(S.CALLING, DAY, called=True, call_closes_on=closes, planned_on=DAY - timedelta(days=90))
    found = {item.stage: (DAY - item.due).days for item in timeline_of(facts, closes) if item.due}
    after = (Stage.CALL, Stage.SCREENED, Stage.DECIDED, Stage.CONFIRMED, Stage.AGENDA, Stage.INVITED)
    assert [found[stage] for stage in after] == [8, 7, 4, 3, 2, 21]


@given(
    planned=st.integers(min_value=-30, max_value=400),
    closes=st.none() | st.integers(min_value=0, max_value=400),
)
def test_no_step_before_the_day_is_due_before_the_plan_or_after_the_day(
    planned: int, closes: int | None
) -> None:
    facts = Facts(
        S.CALLING,
        DAY,
        called=closes is not None,
        call_closes_on=DAY - timedelta(days=closes) if closes is not None else None,
        planned_on=DAY - timedelta(days=planned),
    )
    begins = DAY - timedelta(days=max(planned, 0))
    due = {stage: due_day(facts, stage) for stage in DUE if stage not in AFTERWARDS}
    if closes is not None:
        begins = min(begins, DAY - timedelta(days=closes))
    assert all(day is not None and begins <= day <= DAY for day in due.values())


def test_once_it_began_only_the_day_itself_and_what_comes_after_is_open() -> None:
    facts = Facts(S.LIVE, DAY, called=True, guests=3, to_answer=3, on_stage=1)
    found = progress(facts, DAY)
    assert [stage for stage, state in found.items() if state is not Progress.DONE] == [
        Stage.RUN,
        Stage.THANKED,
        Stage.FEEDBACK,
        Stage.OUTCOMES,
        Stage.ARCHIVED,
    ]


@pytest.mark.parametrize(("days", "late"), [(46, []), (45, []), (44, [Stage.PUBLIC])])
def test_a_planned_roadshow_is_late_to_be_public_from_forty_four_days_before(
    days: int, late: list[Stage]
) -> None:
    assert of(Facts(S.PLANNED, DAY), DAY - timedelta(days=days), Progress.LATE) == late


def test_the_calls_own_deadline_counts() -> None:
    closes = DAY - timedelta(days=30)
    facts = Facts(S.CALLING, DAY, called=True, call_closes_on=closes)
    assert {item.stage: item.due for item in timeline_of(facts, closes)}[Stage.CALL] == closes
    assert of(facts, closes + timedelta(days=1), Progress.LATE) == [Stage.CALL]


def test_what_waits_in_a_closed_call_is_counted() -> None:
    facts = Facts(S.SELECTING, DAY, called=True, to_screen=2, to_choose=3, on_stage=4, to_confirm=1)
    found = {item.stage: item.count for item in timeline_of(facts, DAY) if item.count}
    assert found == {Stage.SCREENED: 2, Stage.DECIDED: 3, Stage.CONFIRMED: 1, Stage.AGENDA: 4}


@pytest.mark.parametrize("state", [S.SELECTING, S.PUBLISHED, S.LIVE, S.HELD])
def test_an_agenda_that_was_changed_since_waits_to_be_published_until_it_begins(state: S) -> None:
    facts = Facts(state, DAY, on_stage=4)
    before, after = (
        progress(each, DAY).get(Stage.AGENDA) for each in (facts, replace(facts, redrafted=True))
    )
    expected = (Progress.DONE, Progress.LATE) if state is S.PUBLISHED else (before, before)
    assert (before, after) == expected


def test_without_a_call_nothing_of_a_call_is_asked() -> None:
    asked = progress(Facts(S.PUBLISHED, DAY), DAY)
    assert not {Stage.CALL, Stage.SCREENED, Stage.DECIDED, Stage.CONFIRMED} & asked.keys()


def test_one_item_is_next_and_it_is_the_first_that_is_not_late() -> None:
    facts = Facts(S.PUBLISHED, DAY, guests=5, to_answer=2)
    today = DAY - timedelta(days=1)
    assert of(facts, today, Progress.LATE) == [Stage.ANSWERED]
    assert of(facts, today, Progress.NEXT) == [Stage.DOOR]


def test_once_held_only_what_comes_after_is_open() -> None:
    facts = Facts(S.HELD, DAY, called=True, to_choose=1, guests=3, to_answer=3)
    found = progress(facts, DAY + timedelta(days=20))
    assert [stage for stage, state in found.items() if state is not Progress.DONE] == [
        Stage.FEEDBACK,
        Stage.OUTCOMES,
        Stage.ARCHIVED,
    ]
    assert found[Stage.FEEDBACK] is Progress.LATE


@pytest.mark.parametrize("feedback", [0, 1])
def test_an_archived_one_is_done_whatever_was_left(feedback: int) -> None:
    facts = Facts(S.CLOSED, DAY, guests=1, paired=True, feedback=feedback, outcomes=1)
    assert set(progress(facts, DAY + timedelta(days=100)).values()) == {Progress.DONE}


def test_a_cancelled_one_wants_nothing() -> None:
    assert timeline_of(Facts(S.CANCELLED, DAY), DAY) == []
