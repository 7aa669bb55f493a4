"""What an outcome needs is logged with it: a project that is not registered, and a payment with its signing."""

import re
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.documents.queries import list_documents
from roadshow.foundation.db import db
from roadshow.foundation.money import WAN
from roadshow.outcomes.models import Row
from roadshow.projects.models import Company, Project
from tests.web.logged import ON, T, deal, pdf, rows, send
from tests.web.owned import faults, typed

pytestmark = pytest.mark.usefixtures("in_spring", "chip_firm")
NEW = {"project": "示例传感器", "new_project": "y", "firm": "示例传感科技"}
BOTH = "signed,paid"


def counts(app: Flask) -> tuple[int, int, int]:
    with app.app_context():
        return tuple(db.session.query(kind).count() for kind in (Project, Company, Row))


def steps(app: Flask) -> list[tuple[str | None, int | None, date | None]]:
    return [(row.step, (row.amount_fen or 0) // WAN, row.on) for row in reversed(rows(app))]


@pytest.mark.parametrize("sort", ["investments", "landings"])
def test_a_project_that_is_not_registered_is_entered_with_its_firm_and_the_row(
    app: Flask, recorder: FlaskClient, sort: str
):
    send(recorder, sort, **NEW)
    assert counts(app) == (2, 2, 1)
    (row,) = rows(app)
    assert row.project
    assert row.project.company
    assert (row.project.name, row.project.stub, row.project.company.name) == (
        "示例传感器",
        True,
        "示例传感科技",
    )


@pytest.mark.parametrize(("firm", "companies"), [("示例半导体", 1), ("", 1)])
def test_a_new_project_may_be_of_a_firm_that_is_there_or_of_none(
    app: Flask, recorder: FlaskClient, firm: str, companies: int
):
    send(recorder, "investments", **NEW | {"firm": firm})
    assert counts(app) == (2, companies, 1)


def test_a_project_that_somebody_registered_meanwhile_is_not_entered_twice(app: Flask, recorder: FlaskClient):
    send(recorder, "investments", **NEW)
    send(recorder, "investments", **NEW, fund="示例乙基金")
    assert counts(app) == (2, 2, 2)


def test_a_project_that_is_not_found_has_a_way_on(app: Flask, recorder: FlaskClient):
    page = send(recorder, "investments", project="示例传感器").text
    assert faults(page) == ["没有名为“示例传感器”的项目。请核对写法；确是新项目，请勾选“登记为新项目”"]
    assert re.findall(r'<details class="folded"( open)?>\s*<summary>项目还没有登记', page) == [" open"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount_fen": "很多"},
        {"fund": "示例传感科技"},
        {"step": "paid"},
        {"step": BOTH, "paid_on": "2026-02-01"},
    ],
)
def test_nothing_is_entered_when_the_row_is_refused(app: Flask, recorder: FlaskClient, wrong: dict[str, str]):
    page = send(recorder, "investments", **NEW | wrong, files=[pdf()]).text
    assert (counts(app), len(faults(page))) == ((1, 1, 0), 1)
    assert "已收到回单.pdf" in page


def test_a_payment_is_logged_with_its_signing_and_both_have_the_evidence(app: Flask, recorder: FlaskClient):
    send(recorder, "investments", step=BOTH, files=[pdf()])
    assert steps(app) == [(T.SIGNED, 3000, date(2026, 3, 1)), (T.PAID, 3000, date(2026, 3, 1))]
    with app.app_context():
        assert [[each.title for each in list_documents("outcome", id_)] for id_ in (1, 2)] == [
            ["回单"],
            ["回单"],
        ]
        assert len({row.thread_id for row in db.session.query(Row)}) == 1


def test_a_payment_may_differ_in_day_and_amount_and_be_of_another_currency(app: Flask, recorder: FlaskClient):
    dollars = {"currency": "USD", "rate": "7", "rate_source": "结算银行水单", "amount_fen": "100"}
    send(recorder, "investments", step=BOTH, on="2026-02-01", paid_on=ON, paid_fen="40", **dollars)
    assert steps(app) == [(T.SIGNED, 700, date(2026, 2, 1)), (T.PAID, 280, date(2026, 3, 1))]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"paid_on": "2026-02-28"}, "“到账”的日期早于“签约”的日期（2026年3月1日 周日），请核对"),
        ({"paid_on": "2026-03-03"}, "2026年3月3日 周二还没有到，只登记已经发生的。请把日期改为今天或以前"),
        ({"paid_fen": "3001"}, "“到账”合计将超过“签约”合计1万元。请核对；确实如此请勾选确认。"),
        ({"step": "signed", "paid_fen": "5"}, "选“签约与到账”才填这一项"),
        ({"on": "2026-03-03"}, "2026年3月3日 周二还没有到，只登记已经发生的。请把日期改为今天或以前"),
    ],
)
def test_what_is_wrong_with_the_payment_is_said_and_neither_is_logged(
    app: Flask, recorder: FlaskClient, said: dict[str, str], words: str
):
    page = send(recorder, "investments", **{"step": BOTH} | said).text
    assert (faults(page), rows(app)) == ([words], [])


def test_more_paid_than_signed_at_once_is_affirmed(app: Flask, recorder: FlaskClient):
    send(recorder, "investments", step=BOTH, paid_fen="3001", over="y")
    assert [step for step, *_rest in steps(app)] == [T.SIGNED, T.PAID]


def test_a_deal_that_was_signed_takes_the_payment_of_a_double(app: Flask, recorder: FlaskClient):
    thread_id = deal(app)
    page = send(recorder, "investments", step=BOTH, round="Series A").text
    assert "是同一笔，登记为它的下一步" in page
    send(recorder, "investments", step=BOTH, round="Series A", join=str(thread_id))
    assert [step for step, *_rest in steps(app)] == [T.SIGNED, T.PAID]


def offered(page: str) -> list[str]:
    (found,) = re.findall(r'<select[^>]*name="step".*?</select>', page, re.DOTALL)
    return re.findall(r'<option (?:selected )?value="([\w,]+)"', found)


@pytest.mark.parametrize(
    ("sort", "first"),
    [
        ("investments", ["intent", "signed", BOTH]),
        ("loans", ["pooled", "credited"]),
        ("hires", ["applied", "selected"]),
        ("residencies", ["moved_in"]),
    ],
)
def test_a_new_one_is_offered_only_the_steps_that_may_begin_it(
    recorder: FlaskClient, sort: str, first: list[str]
):
    assert offered(recorder.get(f"/centre/outcomes/{sort}/new").text) == first


def test_a_project_with_a_deal_is_offered_what_the_deal_allows(app: Flask, recorder: FlaskClient):
    deal(app)
    page = recorder.get("/centre/outcomes/investments/new?project=1").text
    assert offered(page) == ["intent", "signed", BOTH, "paid"]


def test_the_next_step_takes_over_what_is_left_of_the_sum(app: Flask, recorder: FlaskClient):
    path = f"/centre/deals/{deal(app)}/steps/new"
    assert typed(recorder.get(path).text, "amount_fen") == "3000"
    recorder.post(path, data={"step": "paid", "amount_fen": "1800", "on": ON, "roadshow": ""})
    assert typed(recorder.get(path).text, "amount_fen") == "1200"


def test_an_intent_is_signed_and_paid_at_once(app: Flask, recorder: FlaskClient):
    path = f"/centre/deals/{deal(app, T.INTENT)}/steps/new"
    assert offered(recorder.get(path).text) == ["intent", "signed", BOTH]
    recorder.post(path, data={"step": BOTH, "amount_fen": "2500", "on": ON, "roadshow": ""})
    assert [step for step, *_rest in steps(app)] == [T.INTENT, T.SIGNED, T.PAID]


def test_a_correction_is_of_one_step(recorder: FlaskClient):
    send(recorder, "investments")
    page = recorder.get("/centre/outcomes/1/correct").text
    assert (BOTH in offered(page), 'name="paid_on"' in page) == (False, False)
