"""The timeline of one roadshow: what is done, late and next, from sixty days before to ninety after."""

from datetime import date, timedelta

import pytest

from roadshow.programme.states import RoadshowState as S
from roadshow.programme.timeline import DUE, Facts, Progress, Stage, timeline_of

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
