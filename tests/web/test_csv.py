"""The ledger for programs: the rows that the page shows, as text that no spreadsheet reckons."""

import csv
import io
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.accounts.permissions import Role
from roadshow.foundation.actor import COMMAND
from roadshow.foundation.money import WAN
from roadshow.outcomes import operations
from roadshow.outcomes.facts import LandingFacts
from roadshow.web.exports import csv_of
from tests import make
from tests.conftest import AsRole

pytestmark = pytest.mark.usefixtures("in_spring")
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "＝1", "＋1", "－1", "＠1"]
COST = 6


def land(app: Flask, name: str, year: int = 2025, wan: int = 1_200) -> None:
    with app.app_context():
        project = make.project(name=name)
        operations.log(LandingFacts(project.id, date(year, 3, 1), amount_fen=wan * WAN + 5), actor=COMMAND)


def lines(client: FlaskClient, path: str) -> list[dict[str, str]]:
    answer = client.get(path)
    assert (answer.content_type, answer.data[:3]) == ("text/csv; charset=utf-8", b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))


def test_rows_come_as_the_list_has_them(app: Flask, as_role: AsRole) -> None:
    land(app, "示例甲", 2025)
    land(app, "示例乙", 2024)
    found = lines(as_role(Role.LEADER), "/centre/outcomes.csv?year=2025")
    values = [list(line.values()) for line in found]
    assert len(values) == 1
    assert [word in values[0] for word in ("示例甲", "1200.000005", "2025-03-01")] == [True] * 3


@pytest.mark.parametrize("name", FORMULAS)
def test_what_begins_like_a_formula_is_no_formula(app: Flask, as_role: AsRole, name: str) -> None:
    land(app, name)
    (line,) = lines(as_role(Role.LEADER), "/centre/outcomes.csv")
    assert [value for value in line.values() if value.startswith(name[0])] == []
    assert f"'{name}" in line.values()


def test_a_quote_a_comma_and_a_new_line_are_kept() -> None:
    said = ['一"二', "三,四", "五\n六", "", None, -3]
    with csv_of(["名"] * 6, [said]) as file:
        content = file.read().decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(content, newline="")))[1] == ['一"二', "三,四", "五\n六", "", "", "-3"]


def test_an_export_is_in_the_trail_and_nobody_keeps_it(app: Flask, as_role: AsRole) -> None:
    land(app, "示例甲")
    answer = as_role(Role.LEADER).get("/centre/outcomes.csv?kind=landing")
    assert answer.headers["Cache-Control"] == "no-store"
    assert (
        answer.headers["Content-Disposition"]
        == "attachment; filename*=UTF-8''%E6%88%90%E6%9E%9C%E7%99%BB%E8%AE%B0%202026-03-02.csv"
    )
    assert "kind=landing" in as_role(Role.ADMIN).get("/centre/trail").text


@pytest.mark.parametrize("many", [1, 30])
def test_it_costs_the_same_however_many(app: Flask, as_role: AsRole, counted, many: int) -> None:
    for number in range(many):
        land(app, f"示例{number}")
    client = as_role(Role.LEADER)
    with counted() as statements:
        lines(client, "/centre/outcomes.csv")
    assert len(statements) == COST
