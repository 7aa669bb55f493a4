"""How long a session lives, and what it may do from one request to the next."""

import re
import time
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import TimestampSigner

from roadshow.accounts import operations
from roadshow.accounts.models import Person, Session
from roadshow.accounts.permissions import Role
from roadshow.foundation import clock
from roadshow.foundation.db import db
from tests import make
from tests.conftest import PASSWORD, AsRole

PAGE = "/account/password"


def seen(client: FlaskClient, start: datetime, *minutes: int) -> list[int]:
    """What the page answers so many minutes after the start."""
    answers = []
    for minute in minutes:
        with clock.at(start + timedelta(minutes=minute)):
            answers.append(client.get(PAGE).status_code)
    return answers


def test_staff_who_leave_the_desk_for_half_an_hour_are_out(as_role: AsRole):
    start = clock.now()
    with clock.at(start):
        client = as_role(Role.RECORDER)
    assert seen(client, start, 30, 59, 90) == [200, 200, 302]


def test_an_applicant_may_take_longer_to_write(as_role: AsRole):
    start = clock.now()
    with clock.at(start):
        client = as_role(Role.STARTUP)
    assert seen(client, start, 300, 719, 721) == [200, 200, 302]


def test_after_twelve_hours_nobody_is_in_however_busy(as_role: AsRole):
    start = clock.now()
    with clock.at(start):
        client = as_role(Role.ADMIN)
    assert seen(client, start, *range(25, 720, 25), 721) == [200] * 28 + [302]


def test_that_it_is_in_use_is_written_once_a_minute(app: Flask, as_role: AsRole):
    start = clock.now().replace(microsecond=0)
    with clock.at(start):
        client = as_role(Role.RECORDER)
    noted = []
    for seconds in (59, 60, 100, 121):
        with clock.at(start + timedelta(seconds=seconds)):
            client.get(PAGE)
        with app.app_context():
            noted.append((db.session.query(Session.seen_at).one()[0] - start).seconds)
    assert noted == [0, 60, 60, 121]


def test_a_role_that_is_taken_away_is_gone_with_the_next_request(app: Flask, as_role: AsRole):
    client = as_role(Role.RECORDER)
    before = client.get("/centre/ledgers").status_code
    with app.app_context():
        person = db.session.query(Person).one()
        operations.set_roles(person, [Role.JUDGE], actor=make.SOMEONE)
    assert [before, *(client.get(path).status_code for path in ("/centre/ledgers", "/judge/"))] == [
        200,
        403,
        200,
    ]


def test_signing_in_leaves_nothing_of_the_cookie_that_was_there(app: Flask, as_role: AsRole):
    as_role(Role.STARTUP)
    planted = app.test_client()
    planted.get("/sign-in?lang=en")
    cookie = planted.get_cookie("session")
    assert cookie is not None
    victim = app.test_client()
    victim.set_cookie("session", cookie.value)
    victim.post("/sign-in", data={"email": "startup1@test.example", "password": PASSWORD})
    assert [reader.get("/startup/").status_code for reader in (victim, planted)] == [200, 302]


def test_whoever_hands_in_a_form_too_late_is_led_back_to_its_page(client: FlaskClient):
    form = client.post("/startup/companies/new?x=1", data={"name": "示例企业"})
    button = client.post("/centre/roadshows/1/start")
    assert [form.location, button.location] == ["/sign-in?next=/startup/companies/new?x%3D1", "/sign-in"]


def test_a_form_is_good_as_long_as_its_session(app: Flask, as_role: AsRole, monkeypatch: pytest.MonkeyPatch):
    client = as_role(Role.STARTUP)
    app.config["WTF_CSRF_ENABLED"] = True
    token = re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/startup/companies/new").text)[0]
    later = int(time.time()) + 11 * 3600
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _signer: later)
    answer = client.post("/startup/companies/new", data={"name": "示例企业", "csrf_token": token})
    assert answer.status_code == 302
