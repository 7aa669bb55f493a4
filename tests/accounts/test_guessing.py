"""Guessing a password: five tries, however many are made at once."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from roadshow.accounts.models import FailedSignIn
from roadshow.accounts.operations import make_person, sign_in
from roadshow.accounts.permissions import Role
from roadshow.foundation.db import db
from tests.conftest import PASSWORD, AnotherApp
from tests.databases import settings_for
from tests.races.at_once import REFUSED, WON, at_once

EMAIL = "wang@test.example"


def test_of_sixteen_guesses_at_once_five_are_looked_at(app: Flask):
    with app.app_context():
        make_person(EMAIL, "示例王", PASSWORD, [Role.ORGANISER])

    def guess(number: int) -> Callable[[], object]:
        return lambda: sign_in(EMAIL, f"guess number {number}", address="192.0.2.1")

    answers = at_once(app, [lambda number=number: guess(number) for number in range(16)])
    assert (answers.count(WON), answers.count(REFUSED)) == (5, 11)


@pytest.mark.parametrize(
    ("proxies", "claimed", "believed"),
    [
        (0, "203.0.113.9", "127.0.0.1"),
        (1, "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        (2, "203.0.113.9, 198.51.100.7", "203.0.113.9"),
        (2, "203.0.113.9", "127.0.0.1"),
        (1, "", "127.0.0.1"),
    ],
)
def test_only_proxies_of_ours_say_from_where_a_guess_comes(
    app: Flask, another_app: AnotherApp, tmp_path: Path, proxies: int, claimed: str, believed: str
):
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    proxied = another_app(replace(settings_for(url, tmp_path), proxies=proxies))
    proxied.config["WTF_CSRF_ENABLED"] = False
    data = {"email": EMAIL, "password": "guess"}
    proxied.test_client().post("/sign-in", data=data, headers={"X-Forwarded-For": claimed})
    with proxied.app_context():
        assert [row.address for row in db.session.query(FailedSignIn)] == [believed]
