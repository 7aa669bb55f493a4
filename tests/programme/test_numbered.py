"""The planner keeps the order of numbered sessions."""

import pytest
from flask import Flask

from roadshow.programme.numbered import session_number
from roadshow.programme.planning import plan_season
from roadshow.programme.wanted import Wanted
from tests import make

pytestmark = pytest.mark.usefixtures("in_spring")


@pytest.fixture
def year_2026(inside: Flask) -> None:
    make.season(2026)


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("第3期", 3),
        ("2027年科创路演第 12 期", 12),
        ("第一场", 1),
        ("第十期", 10),
        ("第十五次路演", 15),
        ("第二十一期", 21),
        ("第九十届", 90),
        ("新材料专场", None),
        ("第一财经专场", None),
    ],
)
def test_the_number_of_a_session_is_read_from_its_title(title: str, number: int | None) -> None:
    assert session_number(title) == number


@pytest.mark.usefixtures("year_2026")
def test_numbered_sessions_are_proposed_in_their_order() -> None:
    make.hall()
    for number in ("三", "一", "十", "二"):
        make.undated(2026, title=f"第{number}期")
    plan = plan_season(2026, Wanted())
    titles = [each.roadshow.title for each in plan.suggestions if each.roadshow]
    assert titles == ["第一期", "第二期", "第三期", "第十期"]


@pytest.mark.usefixtures("year_2026")
def test_other_roadshows_of_one_field_are_proposed_as_they_are_listed() -> None:
    make.hall()
    for title in ("甲", "乙", "丙"):
        make.undated(2026, title=title)
    plan = plan_season(2026, Wanted())
    assert [each.roadshow.title for each in plan.suggestions if each.roadshow] == ["甲", "乙", "丙"]
