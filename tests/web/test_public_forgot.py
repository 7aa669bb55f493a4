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
    assert words_of(answers[0].text, "main a.btn") == ["再要一封信"]


def test_the_link_of_an_account_that_was_closed_meanwhile_is_gone(app: Flask, client: FlaskClient):
    link = asked(app, client)
    with app.app_context():
        person = find_person(EMAIL)
        assert person is not None
        operations.set_active(person, False, actor=make.SOMEONE)
    assert client.post(link, data=CHOSEN).status_code == 410


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"password": "", "again": ""}, ["请填写新密码", "请再写一次新密码"]),
        ({"password": "seven77", "again": "seven78"}, ["密码至少8个字符，现在是7个", "两次写的新密码不一样"]),
        ({"password": "x" * 1001, "again": "x" * 1001}, ["密码最多1000个字符"]),
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
