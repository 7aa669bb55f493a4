"""A project's form in steps: saved as typed, every fault at its field, nothing lost, and nobody else's."""

import re
from html import unescape

import pytest
from flask import Flask

from roadshow.accounts.permissions import Role
from roadshow.foundation.db import db
from roadshow.foundation.money import WAN
from roadshow.projects.choices import STEPS
from roadshow.projects.facts import FinancingFacts, TeammateFacts, YearFacts
from roadshow.projects.models import Project
from tests import make
from tests.conftest import AsRole
from tests.web.filling import fill, known, path_of, seen
from tests.web.owned import faults, own_project, own_project_id, statuses, typed
from tests.web.reading import texts

pytestmark = pytest.mark.usefixtures("in_spring")
SCRIPT = {"X-Fragment": "saved"}


def bare_project_id(app: Flask) -> int:
    with app.app_context():
        return own_project(whole=False).id


def test_a_step_saves_what_there_is_and_leads_to_the_next(app: Flask, as_role: AsRole):
    client, project_id = as_role(Role.STARTUP), bare_project_id(app)
    answer = fill(app, client, project_id, {"ask_fen": "3000", "equity_bp": ""}, "financing")
    assert answer.location == path_of(project_id, "team")
    assert known(app, project_id).financing == FinancingFacts(ask_fen=3_000 * WAN)


def test_the_last_step_leads_back_to_the_project(app: Flask, as_role: AsRole):
    client, project_id = as_role(Role.STARTUP), bare_project_id(app)
    answer = fill(app, client, project_id, {"handling": "y"}, "landing")
    assert answer.location == f"/startup/projects/{project_id}"


@pytest.mark.parametrize("step", STEPS)
def test_a_step_that_comes_back_as_it_was_shown_changes_nothing(app: Flask, as_role: AsRole, step: str):
    client, project_id = as_role(Role.STARTUP), own_project_id(app)
    before = known(app, project_id)
    answer = client.get(path_of(project_id, step))
    fill(app, client, project_id, _shown(answer.text), step)
    assert known(app, project_id) == before


def _shown(page: str) -> dict[str, object]:
    """What a browser would send of it."""
    form = page.partition('method="post"\n')[2] or page
    said: dict[str, object] = {}
    for control in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', control), re.search(r'value="([^"]*)"', control)
        if name and ('type="checkbox"' not in control or " checked" in control):
            said[name[1]] = unescape(value[1]) if value else ""
    for name, inner in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>\s?(.*?)</textarea>', form, re.DOTALL):
        said[name] = unescape(inner)
    for name, inner in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option selected value="([^"]*)"', inner)
        said[name] = chosen[1] if chosen else ""
    return said


@pytest.mark.parametrize(
    ("step", "answers", "said"),
    [
        ("financing", {"equity_bp": "0"}, "出让股权须大于0，最多100"),
        ("financing", {"equity_bp": "101"}, "出让股权须大于0，最多100"),
        ("financing", {"equity_bp": "十成"}, "出让股权“十成”须是数字，最多两位小数，例如10或12.5"),
        ("financing", {"ask_fen": "-5"}, "融资金额“-5”须大于零"),
        ("financing", {"ask_fen": "9" * 30}, f"融资金额“{'9' * 20}…”太大，最多90万亿元。请核对数字和单位"),
        ("applicant", {"capital_fen": "9" * 18}, f"注册资本“{'9' * 18}”太大，最多90万亿元。请核对数字和单位"),
        (
            "applicant",
            {"contact_mobile": "1380000000"},
            "手机号“1380000000”不对，现在是10位数字。大陆手机号11位，境外号码以+和国家代码开头",
        ),
        (
            "applicant",
            {"contact_email": "a@b.example\nBcc: c@d.example"},
            "邮箱“a@b.example bcc: c@d.example”的写法不对，应像 name@example.cn",
        ),
        (
            "applicant",
            {"region": "不周山"},
            "没有找到地区“不周山”。请写行政区划名称或六位代码，例如平湖市或330482",
        ),
        ("applicant", {"kind": "moon"}, "请从列表中选择一项"),
        ("technology", {"product": "长" * 5001}, "产品与技术最多5,000个字，现在是5,001个字"),
        (
            "overview",
            {"name": "示例", "one_line": "稳赚"},
            "一句话介绍不能写“稳赚”：公开文字不得承诺回报，请删去",
        ),
        ("market", {"years-0-year": "2025", "years-1-year": "2023"}, "年度须相连，中间不能缺年"),
        ("market", {"years-0-year": "2027"}, "年度“2027”须是1980至2026的整数"),
        ("market", {"years-0-revenue_fen": "5"}, "请填写年度"),
        ("team", {"people-3-role": "总工"}, "请填写姓名"),
    ],
)
def test_a_wrong_answer_is_refused_at_its_field_and_nothing_is_saved(
    app: Flask, as_role: AsRole, step: str, answers: dict[str, object], said: str
):
    client, project_id = as_role(Role.STARTUP), bare_project_id(app)
    before = known(app, project_id)
    page = fill(app, client, project_id, answers, step).text
    assert (faults(page), known(app, project_id)) == ([said], before)


def test_what_was_typed_stands_in_its_row_when_another_is_refused(app: Flask, as_role: AsRole):
    client, project_id = as_role(Role.STARTUP), bare_project_id(app)
    page = fill(app, client, project_id, {"people-0-name": "甲", "people-4-role": "总工"}, "team").text
    assert (typed(page, "people-0-name"), typed(page, "people-1-role")) == ("甲", "总工")


@pytest.mark.parametrize("name", ["{{7*7}}", "=cmd|'/C calc'!A0", "🚀 \u202e示例", "<b>示例</b>"])
def test_a_name_is_a_name_whatever_it_looks_like(app: Flask, as_role: AsRole, name: str):
    client, project_id = as_role(Role.STARTUP), bare_project_id(app)
    fill(app, client, project_id, {"name": name, "one_line": name})
    page = client.get(path_of(project_id)).text
    assert typed(page, "name") == name.replace("\u202e", "")


def test_years_and_people_are_saved_and_empty_rows_are_none(app: Flask, as_role: AsRole):
    client, project_id = as_role(Role.STARTUP), bare_project_id(app)
    years = {
        "years-0-year": "2024",
        "years-0-profit_fen": "-20.5",
        "years-1-year": "",
        "years-2-year": "2025",
    }
    fill(app, client, project_id, years, "market")
    fill(app, client, project_id, {"people-0-name": "", "people-1-name": "甲"}, "team")
    told = known(app, project_id)
    assert told.market.years == (YearFacts(2025), YearFacts(2024, profit_fen=-205 * WAN // 10))
    assert told.team.people == (TeammateFacts("甲"),)


def test_a_row_more_is_there_after_what_was_typed_is_saved(app: Flask, as_role: AsRole):
    client, project_id = as_role(Role.STARTUP), bare_project_id(app)
    answer = fill(app, client, project_id, {"people-0-name": "甲", "go": "more-people"}, "team")
    page = client.get(answer.location).text
    assert (typed(page, "people-0-name"), typed(page, "people-1-name")) == ("甲", "")
    assert answer.location == f"{path_of(project_id, 'team')}?more=people#people"


def test_a_row_is_taken_away_by_its_button(app: Flask, as_role: AsRole):
    client, project_id = as_role(Role.STARTUP), bare_project_id(app)
    rows = {"people-0-name": "甲", "people-1-name": "乙", "go": "drop-people-0"}
    fill(app, client, project_id, rows, "team")
    assert [person.name for person in known(app, project_id).team.people] == ["乙"]


def test_a_region_is_known_by_its_name_and_said_back(app: Flask, as_role: AsRole):
    client, project_id = as_role(Role.STARTUP), bare_project_id(app)
    fill(app, client, project_id, {"region": "浙江平湖", "contact_mobile": "+86 138-0000-0000"}, "applicant")
    page = client.get(path_of(project_id, "applicant")).text
    assert (typed(page, "region"), texts(page, "p", "echo")) == ("浙江省嘉兴市平湖市", ["行政区划代码330482"])
    assert known(app, project_id).applicant.contact_mobile == "13800000000"


def test_pre_money_is_said_and_never_asked(app: Flask, as_role: AsRole):
    client, project_id = as_role(Role.STARTUP), own_project_id(app)
    page = client.get(path_of(project_id, "financing")).text
    assert texts(page, "p", "echo") == ["投前估值2.1亿元，按以上两项算出"]


def test_who_was_overtaken_loses_nothing_and_may_keep_their_own(app: Flask, as_role: AsRole):
    client, project_id = as_role(Role.STARTUP), own_project_id(app)
    old = {"seen": seen(app, project_id, "financing"), "use_of_funds": "我的", "go": "stay"}
    fill(app, client, project_id, {"use_of_funds": "别人的"}, "financing")
    refused = client.post(path_of(project_id, "financing"), data=old)
    assert (refused.status_code, texts(refused.text, "textarea")) == (409, ["我的"])
    again = client.post(path_of(project_id, "financing"), data=old | {"seen": typed(refused.text, "seen")})
    assert (again.status_code, known(app, project_id).financing.use_of_funds) == (302, "我的")


def test_a_script_is_told_when_it_was_saved_and_what_is_missing_now(app: Flask, as_role: AsRole):
    client, project_id = as_role(Role.STARTUP), bare_project_id(app)
    said = {"seen": seen(app, project_id, "financing"), "ask_fen": "3000", "equity_bp": "12.5"}
    answer = client.post(path_of(project_id, "financing"), data=said, headers=SCRIPT)
    assert (answer.status_code, answer.headers["X-Fragment"]) == (200, "saved")
    assert texts(answer.text, "p", "hint") == ["已保存 09:00"]
    assert texts(answer.text, "h2") == ["申请前还要补9项"]
    assert typed(answer.text, "seen") == seen(app, project_id, "financing")


@pytest.mark.parametrize(("equity", "old", "code"), [("0", False, 422), ("9", True, 409)])
def test_a_script_is_told_why_it_was_not_saved(
    app: Flask, as_role: AsRole, equity: str, old: bool, code: int
):
    client, project_id = as_role(Role.STARTUP), own_project_id(app)
    said = {"seen": "of another day" if old else seen(app, project_id, "financing"), "equity_bp": equity}
    answer = client.post(path_of(project_id, "financing"), data=said, headers=SCRIPT)
    assert (answer.status_code, known(app, project_id).financing.equity_bp) == (code, 1_250)


def test_a_script_saves_what_is_valid_and_is_told_of_the_rest(app: Flask, as_role: AsRole):
    client, project_id = as_role(Role.STARTUP), own_project_id(app)
    said = {"seen": seen(app, project_id, "financing"), "equity_bp": "0", "use_of_funds": "示例用途"}
    answer = client.post(path_of(project_id, "financing"), data=said, headers=SCRIPT)
    saved = known(app, project_id).financing
    assert (answer.status_code, saved.equity_bp, saved.use_of_funds) == (422, 1_250, "示例用途")
    assert ('data-why="equity_bp"' in answer.text, "其余的已保存 09:00" in answer.text) == (True, True)
    assert typed(answer.text, "seen") == seen(app, project_id, "financing")


def test_a_row_that_is_wrong_keeps_its_rows_as_they_were_saved(app: Flask, as_role: AsRole):
    client, project_id = as_role(Role.STARTUP), bare_project_id(app)
    said = {
        "seen": seen(app, project_id, "financing"),
        "rounds-0-on": "not a day",
        "use_of_funds": "示例用途",
    }
    client.post(path_of(project_id, "financing"), data=said, headers=SCRIPT)
    saved = known(app, project_id).financing
    assert (saved.rounds, saved.use_of_funds) == ((), "示例用途")


def test_a_day_to_settle_that_has_passed_is_refused_at_its_field(app: Flask, as_role: AsRole):
    client, project_id = as_role(Role.STARTUP), own_project_id(app)
    said = {"seen": seen(app, project_id, "landing"), "wanted_on": "2020-01-01"}
    page = client.post(path_of(project_id, "landing"), data=said).text
    assert faults(page) == ["希望落地的日期不能早于今天"]


def test_who_has_no_funding_yet_says_so_but_no_round_is_called_so(app: Flask, as_role: AsRole):
    client, project_id = as_role(Role.STARTUP), own_project_id(app)
    overview = client.get(path_of(project_id, "overview")).text
    rounds = client.get(path_of(project_id, "financing")).text
    assert ("尚未融资" in overview, "尚未融资" in rounds, "第1步，共7步" in overview) == (True, False, True)


def test_a_step_that_there_is_not_and_a_project_of_somebody_else_are_not_found(app: Flask, as_role: AsRole):
    client, project_id = as_role(Role.STARTUP), own_project_id(app)
    with app.app_context():
        others = make.project(make.company(make.person())).id
    paths = [path_of(project_id, "valuation"), *(path_of(others, step) for step in STEPS)]
    assert statuses(client, *paths) == {404}
    assert client.post(path_of(others, "financing"), data={"ask_fen": "1"}).status_code == 404


def test_what_is_missing_is_named_where_it_is_asked_for(app: Flask, as_role: AsRole):
    client, project_id = as_role(Role.STARTUP), bare_project_id(app)
    with app.app_context():
        uid = make.roadshow(make.RoadshowState.CALLING).uid
    apply = f"/startup/roadshows/{uid}/apply"
    for path in (f"/startup/projects/{project_id}", apply):
        page = client.get(path).text
        assert f'href="{path_of(project_id, "financing")}#ask_fen"' in page
    refused = client.post(apply, data={"project": project_id}).text
    assert faults(refused)[0].startswith("项目资料还缺11项必填：申请主体、项目来源、联系人、")
    with app.app_context():
        assert db.session.get_one(Project, project_id).name in refused


def test_as_long_as_no_contact_is_saved_its_reader_is_shown_as_the_contact(app: Flask, as_role: AsRole):
    client, project_id = as_role(Role.STARTUP), bare_project_id(app)
    page = client.get(path_of(project_id, "applicant")).text
    shown = [typed(page, name) for name in ("contact_name", "contact_mobile", "contact_email")]
    assert shown == ["测试startup", "", "startup1@test.example"]
    assert known(app, project_id).applicant.has_contact is False
    fill(app, client, project_id, {"contact_name": "示例同事"}, "applicant")
    page = client.get(path_of(project_id, "applicant")).text
    assert [typed(page, name) for name in ("contact_name", "contact_email")] == ["示例同事", ""]
