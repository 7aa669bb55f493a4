"""``flask ledger close``, ``restate`` and ``verify``: what they say, and how they end."""

from datetime import date

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import text

from roadshow.accounts import operations as accounts
from roadshow.accounts.permissions import Role
from roadshow.foundation.actor import COMMAND
from roadshow.foundation.db import db
from roadshow.foundation.money import WAN
from roadshow.outcomes import operations
from roadshow.outcomes.closings import list_closings
from roadshow.outcomes.facts import LandingFacts
from tests import make

pytestmark = pytest.mark.usefixtures("in_spring")
PASSWORD = "a long way to Pinghu"  # noqa: S105  of a person who lives as long as a test


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=["ledger", *words])


@pytest.fixture
def landed(app: Flask) -> None:
    with app.app_context():
        facts = LandingFacts(make.project().id, date(2021, 5, 4), amount_fen=WAN)
        row = operations.log(facts, actor=COMMAND)
        operations.verify(row, actor=make.actor(Role.RECORDER))


def test_a_year_is_closed_restated_and_proven(app: Flask, landed: None) -> None:
    done = [
        run(app, "close", "2021"),
        run(app, "restate", "2021", "--why", "审计"),
        run(app, "restate", "2021", "--why", "审计", "--close"),
        run(app, "verify", "2021"),
    ]
    with app.app_context():
        first, second = (closing.sha256 for closing in list_closings(2021))
    assert [result.exit_code for result in done] == [0, 0, 0, 0]
    assert [result.stdout.splitlines()[-1] for result in done] == [
        f"2021年度已关账，第1号，SHA-256 {first}",
        "2021年度重述第2号已开启",
        f"2021年度重述第2号已关账，SHA-256 {second}",
        "2021年度核验一致",
    ]
    printed = [run(app, "verify", "2021", "--sha256", told).exit_code for told in (first.upper(), "0" * 64)]
    assert printed == [0, 3]


def test_what_was_changed_behind_our_back_ends_with_its_own_status(app: Flask, landed: None) -> None:
    run(app, "close", "2021")
    with app.app_context():
        db.session.execute(text("UPDATE outcomes_row SET amount_fen = 1"))
        db.session.commit()
    result = run(app, "verify", "2021")
    assert (result.exit_code, result.stderr.splitlines()) == (
        3,
        ["编号1：“amount_fen”关账时是1000000，现在是1"],
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("close", "2026"), "2026年还没有结束，到2027年才能关账"),
        (("verify", "2020"), "2020年度还没有关账"),
        (("restate", "2020", "--why", "审计"), "2020年度还没有关账，可以直接登记"),
        (("close", "2021", "--as", "nobody@test.example"), "nobody@test.example 不存在、已停用或无权"),
    ],
)
def test_a_refusal_is_told_and_ends_the_command(app: Flask, words: tuple[str, ...], said: str) -> None:
    result = run(app, *words)
    assert (result.exit_code, result.stderr.strip()[: len(said)]) == (2, said)


def test_who_may_not_close_does_not_close_by_command(app: Flask, landed: None) -> None:
    with app.app_context():
        accounts.make_person("recorder@test.example", "测试", PASSWORD, [Role.RECORDER])
        accounts.make_person("leader@test.example", "测试领导", PASSWORD, [Role.LEADER])
    assert run(app, "close", "2021", "--as", "recorder@test.example").exit_code == 2
    assert run(app, "close", "2021", "--as", "leader@test.example").exit_code == 0
    with app.app_context():
        assert [closing.closed_by for closing in list_closings(2021)] == ["测试领导"]


def test_the_bulletin_of_a_closed_year_is_told_as_it_was_closed(app: Flask, landed: None) -> None:
    run(app, "close", "2021")
    before = app.test_cli_runner().invoke(args=["bulletin", "2021"]).stdout
    with app.app_context():
        row = operations.correct(
            operations.queries.get_row(1), {"on": date(2022, 1, 1)}, "日期写错", actor=COMMAND
        )
        operations.verify(row, actor=make.actor(Role.RECORDER))
    assert app.test_cli_runner().invoke(args=["bulletin", "2021"]).stdout == before


def test_the_bulletin_as_json_is_the_same_text_before_and_after_its_year_is_closed(
    app: Flask, landed: None
) -> None:
    before = app.test_cli_runner().invoke(args=["bulletin", "2021", "--json"]).stdout
    run(app, "close", "2021")
    assert app.test_cli_runner().invoke(args=["bulletin", "2021", "--json"]).stdout == before
