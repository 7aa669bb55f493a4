"""Logging an outcome: every kind has its form, with evidence, foreign money, and what is known of it."""

import io
import re
from decimal import Decimal

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.accounts.permissions import Role
from roadshow.documents.models import Document
from roadshow.documents.queries import list_documents
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.foundation.money import WAN
from roadshow.meetings.models import Interest, InterestLevel
from roadshow.outcomes import queries
from roadshow.outcomes.queries import Wanted
from roadshow.pitches.states import PitchState
from roadshow.programme.states import RoadshowState
from roadshow.projects.queries import get_project
from roadshow.reports.closing import close_year
from tests import make
from tests.conftest import AsRole, Counted
from tests.documents import files
from tests.web.logged import DEAL, KINDS, T, deal, pdf, rows, send
from tests.web.owned import faults, typed
from tests.web.selecting import words_of

pytestmark = pytest.mark.usefixtures("in_spring", "chip_firm")
COSTS = 15  # statements
FIRM = ("loans", "hires", "residencies", "ratings", "recognitions")


@pytest.mark.parametrize("sort", KINDS)
def test_every_kind_is_logged_by_its_form_with_its_evidence(app: Flask, recorder: FlaskClient, sort: str):
    page = recorder.get(f"/centre/outcomes/{sort}/new").text
    assert [name for name in KINDS[sort] if f'name="{name}"' not in page] == []
    answer = send(recorder, sort, files=[pdf(), pdf("协议.pdf")])
    (row,) = rows(app)
    assert answer.location == f"/centre/outcomes/{row.id}"
    with app.app_context():
        assert [each.title for each in list_documents("outcome", row.id)] == ["回单", "协议"]


@pytest.mark.parametrize("sort", KINDS)
def test_the_same_typed_again_adds_nothing(app: Flask, recorder: FlaskClient, sort: str):
    send(recorder, sort)
    assert (send(recorder, sort, double="y").status_code, len(rows(app))) == (200, 1)


def test_the_page_of_kinds_leads_to_each_with_what_is_known(app: Flask, recorder: FlaskClient):
    page = recorder.get("/centre/outcomes/new?company=1").text
    assert [sort for sort in KINDS if f"/centre/outcomes/{sort}/new?company=1" not in page] == []
    assert 'value="示例半导体"' in recorder.get("/centre/outcomes/loans/new?company=1").text


@pytest.mark.parametrize(
    "typed_amount", ["-5", "0", "NaN", "1e309", "9" * 20, "Infinity", "三千", "1.23456789"]
)
def test_no_amount_that_is_none(app: Flask, recorder: FlaskClient, typed_amount: str):
    page = send(recorder, "investments", amount_fen=typed_amount)
    assert (len(faults(page.text)), typed(page.text, "amount_fen"), rows(app)) == (1, typed_amount, [])
    assert faults(page.text)[0].startswith("金额")


@pytest.mark.parametrize("figure", ["-5", "0", "NaN", "1e309", "9" * 20, "1.234"])
@pytest.mark.parametrize(
    ("sort", "field", "name"), [("incubators", "area_m2", "面积"), ("residencies", "area_m2", "面积")]
)
def test_no_area_that_is_none(
    app: Flask, recorder: FlaskClient, sort: str, field: str, name: str, figure: str
):
    page = send(recorder, sort, **{field: figure})
    assert ([fault[:2] for fault in faults(page.text)], typed(page.text, field)) == ([name], figure)


@pytest.mark.parametrize("score", ["-5", "100.5", "NaN", "1e309", "9" * 20, ""])
def test_no_score_beyond_a_hundred(app: Flask, recorder: FlaskClient, score: str):
    assert (len(faults(send(recorder, "evaluations", score=score).text)), rows(app)) == (1, [])


@pytest.mark.parametrize("year", ["0", "-1", "1999", "2027", "3000", "0.5", "二千零一"])
@pytest.mark.parametrize("sort", ["incubators", "evaluations", "ratings"])
def test_a_year_out_of_range_is_refused_at_the_field(app: Flask, recorder: FlaskClient, sort: str, year: str):
    page = send(recorder, sort, year=year).text
    said = [f"年度“{year}”须是2000至2026的整数"]
    assert (rows(app), faults(page), typed(page, "year")) == ([], said, year)


def test_foreign_money_is_kept_with_its_rate_and_said_in_yuan(app: Flask, recorder: FlaskClient):
    said = {"amount_fen": "200", "currency": "USD", "rate": "7.1", "rate_source": "中国人民银行"}
    page = recorder.post("/centre/outcomes/investments/new", data=DEAL | said, follow_redirects=True).text
    assert words_of(page, "p.note")[0] == "已登记，合人民币1,420万元，等待同事核对。编号1。"
    with app.app_context():
        row = queries.get_row(1)
        assert (row.amount_fen, row.exchange and row.exchange.rate) == (1420 * WAN, Decimal("7.1"))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"currency": "USD"}, "请填写当日汇率：1单位外币合多少元人民币"),
        (
            {"currency": "USD", "rate": "0", "rate_source": "央行"},
            "汇率须大于0、小于1000：1单位外币合多少元人民币",
        ),
        ({"currency": "USD", "rate": "1e309"}, "当日汇率“1e309”无法识别。请写数字，最多6位小数"),
        ({"currency": "USD", "rate": "7.1"}, "请填写汇率来源"),
        ({"rate": "7.1"}, "填了汇率，请选择是哪种外币；人民币不填汇率"),
        ({"currency": "XXX"}, "请从列表中选择一项"),
    ],
)
def test_what_foreign_money_lacks_is_said(
    app: Flask, recorder: FlaskClient, said: dict[str, str], words: str
):
    assert words in faults(send(recorder, "investments", **said).text)


def test_a_file_that_is_not_what_it_says_is_named_and_the_rest_is_kept(app: Flask, recorder: FlaskClient):
    fake = io.BytesIO(files.EXE), "回单.pdf"
    page = send(recorder, "investments", files=[fake, pdf("协议.pdf")]).text
    assert faults(page)[0].startswith("“回单.pdf”：文件的内容不是PDF")
    assert (typed(page, "fund"), "已收到协议.pdf，不必重选。" in page, rows(app)) == ("示例创投", True, [])


def test_what_arrived_with_a_refused_form_is_not_asked_for_again(app: Flask, recorder: FlaskClient):
    page = send(recorder, "investments", fund="", files=[pdf()]).text
    kept = typed(page, "kept")
    send(recorder, "investments", kept=kept)
    with app.app_context():
        assert [each.title for each in list_documents("outcome", 1)] == ["回单"]
    page = send(recorder, "investments", kept=kept, round="B轮", amount_fen="900", on="2025-01-01").text
    with app.app_context():
        assert db.session.query(Document).count() == 1


def test_nobody_hands_in_what_another_sent(app: Flask, recorder: FlaskClient, as_role: AsRole):
    kept = typed(send(recorder, "investments", fund="", files=[pdf()]).text, "kept")
    send(as_role(Role.RECORDER), "investments", kept=kept)
    with app.app_context():
        assert db.session.query(Document).count() == 0


@pytest.mark.parametrize("sort", FIRM)
def test_a_firm_that_is_not_known_is_entered_with_it_when_asked(app: Flask, recorder: FlaskClient, sort: str):
    page = send(recorder, sort, company="示例新企业").text
    assert faults(page) == ["没有名为“示例新企业”的企业。请核对写法；确是新企业，请勾选“登记为新企业”"]
    assert 'name="new_company"' in page
    send(recorder, sort, company="示例新企业", new_company="y")
    with app.app_context():
        (row,) = queries.list_rows(Wanted())
        assert row.company
        assert row.company.name == "示例新企业"


def test_no_file_is_asked_for_again_where_none_was_chosen(recorder: FlaskClient):
    assert "文件需要重新选" not in send(recorder, "loans", amount_fen="-1").text


def test_a_pool_entry_has_no_money(app: Flask, recorder: FlaskClient):
    page = send(recorder, "loans", step="pooled", bank="")
    assert faults(page.text) == ["“入库”这一步没有金额，请留空"]
    send(recorder, "loans", step="pooled", bank="", amount_fen="")
    assert [row.step for row in rows(app)] == [T.POOLED]


@pytest.mark.parametrize("fund", ["示例半导体", "【示例半导体】", "示例 半导体"])
def test_nobody_invests_in_itself(app: Flask, recorder: FlaskClient, fund: str):
    page = send(recorder, "investments", fund=fund)
    assert faults(page.text) == [f"“{fund}”就是这个项目自己的企业，不能登记为对方。请核对"]
    assert rows(app) == []


def test_nobody_lends_to_itself(app: Flask, recorder: FlaskClient):
    page = send(recorder, "loans", bank="示例 半导体")
    assert faults(page.text) == ["“示例 半导体”就是借款企业自己，不能登记为银行。请核对"]
    assert rows(app) == []


def test_a_fund_whose_institution_is_the_firm_is_the_firm(app: Flask, recorder: FlaskClient):
    with app.app_context():
        code = make.code(7777)
        make.project(make.company(name="示例材料", uscc=code), name="示例薄膜")
        make.institution(name="示例产业资本", uscc=code)
    page = send(recorder, "investments", project="示例薄膜", fund="示例产业资本")
    assert len(faults(page.text)) == 1


def interested(app: Flask, *funds: str) -> None:
    """Institutions that would like to talk, said at a roadshow at which the project was on the stage."""
    with app.app_context():
        show = make.roadshow(RoadshowState.HELD, title="新材料专场")
        make.pitch(show, PitchState.PRESENTED, get_project(1))
        for fund in funds:
            said = {"level": InterestLevel.TALK, "roadshow_id": show.id, "person_id": make.person().id}
            institution_id = make.institution(name=fund).id
            make.saved(
                Interest(institution_id=institution_id, project_id=1, by="示例", at=clock.now(), **said)
            )


def test_the_fund_that_marked_interest_and_the_last_roadshow_are_offered(app: Flask, recorder: FlaskClient):
    interested(app, "示例引导基金")
    page = recorder.get("/centre/outcomes/investments/new?project=1").text
    assert words_of(page, "datalist#offered-fund option")[0] == "希望约谈，新材料专场"
    assert '<option value="示例引导基金">' in page
    assert re.findall(r'<option selected value="(\d+)">', page) == ["1"]
    filled = recorder.get("/centre/outcomes/investments/new?project=1&fund=示例引导基金").text
    assert (typed(filled, "project"), typed(filled, "fund")) == ("示例光芯片", "示例引导基金")


def test_the_bank_of_the_firm_is_filled_in_and_its_loans_go_on(recorder: FlaskClient):
    send(recorder, "loans")
    page = recorder.get("/centre/outcomes/loans/new?company=1").text
    assert typed(page, "bank") == "示例银行"
    assert "/centre/deals/1/steps/new" in page


@pytest.mark.parametrize("many", [1, 3])
def test_the_form_costs_the_same_however_much_is_known(
    app: Flask, recorder: FlaskClient, counted: Counted, many: int
):
    interested(app, *(f"示例{number}号基金" for number in range(many)))
    for number in range(many):
        deal(app, counterpart=f"示例{number}号基金")
    recorder.get("/centre/")
    with counted() as statements:
        recorder.get("/centre/outcomes/investments/new?project=1")
    assert len(statements) == COSTS


def test_the_roadshow_lists_what_came_of_it_and_begins_the_next(app: Flask, recorder: FlaskClient):
    deal(app)
    page = recorder.get("/centre/roadshows/1").text
    assert "/centre/outcomes/investments/new?roadshow=1" in page
    assert [words_of(page, f"{part} td.n").count("3,000") for part in ("tbody", "tfoot")] == [1, 1]
    assert len(words_of(recorder.get("/centre/outcomes?seen_at=1").text, "p.told")) == 1


def test_a_day_in_a_closed_year_is_refused_and_kept(app: Flask, recorder: FlaskClient):
    with app.app_context():
        close_year(2025, actor=make.actor(Role.LEADER))
    page = send(recorder, "investments", on="2025-05-05", files=[pdf()]).text
    assert (len(faults(page)), "2025" in faults(page)[0], typed(page, "on")) == (1, True, "2025-05-05")
    assert '<p class="why">' in page
