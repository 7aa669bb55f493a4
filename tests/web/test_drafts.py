"""What was typed when the session had ended is shown to its person again, to nobody else, and is not saved unseen."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.accounts import operations
from roadshow.accounts.models import Draft, Person
from roadshow.accounts.permissions import Role
from roadshow.accounts.queries import find_person
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.halls.queries import list_halls
from tests.conftest import PASSWORD
from tests.web.reading import texts

FORM = "/centre/halls/new"
TYPED = {
    "name": "五楼<厅>",
    "address": "示例路60号",
    "capacity": "八十",
    "setup_minutes": "45",
    "teardown_minutes": "",
}
OWN, OTHER = "own@test.example", "other@test.example"
NOTE = "这是您登录失效前填写的内容，还没有保存。请核对后再提交；文件要重新选择。"


@pytest.fixture
def people(app: Flask) -> None:
    with app.app_context():
        for email in (OWN, OTHER):
            operations.make_person(email, email.split("@")[0], PASSWORD, [Role.ORGANISER])


def sign_in(client: FlaskClient, email: str = OWN, then: str = "") -> str:
    """Where it leads."""
    answer = client.post("/sign-in", query_string={"next": then}, data={"email": email, "password": PASSWORD})
    assert answer.status_code == 302
    return answer.location


def end_sessions(app: Flask, email: str = OWN) -> None:
    with app.app_context():
        person = find_person(email)
        assert person is not None
        operations.end_sessions(person)


def drafts(app: Flask) -> list[str]:
    """Whose there are."""
    with app.app_context():
        return [row.email for row in db.session.query(Person).join(Draft, Draft.person_id == Person.id)]


def halls(app: Flask) -> list[str]:
    with app.app_context():
        return [hall.name for hall in list_halls()]


def value_of(page: str, name: str) -> str:
    """What the field of this name holds."""
    [tag] = [
        part.split(">")[0] for part in page.split("<input ")[1:] if f'name="{name}"' in part.split(">")[0]
    ]
    return tag.split('value="')[1].split('"')[0] if 'value="' in tag else ""


@pytest.fixture
def late(app: Flask, people: None) -> FlaskClient:
    """Somebody who handed the form in when their session had ended."""
    client = app.test_client()
    sign_in(client)
    end_sessions(app)
    answer = client.post(FORM, data=TYPED)
    assert answer.location == f"/sign-in?next={FORM}"
    return client


def test_after_signing_in_the_form_holds_what_was_typed(app: Flask, late: FlaskClient) -> None:
    assert sign_in(late, then=FORM) == FORM
    page = late.get(FORM).text
    assert {name: value_of(page, name) for name in TYPED} == TYPED | {"name": "五楼&lt;厅&gt;"}
    assert NOTE in texts(page, "p")
    assert halls(app) == []


def test_the_door_says_once_that_the_session_ended_and_what_is_kept(app: Flask, late: FlaskClient) -> None:
    pages = [late.get("/sign-in").text for _time in range(2)]
    ended = "登录已失效，请重新登录。"
    assert [texts(page, "p", "note now") for page in pages] == [
        [f"{ended}刚才填写的内容已为您保留，登录后接着填。"],
        [],
    ]
    late.get(FORM)
    assert texts(late.get("/sign-in").text, "p", "note now") == [ended]


def test_the_door_says_nothing_to_who_never_had_a_session_or_ended_it(
    client: FlaskClient, people: None
) -> None:
    client.get(FORM)
    strange = client.get("/sign-in").text
    sign_in(client)
    client.post("/sign-out")
    client.get(FORM)
    assert [texts(page, "p", "note now") for page in (strange, client.get("/sign-in").text)] == [[], []]


def test_it_is_there_until_the_form_comes_again(app: Flask, late: FlaskClient) -> None:
    sign_in(late)
    for _time in range(2):
        assert value_of(late.get(FORM).text, "address") == "示例路60号"
    late.post(FORM, data=TYPED | {"capacity": "80", "teardown_minutes": "0"})
    assert (halls(app), drafts(app)) == (["五楼<厅>"], [])
    assert value_of(late.get(FORM).text, "address") == ""


def test_nobody_else_at_this_browser_sees_it(app: Flask, late: FlaskClient) -> None:
    sign_in(late, OTHER)
    page = late.get(FORM).text
    assert (value_of(page, "address"), NOTE in page) == ("", False)
    late.post("/sign-out")
    sign_in(late, OWN)
    assert drafts(app) == [OWN]


def test_another_form_stays_empty(late: FlaskClient) -> None:
    sign_in(late)
    assert NOTE not in late.get("/centre/seasons/new").text


def test_after_a_day_it_is_gone(app: Flask, late: FlaskClient) -> None:
    with clock.at(clock.now() + timedelta(days=1, minutes=1)):
        sign_in(late)
        assert NOTE not in late.get(FORM).text
        with app.app_context():
            operations.clear()
    assert drafts(app) == []


def test_it_can_be_thrown_away(app: Flask, late: FlaskClient) -> None:
    sign_in(late)
    answer = late.post("/account/draft/drop", query_string={"next": f"{FORM}?"})
    assert (answer.location, drafts(app)) == (FORM, [])
    assert NOTE not in late.get(FORM).text


def test_who_was_idle_too_long_finds_it_too(app: Flask, people: None) -> None:
    client = app.test_client()
    start = clock.now()
    with clock.at(start):
        sign_in(client)
    with clock.at(start + timedelta(minutes=31)):
        client.post(FORM, data=TYPED)
        sign_in(client)
        assert value_of(client.get(FORM).text, "address") == "示例路60号"


def test_who_signed_out_in_another_tab_finds_it_too(app: Flask, people: None) -> None:
    client = app.test_client()
    sign_in(client)
    client.post("/sign-out")
    client.post(FORM, data=TYPED)
    sign_in(client)
    assert value_of(client.get(FORM).text, "address") == "示例路60号"


def test_without_the_sessions_token_the_door_still_leads_back(app: Flask, people: None) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    client = app.test_client()
    assert client.post(FORM, data=TYPED).location == f"/sign-in?next={FORM}"
    assert drafts(app) == []


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("/account/password", {"old": PASSWORD, "new": "another long one", "again": "another long one"}),
        (FORM, {"name": "x" * 70_000}),
        (FORM, {}),
        ("/centre/pitches/1/screen", {"back": "list"}),
    ],
)
def test_passwords_and_buttons_and_floods_are_not_kept(
    app: Flask, people: None, path: str, typed: dict[str, str]
) -> None:
    client = app.test_client()
    sign_in(client)
    end_sessions(app)
    assert client.post(path, data=typed).status_code == 302
    assert drafts(app) == []


def test_there_is_one_a_person(app: Flask, late: FlaskClient) -> None:
    late.post("/centre/seasons/new", data={"year": "2031", "target": "9"})
    assert drafts(app) == [OWN]
    sign_in(late)
    assert value_of(late.get("/centre/seasons/new").text, "year") == "2031"
