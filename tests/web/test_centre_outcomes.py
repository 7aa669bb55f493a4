"""The recorders' pages: one logs, another verifies, a correction names what it corrects."""

import re
from dataclasses import replace
from datetime import date, timedelta
from html import unescape

import pytest
from flask import Flask

from roadshow.accounts.permissions import Role
from roadshow.foundation import clock
from roadshow.foundation.actor import COMMAND
from roadshow.foundation.money import WAN
from roadshow.outcomes import operations, queries
from roadshow.outcomes.facts import HireFacts, LandingFacts, RatingFacts, StepFacts
from roadshow.outcomes.models import Row
from roadshow.outcomes.queries import Wanted
from roadshow.outcomes.states import Kind, RowState, ThreadStep
from roadshow.programme.states import RoadshowState as S
from tests import make
from tests.web.correcting import correct
from tests.web.owned import faults
from tests.web.selecting import words_of

TODAY = clock.today()


@pytest.fixture
def project_name(app: Flask) -> str:
    with app.app_context():
        return make.project(name="示例光芯片").name


def investment(**typed):
    return {
        "project": "示例光芯片",
        "fund": "示例创投",
        "code": "SE1004",
        "round": "A轮",
        "step": "signed",
        "amount_fen": "3000",
        "on": str(TODAY),
        "roadshow": "",
    } | typed


def the_row(app: Flask) -> Row:
    with app.app_context():
        return queries.list_rows(Wanted(in_force=False))[0]


def a_landing(app: Flask) -> int:
    with app.app_context():
        facts = LandingFacts(make.project().id, TODAY, amount_fen=100 * WAN)
        return operations.log(facts, actor=COMMAND).id


def test_a_recorder_logs_an_investment(app, as_role, project_name):
    answer = as_role(Role.RECORDER).post("/centre/outcomes/investments/new", data=investment())
    row = the_row(app)
    assert answer.location == f"/centre/outcomes/{row.id}"
    assert (row.step, row.amount_fen, row.thread.counterpart) == (ThreadStep.SIGNED, 3000 * WAN, "示例创投")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"amount_fen": "约三千"}, "金额“约三千”无法识别。请写数字，可带单位，例如3000、1,200万或0.5亿元"),
        ({"on": "2021-02-30"}, "日期“2021-02-30”不是有效的日期"),
        ({"on": str(TODAY + timedelta(days=1))}, "请把日期改为今天或以前"),
        ({"project": "没有这个"}, "没有名为“没有这个”的项目"),
        ({"fund": ""}, "请填写投资机构"),
        ({"project": "  "}, "请填写项目"),
        ({"amount_fen": "1e400"}, "金额“1e400”无法识别。请写数字，可带单位，例如3000、1,200万或0.5亿元"),
        ({"round": "轮" * 31}, "轮次最多30个字，现在是31个字"),
        ({"note": "长" * 2001}, "说明最多2,000个字，现在是2,001个字"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(app, as_role, project_name, typed, words):
    page = as_role(Role.RECORDER).post("/centre/outcomes/investments/new", data=investment(**typed))
    assert page.status_code == 200
    assert words in page.text
    assert 'value="SE1004"' in page.text
    with app.app_context():
        assert queries.count_rows(Wanted())[0] == 0


def test_a_code_longer_than_any_is_refused(as_role, project_name):
    typed = investment(code="S" * 31)
    page = as_role(Role.RECORDER).post("/centre/outcomes/investments/new", data=typed).text
    assert faults(page) == ["备案编号最多30个字，现在是31个字"]


def test_a_place_longer_than_any_is_refused(as_role, project_name):
    typed = {"project": project_name, "on": str(TODAY), "roadshow": "", "plan": "", "place": "园" * 101}
    page = as_role(Role.RECORDER).post("/centre/outcomes/landings/new", data=typed).text
    assert faults(page) == ["落地平台最多100个字，现在是101个字"]


@pytest.mark.parametrize("typed", ["", "  "])
def test_a_correction_cannot_take_the_day_away(app, as_role, project_name, typed):
    recorder = as_role(Role.RECORDER)
    recorder.post("/centre/outcomes/investments/new", data=investment())
    page = correct(recorder, the_row(app).id, amount_fen="1", on=typed, why="日期不对")
    assert (page.status_code, len(faults(page.text))) == (200, 1)


def test_two_projects_of_one_name_are_not_guessed_between(app, as_role, project_name):
    with app.app_context():
        second = make.project(name="示例 光芯片").id
    recorder = as_role(Role.RECORDER)
    page = recorder.post("/centre/outcomes/investments/new", data=investment())
    assert "有2个同名项目" in page.text
    recorder.post(f"/centre/outcomes/investments/new?project={second}", data=investment())
    assert the_row(app).project_id == second


@pytest.mark.parametrize(("done", "proposed"), [("intent", "signed"), ("signed", "paid")])
def test_the_next_step_is_proposed(app, as_role, project_name, done, proposed):
    recorder = as_role(Role.RECORDER)
    recorder.post("/centre/outcomes/investments/new", data=investment(step=done))
    page = recorder.get(f"/centre/deals/{the_row(app).thread_id}/steps/new").text
    assert re.findall(r'<option selected value="(\w+)"', page) == [proposed]


def test_the_next_step_comes_of_the_same_roadshow_unless_said_otherwise(app, as_role, project_name):
    with app.app_context():
        roadshow_id = make.roadshow(S.HELD, on=TODAY).id
    recorder = as_role(Role.RECORDER)
    recorder.post("/centre/outcomes/investments/new", data=investment(roadshow=str(roadshow_id)))
    page = recorder.get(f"/centre/deals/{the_row(app).thread_id}/steps/new").text
    assert re.findall(r'<option selected value="(\w+)"', page) == ["paid", str(roadshow_id)]


@pytest.mark.parametrize(
    ("done", "offered"),
    [("intent", ["intent", "signed"]), ("signed", ["signed", "paid"])],
)
def test_only_steps_that_may_follow_are_offered(app, as_role, project_name, done, offered):
    recorder = as_role(Role.RECORDER)
    recorder.post("/centre/outcomes/investments/new", data=investment(step=done))
    page = recorder.get(f"/centre/deals/{the_row(app).thread_id}/steps/new").text
    (steps,) = re.findall(r'<select[^>]*name="step".*?</select>', page, re.DOTALL)
    assert re.findall(r'<option (?:selected )?value="(\w+)"', steps) == offered


def test_the_next_step_stands_in_the_same_deal(app, as_role, project_name):
    recorder = as_role(Role.RECORDER)
    recorder.post("/centre/outcomes/investments/new", data=investment())
    thread_id = the_row(app).thread_id
    paid = {"step": "paid", "amount_fen": "1000", "on": str(TODAY), "roadshow": ""}
    recorder.post(f"/centre/deals/{thread_id}/steps/new", data=paid)
    with app.app_context():
        assert [row.step for row in queries.list_steps(queries.get_thread(thread_id))] == ["signed", "paid"]


def test_the_one_who_logged_cannot_verify_and_another_can(app, as_role, project_name):
    first, second = as_role(Role.RECORDER), as_role(Role.RECORDER)
    first.post("/centre/outcomes/investments/new", data=investment())
    row_id = the_row(app).id
    first.post(f"/centre/outcomes/{row_id}/verify")
    assert the_row(app).state == RowState.LOGGED
    second.post(f"/centre/outcomes/{row_id}/verify")
    assert the_row(app).state == RowState.VERIFIED


def test_no_button_to_verify_stands_on_an_own_row(app, as_role, project_name):
    first, second = as_role(Role.RECORDER), as_role(Role.RECORDER)
    first.post("/centre/outcomes/investments/new", data=investment())
    row_id = the_row(app).id
    pages = [client.get(f"/centre/outcomes/{row_id}").text for client in (first, second)]
    assert [f"/centre/outcomes/{row_id}/verify" in page for page in pages] == [False, True]


def test_a_correction_names_the_row_and_the_reason(app, as_role):
    wrong = a_landing(app)
    correct(as_role(Role.RECORDER), wrong, amount_fen="120", why="少写了20万")
    row = the_row(app)
    assert (row.corrects_id, row.why, row.amount_fen) == (wrong, "少写了20万", 120 * WAN)


def test_another_recorder_finds_the_correction_in_the_list_of_what_waits(app, as_role):
    correct(as_role(Role.RECORDER), a_landing(app), amount_fen="120", why="少写了20万")
    page = as_role(Role.RECORDER).get("/centre/outcomes?state=logged").text
    assert f"/centre/outcomes/{the_row(app).id}" in page


def test_whoever_refuses_a_correction_reads_that_it_does_not_count_yet(app, as_role):
    correct(as_role(Role.RECORDER), a_landing(app), amount_fen="120", why="少写了20万")
    page = as_role(Role.RECORDER).get(f"/centre/outcomes/{the_row(app).id}/refuse").text
    assert words_of(page, "aside dd")[0] == "不计入"


def test_what_waits_is_not_added_up_for_a_correction_would_count_beside_what_it_corrects(app, as_role):
    a_landing(app)
    page = as_role(Role.RECORDER).get("/centre/outcomes?kind=landing&state=logged").text
    assert words_of(page, "tfoot") == []


def test_the_correction_form_starts_from_the_row_as_it_stands(app, as_role):
    page = as_role(Role.RECORDER).get(f"/centre/outcomes/{a_landing(app)}/correct")
    assert 'value="100"' in page.text
    assert f'value="{TODAY}"' in page.text


def test_intents_and_payments_are_never_added_up(app, as_role):
    with app.app_context():
        project = make.project()
        for step in (ThreadStep.INTENT, ThreadStep.SIGNED):
            facts = StepFacts(Kind.INVESTMENT, step, TODAY, 100 * WAN)
            operations.begin_investment(project, "示例创投", "A轮", facts, actor=COMMAND)
    recorder = as_role(Role.RECORDER)
    both = ["基金投资 意向合计", "基金投资 签约合计"]
    assert words_of(recorder.get("/centre/outcomes").text, "tfoot th") == both
    assert words_of(recorder.get("/centre/outcomes?step=signed").text, "tfoot th") == both[1:]
    assert words_of(recorder.get("/centre/outcomes").text, "tfoot td.n") == ["100", "100"]


@pytest.mark.parametrize("many", [1, 30])
def test_the_list_costs_the_same_however_long(app, as_role, counted, many):
    recorder = as_role(Role.RECORDER)
    for _number in range(many):
        a_landing(app)
    with counted() as statements:
        assert recorder.get("/centre/outcomes").status_code == 200
    assert len(statements) == 10


def test_every_figure_of_the_year_leads_to_its_rows(app, as_role):
    with app.app_context():
        facts = LandingFacts(make.project().id, date(2021, 5, 4), amount_fen=100 * WAN)
        operations.log(facts, actor=COMMAND)
    leader = as_role(Role.LEADER)
    way = "/centre/outcomes?figure=landed&from=2021-01-01&to=2021-12-31"
    assert f'href="{way}"' in unescape(leader.get("/centre/years/2021").text)
    page = leader.get(way).text
    assert words_of(page, "tr.group th, tfoot th") == ["2021年5月", "项目落地合计"]
    assert page.count("<tr>") == 3


def test_a_leader_reads_and_does_not_log(as_role):
    assert as_role(Role.LEADER).get("/centre/outcomes/investments/new").status_code == 403


def test_a_row_that_is_not_there_is_404(as_role):
    assert as_role(Role.RECORDER).get("/centre/outcomes/99").status_code == 404


def test_the_trail_of_a_deal_is_that_of_all_its_steps(app, as_role, project_name):
    recorder = as_role(Role.RECORDER)
    recorder.post("/centre/outcomes/investments/new", data=investment())
    row = the_row(app)
    next_step = f"/centre/deals/{row.thread_id}/steps/new"
    paid = recorder.post(
        next_step, data={"step": "paid", "amount_fen": "1000", "on": str(TODAY), "roadshow": ""}
    )
    told = ["进度：到账；金额：1,000万元", "进度：签约；金额：3,000万元"]
    for address in (f"/centre/outcomes/{row.id}", paid.location, next_step):
        assert words_of(recorder.get(address).text, "ol.trail p")[1::2] == told


def test_each_tab_counts_what_it_shows_whoever_may_verify_it(app: Flask, as_role):
    recorder = as_role(Role.RECORDER)
    recorder.post("/centre/outcomes/landings/new", data=landing(app))
    verified, refused, _waits = a_landing(app), a_landing(app), a_landing(app)
    with app.app_context():
        checker = make.actor(Role.RECORDER)
        operations.verify(queries.get_row(verified), actor=checker)
        operations.refuse(queries.get_row(refused), "重复", actor=checker)
    told = {}
    for state in ("", "logged", "verified", "refused"):
        page = recorder.get(f"/centre/outcomes?state={state}").text
        counted = re.findall(r'aria-current="page">\w+<span class="n">(\d+)</span>', page)
        told[state] = (counted, re.findall(r"共(\d+)条，本页", words_of(page, "div.head p")[0]))
    assert told == {
        "": (["3"], ["3"]),
        "logged": (["2"], ["2"]),
        "verified": (["1"], ["1"]),
        "refused": (["1"], ["1"]),
    }


def test_a_state_has_one_badge_in_the_list_and_on_its_page(app: Flask, as_role):
    row_id = a_landing(app)
    client = as_role(Role.RECORDER)
    pages = [client.get(url).text for url in ("/centre/outcomes", f"/centre/outcomes/{row_id}")]
    assert [re.findall(r'<span class="badge([^"]*)">待核对', page) for page in pages] == [[" yours"]] * 2


def landing(app: Flask) -> dict[str, str]:
    with app.app_context():
        return {
            "project": make.project(name="示例传感器").name,
            "on": str(TODAY),
            "amount_fen": "100",
            "roadshow": "",
            "plan": "",
        }


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("光 芯片", ["示例光芯片"]),
        ("示例半导", ["示例光芯片"]),
        ("示例创", ["示例光芯片"]),
        ("HW-0", ["HW-01"]),
        ("登记员甲", ["示例光芯片", "HW-01"]),
        ("100%", []),
        ("（", []),
    ],
)
def test_rows_are_found_by_project_firm_fund_and_person(app: Flask, as_role, asked: str, found: list[str]):
    with app.app_context():
        project = make.project(make.company(name="示例半导体"), name="示例光芯片")
        actor = make.person(Role.RECORDER, name="登记员甲").acting()
        facts = StepFacts(Kind.INVESTMENT, ThreadStep.SIGNED, TODAY, 100 * WAN)
        operations.begin_investment(project, "示例创投", "A轮", facts, actor=actor)
        operations.log(HireFacts(TODAY, "海外工程师", name="HW-01"), actor=actor)
    page = as_role(Role.LEADER).get("/centre/outcomes", query_string={"q": asked}).text
    assert sorted(words_of(page, "tbody th a")) == sorted(found)


def test_kind_and_step_stand_apart_and_a_colour_is_nobody_to_deal_with(app: Flask, as_role):
    with app.app_context():
        company = make.company(name="示例半导体")
        operations.log(RatingFacts(TODAY.year, company.id, "黄色"), actor=COMMAND)
        facts = StepFacts(Kind.INVESTMENT, ThreadStep.PAID, TODAY, 100 * WAN)
        project = make.project()
        for each in (replace(facts, step=ThreadStep.SIGNED), facts):
            operations.begin_investment(project, "示例创投", "A轮", each, actor=COMMAND)
    page = as_role(Role.LEADER).get("/centre/outcomes?kind=rating").text
    assert words_of(page, "tbody td")[1:3] == ["三色评价黄色", "—"]
    page = as_role(Role.LEADER).get("/centre/outcomes?step=paid").text
    assert words_of(page, "tbody td")[1:3] == ["基金投资到账", "示例创投"]


def log_hires(app: Flask, many: int, name: str = "HW", role: Role = Role.RECORDER) -> None:
    with app.app_context():
        actor = make.actor(role)
        for number in range(many):
            operations.log(HireFacts(TODAY, "海外工程师", name=f"{name}-{number}"), actor=actor)


def newest_shown(page: str) -> str:
    (newest,) = re.findall(r'name="all" value="(\d+)"', page)
    return newest


def test_all_that_match_are_verified_with_one_press(app: Flask, as_role):
    log_hires(app, 60)
    log_hires(app, 3, "BJ")
    recorder = as_role(Role.RECORDER)
    page = recorder.get("/centre/outcomes?q=HW").text
    assert "选中符合条件的全部60项" in page
    newest = newest_shown(page)
    log_hires(app, 1, "HW-later")
    answer = recorder.post("/centre/outcomes/verify?q=HW", data={"all": newest}, follow_redirects=True).text
    assert "已核对60条" in answer
    with app.app_context():
        assert queries.count_rows(Wanted(state=RowState.VERIFIED))[0] == 60
        assert queries.count_rows(Wanted(state=RowState.LOGGED))[0] == 4


def test_a_page_that_shows_all_that_match_needs_no_further_box(app: Flask, as_role):
    log_hires(app, 2)
    assert 'name="all"' not in as_role(Role.RECORDER).get("/centre/outcomes").text


def test_nobody_verifies_what_is_their_own_by_taking_all(app: Flask, as_role):
    recorder = as_role(Role.RECORDER)
    recorder.post("/centre/outcomes/landings/new", data=landing(app))
    recorder.post("/centre/outcomes/verify", data={"all": "999"})
    assert the_row(app).state == RowState.LOGGED


@pytest.mark.parametrize(
    ("query", "words"),
    [("", "还没有成果"), ("?year=2026", "没有符合条件的成果"), ("?q=x", "没有符合条件的成果")],
)
def test_an_empty_list_tells_a_beginning_from_a_filter(as_role, query, words):
    page = as_role(Role.RECORDER).get(f"/centre/outcomes{query}").text
    assert words_of(page, "div.empty h2") == [words]
