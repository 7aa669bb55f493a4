"""“我的日历订阅”: what everybody does with the calendars of their own."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.accounts.permissions import Role
from roadshow.feeds.models import Subscription
from roadshow.foundation.db import db
from tests import make
from tests.conftest import AsRole, Counted
from tests.web.owned import faults, me, whys
from tests.web.reading import texts

NEW, ALL = "/account/calendars/new", "/account/calendars"
SAID = {"name": "我的手机", "kind": "centre", "language": "zh", "remind": ""}


@pytest.fixture
def leader(as_role: AsRole) -> FlaskClient:
    return as_role(Role.LEADER)


def made(client: FlaskClient, **said: str) -> str:
    """The path of a new one, as its page shows it."""
    page = client.post(NEW, data=SAID | said).text
    return re.findall(r"(/calendar/my/[\w-]{43}\.ics)", page.replace("<wbr>", ""))[0]


def only(app: Flask) -> Subscription:
    with app.app_context():
        return db.session.query(Subscription).one()


def test_a_new_one_is_shown_once_in_each_way_to_subscribe(app: Flask, leader: FlaskClient):
    answer = leader.post(f"{NEW}?lang=en", data=SAID)
    page = answer.text.replace("<wbr>", "")
    path = re.findall(r"/calendar/my/[\w-]{43}\.ics", page)[0]
    base = app.config["BASE_URL"]
    shown = [f"{base}{path}<" in page, f"{base.replace('http', 'webcal', 1)}{path}<" in page, "<svg" in page]
    assert (shown, answer.headers["Cache-Control"]) == ([True, True, True], "no-store")
    assert leader.get(path).status_code == 200
    again = [leader.get(where).text for where in (ALL, NEW, f"{ALL}/{only(app).id}/change")]
    assert [page for page in again if path.split("/")[-1][:20] in page] == []


def test_the_list_says_what_each_is_and_when_it_was_fetched(leader: FlaskClient):
    path = made(leader, remind="60")
    before = texts(leader.get(ALL).text, "td")
    leader.get(path, headers={"User-Agent": "Thunderbird/128.0"})
    after = texts(leader.get(ALL).text, "td")
    assert (before[:2], after[0].endswith("Thunderbird"), after[1]) == (
        ["还没有", "1小时前"],
        True,
        "1小时前",
    )


def test_a_wrong_answer_is_told_at_its_field_and_nothing_typed_is_lost(leader: FlaskClient):
    page = leader.post(NEW, data=SAID | {"name": "", "kind": "hall", "remind": "11"}).text
    told = ["请填写名称，如“我的手机”", "请从列表中选择一项", "请从列表中选择一项"]
    assert (faults(page), whys(page)) == (told, told)
    page = leader.post(NEW, data=SAID | {"kind": "", "remind": "60", "language": "en"}).text
    assert ['value="我的手机"' in page, 'selected value="60"' in page, 'selected value="en"' in page] == [
        True
    ] * 3


def test_a_halls_calendar_asks_which_hall(app: Flask, as_role: AsRole):
    organiser = as_role(Role.ORGANISER)
    with app.app_context():
        hall_id = make.hall(name="一号厅").id
    assert faults(organiser.post(NEW, data=SAID | {"kind": "hall"}).text) == ["请选择场地"]
    made(organiser, kind="hall", hall=str(hall_id))
    assert "一号厅" in texts(organiser.get(ALL).text, "th")[-1]


def test_a_change_keeps_the_address(app: Flask, leader: FlaskClient):
    path = made(leader)
    to = f"{ALL}/{only(app).id}/change"
    page = leader.post(
        to, data={"name": "平板", "language": "en", "remind": "30"}, follow_redirects=True
    ).text
    row = only(app)
    assert ("已保存“平板”。" in page, row.name, row.language, row.remind_minutes) == (True, "平板", "en", 30)
    assert leader.get(path).status_code == 200


@pytest.mark.parametrize("act", ["rotate", "revoke"])
def test_what_cannot_be_undone_is_asked_once_and_then_at_once(app: Flask, leader: FlaskClient, act: str):
    path = made(leader)
    to = f"{ALL}/{only(app).id}/{act}"
    question = leader.get(to).text
    codes = [leader.get(path).status_code]
    page = leader.post(to, follow_redirects=True).text
    assert ("我的手机" in texts(question, "h2")[-1], [*codes, leader.get(path).status_code]) == (
        True,
        [200, 404],
    )
    new = re.findall(r"/calendar/my/[\w-]{43}\.ics", page.replace("<wbr>", ""))
    assert [leader.get(where).status_code for where in new[:1]] == ([200] if act == "rotate" else [])


@pytest.mark.parametrize("act", ["change", "rotate", "revoke"])
def test_anothers_is_not_there(app: Flask, leader: FlaskClient, as_role: AsRole, act: str):
    path = made(leader)
    to, other = f"{ALL}/{only(app).id}/{act}", as_role(Role.ORGANISER)
    assert [other.get(to).status_code, other.post(to, data=SAID).status_code] == [404, 404]
    assert leader.get(path).status_code == 200


def test_nobody_has_more_than_ten(leader: FlaskClient):
    for _number in range(10):
        made(leader)
    page = leader.post(NEW, data=SAID).text
    assert faults(page) == ["每人最多10个日历订阅。请先撤销不用的，再新建"]
    assert NEW not in leader.get(ALL).text


@pytest.mark.parametrize(
    ("role", "kinds"),
    [
        (Role.ORGANISER, ["centre", "hall"]),
        (Role.LEADER, ["centre"]),
        (Role.STARTUP, ["startup"]),
        (Role.JUDGE, []),
    ],
)
def test_each_is_offered_what_they_may_have(app: Flask, as_role: AsRole, role: Role, kinds: list[str]):
    client = as_role(role)
    if role is Role.STARTUP:
        with app.app_context():
            make.company(me())
    page = client.get(NEW).text
    offered = re.findall(r'<option[^>]*value="(investor|startup|centre|hall)"', page)
    assert (offered, NEW in client.get(ALL).text) == (kinds, bool(kinds))


@pytest.mark.parametrize("role", [Role.ORGANISER, Role.STARTUP, Role.INVESTOR])
def test_every_desk_leads_there(as_role: AsRole, role: Role):
    client = as_role(role)
    desk = {Role.ORGANISER: "/centre/", Role.STARTUP: "/startup/", Role.INVESTOR: "/investor/"}[role]
    assert f'href="{ALL}"' in client.get(desk).text


def test_the_public_page_leads_there_too(client: FlaskClient):
    assert f'href="{ALL}"' in client.get("/calendar").text


@pytest.mark.parametrize("many", [1, 5])
def test_the_list_costs_the_same_however_long(leader: FlaskClient, counted: Counted, many: int):
    for _number in range(many):
        made(leader)
    with counted() as statements:
        leader.get(ALL)
    assert len(statements) == 3
