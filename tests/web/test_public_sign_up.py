"""A startup's own account: an address, a letter, and what its reader chooses behind the link."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from html import unescape
from pathlib import Path
from urllib.parse import quote

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
CHOSEN = {"name": "示例陈", "password": PASSWORD, "agreed": "y", "role": "startup"}


def asked(app: Flask, client: FlaskClient, email: str = EMAIL) -> str:
    """The path of the link that came."""
    client.post("/sign-up", data={"email": email})
    with app.app_context():
        return paths_to(email)[-1]


def test_the_account_is_made_behind_the_link_with_the_password_that_is_chosen_there(
    app: Flask, client: FlaskClient
):
    link = asked(app, client)
    assert words_of(client.get(link).text, "main button") == ["完成注册"]
    with app.app_context():
        assert queries.find_person(EMAIL) is None
    assert client.post(link, data=CHOSEN).location == "/startup/"
    with app.app_context():
        person = queries.find_person(EMAIL)
        assert person is not None
        assert (person.name, person.roles) == ("示例陈", [Role.STARTUP])
    assert client.get("/startup/").status_code == 200
    door = app.test_client().post("/sign-in", data={"email": EMAIL, "password": PASSWORD})
    assert door.location == "/startup/"


def test_an_investor_makes_an_account_too(app: Flask, client: FlaskClient):
    answer = client.post(asked(app, client), data=CHOSEN | {"role": "investor"})
    with app.app_context():
        person = queries.find_person(EMAIL)
        assert person is not None
        assert (answer.location, person.roles) == ("/investor/", [Role.INVESTOR])


@pytest.mark.parametrize("role", ["", "admin", "judge"])
def test_nobody_takes_another_role_by_themselves(app: Flask, client: FlaskClient, role: str):
    page = client.post(asked(app, client), data=CHOSEN | {"role": role}).text
    with app.app_context():
        assert (len(faults(page)), db.session.query(Person).count()) == (1, 0)


def test_whoever_asks_for_a_foreign_address_chooses_nothing_of_its_account(app: Flask, client: FlaskClient):
    stranger, theirs = app.test_client(), "a password of the stranger"
    stranger.post("/sign-up", data={"email": EMAIL, "name": "示例生人", "password": theirs, "agreed": "y"})
    with app.app_context():
        (link,) = paths_to(EMAIL)
    client.post(link, data=CHOSEN)
    tried = stranger.post("/sign-in", data={"email": EMAIL, "password": theirs})
    with app.app_context():
        person = queries.find_person(EMAIL)
        assert person is not None
        assert (tried.status_code, person.name) == (200, "示例陈")


def test_the_account_is_of_the_address_that_the_letter_went_to(app: Flask, client: FlaskClient):
    client.post(asked(app, client), data=CHOSEN | {"email": "other@test.example"})
    with app.app_context():
        assert [person.email for person in db.session.query(Person)] == [EMAIL]


def test_what_was_agreed_to_is_kept_with_its_version_and_its_time(app: Flask, client: FlaskClient):
    link, agreed_at = asked(app, client), clock.now() + timedelta(hours=1)
    with clock.at(agreed_at):
        client.post(link, data=CHOSEN)
    with app.app_context():
        kept = [(row.purpose, row.version, row.given_at) for row in db.session.query(Consent)]
    assert kept == [("privacy", PRIVACY_VERSION, agreed_at)]


def test_a_known_address_reads_the_same_words_and_gets_another_letter(app: Flask, client: FlaskClient):
    with app.app_context():
        make.person(email="known@test.example", language="zh")
    pages = [client.post("/sign-up", data={"email": email}).text for email in (EMAIL, "known@test.example")]
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
        answers = [client.get(link), client.post(link, data=CHOSEN)]
    assert [answer.status_code for answer in answers] == [410, 410]
    assert words_of(answers[0].text, "main a.btn") == ["再注册一次"]


def test_the_link_is_good_once_and_ends_the_others_to_its_address(app: Flask, client: FlaskClient):
    first, second = asked(app, client), asked(app, client)
    client.post(second, data=CHOSEN)
    assert [client.get(link).status_code for link in (first, second)] == [410, 410]


def test_an_address_that_was_invited_meanwhile_is_told_that_it_has_an_account(
    app: Flask, client: FlaskClient
):
    link = asked(app, client)
    with app.app_context():
        make.person(email=EMAIL)
    answer = client.post(link, data=CHOSEN)
    assert (answer.status_code, faults(answer.text)) == (200, ["这个邮箱已有账号"])


def test_of_eight_that_press_the_button_at_once_one_makes_the_account(app: Flask, client: FlaskClient):
    token = asked(app, client).rpartition("/")[2]

    def press() -> object:
        found = queries.get_sign_up(token)
        return lambda: coming_in.finish_sign_up(found, "示例陈", PASSWORD, address="")

    answers = at_once(app, [press] * 8)
    with app.app_context():
        assert (answers.count(WON), db.session.query(Person).count()) == (1, 1)
    assert set(answers) == {WON, "Gone('sign-up')"}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "请填写邮箱"),
        (f"{'x' * 240}@test.example.cn", f"邮箱“{'x' * 60}”的写法不对，应像 name@example.cn"),
        (
            "chen@test.example\nBcc: all@test.example",
            "邮箱“chen@test.example bcc: all@test.example”的写法不对，应像 name@example.cn",
        ),
    ],
)
def test_an_address_that_is_none_is_told_and_nothing_is_sent(
    app: Flask, client: FlaskClient, typed: str, said: str
):
    assert faults(client.post("/sign-up", data={"email": typed}).text) == [said]
    with app.app_context():
        assert db.session.query(SignUp).count() == 0


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": "", "password": ""}, ["请填写姓名", "请设一个密码"]),
        ({"agreed": ""}, ["请先阅读并同意隐私说明"]),
        ({"password": "seven77"}, ["密码至少8个字符，现在是7个"]),
        ({"password": "x" * 1001}, ["密码最多1000个字符"]),
        ({"name": "长" * 101}, ["姓名最多100个字，现在是101个字"]),
        *(({"name": unseen}, ["请填写姓名"]) for unseen in ("\u00ad", "\u200d\u200c", "\u034f", "\u3164")),
        *(({"name": unseen}, ["请填写姓名"]) for unseen in ("\u115f", "\U000e0041", "\u2800 \uffa0")),
        ({"name": "— ! —"}, ["姓名至少要有一个看得见的字"]),
    ],
)
def test_what_is_wrong_behind_the_link_is_said_and_leaves_it_good(
    app: Flask, client: FlaskClient, typed: dict[str, str], said: list[str]
):
    link, given = asked(app, client), {name: text for name, text in (CHOSEN | typed).items() if text}
    assert faults(client.post(link, data=given).text) == said
    assert client.post(link, data=CHOSEN).location == "/startup/"


@pytest.mark.parametrize("name", ["{{7*7}}", "=cmd|' /C calc'!A0", "<b>示例</b>"])
def test_a_name_is_words_wherever_it_stands(app: Flask, client: FlaskClient, name: str):
    client.post(asked(app, client), data=CHOSEN | {"name": name})
    assert set(words_of(client.get("/startup/").text, "div.who b")) == {name}


def test_somebody_signed_in_needs_no_account(as_role: AsRole):
    assert as_role(Role.JUDGE).get("/sign-up").location == "/judge/"


def statuses(client: FlaskClient, emails: Sequence[str]) -> list[int]:
    return [client.post("/sign-up", data={"email": email}).status_code for email in emails]


def test_a_network_has_five_letters_sent_to_one_address_in_half_an_hour(app: Flask, client: FlaskClient):
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
            "本站还没有接通邮件，不能自己取得链接。请工作人员给您一个一次性链接。",
            "联系路演中心：0573-0000 0000。",
        ],
        [],
    ]


def way_in(app: Flask, client: FlaskClient, wanted: str) -> str:
    """The path of the link that came to who followed the links from a page that asks to sign in."""
    door = client.get(wanted).location
    sign_up = links_to(client.get(door).text, "/sign-up")[0]
    client.post(sign_up, data={"email": EMAIL})
    with app.app_context():
        return paths_to(EMAIL)[-1]


def links_to(page: str, path: str) -> list[str]:
    found = [unescape(link) for link in re.findall(r'href="([^"]*)"', page)]
    return [link for link in found if link.partition("?")[0] == path]


@pytest.mark.parametrize(
    ("wanted", "role"),
    [
        ("/startup/companies/new", "startup"),
        ("/startup/", "startup"),
        ("/investor/institution/new", "investor"),
    ],
)
def test_who_comes_from_a_page_of_a_desk_signs_up_for_it_and_goes_on_to_that_page(
    app: Flask, client: FlaskClient, wanted: str, role: str
):
    link = way_in(app, client, wanted)
    page = client.get(link).text
    assert re.findall(r'<option selected value="([^"]*)"', page) == [role]
    answer = client.post(link, data=CHOSEN | {"role": role})
    assert (answer.location, client.get(wanted).status_code) == (wanted, 200)


@pytest.mark.parametrize(("place", "role"), [(0, "startup"), (1, "investor")])
def test_who_comes_from_no_desk_chooses_at_the_door_and_not_again(
    app: Flask, client: FlaskClient, place: int, role: str
):
    client.post(links_to(client.get("/sign-in").text, "/sign-up")[place], data={"email": EMAIL})
    with app.app_context():
        page = client.get(paths_to(EMAIL)[-1]).text
    assert re.findall(r'<option selected value="([^"]*)"', page) == [role]


def test_who_has_an_account_already_is_led_on_by_the_letter_too(app: Flask, client: FlaskClient):
    with app.app_context():
        make.person(email=EMAIL)
    client.post("/sign-up?next=/startup/companies/new", data={"email": EMAIL})
    with app.app_context():
        assert paths_to(EMAIL)[0] == "/sign-in?next=/startup/companies/new"


@pytest.mark.parametrize(
    "wanted",
    ["", "//evil.example/", "https://evil.example/startup/", "/centre/", "/startup/no-such-page", "/"],
)
def test_no_other_page_is_carried_into_the_letter(app: Flask, client: FlaskClient, wanted: str):
    client.post(f"/sign-up?next={quote(wanted)}", data={"email": EMAIL})
    with app.app_context():
        assert "next" not in paths_to(EMAIL)[-1]
