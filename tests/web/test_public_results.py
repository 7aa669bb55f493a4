"""What came of past years: only what a second person has verified, only when the year is over."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.accounts.permissions import Role
from roadshow.foundation.money import WAN
from roadshow.outcomes import operations
from roadshow.outcomes.facts import LandingFacts, StepFacts
from roadshow.outcomes.states import Kind, ThreadStep
from tests import make
from tests.web.reading import links, texts

pytestmark = pytest.mark.usefixtures("in_spring")


def bring_in(app: Flask, year: int, wan: int, *, verified: bool = True) -> None:
    """A landed project, an intent and a payment of that year."""
    with app.app_context():
        recorder, second = make.actor(Role.RECORDER), make.actor(Role.RECORDER)
        project, on = make.project(), date(year, 2, 1)
        rows = [operations.log(LandingFacts(project.id, on, amount_fen=wan * WAN), actor=recorder)]
        for step in (ThreadStep.SIGNED, ThreadStep.PAID):
            facts = StepFacts(Kind.INVESTMENT, step, on, wan * WAN)
            rows.append(operations.begin_investment(project, "示例创投", "A轮", facts, actor=recorder))
        for row in rows if verified else ():
            operations.verify(row, actor=second)


def table(client: FlaskClient) -> list[list[str]]:
    """The rows of the page's table, its heads left out."""
    rows = client.get("/results").text.partition("<tbody>")[2].partition("</tbody>")[0].split("<tr>")[1:]
    return [texts(row, "th") + texts(row, "td") for row in rows]


def test_a_year_says_what_was_held_brought_in_and_paid(app: Flask, client: FlaskClient):
    bring_in(app, 2025, 35_000)
    bring_in(app, 2025, 32_000)
    with app.app_context():
        make.held(date(2025, 6, 1))
    assert table(client) == [["2025年", "1", "2", "67,000", "—"]]


def test_the_newest_year_is_told_in_one_sentence(app: Flask, client: FlaskClient):
    bring_in(app, 2024, 16_000)
    bring_in(app, 2025, 67_000)
    with app.app_context():
        make.held(date(2025, 6, 1))
    told = [texts(client.get(f"/results?lang={lang}").text, "p", "lead") for lang in ("zh", "en")]
    assert told == [
        ["2025年举办路演1场，引进项目1个，基金投资到账6.7亿元，是上年的4.2倍。"],
        [
            (
                "2025: 1 roadshow held, 1 project brought in, RMB 670 million of fund investment paid in "
                "(4.2 times the year before)."
            )
        ],
    ]


def test_a_poorer_year_is_told_beside_the_one_before(app: Flask, client: FlaskClient):
    bring_in(app, 2024, 67_000)
    bring_in(app, 2025, 2_000)
    told = texts(client.get("/results").text, "p", "lead")
    assert told == ["2025年引进项目1个，基金投资到账2,000万元（上年6.7亿元）。"]


def test_what_nobody_has_verified_is_not_told(app: Flask, client: FlaskClient):
    bring_in(app, 2025, 3_000)
    bring_in(app, 2025, 500, verified=False)
    bring_in(app, 2024, 500, verified=False)
    assert table(client) == [["2025年", "—", "1", "3,000", "—"]]


def test_this_year_is_not_told_before_it_is_over(app: Flask, client: FlaskClient):
    bring_in(app, 2026, 3_000)
    with app.app_context():
        make.held(date(2026, 1, 8))
    assert table(client) == []
    assert texts(client.get("/results").text, "h2")[0] == "还没有公布的年度成果"


def test_a_year_that_only_held_roadshows_is_told_and_leads_to_them(app: Flask, client: FlaskClient):
    with app.app_context():
        make.held(date(2023, 6, 1))
        make.held(date(2024, 6, 1))
    assert table(client) == [["2024年", "1", "—", "—", "—"], ["2023年", "1", "—", "—", "—"]]
    assert [link for link in links(client.get("/results").text) if "year=" in link] == [
        "/roadshows?year=2024",
        "/roadshows?year=2023",
    ]


def test_the_page_names_no_project_and_no_fund(app: Flask, client: FlaskClient):
    bring_in(app, 2025, 3_000)
    page = client.get("/results").text
    assert [word for word in ("示例项目", "示例企业", "示例创投") if word in page] == []
