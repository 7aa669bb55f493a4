"""The pages on which a project answers an interest and both sides settle a time."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.accounts.models import Person
from roadshow.accounts.permissions import Role
from roadshow.foundation.db import db
from roadshow.meetings import talking
from roadshow.meetings.models import Talk
from roadshow.meetings.states import Share, Side, TalkState
from roadshow.projects.models import MemberRight
from tests import make
from tests.conftest import AsRole
from tests.meetings.talked import accept, at, offer, propose, said
from tests.web.owned import faults, me, typed
from tests.web.reading import missing

pytestmark = pytest.mark.usefixtures("in_spring")
TIMES = {"on_1": "2026-03-20", "at_1": "10:00", "venue": "centre", "minutes": "45"}


@pytest.fixture
def client(as_role: AsRole) -> FlaskClient:
    return as_role(Role.STARTUP)


def interest(app: Flask, **facts: object) -> int:
    with app.app_context():
        return said(owner=me(Role.STARTUP), **facts).interest.id


def test_the_owner_reads_who_asks_and_finds_both_answers(app: Flask, client: FlaskClient):
    page = client.get(f"/startup/interests/{interest(app)}").text
    wanted = ("投资总监", "想了解量产计划", "mailto:", "同意约谈", "婉拒")
    assert [words for words in wanted if words not in page] == []


def test_no_address_stands_there_that_was_not_shared(app: Flask, client: FlaskClient):
    page = client.get(f"/startup/interests/{interest(app, shares=Share.NAME)}").text
    assert ("mailto:" in page, "没有同意提供邮箱和手机号" in page) == (False, True)


def test_an_answer_waits_on_the_owners_today_and_is_given(app: Flask, client: FlaskClient):
    interest_id = interest(app)
    assert f"/startup/interests/{interest_id}" in client.get("/startup/").text
    answer = client.post(f"/startup/interests/{interest_id}/accept", data=TIMES)
    assert answer.location == f"/startup/interests/{interest_id}"
    assert "等投资机构答复" in client.get(answer.location).text
    assert f"/startup/interests/{interest_id}" not in client.get("/startup/").text


def test_half_a_time_and_one_that_has_passed_are_told_at_the_field_and_kept(app: Flask, client: FlaskClient):
    form = f"/startup/interests/{interest(app)}/accept"
    half = client.post(form, data=TIMES | {"at_1": ""}).text
    assert (faults(half), typed(half, "on_1")) == (["请把日期和几点都填上"], "2026-03-20")
    past = client.post(form, data=TIMES | {"on_1": "2025-01-01", "message": "示例的话"}).text
    assert faults(past) == ["这个时间已经过去"]
    second = client.post(form, data=TIMES | {"on_3": "2025-01-01", "at_3": "9:00"}).text
    assert (faults(second), 'href="#on_3"' in second) == (["这个时间已经过去"], True)
    for odd in ({"venue": "moon"}, {"minutes": "999"}, {"on_1": "x"}, {"minutes": "x"}):
        assert faults(client.post(form, data=TIMES | odd).text) != []


def test_declining_asks_for_a_reason(app: Flask, client: FlaskClient):
    interest_id = interest(app)
    form = f"/startup/interests/{interest_id}/decline"
    assert faults(client.post(form, data={}).text) == ["请选择一项"]
    assert faults(client.post(form, data={"reason": "other"}).text) == ["请写明原因"]
    assert client.post(form, data={"reason": "later"}).status_code == 302
    assert "项目方已婉拒" in client.get(f"/startup/interests/{interest_id}").text


def test_the_owner_picks_moves_and_calls_off(app: Flask, client: FlaskClient):
    with app.app_context():
        both = said(owner=me(Role.STARTUP))
        talk = propose(both, accept(both), Side.INSTITUTION, at(3))
        talk_id, time_id, page = talk.id, talk.times[0].id, f"/startup/interests/{both.interest.id}"
    assert "等您答复" in client.get(page).text
    client.post(f"/startup/talks/{talk_id}/times/{time_id}/pick")
    assert "时间已定" in client.get(page).text
    client.post(f"/startup/talks/{talk_id}/propose", data=TIMES)
    assert "提出的时间" in client.get(page).text
    assert client.get(f"/startup/talks/{talk_id}/cancel").status_code == 200
    client.post(f"/startup/talks/{talk_id}/cancel", data={"message": "示例原因"})
    assert "约谈已取消" in client.get(page).text


def test_the_institution_picks_keeps_and_sees_it_in_its_list(app: Flask, as_role: AsRole):
    client = as_role(Role.INVESTOR)
    with app.app_context():
        both = said(asker=me(Role.INVESTOR))
        talk = accept(both, at(3))
        talk_id, time_id, owner_id = talk.id, talk.times[0].id, both.owner.id
        page = f"/investor/interests/{both.interest.id}"
    assert page in client.get("/investor/").text
    client.post(f"/investor/talks/{talk_id}/times/{time_id}/pick")
    assert "时间已定" in client.get("/investor/interests").text
    with app.app_context():
        owner = db.session.get_one(Person, owner_id)
        talking.propose(talk_id, offer(at(5)), side=Side.PROJECT, person=owner, actor=owner.acting())
    assert "仍按原定时间" in client.get(page).text
    client.post(f"/investor/talks/{talk_id}/keep")
    client.post(f"/investor/talks/{talk_id}/propose", data=TIMES)
    with app.app_context():
        found = db.session.get_one(Talk, talk_id)
        assert (found.state, found.waits_for) == (TalkState.AGREED, Side.PROJECT)


def test_anothers_interest_and_talk_are_missing(app: Flask, client: FlaskClient, as_role: AsRole):
    with app.app_context():
        both = said()
        talk = accept(both, at(3))
        interest_id, talk_id, time_id = both.interest.id, talk.id, talk.times[0].id
    other = as_role(Role.INVESTOR)
    found = [
        browser.open(f"/{desk}/{path}", method=method).status_code
        for browser, desk in ((client, "startup"), (other, "investor"))
        for method, path in (
            ("GET", f"interests/{interest_id}"),
            ("GET", f"talks/{talk_id}/propose"),
            ("POST", f"talks/{talk_id}/times/{time_id}/pick"),
            ("POST", f"talks/{talk_id}/keep"),
            ("POST", f"talks/{talk_id}/cancel"),
        )
    ]
    assert found == [404] * 10


def test_who_may_only_look_reads_and_answers_nothing(app: Flask, client: FlaskClient):
    with app.app_context():
        both = said()
        make.member(both.pitch.project.company, MemberRight.VIEWER, me(Role.STARTUP))
        page = f"/startup/interests/{both.interest.id}"
    assert "同意约谈" not in client.get(page).text
    assert client.post(f"{page}/accept", data=TIMES).status_code == 404


def test_staff_see_how_a_talk_stands(app: Flask, as_role: AsRole):
    with app.app_context():
        both = said()
        accept(both, at(3))
        interest_id, roadshow_id = both.interest.id, both.pitch.roadshow_id
    client = as_role(Role.ORGANISER)
    pages = ("/centre/interests", f"/centre/interests/{interest_id}", f"/centre/roadshows/{roadshow_id}")
    assert [page for page in pages if "商定时间中" not in client.get(page).text] == []


@pytest.mark.parametrize(
    ("smtp", "words"),
    [
        ("", "约谈已取消。本站还没有接通邮件，对方在收件箱里看得到。"),
        ("smtp://127.0.0.1:1", "约谈已取消。信马上寄出。"),
    ],
)
def test_whoever_calls_off_reads_whether_a_letter_goes(
    app: Flask, client: FlaskClient, smtp: str, words: str
):
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], smtp=smtp)
    with app.app_context():
        both = said(owner=me(Role.STARTUP))
        talk_id = accept(both, at(3)).id
    page = client.post(f"/startup/talks/{talk_id}/cancel", follow_redirects=True).text
    assert missing(page, words) == []


@pytest.mark.parametrize(("days", "shown"), [(3, True), (13, True), (15, False)])
def test_an_agreed_talk_of_the_next_two_weeks_stands_on_both_todays(
    app: Flask, client: FlaskClient, as_role: AsRole, days: int, shown: bool
):
    other = as_role(Role.INVESTOR)
    with app.app_context():
        both = said(owner=me(Role.STARTUP), asker=me(Role.INVESTOR, 2))
        talk = accept(both, at(days))
        talking.pick(
            talk.id, talk.times[0].id, side=Side.INSTITUTION, person=both.asker, actor=both.asker.acting()
        )
        project, firm = both.interest.project.name, both.interest.institution.name
    assert [
        f"约谈：{firm}" in client.get("/startup/").text,
        f"约谈：{project}" in other.get("/investor/").text,
    ] == [shown, shown]
