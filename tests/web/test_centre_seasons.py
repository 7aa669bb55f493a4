"""The plan of a year at the centre's desk: how many roadshows it is to have, and how many it has."""

import io
from datetime import date

import pytest
from docx import Document
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from roadshow.accounts.permissions import Role
from roadshow.foundation.db import db
from roadshow.programme import drafting
from roadshow.programme.queries import find_season
from roadshow.programme.states import RoadshowState as S
from roadshow.programme.wishes import Wishes
from tests import make
from tests.conftest import AsRole, Counted
from tests.web.owned import whys
from tests.web.reading import missing
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
        ("1999", "0", ["年份“1999”须是2000至2100的整数", "目标场次“0”须是1至366的整数"]),
        ("丙午", "-3", ["年份“丙午”须是2000至2100的整数", "目标场次“-3”须是1至366的整数"]),
        ("9" * 30, "15", [f"年份“{'9' * 20}…”须是2000至2100的整数"]),
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
        "这一年的要求",
        "本年度的路演",
    ]
    assert words_of(page, "div.apart p") == [
        "按均匀进度，到本月底应有1场，已办和已定日期的有2场，进度相符。离目标还差2场，还没有列入计划。"
    ]
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


def test_a_target_below_what_is_held_and_dated_is_asked_once(app: Flask, organiser: FlaskClient) -> None:
    stored(app)
    with app.app_context():
        make.held(date(2026, 1, 8))
    path = "/centre/seasons/2026/target"
    asked = organiser.post(path, data={"target": "1"}).text
    assert whys(asked) == ["2026年已举办和已定日期的共2场，多于这个目标。请改目标，或勾选“仍用这个目标”"]
    assert words_of(asked, "div.tick label") == ["仍用这个目标"]
    assert words_of(organiser.post(path, data={"target": "0"}).text, "div.tick label") == []
    assert organiser.post(path, data={"target": "1", "below": "y"}).location == "/centre/seasons/2026"
    assert organiser.post(path, data={"target": "2"}).location == "/centre/seasons/2026"


def test_a_year_without_a_season_sends_to_open_it_first(organiser: FlaskClient) -> None:
    assert organiser.get("/centre/seasons/2026/roadshows/new").location == "/centre/seasons/new?year=2026"
    assert organiser.get("/centre/seasons/2026").status_code == 404


def test_one_postponed_into_the_next_year_stands_in_the_plan_of_its_day(
    app: Flask, organiser: FlaskClient
) -> None:
    roadshow_id = stored(app, title="丁")
    with app.app_context():
        make.season(2027)
    organiser.post(f"/centre/roadshows/{roadshow_id}/postpone", data={"on": "2027-01-12", "starts": "13:30"})
    for year, dated in ((2026, 0), (2027, 1)):
        page = organiser.get(f"/centre/seasons/{year}").text
        assert words_of(page, "tbody th a") == ["丁"] * dated
        assert words_of(page, "section.panel h2")[0] == f"全年目标15场，已举办0场，已定日期{dated}场"


def test_the_wishes_are_typed_and_what_is_odd_is_refused_at_its_field(
    app: Flask, organiser: FlaskClient
) -> None:
    with app.app_context():
        make.season(2026)
    path = "/centre/seasons/2026/wishes"
    page = organiser.post(path, data={"themes": "海外人才", "field_energy": "999", "avoid": ["2"]})
    assert whys(page.text) == ["新能源与节能“999”须是0至366的整数"]
    assert words_of(page.text, "textarea#themes") == ["海外人才"]
    page = organiser.post(path, data={"avoid": ["13"], "field_energy": "-1"})
    assert whys(page.text) == ["新能源与节能“-1”须是0至366的整数", "请从列表中选择一项"]
    said = {"themes": "海外人才\n成果转化", "field_energy": "2", "field_materials": "", "avoid": ["2", "8"]}
    assert organiser.post(path, data=said).location == "/centre/seasons/2026"
    season = organiser.get("/centre/seasons/2026").text
    assert words_of(season, "tbody th") == ["新能源与节能"]
    assert words_of(season, "tbody td.n") == ["2", "0", "0", "0", "2"]
    assert words_of(season, "span.tag") == ["海外人才", "成果转化"]
    assert "不安排的月份：2月、8月" in words_of(season, "section.panel p")
    form = organiser.get(path).text
    assert (form.count("checked"), 'value="2"' in form) == (2, True)


def test_several_are_proposed_for_what_is_lacking_and_added_by_one_press(
    app: Flask, organiser: FlaskClient
) -> None:
    with app.app_context():
        drafting.set_wishes(make.season(2026, 4), Wishes(fields={"energy": 2}), actor=make.SOMEONE)
        make.undated(2026, title="新能源与节能专场路演", sector="energy")
    path = "/centre/seasons/2026/roadshows/several"
    [lines] = words_of(organiser.get(path).text, "textarea#lines")
    assert lines.split() == ["新能源与节能专场路演（2），新能源与节能", "综合路演", "综合路演（2）"]
    lines = lines.split()[0]
    answer = organiser.post(path, data={"lines": f"{lines}\n海外专场", "places": "6"})
    assert answer.location == "/centre/seasons/2026/planner"
    page = organiser.get("/centre/seasons/2026").text
    assert words_of(page, "section.panel h2")[1] == "尚未定日期3场"
    assert words_of(page, "dl.undated dd") == ["新能源与节能", "新能源与节能", "不限领域"]
    assert words_of(page, "ul.key li") == ["待定日期 3"]


def test_without_wishes_a_line_is_proposed_for_each_that_the_target_lacks(
    app: Flask, organiser: FlaskClient
) -> None:
    with app.app_context():
        make.season(2026, 10)
    [lines] = words_of(organiser.get("/centre/seasons/2026/roadshows/several").text, "textarea#lines")
    assert (lines.count("，"), "电子信息专场路演（2），电子信息" in lines) == (10, True)


def test_last_years_are_copied_from_the_page_of_an_empty_season(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        make.season(2026)
        make.held(date(2025, 5, 5), "去年的")
    assert words_of(organiser.get("/centre/seasons/2026").text, "div.empty button") == ["照搬2025年的1场"]
    first, again = (organiser.post("/centre/seasons/2026/copy").location for _twice in range(2))
    assert (first, again) == ("/centre/seasons/2026/planner", "/centre/seasons/2026")
    page = organiser.get("/centre/seasons/2026").text
    assert (words_of(page, "tbody th a"), words_of(page, "div.empty button")) == (["去年的"], [])


def test_one_like_another_is_planned_from_its_page(app: Flask, organiser: FlaskClient) -> None:
    path = f"/centre/roadshows/{stored(app, title='丁')}"
    clone = organiser.post(f"{path}/clone").location
    assert clone != path
    page = organiser.get(clone).text
    assert words_of(page, "div.head a.btn") == ["修改", "定下日期"]
    assert words_of(page, "h1") == ["丁"]
    assert "取消本场" in words_of(page, "div.stack a.btn")


def test_a_season_costs_the_same_however_many_want_a_day(
    app: Flask, organiser: FlaskClient, counted: Counted
) -> None:
    with app.app_context():
        wishes = Wishes(fields={"energy": 2}, avoid=[2])
        drafting.set_wishes(make.season(2026), wishes, actor=make.SOMEONE)
    costs: list[int] = []
    for many in (1, 29):
        with app.app_context():
            lines = [drafting.Line("题", "energy")] * many
            drafting.plan_several(make.season(2026), lines, 8, actor=make.SOMEONE)
        with counted() as statements:
            organiser.get("/centre/seasons/2026")
        costs.append(len(statements))
    assert costs[0] == costs[1]


def test_several_are_made_public_from_the_seasons_page(app: Flask, organiser: FlaskClient) -> None:
    ids = [stored(app, on=date(2026, month, 16), title=f"{month}月") for month in (5, 6, 7)]
    with app.app_context():
        make.undated(2026, title="没有日期")
    path = "/centre/seasons/2026"
    page = organiser.get(path).text
    assert words_of(page, "form.bulk button") == ["开始征集", "不征集，直接发布"]
    assert words_of(page, "td.pick label") == ["选择：5月", "选择：6月", "选择：7月"]
    for weeks, said in (("", "请填写征集在路演前几周截止"), ("2", "已开始征集2场。")):
        page = organiser.post(
            f"{path}/calls", data={"picked": ids[:2], "weeks": weeks}, follow_redirects=True
        )
        assert said in page.text
    page = organiser.post(f"{path}/publish", data={"picked": ids[2:]}, follow_redirects=True).text
    assert "已发布1场。" in page
    assert words_of(page, "td.state")[:3] == ["项目征集中", "项目征集中", "议程已发布"]


def test_who_only_reads_picks_nothing(app: Flask, as_role: AsRole) -> None:
    stored(app)
    assert words_of(as_role(Role.LEADER).get("/centre/seasons/2026").text, "td.pick, form.bulk") == []


def test_only_the_next_of_all_is_called_next_and_a_roadshow_stands_in_the_year_of_its_day(
    app: Flask, organiser: FlaskClient
) -> None:
    with app.app_context():
        season = make.season(2026)
        make.season(2027)
        make.roadshow(on=date(2026, 12, 4), title="下一场")
        later = make.roadshow(on=date(2026, 12, 11), title="改到明年")
        later.on = date(2027, 1, 4)
        assert later.season_id == season.id
        make.saved(later)
    pages = [organiser.get(f"/centre/seasons/{year}").text for year in (2026, 2027)]
    assert [words_of(page, "table.list th a") for page in pages] == [["下一场"], ["改到明年"]]
    assert [words_of(page, "ul.key li") for page in pages] == [["下一场 1"], ["已定日期 1"]]


def test_a_plan_is_to_be_had_as_word_and_pdf_to_be_sealed(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        roadshow = make.roadshow(title="示例专场")
        roadshow.lead_name, year = "示例负责人", roadshow.season.year
        make.roadshow(S.CANCELLED, title="取消的专场")
        db.session.commit()
    word, pdf = (organiser.get(f"/centre/seasons/{year}/plan.{form}") for form in ("docx", "pdf"))
    written = Document(io.BytesIO(word.data))
    rows = [[cell.text for cell in row.cells] for row in written.tables[0].rows]
    assert [row[1] for row in rows] == ["场次名称", "示例专场"]
    assert written.paragraphs[0].text == f"{year}年度科创路演计划"
    printed = "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf.data)).pages)
    assert missing(printed, f"{year}年度科创路演计划", "示例专场", "示例负责人", "主办单位（盖章）") == []
    assert "取消的专场" not in printed
