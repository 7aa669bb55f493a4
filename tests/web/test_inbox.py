"""What everybody who signs in reads: letters to them, and which of them come by mail."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.accounts.permissions import Role
from roadshow.accounts.queries import find_person
from roadshow.foundation.db import db
from roadshow.notices.kinds import KINDS, Kind, Night
from roadshow.notices.models import Letter
from roadshow.notices.operations import Reader, queue
from roadshow.notices.queries import list_unwanted
from roadshow.notices.unsubscribing import token_of
from tests.conftest import AsRole, Counted
from tests.web.reading import texts

ME = "startup1@test.example"
SAID = {"title": "新材料专场", "roadshow": "“新材料专场”", "reason": "场馆检修", "event": ""}


@pytest.fixture
def me(as_role: AsRole) -> FlaskClient:
    return as_role(Role.STARTUP)


def written(app: Flask, email: str = ME, kind: str = "roadshow.cancelled", many: int = 1) -> list[int]:
    with app.app_context():
        person = find_person(email)
        to_id = person.id if person else 999
        for _number in range(many):
            said = SAID if kind == "roadshow.cancelled" else {}
            queue(kind, {Reader(to_id, "测试", email, "zh"): said})
        db.session.rollback()
        return [letter.id for letter in db.session.query(Letter).order_by(Letter.id)]


def test_a_letter_is_unread_until_its_reader_has_opened_it(app: Flask, me: FlaskClient) -> None:
    (letter_id,) = written(app)
    assert "1封未读" in me.get("/account/inbox").text
    assert set(texts(me.get("/startup/").text, "span", "n")) == {"1封未读"}
    page = me.get(f"/account/inbox/{letter_id}").text
    assert (texts(page, "h1"), "“新材料专场”已取消。原因：场馆检修" in page) == (["取消：新材料专场"], True)
    assert "没有未读的通知" in me.get("/account/inbox").text
    assert texts(me.get("/startup/").text, "span", "n") == []


def test_all_are_marked_as_read_at_a_press(app: Flask, me: FlaskClient) -> None:
    written(app, many=3)
    assert me.post("/account/inbox/read").location == "/account/inbox"
    assert "没有未读的通知" in me.get("/account/inbox").text


def test_anothers_letter_and_a_secret_one_are_not_found(
    app: Flask, me: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(
        KINDS, "test.secret", Kind("密", "一次性链接", "http://x", secret=True, night=Night.BY_HAND)
    )
    ids = [*written(app, "another@test.example"), *written(app, kind="test.secret")[1:]]
    assert [me.get(f"/account/inbox/{letter_id}").status_code for letter_id in ids] == [404, 404]
    assert "还没有通知" in me.get("/account/inbox").text


@pytest.mark.parametrize("many", [1, 3])
def test_the_inbox_costs_the_same_however_long(
    app: Flask, me: FlaskClient, counted: Counted, many: int
) -> None:
    written(app, many=many)
    with counted() as statements:
        page = me.get("/account/inbox").text
    assert (len(statements), page.count('scope="row"')) == (4, many)


def test_each_kind_that_one_can_do_without_is_on_or_off(app: Flask, me: FlaskClient) -> None:
    page = me.get("/account/letters").text
    assert page.count("checked") == len([kind for kind in KINDS.values() if not kind.needed])
    me.post("/account/letters", data={"kinds": ["roadshow.cancelled"]})
    with app.app_context():
        free = {name for name, kind in KINDS.items() if not kind.needed}
        assert list_unwanted(ME) == free - {"roadshow.cancelled"}
    assert me.post("/account/letters", data={"kinds": ["nonsense"]}).status_code == 200


def signed(app: Flask, kind: str = "roadshow.cancelled") -> str:
    return f"/letters/unsubscribe/{token_of(app.config['SECRET_KEY'], ME, kind)}"


def test_the_link_in_a_letter_asks_once_and_a_mail_program_needs_no_session_and_no_token(
    app: Flask, client: FlaskClient
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    url = signed(app)
    assert client.get(url).status_code == 200
    with app.app_context():
        assert list_unwanted(ME) == set()
    assert client.post(url, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    with app.app_context():
        assert list_unwanted(ME) == {"roadshow.cancelled"}
    client.post(url, data={"wanted": "1"})
    with app.app_context():
        assert list_unwanted(ME) == set()


def test_a_forged_link_is_not_found_and_changes_nothing(app: Flask, client: FlaskClient) -> None:
    url = signed(app)
    forged = [
        f"{url}x",
        url.replace("/unsubscribe/", "/unsubscribe/x"),
        "/letters/unsubscribe/...",
        signed(app, "x.y"),
    ]
    answers = [(client.get(one).status_code, client.post(one).status_code) for one in forged]
    assert answers == [(404, 404)] * len(forged)
    with app.app_context():
        assert list_unwanted(ME) == set()
