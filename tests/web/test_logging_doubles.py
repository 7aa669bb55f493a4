"""A deal that the ledger has already, and the steps that follow: joined, confirmed or refused."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.documents.queries import list_documents
from roadshow.foundation.db import db
from roadshow.outcomes import queries
from roadshow.outcomes.models import Row
from roadshow.outcomes.queries import Wanted
from tests.web.logged import KINDS, ON, T, another_roadshow, deal, pdf, rows, send
from tests.web.owned import faults, typed
from tests.web.selecting import words_of

pytestmark = pytest.mark.usefixtures("in_spring", "chip_firm")


def test_a_likely_double_is_shown_beside_and_nothing_is_logged(app: Flask, recorder: FlaskClient):
    deal(app)
    page = send(recorder, "investments", roadshow=str(another_roadshow(app)), amount_fen="3100").text
    assert "台账里已有很像的一笔：示例创投 A轮，2026年2月1日 周日签约3,000万元" in faults(page)[0]
    assert words_of(page, "section.note h2") == ["可能是同一笔"]
    assert (len(rows(app)), typed(page, "amount_fen")) == (1, "3100")


def test_a_double_that_is_the_same_is_joined_and_both_roadshows_list_it_once(
    app: Flask, recorder: FlaskClient
):
    thread_id, second = deal(app), another_roadshow(app)
    answer = send(recorder, "investments", roadshow=str(second), join=str(thread_id), files=[pdf()])
    assert (answer.location, len(rows(app))) == ("/centre/outcomes/1", 1)
    assert "已记入这一笔，没有另登一笔。编号1。" in recorder.get(answer.location).text
    with app.app_context():
        assert [queries.count_rows(Wanted(seen_at=show))[0] for show in (1, second)] == [1, 1]
        assert [queries.count_rows(Wanted(roadshow_id=show))[0] for show in (1, second)] == [1, 0]
        assert len(list_documents("outcome", 1)) == 1


@pytest.mark.parametrize(
    ("chosen", "words"), [(True, "是同一笔，不另登记，只记入这场路演"), (False, "是同一笔，不另登记")]
)
def test_only_a_roadshow_that_is_chosen_is_noted_with_a_double(
    app: Flask, recorder: FlaskClient, chosen: bool, words: str
):
    deal(app)
    second = another_roadshow(app)
    page = send(recorder, "investments", roadshow=str(second) if chosen else "").text
    assert words_of(page, "section.note button") == [words]


def test_a_double_that_goes_on_becomes_the_next_step(app: Flask, recorder: FlaskClient):
    thread_id, second = deal(app, T.INTENT), another_roadshow(app)
    send(recorder, "investments", roadshow=str(second), round="Series A", join=str(thread_id))
    with app.app_context():
        assert [row.step for row in queries.list_steps(queries.get_thread(thread_id))] == [T.INTENT, T.SIGNED]
        assert [queries.count_rows(Wanted(seen_at=show))[0] for show in (1, second)] == [2, 2]


def test_another_deal_is_confirmed_and_says_so(app: Flask, recorder: FlaskClient):
    deal(app)
    send(recorder, "investments", round="B轮", double="y")
    with app.app_context():
        newest = db.session.query(Row).order_by(Row.id.desc()).first()
        assert newest
        assert (newest.affirmed, db.session.query(Row).count()) == ("double", 2)


@pytest.mark.parametrize("join", ["999", "x", ""])
def test_only_what_looks_alike_is_joined(app: Flask, recorder: FlaskClient, join: str):
    deal(app)
    assert send(recorder, "investments", join=join).status_code in (400, 404)
    assert len(rows(app)) == 1


def test_more_paid_than_signed_is_asked_about(app: Flask, recorder: FlaskClient):
    thread_id = deal(app)
    paid = {"step": "paid", "amount_fen": "3500", "on": ON, "roadshow": ""}
    page = recorder.post(f"/centre/deals/{thread_id}/steps/new", data=paid).text
    assert faults(page) == ["“到账”合计将超过“签约”合计500万元。请核对；确实如此请勾选确认。"]
    recorder.post(f"/centre/deals/{thread_id}/steps/new", data=paid | {"over": "y"})
    assert {row.affirmed for row in rows(app)} == {"", "over"}


def test_paid_before_signed_is_refused_by_day_and_by_order(app: Flask, recorder: FlaskClient):
    thread_id = deal(app)
    paid = {"step": "paid", "amount_fen": "1", "on": "2026-01-01", "roadshow": ""}
    page = recorder.post(f"/centre/deals/{thread_id}/steps/new", data=paid).text
    assert faults(page) == ["“到账”的日期早于“签约”的日期（2026年2月1日 周日），请核对"]
    assert typed(page, "on") == "2026-01-01"
    page = send(recorder, "investments", fund="示例乙基金", step="paid").text
    assert faults(page) == ["这一笔还没有登记过，不能是“到账”，请先登记“意向”或“签约”"]


@pytest.mark.parametrize("sort", ["loans", "hires", "residencies"])
def test_whatever_goes_step_by_step_goes_on_by_its_page(app: Flask, recorder: FlaskClient, sort: str):
    following = {"loans": "lent", "hires": "on_post", "residencies": "moved_out"}
    send(recorder, sort)
    with app.app_context():
        thread_id = queries.get_row(1).thread_id
    page = f"/centre/deals/{thread_id}/steps/new"
    assert recorder.get(page).status_code == 200
    said = {"step": following[sort], "amount_fen": "100", "on": ON, "roadshow": ""}
    recorder.post(page, data=said)
    assert {row.step for row in rows(app)} == {KINDS[sort]["step"], following[sort]}
