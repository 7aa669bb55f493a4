"""Guessing a password: five tries, however many are made at once."""

from collections.abc import Callable

from flask import Flask

from roadshow.accounts.operations import make_person, sign_in
from roadshow.accounts.permissions import Role
from tests.conftest import PASSWORD
from tests.races.at_once import REFUSED, WON, at_once

EMAIL = "wang@test.example"


def test_of_sixteen_guesses_at_once_five_are_looked_at(app: Flask):
    with app.app_context():
        make_person(EMAIL, "示例王", PASSWORD, [Role.ORGANISER])

    def guess(number: int) -> Callable[[], object]:
        return lambda: sign_in(EMAIL, f"guess number {number}", address="192.0.2.1")

    answers = at_once(app, [lambda number=number: guess(number) for number in range(16)])
    assert (answers.count(WON), answers.count(REFUSED)) == (5, 11)
