"""The door: who comes in, who does not, and that a session ends when it is ended."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from roadshow.accounts import inviting, operations
from roadshow.accounts.models import Person, Session
from roadshow.accounts.permissions import Role
from roadshow.foundation import clock
from roadshow.foundation.db import db
from tests import make
from tests.web.reading import texts

PASSWORD = "twelve grey herons"  # noqa: S105  of people who live as long as a test
NOT_IT, NEW = "not this one", "eleven white storks"
WRONG = "邮箱与密码不匹配，请核对后重试"
TOO_MANY = "尝试次数太多，请在30分钟后重试"
ORGANISER = "wang@test.example"


@pytest.fixture(autouse=True)
def _people(app: Flask) -> None:
    with app.app_context():
        operations.make_person(ORGANISER, "示例王", PASSWORD, [Role.ORGANISER])
        operations.make_person("boss@test.example", "示例李", PASSWORD, [Role.ADMIN])


def sign_in(
    client: FlaskClient, email: str = ORGANISER, password: str = PASSWORD, query: str = ""
) -> TestResponse:
    return client.post(f"/sign-in{query}", data={"email": email, "password": password})


def find(email: str = ORGANISER) -> Person:
    return db.session.query(Person).filter_by(email=email).one()


def errors(answer: TestResponse) -> list[str]:
    """What the summary on top says."""
    return texts(texts_of_summary(answer.text), "li")


def texts_of_summary(page: str) -> str:
    return page.partition('<section class="errors"')[2].partition("</section>")[0]


@pytest.mark.parametrize("email", [ORGANISER, " WANG@Test.Example "])
def test_address_and_password_open_ones_own_desk(client: FlaskClient, email: str):
    answer = sign_in(client, email)
    assert (answer.status_code, answer.location) == (302, "/centre/")
    assert client.get("/account/password").status_code == 200


def test_someone_signed_in_needs_no_door(client: FlaskClient):
    sign_in(client)
    assert client.get("/sign-in").location == "/centre/"
    assert client.get("/sign-in?next=/account/password").location == "/account/password"


def test_a_refusal_says_the_same_whether_or_not_there_is_such_a_person(app: Flask, client: FlaskClient):
    with app.app_context():
        operations.make_person("gone@test.example", "示例张", PASSWORD, [Role.RECORDER])
        operations.set_active(find("gone@test.example"), False, actor=make.SOMEONE)
    tried = [
        sign_in(client, password=NOT_IT),
        sign_in(client, email="nobody@test.example"),
        sign_in(client, email="gone@test.example"),
    ]
    assert [(answer.status_code, errors(answer)) for answer in tried] == [(200, [WRONG])] * 3
    forms = {answer.text.replace("gone@", "wang@").replace("nobody@", "wang@") for answer in tried}
    assert len(forms) == 1


def test_a_refused_form_keeps_the_address_and_never_the_password(client: FlaskClient):
    page = sign_in(client, password=NOT_IT).text
    assert (f'value="{ORGANISER}"' in page, NOT_IT in page) == (True, False)


def test_an_empty_form_says_what_is_missing(client: FlaskClient):
    assert errors(sign_in(client, "", "")) == ["请填写邮箱", "请填写密码"]


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/account/password", "/account/password"),
        ("/centre/?year=2026", "/centre/?year=2026"),
        ("/..//evil.example/", "/centre/"),
        ("//evil.example/", "/centre/"),
        ("/\\evil.example", "/centre/"),
        ("/%09/evil.example", "/centre/"),
        ("https://evil.example/", "/centre/"),
        ("javascript:alert(1)", "/centre/"),
        ("evil.example", "/centre/"),
        ("", "/centre/"),
    ],
)
def test_whoever_was_going_somewhere_gets_there_if_it_is_ours(client: FlaskClient, wanted: str, reached: str):
    assert sign_in(client, query=f"?next={wanted}").location == reached


def test_the_links_to_sign_in_of_that_page_go_on_to_where_its_reader_was_going(client: FlaskClient):
    page = client.get("/sign-in?next=/investor/coming/1").text
    assert page.count('href="/sign-in?next=/investor/coming/1" data-reader') == 2
    assert 'href="/sign-in" data-reader' in client.get("/sign-in").text


def test_a_visitor_of_a_desk_is_sent_to_the_door_and_on_from_there(client: FlaskClient):
    door = client.get("/account/password")
    assert (door.status_code, door.location) == (302, "/sign-in?next=/account/password")
    assert sign_in(client, query="?next=/account/password").location == "/account/password"


def test_signing_out_ends_the_session_itself_not_only_the_cookie(app: Flask, client: FlaskClient):
    sign_in(client)
    stolen = app.test_client()
    cookie = client.get_cookie("session")
    assert cookie is not None
    stolen.set_cookie("session", cookie.value)
    before = stolen.get("/account/password").status_code
    answer = client.post("/sign-out")
    assert (before, answer.status_code, answer.location) == (200, 302, "/")
    assert stolen.get("/account/password").status_code == 302
    with app.app_context():
        assert [row.revoked_at is not None for row in db.session.query(Session)] == [True]


def test_signing_out_is_a_post_and_harmless_to_a_visitor(client: FlaskClient):
    assert [client.get("/sign-out").status_code, client.post("/sign-out").status_code] == [405, 302]


def test_a_revoked_session_ends_with_the_next_page(app: Flask, client: FlaskClient):
    sign_in(client)
    with app.app_context():
        operations.end_sessions(find())
    assert client.get("/account/password").status_code == 302


def test_a_deactivated_person_is_out_at_once(app: Flask, client: FlaskClient):
    sign_in(client)
    with app.app_context():
        operations.set_active(find(), False, actor=make.SOMEONE)
    assert client.get("/account/password").status_code == 302


def test_after_five_failures_even_the_right_password_waits_half_an_hour(client: FlaskClient):
    now = clock.now()
    with clock.at(now):
        said = [errors(sign_in(client, password=NOT_IT)) for _ in range(6)]
        assert said == [[WRONG]] * 5 + [[TOO_MANY]]
        answer = sign_in(client)
        assert (answer.status_code, errors(answer)) == (429, [TOO_MANY])
        assert answer.headers["Retry-After"] == "1800"
        assert "忘了密码，现在重设" in answer.text
        assert f"编号{answer.headers['X-Request-ID']}" in answer.text
    with clock.at(now + timedelta(minutes=29)):
        assert errors(sign_in(client)) == [TOO_MANY]
    with clock.at(now + timedelta(minutes=31)):
        assert sign_in(client).status_code == 302


def test_a_locked_account_locks_nobody_else(client: FlaskClient):
    for _ in range(6):
        sign_in(client, password=NOT_IT)
    assert sign_in(client, email="boss@test.example").status_code == 302


def test_a_success_forgets_the_failures_before_it(client: FlaskClient):
    for _ in range(4):
        sign_in(client, password=NOT_IT)
    sign_in(client)
    client.post("/sign-out")
    assert errors(sign_in(client, password=NOT_IT)) == [WRONG]


def test_the_door_is_private_and_asks_for_a_token_of_its_own(app: Flask, client: FlaskClient):
    app.config["WTF_CSRF_ENABLED"] = True
    answer = client.get("/sign-in")
    assert answer.headers["Cache-Control"] == "no-store"
    assert 'name="csrf_token"' in answer.text
    assert sign_in(client).status_code == 400
    token = answer.text.partition('name="csrf_token" type="hidden" value="')[2].partition('"')[0]
    data = {"email": ORGANISER, "password": PASSWORD, "csrf_token": token}
    assert client.post("/sign-in", data=data).status_code == 302


def test_a_cookie_of_the_service_is_out_of_reach_of_scripts_and_other_sites(client: FlaskClient):
    cookie = sign_in(client).headers["Set-Cookie"]
    assert sorted(part.strip() for part in cookie.split(";")[1:]) == ["HttpOnly", "Path=/", "SameSite=Lax"]


def test_a_new_password_counts_at_once_and_ends_the_sessions_elsewhere(app: Flask, client: FlaskClient):
    elsewhere = app.test_client()
    sign_in(elsewhere)
    sign_in(client)
    new = {"old": PASSWORD, "new": NEW, "again": NEW}
    assert client.post("/account/password", data=new).location == "/centre/"
    seen = [reader.get("/account/password").status_code for reader in (client, elsewhere)]
    assert seen == [200, 302]
    assert errors(sign_in(elsewhere)) == [WRONG]
    assert sign_in(elsewhere, password=NEW).status_code == 302


@pytest.mark.parametrize(
    ("old", "new", "again", "said"),
    [
        (NOT_IT, NEW, NEW, ["当前密码不对"]),
        (PASSWORD, NEW, "eleven white stork", ["两次写的新密码不一样"]),
        (PASSWORD, "short", "short", ["密码至少8个字符，现在是5个"]),
        (PASSWORD, "12345678", "12345678", ["这个密码太常见，容易被猜到，请换一个"]),
        (PASSWORD, PASSWORD, PASSWORD, ["新密码不能与当前密码相同"]),
        (PASSWORD, ORGANISER, ORGANISER, ["密码不能是自己的姓名或邮箱，请换一个"]),
        ("", "", "", ["请填写当前密码", "请填写新密码", "请再写一次新密码"]),
    ],
)
def test_a_password_is_not_changed_without_good_reason(
    client: FlaskClient, old: str, new: str, again: str, said: list[str]
):
    sign_in(client)
    answer = client.post("/account/password", data={"old": old, "new": new, "again": again})
    assert errors(answer) == said
    client.post("/sign-out")
    assert sign_in(client).status_code == 302


def invited(app: Flask, email: str | None = "new@test.example", *roles: Role) -> str:
    with app.app_context():
        name = "示例陈" if email else ""
        token = inviting.invite(email, name, roles or [Role.INVESTOR], actor=make.SOMEONE)
        return f"/invitations/{token}"


ACCEPTED = {"email": "new@test.example", "name": "示例陈", "password": "nine black swans", "agreed": "y"}


def test_an_invitation_shows_whom_it_is_for_and_what_they_will_be(app: Flask, client: FlaskClient):
    page = client.get(invited(app, "new@test.example", Role.RECORDER, Role.LEADER)).text
    assert texts(page, "span", "tag") == ["成果登记员", "领导"]
    assert 'value="new@test.example"' in page
    assert page.count("readonly") == 1


def test_an_invitation_makes_the_account_once(app: Flask, client: FlaskClient):
    link = invited(app)
    answer = client.post(link, data=ACCEPTED)
    assert (answer.status_code, answer.location) == (302, "/investor/")
    assert client.get(link).status_code == 410
    assert sign_in(app.test_client(), "new@test.example", "nine black swans").status_code == 302


def test_an_invitation_for_one_address_takes_no_other(app: Flask, client: FlaskClient):
    client.post(invited(app), data=ACCEPTED | {"email": "other@test.example"})
    with app.app_context():
        found = [person.email for person in db.session.query(Person).order_by(Person.id)]
    assert found == [ORGANISER, "boss@test.example", "new@test.example"]


def test_a_refused_invitation_keeps_what_was_typed_and_can_be_tried_again(app: Flask, client: FlaskClient):
    link = invited(app)
    answer = client.post(link, data=ACCEPTED | {"name": "示例陈二", "password": "short"})
    assert errors(answer) == ["密码至少8个字符，现在是5个"]
    assert 'value="示例陈二"' in answer.text
    assert client.post(link, data=ACCEPTED).status_code == 302


def test_a_link_that_never_was_is_missing(client: FlaskClient):
    assert client.get("/invitations/made-up").status_code == 404
