"""Roadshows that are only thought of yet: never public, several at once, last year's again, one like another."""

from datetime import date, time

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from roadshow.foundation.db import db
from roadshow.foundation.errors import Refused
from roadshow.foundation.sectors import SECTORS
from roadshow.occupancy.queries import list_of_roadshow
from roadshow.programme import drafting, operations, queries
from roadshow.programme.drafting import Line, lines_of
from roadshow.programme.models import Roadshow
from roadshow.programme.rules import RoadshowFacts
from roadshow.programme.states import RoadshowState as S
from roadshow.programme.wishes import Wishes
from tests import make

pytestmark = pytest.mark.usefixtures("in_spring", "inside")


def test_one_is_planned_by_its_title_alone() -> None:
    roadshow = make.undated(title="光电子专场")
    assert (roadshow.on, roadshow.starts_at, roadshow.hall, roadshow.state) == (None, None, None, S.PLANNED)


def test_hours_without_a_day_are_none() -> None:
    roadshow = make.undated(starts=time(13, 30), ends=time(17))
    assert (roadshow.starts_at, roadshow.ends_at) == (None, None)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"starts": time(9), "ends": time(12)}, "hall"),
        ({"hall": True, "ends": time(12)}, "starts"),
        ({"hall": True, "starts": time(9)}, "ends"),
    ],
)
def test_with_a_day_it_needs_hours_and_a_hall(facts: dict[str, object], field: str) -> None:
    said = facts | ({"hall": make.hall()} if "hall" in facts else {})
    with pytest.raises(Refused) as refusal:
        make.undated(on=make.DAY, **said)
    assert refusal.value.field == field


def test_it_gets_its_day_later_and_takes_its_hall() -> None:
    roadshow, hall = make.undated(), make.hall()
    facts = make.roadshow_facts(hall, title=roadshow.title, on=make.DAY)
    operations.change_roadshow(roadshow, facts, actor=make.SOMEONE)
    assert (roadshow.on, [row.what_id for row in list_of_roadshow(roadshow.id)]) == (make.DAY, [hall.id])


def test_it_loses_its_day_and_its_hall_while_nobody_knows_of_it() -> None:
    roadshow = make.roadshow(on=make.DAY)
    operations.change_roadshow(roadshow, RoadshowFacts("只有题目"), actor=make.SOMEONE)
    assert (roadshow.on, roadshow.starts_at, list_of_roadshow(roadshow.id)) == (None, None, [])


def test_one_that_is_public_keeps_a_day() -> None:
    roadshow = make.roadshow(S.CALLING, on=make.DAY)
    with pytest.raises(Refused) as refusal:
        operations.change_roadshow(roadshow, RoadshowFacts("只有题目"), actor=make.SOMEONE)
    assert (str(refusal.value), refusal.value.field) == ("这场已经公开，须有日期；要改日子请用改期", "on")


def test_without_a_day_it_neither_calls_nor_is_published() -> None:
    roadshow = make.undated()
    with pytest.raises(Refused, match="先定下日期和时间，再开始征集"):
        operations.open_call(roadshow, make.moment(make.DAY, 9), actor=make.SOMEONE)
    with pytest.raises(Refused, match="先定下日期和时间，再发布"):
        operations.publish(roadshow, actor=make.SOMEONE)


def test_the_database_holds_a_public_one_to_a_day() -> None:
    roadshow = make.undated()
    roadshow.state = S.PUBLISHED
    with pytest.raises(IntegrityError):
        db.session.commit()
    db.session.rollback()


def test_it_is_cancelled_as_any_other() -> None:
    roadshow = make.undated()
    operations.cancel(roadshow, "并入其他专场", actor=make.SOMEONE)
    assert roadshow.state == S.CANCELLED


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("光电子专场，电子信息", [Line("光电子专场", "electronics")]),
        ("光电子专场, 电子", [Line("光电子专场", "electronics")]),
        ("光电子专场\t\n\n 海外，专场 ", [Line("光电子专场"), Line("海外，专场")]),
        ("成果发布，高", [Line("成果发布", "services")]),
        ("成果发布，新", [Line("成果发布，新")]),  # two fields begin so
        ("，电子信息", [Line("，电子信息")]),
        ("专场，", [Line("专场，")]),
        ("", []),
    ],
)
def test_a_line_is_a_title_and_perhaps_a_field(text: str, lines: list[Line]) -> None:
    assert lines_of(text) == lines


@given(st.text(max_size=40), st.sampled_from(list(SECTORS)))
def test_a_field_behind_a_comma_is_found_whatever_stands_before(title: str, sector: str) -> None:
    words = " ".join(title.replace("\x1c", "").split())
    found = lines_of(f"题{words}，{SECTORS[sector]}")
    assert [line.sector for line in found][-1:] == [sector]


def test_several_are_planned_at_once_or_none() -> None:
    season = make.season(2026)
    lines = [Line("甲", "energy"), Line("乙")]
    drafting.plan_several(season, lines, 6, actor=make.SOMEONE)
    with pytest.raises(Refused, match="第2行的名称须在1至200个字之间"):
        drafting.plan_several(season, [Line("丙"), Line("长" * 201)], 6, actor=make.SOMEONE)
    with pytest.raises(Refused, match="上台项目数“0”须是1至100的整数"):
        drafting.plan_several(season, [Line("丁")], 0, actor=make.SOMEONE)
    planned = [(row.title, row.sector, row.places) for row in queries.list_undated(2026)]
    assert planned == [("甲", "energy", 6), ("乙", None, 6)]


@pytest.mark.parametrize("many", [0, 101])
def test_at_least_one_and_at_most_a_hundred_are_planned_at_once(many: int) -> None:
    with pytest.raises(Refused) as refusal:
        drafting.plan_several(make.season(2026), [Line("甲")] * many, 6, actor=make.SOMEONE)
    assert refusal.value.field == "lines"


def test_a_year_that_is_over_gets_no_more_roadshows() -> None:
    with pytest.raises(Refused, match="2025年已经过去，不能再添加路演"):
        drafting.plan_several(make.season(2025), [Line("甲")], 6, actor=make.SOMEONE)


@pytest.fixture
def last_year(in_spring: None, inside: Flask) -> list[Roadshow]:
    season = make.season(2025, 12)
    wishes = Wishes(["海外人才"], {"energy": 2}, [2])
    drafting.set_wishes(season, wishes, actor=make.SOMEONE)
    kept = make.held(date(2025, 3, 3), "光电子专场")
    kept.sector, kept.places, kept.summary = "electronics", 5, "五个项目"
    cancelled = make.held(date(2025, 4, 4), "没有办成", S.CANCELLED)
    db.session.commit()
    return [kept, cancelled]


@pytest.mark.usefixtures("last_year")
def test_last_years_roadshows_begin_the_next_season() -> None:
    season = make.season(2026)
    drafting.copy_last_year(season, actor=make.SOMEONE)
    copies = [
        (row.title, row.sector, row.places, row.summary, row.on) for row in queries.list_roadshows(2026)
    ]
    assert copies == [("光电子专场", "electronics", 5, "五个项目", None)]
    assert (season.themes, season.wanted, season.avoid) == ("海外人才", {"energy": 2}, [2])


@pytest.mark.usefixtures("last_year")
def test_what_is_copied_is_not_copied_again_whatever_became_of_it() -> None:
    season = make.season(2026)
    [copy] = drafting.copy_last_year(season, actor=make.SOMEONE)
    operations.change_roadshow(copy, RoadshowFacts("改了名"), actor=make.SOMEONE)
    operations.cancel(copy, "今年不办", actor=make.SOMEONE)
    with pytest.raises(Refused, match="2025年没有可以照搬的路演，或者都已经照搬过了"):
        drafting.copy_last_year(season, actor=make.SOMEONE)
    assert [row.title for row in queries.list_roadshows(2026)] == ["改了名"]


@pytest.mark.usefixtures("last_year")
def test_what_a_season_wishes_itself_is_not_taken_over() -> None:
    season = make.season(2026)
    drafting.set_wishes(season, Wishes(avoid=[8]), actor=make.SOMEONE)
    drafting.copy_last_year(season, actor=make.SOMEONE)
    assert (season.themes, season.wanted, season.avoid) == ("海外人才", {"energy": 2}, [8])


def test_one_like_another_has_its_words_and_a_name_of_its_own() -> None:
    first = make.roadshow(
        S.PUBLISHED, title="光电子专场", sector="energy", places=4, summary="四个", on=make.DAY
    )
    clone = drafting.clone_roadshow(first, actor=make.SOMEONE)
    same = [
        getattr(first, name) == getattr(clone, name)
        for name in ("title", "sector", "places", "summary", "hall")
    ]
    assert (same, clone.on, clone.state, clone.uid == first.uid) == ([True] * 5, None, S.PLANNED, False)


def test_one_like_last_years_belongs_to_the_season_that_is_open() -> None:
    season = make.season(2027)
    clone = drafting.clone_roadshow(make.held(date(2025, 3, 3)), actor=make.SOMEONE)
    assert clone.season == season


def test_without_an_open_season_there_is_nothing_to_clone_into() -> None:
    with pytest.raises(Refused, match="2026年还没有年度计划，先开启它，再安排路演。"):
        drafting.clone_roadshow(make.held(date(2025, 3, 3)), actor=make.SOMEONE)


def test_a_closed_hall_is_not_taken_along(inside: Flask) -> None:
    first = make.roadshow(on=make.DAY)
    assert first.hall is not None
    first.hall.closed = True
    db.session.commit()
    assert drafting.clone_roadshow(first, actor=make.SOMEONE).hall is None
