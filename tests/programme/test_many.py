"""Several planned roadshows made public at once: those that may are, the others are named with the reason."""

from datetime import date, timedelta

import pytest

from roadshow.foundation.errors import Refused
from roadshow.programme import many
from roadshow.programme.states import RoadshowState as S
from tests import make

pytestmark = pytest.mark.usefixtures("in_spring", "inside")


def test_each_calls_until_so_many_weeks_before_it_begins() -> None:
    rows = [make.roadshow(on=date(2026, month, 16)) for month in (6, 7)]
    taken = many.open_calls([row.id for row in rows], 2, actor=make.SOMEONE)
    assert (taken.count, [row.state for row in rows]) == (2, [S.CALLING] * 2)
    assert [make.begins(row) - make.closes(row) for row in rows] == [timedelta(days=14)] * 2
    assert [row.sequence for row in rows] == [1, 1]


def test_who_may_not_call_is_left_with_the_reason() -> None:
    undated, soon, called = make.undated(), make.roadshow(on=date(2026, 3, 10)), make.roadshow(S.CALLING)
    taken = many.open_calls([undated.id, soon.id, called.id], 2, actor=make.SOMEONE)
    assert (taken.count, [str(left.why) for left in taken.left]) == (
        0,
        [
            "还没有日期",
            "征集截止须在现在之后、路演开始之前",
            "当前状态为“项目征集中”，不能变为“项目征集中”",
        ],
    )


@pytest.mark.parametrize("weeks", [-1, 53, 10**9])
def test_odd_weeks_are_refused(weeks: int) -> None:
    with pytest.raises(Refused) as refusal:
        many.open_calls([make.roadshow().id], weeks, actor=make.SOMEONE)
    assert str(refusal.value) == f"路演前几周截止“{weeks}”须是0至52的整数"


def test_what_is_planned_and_dated_is_published_without_a_call() -> None:
    planned, undated, selecting = make.roadshow(), make.undated(), make.roadshow(S.SELECTING)
    taken = many.publish_many([planned.id, undated.id, selecting.id], actor=make.SOMEONE)
    assert (taken.count, planned.state, undated.state, selecting.state) == (
        1,
        S.PUBLISHED,
        S.PLANNED,
        S.SELECTING,
    )
    assert [str(left.why) for left in taken.left] == ["还没有日期", "已经公开，请在它自己的页面上办理"]
