"""Guessing a password: five tries, however many are made at once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from roadshow.accounts import signing_in
from roadshow.accounts.guessing import TooMany, network_of
from roadshow.accounts.models import FailedSignIn, Person
from roadshow.accounts.operations import make_person
from roadshow.accounts.permissions import Role
from roadshow.accounts.signing_in import sign_in
from roadshow.foundation import clock
from roadshow.foundation.db import db
from tests.accounts.written import kinds_to
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


@pytest.fixture
def wang(inside: Flask) -> Person:
    return make_person(EMAIL, "示例王", PASSWORD, [Role.ORGANISER])


def guess_from_everywhere(count: int, email: str = EMAIL) -> None:
    for number in range(count):
        assert sign_in(email, "guess", address=f"192.0.2.{number}") is None


def wait(email: str = EMAIL, address: str = "198.51.100.1") -> float:
    """Seconds until the next try is looked at."""
    with pytest.raises(TooMany) as refused:
        sign_in(email, PASSWORD, address=address)
    return refused.value.wait.total_seconds()


@pytest.mark.parametrize("email", [EMAIL, "nobody@test.example"])
def test_after_ten_failures_from_anywhere_each_further_one_doubles_the_wait(wang: Person, email: str):
    now, waits = clock.now(), []
    with clock.at(now):
        guess_from_everywhere(10, email)
    for number in range(9):
        with clock.at(now):
            waits.append(wait(email))
        now += timedelta(seconds=waits[-1] + 1)
        with clock.at(now):
            assert sign_in(email, "guess", address=f"203.0.113.{number}") is None
    assert waits == [30, 60, 120, 240, 480, 960, 1800, 1800, 1800]


def test_a_refused_try_costs_no_hash(wang: Person, monkeypatch: pytest.MonkeyPatch):
    guess_from_everywhere(10)
    monkeypatch.setattr(signing_in, "matches", None)
    assert wait() > 0


def test_the_wait_is_over_after_a_day(wang: Person):
    with clock.at(clock.now() - timedelta(days=1, minutes=1)):
        guess_from_everywhere(10)
    assert sign_in(EMAIL, PASSWORD, address="198.51.100.1") is not None


def test_where_its_owner_signed_in_before_nobody_elsewhere_makes_them_wait(wang: Person):
    sign_in(EMAIL, PASSWORD, address="2001:db8:1:2::3")
    guess_from_everywhere(10)
    assert wait() > 0
    assert sign_in(EMAIL, PASSWORD, address="2001:db8:1:2::4") is not None


def test_one_letter_a_day_tells_the_owner(wang: Person):
    now = clock.now()
    with clock.at(now):
        guess_from_everywhere(9)
        assert kinds_to(EMAIL) == []
        sign_in(EMAIL, "guess", address="203.0.113.1")
    with clock.at(now + timedelta(minutes=1)):
        sign_in(EMAIL, "guess", address="203.0.113.2")
    assert kinds_to(EMAIL) == ["account.guessed"]
    with clock.at(now + timedelta(hours=23, minutes=59)):
        sign_in(EMAIL, "guess", address="203.0.113.3")
    assert kinds_to(EMAIL) == ["account.guessed"]


def test_the_addresses_of_one_ipv6_network_are_counted_together(wang: Person):
    for number in range(5):
        assert sign_in(EMAIL, "guess", address=f"2001:db8:1:2::{number}") is None
    assert wait(address="2001:db8:1:2:ffff::1") == 1800
    assert sign_in(EMAIL, PASSWORD, address="2001:db8:1:3::1") is not None


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
    ],
)
def test_an_address_is_counted_by_its_network(address: str, network: str):
    assert network_of(address) == network


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
