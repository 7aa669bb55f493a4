"""Back in without the password."""

import time
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.accounts import operations
from roadshow.accounts.permissions import Role
from roadshow.accounts.queries import find_person
from roadshow.foundation import clock
from roadshow.web.public.by_letter import TAKES
from tests import make
from tests.accounts.written import kinds_to, paths_to
from tests.conftest import PASSWORD
from tests.web.owned import faults
from tests.web.selecting import words_of

EMAIL, NEW = "wang@test.example", "eleven white storks"
CHOSEN = {"password": NEW, "again": NEW}


@pytest.fixture(autouse=True)
def _wang(app: Flask) -> None:
    with app.app_context():
        operations.make_person(EMAIL, "示例王", PASSWORD, [Role.ORGANISER])


def asked(app: Flask, client: FlaskClient) -> str:
    """The path of the link that came."""
    client.post("/forgot", data={"email": f" {EMAIL.upper()} "})
    with app.app_context():
        return paths_to(EMAIL)[-1]


def test_the_link_takes_a_new_password_ends_all_sessions_and_tells_its_owner(app: Flask, client: FlaskClient):
    elsewhere = app.test_client()
    elsewhere.post("/sign-in", data={"email": EMAIL, "password": PASSWORD})
    link = asked(app, client)
    assert client.get(link).status_code == 200
    assert client.post(link, data=CHOSEN).location == "/centre/"
    assert [reader.get("/centre/").status_code for reader in (client, elsewhere)] == [200, 302]
    tried = [elsewhere.post("/sign-in", data={"email": EMAIL, "password": one}) for one in (PASSWORD, NEW)]
    assert [answer.status_code for answer in tried] == [200, 302]
    with app.app_context():
        assert kinds_to(EMAIL) == ["account.reset", "account.password_changed"]
    assert client.get(link).status_code == 410


def test_the_clock_does_not_tell_either(client: FlaskClient):
    """What is done for an account is over within the time that every answer takes."""
    took = []
    for email in (EMAIL, "nobody@test.example"):
        began = time.monotonic()
        client.post("/forgot", data={"email": email})
        took.append(time.monotonic() - began >= TAKES)
    assert took == [True, True]


def test_an_unknown_or_a_closed_account_reads_the_same_words_and_no_letter_is_written(
    app: Flask, client: FlaskClient
):
    with app.app_context():
        make.person(email="gone@test.example", active=False)
    emails = [EMAIL, "nobody@test.example", "gone@test.example"]
    pages = [client.post("/forgot", data={"email": email}).text for email in emails]
    told = {page.replace(email, EMAIL) for page, email in zip(pages, emails, strict=True)}
    with app.app_context():
        assert (len(told), [kinds_to(email) for email in emails]) == (1, [["account.reset"], [], []])


def test_an_older_link_dies_with_a_newer_one(app: Flask, client: FlaskClient):
    links = [asked(app, client), asked(app, client)]
    assert [client.get(link).status_code for link in links] == [410, 200]


def test_a_link_lapses_after_an_hour_and_says_where_another_comes_from(app: Flask, client: FlaskClient):
    link = asked(app, client)
    with clock.at(clock.now() + timedelta(hours=1)):
        answers = [client.get(link), client.post(link, data=CHOSEN)]
    assert [answer.status_code for answer in answers] == [410, 410]
    assert words_of(answers[0].text, "main a.btn") == ["重新发送"]


def test_the_link_of_an_account_that_was_closed_meanwhile_is_gone(app: Flask, client: FlaskClient):
    link = asked(app, client)
    with app.app_context():
        person = find_person(EMAIL)
        assert person is not None
        operations.set_active(person, False, actor=make.SOMEONE)
    assert client.post(link, data=CHOSEN).status_code == 410


def test_the_link_of_an_account_that_was_closed_stays_gone_when_it_is_opened_again(
    app: Flask, client: FlaskClient
):
    link = asked(app, client)
    with app.app_context():
        person = find_person(EMAIL)
        assert person is not None
        operations.set_active(person, False, actor=make.SOMEONE)
        operations.set_active(person, True, actor=make.SOMEONE)
    assert client.get(link).status_code == 410


def test_a_link_ends_when_the_password_is_changed(app: Flask, client: FlaskClient):
    link, owner = asked(app, client), app.test_client()
    owner.post("/sign-in", data={"email": EMAIL, "password": PASSWORD})
    owner.post("/account/password", data={"old": PASSWORD, "new": NEW, "again": NEW})
    assert client.post(link, data=CHOSEN).status_code == 410
    assert owner.get("/centre/").status_code == 200


def ask_from(app: Flask, network: str, email: str = EMAIL, page: str = "/forgot") -> tuple[int, str]:
    """The status and the page; of the network only the last number differs."""
    visitor = app.test_client()
    answer = visitor.post(page, data={"email": email}, environ_base={"REMOTE_ADDR": network})
    return answer.status_code, answer.text.replace(email, EMAIL)


@pytest.mark.parametrize("page", ["/forgot", "/sign-up"])
def test_requests_from_elsewhere_do_not_use_up_ones_own(app: Flask, page: str):
    elsewhere = [ask_from(app, "192.0.2.1", page=page)[0] for _ in range(6)]
    own = [ask_from(app, "192.0.2.2", page=page)[0] for _ in range(6)]
    with app.app_context():
        assert (elsewhere, own, len(kinds_to(EMAIL))) == ([200] * 5 + [429], [200] * 5 + [429], 10)


def test_past_the_limit_of_a_mailbox_its_last_link_stays_good_and_the_page_is_the_usual_one(app: Flask):
    now = clock.now()
    with clock.at(now):
        usual = {ask_from(app, f"192.0.2.{number // 5}")[1] for number in range(15)}
    with clock.at(now + timedelta(minutes=29)):
        full = [ask_from(app, f"192.0.2.{number}") for number in range(10, 20)]
        with app.app_context():
            links = paths_to(EMAIL)
        assert [app.test_client().get(link).status_code for link in links] == [410] * 14 + [200]
    with clock.at(now + timedelta(minutes=31)):
        ask_from(app, "192.0.2.99")
    with app.app_context():
        assert len(paths_to(EMAIL)) == 16
    assert ({status for status, _page in full}, {page for _status, page in full} | usual) == ({200}, usual)


def test_past_the_limit_an_unknown_address_reads_the_same_page(app: Flask):
    pages = {
        email: [ask_from(app, f"192.0.2.{number // 5}", email) for number in range(17)]
        for email in (EMAIL, "nobody@test.example")
    }
    assert pages[EMAIL] == pages["nobody@test.example"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"password": "", "again": ""}, ["请填写新密码", "请再写一次新密码"]),
        ({"password": "seven77", "again": "seven78"}, ["密码至少8个字符，现在是7个", "两次写的新密码不一样"]),
        ({"password": "x" * 1001, "again": "x" * 1001}, ["密码最多1000个字符"]),
        ({"password": PASSWORD, "again": PASSWORD}, ["新密码不能与当前密码相同"]),
        ({"password": EMAIL, "again": EMAIL}, ["密码不能是自己的姓名或邮箱，请换一个"]),
    ],
)
def test_a_password_that_is_none_leaves_the_link_good(
    app: Flask, client: FlaskClient, typed: dict[str, str], said: list[str]
):
    link = asked(app, client)
    assert faults(client.post(link, data=typed).text) == said
    assert client.post(link, data=CHOSEN).status_code == 302


def test_whoever_was_shut_out_for_guessing_is_in_again(app: Flask, client: FlaskClient):
    for _ in range(6):
        client.post("/sign-in", data={"email": EMAIL, "password": "not this one"})
    client.post(asked(app, client), data=CHOSEN)
    answer = app.test_client().post("/sign-in", data={"email": EMAIL, "password": NEW})
    assert answer.location == "/centre/"


def test_a_bad_address_is_told_its_fault(client: FlaskClient):
    page = client.post("/forgot", data={"email": "wang"}).text
    assert faults(page) == ["邮箱“wang”的写法不对，应像 name@example.cn"]
