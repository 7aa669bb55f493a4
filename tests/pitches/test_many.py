"""Several applications dealt with at once: what the rules allow is taken, the others are named with the reason."""

import pytest

from roadshow.audit.queries import list_entries_of
from roadshow.foundation.errors import Refused
from roadshow.pitches.many import step_many
from roadshow.pitches.queries import get_pitch
from roadshow.pitches.states import PitchState as P
from roadshow.programme.models import Roadshow
from roadshow.programme.states import RoadshowState as S
from tests import make
from tests.conftest import Counted

pytestmark = pytest.mark.usefixtures("in_spring", "inside")


def applied(roadshow: Roadshow, *states: P) -> list[int]:
    return [make.pitch(roadshow, state, make.project(name=f"{n}号")).id for n, state in enumerate(states, 1)]


def states(ids: list[int]) -> list[P]:
    return [get_pitch(number).state for number in ids]


def test_those_that_may_go_there_go_and_the_others_say_why() -> None:
    roadshow = make.roadshow(S.SELECTING)
    ids = applied(roadshow, P.SUBMITTED, P.DECLINED, P.SUBMITTED)
    taken = step_many(roadshow, ids, P.SCREENED, actor=make.actor())
    assert (taken.count, [(left.name, str(left.why)) for left in taken.left]) == (
        2,
        [("2号", "当前状态为“未入选”，不能变为“已过初筛”")],
    )
    assert states(ids) == [P.SCREENED, P.DECLINED, P.SCREENED]


def test_no_more_are_accepted_than_there_are_places() -> None:
    roadshow = make.roadshow(S.SELECTING, places=2)
    ids = applied(roadshow, P.SCREENED, P.SCREENED, P.SCREENED)
    taken = step_many(roadshow, ids, P.ACCEPTED, actor=make.actor())
    assert [str(left.why) for left in taken.left] == ["本场2个上台名额已满，可以先列为候补"]
    assert states(ids) == [P.ACCEPTED, P.ACCEPTED, P.SCREENED]


def test_all_who_are_declined_read_the_one_reason() -> None:
    roadshow = make.roadshow(S.SELECTING)
    ids = applied(roadshow, P.SUBMITTED, P.SCREENED)
    step_many(roadshow, ids, P.DECLINED, "方向不合", actor=make.actor())
    assert [(get_pitch(number).state, get_pitch(number).reason) for number in ids] == [
        (P.DECLINED, "方向不合")
    ] * 2


def test_nobody_is_declined_without_a_reason() -> None:
    roadshow = make.roadshow(S.SELECTING)
    ids = applied(roadshow, P.SUBMITTED)
    with pytest.raises(Refused):
        step_many(roadshow, ids, P.DECLINED, " ", actor=make.actor())
    assert states(ids) == [P.SUBMITTED]


def test_an_act_of_the_day_itself_is_none_for_many() -> None:
    roadshow = make.roadshow(S.LIVE)
    ids = applied(roadshow, P.SCHEDULED)
    with pytest.raises(Refused):
        step_many(roadshow, ids, P.ABSENT, actor=make.actor())


def test_another_roadshows_are_left_alone_and_drafts_too() -> None:
    roadshow, other = make.roadshow(S.SELECTING), make.roadshow(S.SELECTING)
    ids = applied(other, P.SUBMITTED) + applied(roadshow, P.DRAFT)
    assert step_many(roadshow, ids, P.SCREENED, actor=make.actor()).count == 0
    assert states(ids) == [P.SUBMITTED, P.DRAFT]


def test_each_has_its_line_in_the_trail() -> None:
    roadshow = make.roadshow(S.SELECTING, title="专场")
    ids = applied(roadshow, P.SUBMITTED, P.SUBMITTED)
    step_many(roadshow, ids, P.DECLINED, "不合", actor=make.actor())
    lines = [[(entry.what, entry.changes) for entry in list_entries_of("pitch", number)] for number in ids]
    assert lines == [[("pitch.declined", {"roadshow": "专场", "reason": "不合"})]] * 2


def test_many_cost_no_more_statements_than_one(counted: Counted) -> None:
    costs, actor = [], make.actor()
    for many in (1, 40):
        roadshow: Roadshow = make.roadshow(S.SELECTING)
        ids = applied(roadshow, *[P.SUBMITTED] * many)
        with counted() as statements:
            step_many(roadshow, ids, P.SCREENED, actor=actor)
        costs.append(len(statements))
    assert costs[0] == costs[1]
