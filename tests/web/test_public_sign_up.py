"""A startup's own account: a form, a letter, one button."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.accounts import coming_in, queries
from roadshow.accounts.models import Consent, Person, SignUp
from roadshow.accounts.permissions import Role
from roadshow.accounts.rules import PRIVACY_VERSION
from roadshow.foundation import clock
from roadshow.foundation.db import db
from tests import make
from tests.accounts.written import kinds_to, paths_to
from tests.conftest import PASSWORD, AnotherApp, AsRole
from tests.databases import settings_for
from tests.races.at_once import WON, at_once
from tests.web.owned import faults
from tests.web.selecting import words_of

EMAIL = "chen@test.example"
TYPED = {"name": "示例陈", "email": EMAIL, "password": PASSWORD, "agreed": "y"}


def asked(app: Flask, client: FlaskClient, **other: str) -> str:
    """The path of the link that came."""
    client.post("/sign-up", data=TYPED | other)
    with app.app_context():
        return paths_to(other.get("email", EMAIL))[-1]


def test_the_link_opens_a_page_with_one_button_that_makes_the_account(app: Flask, client: FlaskClient):
    link = asked(app, client)
    assert words_of(client.get(link).text, "main button") == ["完成注册"]
    with app.app_context():
        assert queries.find_person(EMAIL) is None
    assert client.post(link).location == "/startup/"
    with app.app_context():
        person = queries.find_person(EMAIL)
        assert person is not None
        assert (person.name, person.roles) == ("示例陈", [Role.STARTUP])
    assert client.get("/startup/").status_code == 200
    door = app.test_client().post("/sign-in", data={"email": EMAIL, "password": PASSWORD})
    assert door.location == "/startup/"


def test_what_was_agreed_to_is_kept_with_its_version_and_the_time_of_asking(app: Flask, client: FlaskClient):
    asked_at = clock.now()
    with clock.at(asked_at):
        link = asked(app, client)
    client.post(link)
    with app.app_context():
        kept = [(row.purpose, row.version, row.given_at) for row in db.session.query(Consent)]
    assert kept == [("privacy", PRIVACY_VERSION, asked_at)]


def test_a_known_address_reads_the_same_words_and_gets_another_letter(app: Flask, client: FlaskClient):
    with app.app_context():
        make.person(email="known@test.example", language="zh")
    pages = [
        client.post("/sign-up", data=TYPED | {"email": email}).text for email in (EMAIL, "known@test.example")
    ]
    assert pages[0] == pages[1].replace("known@", "chen@")
    with app.app_context():
        assert kinds_to(EMAIL) == ["account.sign_up"]
        assert kinds_to("known@test.example") == ["account.known"]
        assert paths_to("known@test.example") == ["/sign-in", "/forgot"]
        assert db.session.query(Person).count() == 1


@pytest.mark.parametrize("hours", [24, 25])
def test_the_link_lapses_after_a_day_and_says_where_another_comes_from(
    app: Flask, client: FlaskClient, hours: int
):
    link = asked(app, client)
    with clock.at(clock.now() + timedelta(hours=hours)):
        answers = [client.get(link), client.post(link)]
    assert [answer.status_code for answer in answers] == [410, 410]
    assert words_of(answers[0].text, "main a.btn") == ["再注册一次"]


def test_the_link_is_good_once_and_ends_the_others_to_its_address(app: Flask, client: FlaskClient):
    first, second = asked(app, client), asked(app, client)
    client.post(second)
    assert [client.get(link).status_code for link in (first, second)] == [410, 410]


def test_an_address_that_was_invited_meanwhile_is_told_that_it_has_an_account(
    app: Flask, client: FlaskClient
):
    link = asked(app, client)
    with app.app_context():
        make.person(email=EMAIL)
    answer = client.post(link)
    assert (answer.status_code, words_of(answer.text, "p.lead")) == (409, ["这个邮箱已有账号"])


def test_of_eight_that_press_the_button_at_once_one_makes_the_account(app: Flask, client: FlaskClient):
    token = asked(app, client).rpartition("/")[2]

    def press() -> object:
        found = queries.get_sign_up(token)
        return lambda: coming_in.finish_sign_up(found, address="")

    answers = at_once(app, [press] * 8)
    with app.app_context():
        assert (answers.count(WON), db.session.query(Person).count()) == (1, 1)
    assert set(answers) == {WON, "Gone('sign-up')"}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": "", "email": "", "password": ""}, ["请填写姓名", "请填写邮箱", "请设一个密码"]),
        ({"agreed": ""}, ["请先阅读并同意隐私说明"]),
        ({"password": "seven77"}, ["密码至少8个字符，现在是7个"]),
        ({"password": "x" * 1001}, ["密码最多1000个字符"]),
        (
            {"email": f"{'x' * 240}@test.example.cn"},
            [f"邮箱“{'x' * 60}”的写法不对，应像 name@example.cn"],
        ),
        (
            {"email": "chen@test.example\nBcc: all@test.example"},
            ["邮箱“chen@test.example bcc: all@test.example”的写法不对，应像 name@example.cn"],
        ),
        ({"name": "长" * 101}, ["姓名最多100个字，现在是101个字"]),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_sent(
    app: Flask, client: FlaskClient, typed: dict[str, str], said: list[str]
):
    given = {name: text for name, text in (TYPED | typed).items() if text}
    assert faults(client.post("/sign-up", data=given).text) == said
    with app.app_context():
        assert db.session.query(SignUp).count() == 0


@pytest.mark.parametrize("name", ["{{7*7}}", "=cmd|' /C calc'!A0", "<b>示例</b>"])
def test_a_name_is_words_on_the_page_and_in_the_letter(app: Flask, client: FlaskClient, name: str):
    link = asked(app, client, name=name)
    assert words_of(client.get(link).text, "p.lead") == [
        f"按下按钮，就为{name}建立账号并登录。以后用{EMAIL}和注册时设的密码登录。"
    ]


def test_somebody_signed_in_needs_no_account(as_role: AsRole):
    assert as_role(Role.JUDGE).get("/sign-up").location == "/judge/"


def statuses(client: FlaskClient, emails: Sequence[str]) -> list[int]:
    return [client.post("/sign-up", data=TYPED | {"email": email}).status_code for email in emails]


def test_an_address_gets_five_letters_in_half_an_hour_whoever_asks(app: Flask, client: FlaskClient):
    with clock.at(now := clock.now()):
        assert statuses(client, [EMAIL] * 6) == [200] * 5 + [429]
        assert client.post("/forgot", data={"email": EMAIL}).status_code == 429
        assert statuses(client, ["other@test.example"]) == [200]
    with clock.at(now + timedelta(minutes=31)):
        assert statuses(client, [EMAIL]) == [200]


def test_a_network_address_has_fifty_letters_sent_in_half_an_hour(client: FlaskClient):
    forms = [client.post("/forgot", data={"email": f"n{number}@test.example"}) for number in range(51)]
    assert [answer.status_code for answer in forms] == [200] * 50 + [429]


def test_as_long_as_no_mail_leaves_the_house_the_page_says_whom_to_ask(
    app: Flask, another_app: AnotherApp, tmp_path: Path
):
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    said = []
    for smtp in ("", "smtp://127.0.0.1:1"):
        one = another_app(replace(settings_for(url, tmp_path), smtp=smtp, contact="0573-0000 0000"))
        said.append(words_of(one.test_client().get("/sign-up").text, "div.note p"))
    assert said == [
        [
            "本站还没有接通邮件，信暂时发不出去。请工作人员给您一个一次性链接。",
            "联系路演中心：0573-0000 0000。",
        ],
        [],
    ]
