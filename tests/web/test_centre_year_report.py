"""The year's report: pictures, tables and method, in either language; and all its figures as CSV."""

import csv
import io
import time
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from roadshow.accounts.permissions import Role
from roadshow.foundation.actor import COMMAND
from roadshow.foundation.db import db
from roadshow.foundation.money import WAN
from roadshow.outcomes import operations
from roadshow.outcomes.facts import LandingFacts, StepFacts
from roadshow.outcomes.models import Row
from roadshow.outcomes.states import Kind, ThreadStep
from roadshow.pitches.states import PitchState
from roadshow.reports.closing import close_year
from roadshow.reports.figures.answers import FIGURES
from roadshow.reports.figures.words import DEFINITIONS, NAMES
from tests import make
from tests.conftest import AsRole
from tests.web.reading import texts

pytestmark = pytest.mark.usefixtures("in_spring")
PATH = "/centre/years/2025/report.pdf"


@pytest.fixture
def leader(app: Flask, as_role: AsRole) -> FlaskClient:
    """Who reads of 2025, with a roadshow, a deal after it, and the year before."""
    with app.app_context():
        project = make.pitch(make.held(date(2025, 4, 1), "示例专场"), PitchState.PRESENTED).project
        for year, wan in ((2024, 100), (2025, 300)):
            for step in (ThreadStep.SIGNED, ThreadStep.PAID):
                facts = StepFacts(Kind.INVESTMENT, step, date(year, 5, 4), wan * WAN)
                operations.begin_investment(project, f"示例创投{year}", "A轮", facts, actor=COMMAND)
        operations.log(LandingFacts(make.project().id, date(2025, 3, 1)), actor=COMMAND)
    return as_role(Role.LEADER)


def report(client: FlaskClient, path: str = PATH) -> str:
    answer = client.get(path)
    assert answer.content_type == "application/pdf"
    pages = PdfReader(io.BytesIO(answer.data)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def lacking(words: list[str], whole: str) -> list[str]:
    return [word for word in words if "".join(word.split()) not in whole]


def test_it_has_its_chapters_pictures_and_tables(leader: FlaskClient) -> None:
    said = report(leader)
    chapters = ["总体情况", "路演场次", "投资到账", "从申请到到账", "历年对比", "全部指标", "统计方法"]
    numbered = [f"{number}、{words}" for number, words in zip("一二三四五六七", chapters, strict=True)]
    told = [
        "示例专场",
        "5月到账最多：300万元，是上年同月的3.0倍",
        "1个申请项目中，登台1个，路演后签约1个，到账1个",
    ]
    assert lacking([*numbered, *told, "2025年到账最多：300万元"], said) == []


def test_it_says_how_each_figure_is_defined(leader: FlaskClient) -> None:
    """Each that the year has; the others are named."""
    said, none = report(leader), report(leader, "/centre/years/2019/report.pdf")
    told = [str(words[name]) for words in (NAMES, DEFINITIONS) for name in ("held", "landed", "paid_fen")]
    assert lacking([*told, *(str(name) for name in NAMES.values())], said) == []
    assert [str(words) for words in DEFINITIONS.values() if "".join(str(words).split()) in none] == []


def test_it_speaks_english_too(leader: FlaskClient) -> None:
    said = report(leader, f"{PATH}?in=en")
    assert lacking(["Report on the technology roadshows of 2025", "7. Method", "RMB 3 million"], said) == []
    assert "年" not in said.replace("示例专场", "")


def test_a_year_of_nothing_can_be_reported(leader: FlaskClient) -> None:
    said = report(leader, "/centre/years/2019/report.pdf")
    assert (said.count("本年无记录。"), "七、统计方法" in said, "0个" in said) == (4, True, False)


def test_it_has_a_cover_with_title_centre_and_day(leader: FlaskClient) -> None:
    cover, first = (
        "".join(page.extract_text().split())
        for page in PdfReader(io.BytesIO(leader.get(PATH).data)).pages[:2]
    )
    assert (
        lacking(
            ["科创路演年度报告", "2025年度科创路演工作报告", "长三角G60全球科创路演中心", "2026年3月2日"],
            cover,
        )
        == []
    )
    assert ("一、总体情况" in cover, first.startswith("一、总体情况")) == (False, True)


def test_a_column_has_one_unit_which_stands_beside_the_name(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        project = make.project()
        for step, wan in ((ThreadStep.SIGNED, 286_900), (ThreadStep.PAID, 50)):
            facts = StepFacts(Kind.INVESTMENT, step, date(2025, 5, 4), wan * WAN)
            operations.begin_investment(project, "示例创投", "A轮", facts, actor=COMMAND)
    figures = report(as_role(Role.LEADER)).partition("六、全部指标")[2]
    assert lacking(["签约金额万元286,900", "到账金额万元50"], figures) == []


def test_what_was_not_recorded_is_left_out_or_said_to_have_no_record(leader: FlaskClient) -> None:
    said = report(leader)
    figures = said.partition("六、全部指标")[2].partition("七、统计方法")[0]
    told, _mark, lacks = figures.partition("本年无记录的指标：")
    assert [words for words in ("政策兑付金额", "放贷金额", "0条", "0名") if words in told] == []
    assert lacking(["政策兑付金额", "放贷金额"], lacks) == []
    assert "引进项目个项目1无记录" in told


@pytest.mark.parametrize(("year", "none"), [(2025, "无记录"), (2026, "0")])
def test_of_a_ledger_with_only_investments_other_figures_are_0_only_while_its_year_runs(
    app: Flask, as_role: AsRole, year: int, none: str
) -> None:
    with app.app_context():
        make.ledger_of(year)
        project = make.project()
        for step in (ThreadStep.SIGNED, ThreadStep.PAID):
            facts = StepFacts(Kind.INVESTMENT, step, date(year, 2, 4), 300 * WAN)
            operations.begin_investment(project, "示例创投", "A轮", facts, actor=COMMAND)
    leader, path = as_role(Role.LEADER), f"/centre/years/{year}"
    first = [
        words.removesuffix(unit)
        for words, unit in zip(
            texts(leader.get(path).text, "p", "big(?: none)?"),
            ("场", "个项目", "万元", "万元", "名"),
            strict=True,
        )
    ]
    assert first == [none, none, "300", none, none]
    lacks = [
        f"{words}：{none}" for words in ("举办路演（场）", "引进高层次科创项目（个）", "科技支行贷款，放贷")
    ]
    plain = leader.get(f"{path}/bulletin.txt").text.splitlines()
    assert [line for line in lacks if line not in plain] == []
    page = texts(leader.get(f"{path}/bulletin").text, "td", "n")
    assert {"0", "无记录"} & set(page) == {none}
    assert lacking([line.replace("：", "") for line in lacks], report(leader, f"{path}/report.pdf")) == []
    file = leader.get(f"{path}/figures.csv").data.decode("utf-8-sig")
    cells = {line["代码"]: line[f"{year}年"] for line in csv.DictReader(io.StringIO(file, newline=""))}
    empty = none.removesuffix("无记录")
    asked = ("held", "landed", "paid_fen", "lent_fen", "talent_selected")
    assert [cells[name] for name in asked] == [empty, empty, "3000000", empty, empty]


def test_no_application_is_no_record(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        make.held(date(2025, 4, 1))
    said = report(as_role(Role.LEADER))
    assert said.partition("四、从申请到到账")[2].startswith("本年无记录。")


def test_of_a_closed_year_the_first_chapter_stays_as_it_was(app: Flask, leader: FlaskClient) -> None:
    with app.app_context():
        for row in db.session.query(Row):
            operations.verify(row, actor=make.actor(Role.RECORDER))
        sum_of = close_year(2025, actor=make.actor(Role.LEADER)).sha256
        db.session.query(Row).update({"amount_fen": WAN})
        db.session.commit()
    said = report(leader)
    assert lacking(["投资金额0.03亿元", sum_of, "是关账时固定的数字"], said) == []


def test_it_is_made_while_its_reader_waits(leader: FlaskClient) -> None:
    begun = time.process_time()
    report(leader)
    assert time.process_time() - begun < 4


def test_it_costs_the_same_however_much_there_is(app: Flask, as_role: AsRole, counted) -> None:
    client, costs = as_role(Role.LEADER), []
    for many in (1, 12):
        with app.app_context():
            for number in range(many):
                make.pitch(make.held(date(2025, 4, 1 + number)), PitchState.PRESENTED)
                operations.log(LandingFacts(make.project().id, date(2025 - number, 3, 1)), actor=COMMAND)
        with counted() as statements:
            client.get(PATH)
        costs.append(len(statements))
    assert costs[0] == costs[1]


def test_every_figure_is_in_the_csv_with_its_definition_in_yuan(leader: FlaskClient) -> None:
    answer = leader.get("/centre/years/2025/figures.csv")
    assert answer.data[:3] == b"\xef\xbb\xbf"
    lines = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))
    found = {line["代码"]: line for line in lines}
    assert list(found) == list(FIGURES)
    paid = found["paid_fen"]
    assert [paid[name] for name in ("指标", "单位", "2025年", "2024年")] == [
        "到账金额",
        "元",
        "3000000",
        "1000000",
    ]
    assert found["selected_to_on_post"]["2025年"] == ""
    assert {line["定义"] for line in lines} == {str(words) for words in DEFINITIONS.values()}


def test_the_csv_is_to_be_had_in_english(leader: FlaskClient) -> None:
    head = leader.get("/centre/years/2025/figures.csv?in=en").data.decode("utf-8-sig").splitlines()[0]
    assert head == "Code,Indicator,Unit,2025,2024,Definition"
