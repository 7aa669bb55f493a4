"""What came of past years: only of a year that is over, and closed or wholly verified."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from roadshow.accounts.permissions import Role
from roadshow.demo.ledger import FILE
from roadshow.foundation.db import db
from roadshow.foundation.money import WAN
from roadshow.ledgers import operations as ledgers
from roadshow.ledgers.columns import KINDS
from roadshow.ledgers.ledger import read_ledger
from roadshow.outcomes import operations
from roadshow.outcomes.facts import LandingFacts, StepFacts
from roadshow.outcomes.ledger_years import LedgerYear
from roadshow.outcomes.many import verify_many
from roadshow.outcomes.models import Row
from roadshow.outcomes.states import Kind, RowState, ThreadStep
from roadshow.reports.closing import close_year
from tests import make
from tests.web.reading import links, texts

pytestmark = pytest.mark.usefixtures("in_spring")


def bring_in(app: Flask, year: int, wan: int, *, verified: bool = True, ledger: bool = True) -> None:
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
        if ledger and not db.session.get(LedgerYear, year):
            make.ledger_of(year)


def table(client: FlaskClient) -> list[list[str]]:
    """The rows of the page's table, its heads left out."""
    rows = client.get("/results").text.partition("<tbody>")[2].partition("</tbody>")[0].split("<tr>")[1:]
    return [texts(row, "th") + texts(row, "td") for row in rows]


def import_2021(app: Flask) -> None:
    """The demo's ledger: rows of 2021, of the year before, and one payment of 2022."""
    with app.app_context(), FILE.open("rb") as file:
        ledgers.take_in(read_ledger(file), 2021, actor=make.actor(Role.RECORDER))


def verify(app: Flask, rows: int | None = None) -> None:
    """So many of the rows that wait, or all."""
    with app.app_context():
        waiting = select(Row.id).where(Row.state == RowState.LOGGED).order_by(Row.id).limit(rows)
        verify_many(list(db.session.scalars(waiting)), actor=make.actor(Role.RECORDER))


def figures_shown(client: FlaskClient) -> list[str]:
    """Every number in large and in the table's figures, on the page and in the open data."""
    page, data = client.get("/results").text, client.get("/open/years.json").get_json()
    return [*texts(page, "p", "big"), *texts(page, "p", "lead"), *texts(page, "td", "n"), *data["years"]]


def test_a_year_that_is_half_checked_says_so_and_shows_no_figure(app: Flask, client: FlaskClient):
    import_2021(app)
    verify(app, 25)
    assert table(client) == [
        ["2023–2025年", "无记录"],
        ["2022年", "尚未公布"],
        ["2021年", "正在核对"],
    ]
    assert figures_shown(client) == []


def test_a_year_is_shown_once_its_whole_ledger_is_verified(app: Flask, client: FlaskClient):
    import_2021(app)
    verify(app)
    assert table(client)[-1] == ["2021年", "12", "56", "67,000", "52,400"]


def test_rows_of_other_years_in_a_ledger_make_no_public_year(app: Flask, client: FlaskClient):
    import_2021(app)
    verify(app)
    told = [row[:2] for row in table(client)]
    assert told == [["2023–2025年", "无记录"], ["2022年", "尚未公布"], ["2021年", "12"]]
    assert [year["year"] for year in client.get("/open/years.json").get_json()["years"]] == [2021]


def test_pasted_lines_make_no_public_year(app: Flask, client: FlaskClient):
    with app.app_context():
        text = "项目名称\t落地日期\n示例项目\t2023-03-01"
        kept = ledgers.paste(
            next(kind for kind in KINDS if kind.name == "landing"),
            text,
            2023,
            actor=make.actor(Role.RECORDER),
        )
        ledgers.confirm(kept, actor=make.actor(Role.RECORDER))
    verify(app)
    assert (table(client), figures_shown(client)) == ([], [])


def test_a_correction_that_waits_leaves_the_figures_of_a_closed_year_as_they_were(
    app: Flask, client: FlaskClient
):
    bring_in(app, 2025, 3_000)
    with app.app_context():
        close_year(2025, actor=make.actor(Role.LEADER))
        paid = db.session.query(Row).filter_by(step=ThreadStep.PAID).one()
        operations.correct(paid, {"amount_fen": WAN}, "回单有误", actor=make.actor(Role.RECORDER))
    assert table(client) == [["2025年", "无记录", "1", "3,000", "无记录"]]


def test_a_correction_that_waits_hides_a_year_that_is_not_closed(app: Flask, client: FlaskClient):
    bring_in(app, 2025, 3_000)
    with app.app_context():
        paid = db.session.query(Row).filter_by(step=ThreadStep.PAID).one()
        changes = {"on": date(2026, 1, 5)}
        operations.correct(paid, changes, "回单有误", actor=make.actor(Role.RECORDER))
    assert table(client) == [["2025年", "正在核对"]]


def test_a_row_that_was_refused_hides_its_year_until_it_is_put_right_or_the_year_is_closed(
    app: Flask, client: FlaskClient, recorder: FlaskClient
):
    bring_in(app, 2025, 3_000, verified=False)
    with app.app_context():
        paid = db.session.query(Row).filter_by(step=ThreadStep.PAID).one()
        operations.refuse(paid, "回单是2万元", actor=make.actor(Role.RECORDER))
    verify(app)
    assert (table(client), figures_shown(client)) == ([["2025年", "正在核对"]], [])
    said = "有1条核对未通过，还没有改好"
    assert said in recorder.get("/centre/years/2025").text
    assert said in recorder.get("/centre/years/2025/closing").text
    with app.app_context():
        close_year(2025, actor=make.actor(Role.LEADER))
    assert table(client)[0][:2] != ["2025年", "正在核对"]


def test_a_closed_year_is_compared_with_none_that_is_being_verified(app: Flask, client: FlaskClient):
    bring_in(app, 2024, 1_000, verified=False)
    bring_in(app, 2025, 3_000)
    assert texts(client.get("/results").text, "p", "lead") == ["2025年引进项目1个，基金投资到账3,000万元。"]


def test_a_year_says_what_was_held_brought_in_and_paid(app: Flask, client: FlaskClient):
    bring_in(app, 2025, 35_000)
    bring_in(app, 2025, 32_000)
    with app.app_context():
        make.held(date(2025, 6, 1))
    assert table(client) == [["2025年", "1", "2", "67,000", "无记录"]]


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


def test_this_year_is_not_told_before_it_is_over(app: Flask, client: FlaskClient):
    bring_in(app, 2026, 3_000)
    with app.app_context():
        make.held(date(2026, 1, 8))
    assert table(client) == []
    assert texts(client.get("/results").text, "h2")[0] == "还没有公布的年度成果"


def test_a_closed_year_that_only_held_roadshows_is_told_and_leads_to_them(app: Flask, client: FlaskClient):
    with app.app_context():
        for year in (2023, 2024):
            make.held(date(year, 6, 1))
            close_year(year, actor=make.actor(Role.LEADER))
    none = ["无记录"] * 3
    assert table(client) == [["2025年", "无记录"], ["2024年", "1", *none], ["2023年", "1", *none]]
    assert [link for link in links(client.get("/results").text) if "year=" in link] == [
        "/roadshows?year=2024",
        "/roadshows?year=2023",
    ]


def test_a_year_that_held_roadshows_and_is_not_closed_is_not_published_yet(app: Flask, client: FlaskClient):
    with app.app_context():
        make.held(date(2025, 6, 1))
    assert table(client) == [["2025年", "尚未公布"]]


def test_no_figure_of_a_year_without_a_ledger_of_its_own_gets_out(app: Flask, client: FlaskClient):
    bring_in(app, 2022, 1_111)
    with app.app_context():
        make.held(date(2023, 6, 1))
    bring_in(app, 2023, 8_765, ledger=False)
    assert [row[:2] for row in table(client)] == [
        ["2024–2025年", "无记录"],
        ["2023年", "尚未公布"],
        ["2022年", "无记录"],
    ]
    pages = [client.get(path).text for path in ("/", "/results", "/open", "/open/years.json")]
    found = [money for page in pages for money in ("8,765", "87650000", "8765") if money in page]
    assert found == []


def test_a_picture_tells_a_year_that_is_not_published_from_one_without_a_record(
    app: Flask, client: FlaskClient
):
    bring_in(app, 2022, 1_111)
    with app.app_context():
        make.held(date(2024, 6, 1))
    page = client.get("/results").text
    assert 'aria-label="基金投资到账：2022年 1,111万元；2023年 无记录；2024年 尚未公布"' in page
    assert texts(client.get("/results?lang=en").text, "td", "whole quiet")[1] == "Not published yet"


def test_a_single_year_needs_no_picture(app: Flask, client: FlaskClient):
    bring_in(app, 2024, 100)
    drawn = [client.get("/results").text.count('<svg class="chart"')]
    bring_in(app, 2025, 200)
    assert [*drawn, client.get("/results").text.count('<svg class="chart"')] == [0, 4]


def test_a_picture_says_no_more_figures_than_there_is_room_for(app: Flask, client: FlaskClient):
    for year, wan in ((2020, 4_000), (2025, 3_000)):
        bring_in(app, year, wan)
    said = {
        language: [
            words for words in texts(client.get(f"/results?lang={language}").text, "text") if "0" in words
        ]
        for language in ("zh", "en")
    }
    assert ("4,000万元" in said["zh"], "RMB 40 million" in said["en"], "RMB 30 million" in said["en"]) == (
        True,
        False,
        True,
    )


def test_the_page_names_no_project_and_no_fund(app: Flask, client: FlaskClient):
    bring_in(app, 2025, 3_000)
    page = client.get("/results").text
    assert [word for word in ("示例项目", "示例企业", "示例创投") if word in page] == []
