"""The plan of a year at the centre's desk: how many roadshows it is to have, and how many it has."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.programme.queries import find_season
from roadshow.programme.states import RoadshowState as S
from tests import make
from tests.web.owned import whys
from tests.web.selecting import words_of

pytestmark = pytest.mark.usefixtures("in_spring")


def stored(app: Flask, on: date = make.DAY, state: S = S.PLANNED, title: str = "丁") -> int:
    with app.app_context():
        return make.roadshow(state, on=on, title=title).id


def test_the_season_is_opened_with_fifteen_unless_another_target_is_typed(
    app: Flask, organiser: FlaskClient
) -> None:
    form = organiser.get("/centre/seasons/new").text
    assert 'value="2026"' in form
    assert 'value="15"' in form
    answer = organiser.post("/centre/seasons/new", data={"year": "2026", "target": "12"})
    with app.app_context():
        season = find_season(2026)
        assert season is not None
        assert (answer.location, season.target) == ("/centre/seasons/2026", 12)


@pytest.mark.parametrize(
    ("year", "target", "words"),
    [
        ("", "", ["请填写年份", "请填写目标场次"]),
        ("1999", "0", ["年份须在2000至2100之间，现在是1999", "目标场次须在1至366之间，现在是0"]),
        ("二零二六", "-3", ["“二零二六”不是有效的整数", "“-3”不是有效的整数"]),
        ("9" * 30, "15", [f"“{'9' * 20}”不是有效的整数"]),
    ],
)
def test_an_odd_year_or_target_is_refused_at_its_field(
    organiser: FlaskClient, year: str, target: str, words: list[str]
) -> None:
    page = organiser.post("/centre/seasons/new", data={"year": year, "target": target})
    assert (page.status_code, whys(page.text)) == (200, words)


def test_the_year_after_those_that_are_open_is_proposed(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        make.season(2026)
    assert 'value="2027"' in organiser.get("/centre/seasons/new").text


def test_a_year_that_is_open_already_is_refused(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        make.season(2026)
    page = organiser.post("/centre/seasons/new", data={"year": "2026", "target": "15"})
    assert whys(page.text) == ["这一年的年度计划已经建好"]


def test_a_season_tells_what_is_held_what_has_its_day_and_what_is_missing(
    app: Flask, organiser: FlaskClient
) -> None:
    with app.app_context():
        make.season(2026, 6)
        make.held(date(2026, 1, 15))
        make.held(date(2026, 2, 15), state=S.CLOSED)
    for month in (4, 5):
        stored(app, on=date(2026, month, 10))
    stored(app, on=date(2026, 6, 10), state=S.CANCELLED)
    page = organiser.get("/centre/seasons/2026").text
    assert words_of(page, "section.panel h2") == [
        "全年目标6场，已举办2场，已定日期2场",
        "本年度的路演",
    ]
    assert words_of(page, "div.apart p") == ["按均匀进度，到本月底应办1场，进度相符。还有2场没有定下日期。"]
    assert words_of(page, "ul.key li") == ["已举办 2", "下一场 1", "已定日期 1"]


def test_the_list_of_seasons_counts_by_the_day(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        make.season(2026, 15)
        make.held(date(2025, 5, 5))
    stored(app)
    rows = words_of(organiser.get("/centre/seasons").text, "tbody td.n")
    assert rows == ["15", "0", "1", "14", "—", "1", "0", "—"]


def test_a_target_is_changed(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        make.season(2026)
    organiser.post("/centre/seasons/2026/target", data={"target": "18"})
    with app.app_context():
        assert [row.target for row in [find_season(2026)] if row] == [18]


def test_a_year_without_a_season_sends_to_open_it_first(organiser: FlaskClient) -> None:
    assert organiser.get("/centre/seasons/2026/roadshows/new").location == "/centre/seasons/new?year=2026"
    assert organiser.get("/centre/seasons/2026").status_code == 404


def test_one_postponed_into_the_next_year_stands_in_both_plans(app: Flask, organiser: FlaskClient) -> None:
    roadshow_id = stored(app, title="丁")
    with app.app_context():
        make.season(2027)
    organiser.post(f"/centre/roadshows/{roadshow_id}/postpone", data={"on": "2027-01-12", "starts": "13:30"})
    for year, dated in ((2026, 0), (2027, 1)):
        page = organiser.get(f"/centre/seasons/{year}").text
        assert words_of(page, "tbody th a") == ["丁"]
        assert words_of(page, "section.panel h2")[0] == f"全年目标15场，已举办0场，已定日期{dated}场"
