"""Several rows of a list dealt with by one press."""

from datetime import date

import pytest
from flask import Flask

from roadshow.accounts.permissions import Role
from roadshow.outcomes import operations as outcomes
from roadshow.outcomes.facts import LandingFacts
from roadshow.outcomes.queries import get_row
from roadshow.outcomes.states import RowState
from roadshow.pitches.queries import get_pitch
from roadshow.pitches.states import PitchState as P
from roadshow.programme.states import RoadshowState as S
from tests import make
from tests.conftest import AsRole
from tests.web.selecting import words_of

pytestmark = pytest.mark.usefixtures("in_spring")


def applied(app: Flask, *states: P) -> tuple[str, list[int]]:
    """The address of their list, and who they are."""
    with app.app_context():
        roadshow = make.roadshow(S.SELECTING)
        ids = [make.pitch(roadshow, state, make.project(name=f"{n}号")).id for n, state in enumerate(states)]
        return f"/centre/roadshows/{roadshow.id}/pitches", ids


def states(app: Flask, ids: list[int]) -> list[P]:
    with app.app_context():
        return [get_pitch(number).state for number in ids]


def test_several_are_screened_and_who_was_left_is_named(app: Flask, as_role: AsRole) -> None:
    address, ids = applied(app, P.SUBMITTED, P.PRESENTED)
    client = as_role(Role.ORGANISER)
    answer = client.post(
        f"{address}/step", data={"do": "screened", "picked": ids, "sure": "1"}, follow_redirects=True
    )
    assert words_of(answer.text, "p.note") == [
        "1个申请现在是“已过初筛”。",
        "没有处理1项：“1号”（当前状态为“已路演”，不能变为“已过初筛”）。",
    ]
    assert states(app, ids) == [P.SCREENED, P.PRESENTED]


def test_only_what_can_be_dealt_with_can_be_picked(app: Flask, as_role: AsRole) -> None:
    address, _ids = applied(app, P.SUBMITTED, P.PRESENTED)
    assert words_of(as_role(Role.ORGANISER).get(address).text, "td.pick label") == ["选择：0号"]
    assert words_of(as_role(Role.LEADER).get(address).text, "td.pick label, form.bulk") == []


def test_declining_several_asks_for_one_reason_first(app: Flask, as_role: AsRole) -> None:
    address, ids = applied(app, P.SUBMITTED, P.SCREENED)
    client = as_role(Role.ORGANISER)
    assert "2个项目不选入" in client.post(f"{address}/decline", data={"picked": ids}).text
    assert states(app, ids) == [P.SUBMITTED, P.SCREENED]
    assert "请写明未入选的原因" in client.post(f"{address}/decline", data={"picked": ids, "reason": ""}).text
    client.post(f"{address}/decline", data={"picked": ids, "reason": "方向不合"})
    assert states(app, ids) == [P.DECLINED, P.DECLINED]


@pytest.mark.parametrize("typed", [{"do": "presented"}, {"do": "declined"}, {}])
def test_what_is_no_act_for_many_is_refused(app: Flask, as_role: AsRole, typed: dict[str, str]) -> None:
    address, ids = applied(app, P.SCHEDULED)
    answer = as_role(Role.ORGANISER).post(f"{address}/step", data=typed | {"picked": ids})
    assert (answer.status_code, states(app, ids)) == (400, [P.SCHEDULED])


def test_nothing_picked_does_nothing_and_says_so(app: Flask, as_role: AsRole) -> None:
    address, _ids = applied(app, P.SUBMITTED)
    client = as_role(Role.ORGANISER)
    for act in ("step", "decline"):
        answer = client.post(
            f"{address}/{act}", data={"do": "screened", "picked": "x"}, follow_redirects=True
        )
        assert words_of(answer.text, "p.note") == ["没有勾选任何一项。"]


def test_several_rows_are_verified_and_the_filters_stay(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        facts = [LandingFacts(make.project().id, date(2026, 3, 1)) for _number in range(2)]
        ids = [outcomes.log(each, actor=make.SOMEONE).id for each in facts]
    client = as_role(Role.RECORDER)
    answer = client.post("/centre/outcomes/verify?year=2026&state=logged", data={"picked": ids})
    assert answer.location == "/centre/outcomes?year=2026&state=logged"
    with app.app_context():
        assert [get_row(number).state for number in ids] == [RowState.VERIFIED] * 2
