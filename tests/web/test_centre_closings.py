"""A leader closes a year and restates it; everybody at the desk sees what holds and how to prove it."""

import hashlib
from datetime import date

import pytest
from flask import Flask

from roadshow.accounts.permissions import Role
from roadshow.foundation.actor import COMMAND
from roadshow.foundation.money import WAN
from roadshow.outcomes import operations, queries
from roadshow.outcomes.closings import list_closings
from roadshow.outcomes.facts import LandingFacts
from roadshow.reports.closing import close_restatement, close_year
from tests import make
from tests.conftest import AsRole, Counted
from tests.web.owned import faults
from tests.web.reading import links, texts
from tests.web.selecting import words_of

pytestmark = pytest.mark.usefixtures("in_spring")
YEAR, CLOSING = 2021, "/centre/years/2021/closing"


def landed(wan: int = 100, *, verified: bool = True) -> int:
    facts = LandingFacts(make.project().id, date(YEAR, 5, 4), amount_fen=wan * WAN, plan="深根计划")
    row = operations.log(facts, actor=COMMAND)
    if verified:
        operations.verify(row, actor=make.actor(Role.RECORDER))
    return row.id


@pytest.fixture
def closed(app: Flask) -> int:
    with app.app_context():
        row_id = landed()
        close_year(YEAR, actor=make.actor(Role.LEADER))
    return row_id


def correct(app: Flask, row_id: int, wan: int, *, verified: bool = True) -> int:
    with app.app_context():
        row = operations.correct(
            queries.get_row(row_id), {"amount_fen": wan * WAN}, "少写了20万", actor=COMMAND
        )
        if verified:
            operations.verify(row, actor=make.actor(Role.RECORDER))
        return row.id


def bulletin(client, year: int = YEAR) -> str:
    return texts(client.get(f"/centre/years/{year}/bulletin").text, "p", "para")[0]


def test_a_leader_closes_a_year_whose_rows_are_all_verified(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        landed()
    leader = as_role(Role.LEADER)
    assert 'action="/centre/years/2021/close"' in leader.get(CLOSING).text
    assert leader.post("/centre/years/2021/close").location == CLOSING
    page = leader.get(CLOSING).text
    with app.app_context():
        [closing] = list_closings(YEAR)
    assert words_of(page, "code.sum")[0] == closing.sha256


def test_what_waits_is_named_and_leads_there(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        landed(verified=False)
    leader, recorder = as_role(Role.LEADER), as_role(Role.RECORDER)
    page = leader.get(CLOSING).text
    assert "还有1条没有核对，全部核对后才能关账" in page
    assert 'action="/centre/years/2021/close"' not in page
    assert "/centre/outcomes?year=2021&amp;kind=landing&amp;state=logged" in page
    assert "/centre/outcomes/waiting?year=2021&amp;kind=landing" in recorder.get(CLOSING).text
    told = leader.post("/centre/years/2021/close", follow_redirects=True).text
    assert "还有1条没有核对" in words_of(told, "p.note")[0]


@pytest.mark.parametrize("role", [Role.RECORDER, Role.ORGANISER])
def test_others_read_and_do_not_close(closed, as_role: AsRole, role: Role) -> None:
    client = as_role(role)
    page = client.get(CLOSING).text
    assert "/restatement/new" not in page
    assert client.get("/centre/years/2021/closings/1").status_code == 200


def test_the_year_and_its_bulletin_say_that_it_is_closed_with_the_sum(app: Flask, closed, as_role) -> None:
    client = as_role(Role.LEADER)
    with app.app_context():
        sha256 = list_closings(YEAR)[0].sha256
    assert [sha256 in client.get(f"/centre/years/2021{page}").text for page in ("", "/bulletin")] == [
        True,
        True,
    ]


def test_figures_and_rows_are_taken_away_as_the_very_bytes_of_the_sums(app: Flask, closed, as_role) -> None:
    client = as_role(Role.LEADER)
    figures = client.get("/centre/years/2021/closings/1.json")
    rows = client.get("/centre/years/2021/closings/1/rows.jsonl")
    with app.app_context():
        assert hashlib.sha256(figures.data).hexdigest() == list_closings(YEAR)[0].sha256
    assert hashlib.sha256(rows.data).hexdigest() == figures.json["rows"]["sha256"]
    assert figures.json["sentences"]["en"][0] == "1 high-level sci-tech project was brought in"


def test_a_log_form_names_the_day_the_year_and_what_to_do(app: Flask, closed, as_role) -> None:
    with app.app_context():
        name = make.project().name
    typed = {"project": name, "on": "2021-06-01", "roadshow": "", "place": "", "plan": "", "amount_fen": "1"}
    page = as_role(Role.RECORDER).post("/centre/outcomes/landings/new", data=typed).text
    assert faults(page) == [
        "2021年度已关账，不能再登记这一年度的内容。确有遗漏的，请领导或管理员先为这一年度开启重述"
    ]


def test_until_the_restatement_is_closed_the_bulletin_stays(app: Flask, closed, as_role: AsRole) -> None:
    leader = as_role(Role.LEADER)
    before = bulletin(leader)
    correct(app, closed, 120)
    assert bulletin(leader) == before
    assert "正在重述" in leader.get("/centre/years/2021").text
    shown = leader.get("/centre/years/2021/closings/2")
    assert words_of(shown.text, "section.panel h2")[:3] == [
        "数字，新旧对照",
        "简报，新旧对照",
        "成果，逐条对照",
    ]
    assert "少写了20万" in shown.text
    assert faults(leader.post("/centre/years/2021/closings/2", data={"why": ""}).text) == ["请写明为什么重述"]
    leader.post("/centre/years/2021/closings/2", data={"why": "补充协议"})
    assert bulletin(leader) != before
    assert "重述原因：补充协议" in leader.get("/centre/years/2021/closings/2").text


def test_a_forgotten_row_comes_in_once_a_leader_opens_the_restatement(app: Flask, closed, as_role) -> None:
    leader = as_role(Role.LEADER)
    opened = leader.post("/centre/years/2021/restatement/new", data={"why": "漏登一个项目"})
    assert opened.location == "/centre/years/2021/closings/2"
    with app.app_context():
        landed(50)
    assert "补登" in leader.get("/centre/years/2021/closings/2").text


def test_an_open_restatement_has_nothing_to_take_away(app: Flask, closed, as_role) -> None:
    correct(app, closed, 120)
    client = as_role(Role.LEADER)
    for path in ("2.json", "2/rows.jsonl", "3", "3.json"):
        assert client.get(f"/centre/years/2021/closings/{path}").status_code == 404


def test_public_results_tell_what_was_closed(app: Flask, closed, as_role) -> None:
    client = as_role(Role.LEADER)
    before = client.get("/results").text
    with app.app_context():
        operations.correct(queries.get_row(closed), {"on": date(2022, 1, 2)}, "日期写错", actor=COMMAND)
        row = queries.list_corrections_of(queries.get_row(closed))[0]
        operations.verify(row, actor=make.actor(Role.RECORDER))
    assert texts(before, "p", "lead") == texts(client.get("/results").text, "p", "lead") or "2021" in before
    assert "2021" in client.get("/results").text


@pytest.mark.parametrize("path", ["", "/closing", "/closings/2", "/bulletin"])
def test_the_pages_of_a_closed_year_cost_the_same_however_many_rows(
    app: Flask, closed, as_role: AsRole, counted: Counted, path: str
) -> None:
    client, costs, wan = as_role(Role.LEADER), [], 100
    row_id = closed
    for many in (1, 6):
        for _number in range(many):
            wan += 1
            row_id = correct(app, row_id, wan)
        with counted() as statements:
            assert client.get(f"/centre/years/2021{path}").status_code == 200
        costs.append(len(statements))
    assert costs[0] == costs[1]


def test_number_three_stands_beside_number_two(app: Flask, closed, as_role: AsRole) -> None:
    right = correct(app, closed, 120)
    with app.app_context():
        close_restatement(YEAR, "补充协议", actor=make.actor(Role.LEADER))
    correct(app, right, 130)
    page = as_role(Role.LEADER).get("/centre/years/2021/closings/3").text
    assert texts(page, "td", "n") == ["120", "130"] * 2


def withheld(page: str) -> tuple[str, list[str]]:
    """What the page of a year says of the public, and where it leads from there."""
    note = page.partition('<div class="note now">')[2].partition("</div>")[0]
    return " ".join(texts(note, "p")[:1]), links(note)


def test_the_year_says_why_the_public_does_not_see_it_and_leads_to_what_is_to_be_done(
    app: Flask, as_role: AsRole
) -> None:
    with app.app_context():
        landed()
    said, ways = withheld(as_role(Role.RECORDER).get("/centre/years/2021").text)
    assert said == ("公众页面还不显示2021年的数字：没有导入本年台账。导入本年台账并全部核对，或关账后显示。")
    assert ways == ["/centre/ledgers/new", CLOSING]


def test_the_year_says_how_many_rows_of_its_ledger_keep_it_from_the_public(
    app: Flask, as_role: AsRole
) -> None:
    with app.app_context():
        make.ledger_of(YEAR)
        landed()
        landed(verified=False)
    said, ways = withheld(as_role(Role.LEADER).get("/centre/years/2021").text)
    assert said == "公众页面上2021年写“正在核对”，不显示数字。全部核对并改好，或关账后显示。 还有1条待核对。"
    assert ways == ["/centre/outcomes?year=2021&state=logged", CLOSING]


@pytest.mark.usefixtures("closed")
@pytest.mark.parametrize("year", [2021, 2022, 2026])
def test_a_year_that_is_public_or_empty_or_runs_says_nothing_of_it(as_role: AsRole, year: int) -> None:
    assert withheld(as_role(Role.LEADER).get(f"/centre/years/{year}").text) == ("", [])
