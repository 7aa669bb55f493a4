"""Open data: what is public and nothing besides, as its schema says, for the scripts of any site."""

import json
from datetime import date
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator, FormatChecker, ValidationError

from roadshow.accounts.permissions import Role
from roadshow.foundation.db import db
from roadshow.foundation.money import WAN
from roadshow.outcomes import operations
from roadshow.outcomes.facts import LandingFacts, StepFacts
from roadshow.outcomes.models import Row
from roadshow.outcomes.states import Kind, ThreadStep
from roadshow.programme.states import RoadshowState
from roadshow.reports.closing import close_year
from tests import make
from tests.web.reading import texts

pytestmark = pytest.mark.usefixtures("in_spring")
SETS = ("years", "roadshows")


def read(client: FlaskClient, name: str) -> Any:
    return json.loads(client.get(f"/open/{name}").text)


def validator(client: FlaskClient, name: str) -> Draft202012Validator:
    schema = read(client, f"{name}.schema.json")
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=FormatChecker())


def bring_in(year: int, wan: int, *, verified: bool = True) -> None:
    """A landed project of a firm that names itself, an intent, a signing and a payment."""
    recorder, second, on = make.actor(Role.RECORDER), make.actor(Role.RECORDER), date(year, 2, 1)
    company = make.company(name=f"示例秘密公司{year}")
    project = make.project(company, name=f"示例秘密项目{year}")
    rows = [operations.log(LandingFacts(project.id, on, amount_fen=wan * WAN), actor=recorder)]
    for step in (ThreadStep.INTENT, ThreadStep.SIGNED, ThreadStep.PAID):
        facts = StepFacts(Kind.INVESTMENT, step, on, wan * WAN)
        rows.append(operations.begin_investment(project, "示例秘密创投", "A轮", facts, actor=recorder))
    for row in rows if verified else ():
        operations.verify(row, actor=second)


@pytest.fixture
def told(app: Flask) -> None:
    """A year that is closed and counted otherwise since, one with a whole ledger, one of which a row waits; roadshows
    held, planned and called off."""
    with app.app_context():
        bring_in(2022, 5_000)
        bring_in(2022, 5_000, verified=False)
        bring_in(2024, 1_234)
        bring_in(2025, 300)
        bring_in(2026, 700)
        bring_in(2023, 888)
        for year in (2022, 2025, 2026):
            make.ledger_of(year)
        make.held(date(2024, 6, 1), "示例专场")
        make.held(date(2025, 6, 1))
        make.roadshow(RoadshowState.CALLING, title="还没有办")
        make.roadshow(RoadshowState.PLANNED, title="谁也不知道")
        close_year(2024, actor=make.actor(Role.LEADER))
        db.session.query(Row).where(Row.year == 2024).update({"amount_fen": 1})
        db.session.commit()


@pytest.mark.usefixtures("told")
def test_years_are_told_as_the_page_of_results_tells_them(client: FlaskClient) -> None:
    years = read(client, "years.json")["years"]
    names = ("year", "closed", "roadshows_held", "projects_brought_in", "fund_investment_paid_yuan")
    assert [[year[name] for name in names] for year in years] == [
        [2025, False, 1, 1, 3_000_000],
        [2024, True, 1, 1, 12_340_000],
    ]


@pytest.mark.usefixtures("told")
def test_a_year_that_is_being_verified_is_named_without_figures(client: FlaskClient) -> None:
    data = read(client, "years.json")
    assert (data["years_being_verified"], data["years_not_published"]) == ([2022], [2023])


@pytest.mark.usefixtures("told")
def test_what_was_not_recorded_is_null_and_not_zero(client: FlaskClient) -> None:
    assert [year["loans_lent_yuan"] for year in read(client, "years.json")["years"]] == [None, None]


@pytest.mark.usefixtures("told")
def test_roadshows_are_those_that_were_held(client: FlaskClient) -> None:
    roadshows = read(client, "roadshows.json")["roadshows"]
    assert [(one["date"], one["title"]["zh"]) for one in roadshows][1] == ("2024-06-01", "示例专场")
    assert len(roadshows) == 2
    assert client.get(roadshows[0]["url"].removeprefix("http://localhost")).status_code == 200


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("name", SETS)
def test_data_is_as_its_schema_says(client: FlaskClient, name: str) -> None:
    data = read(client, f"{name}.json")
    validator(client, name).validate(data)
    assert data["$schema"] == read(client, f"{name}.schema.json")["$id"]
    assert data["licence"] == "https://creativecommons.org/licenses/by/4.0/"


@pytest.mark.parametrize("name", SETS)
def test_nothing_to_tell_is_as_its_schema_says(client: FlaskClient, name: str) -> None:
    data = read(client, f"{name}.json")
    validator(client, name).validate(data)
    assert data[name] == []


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("name", SETS)
def test_the_schema_lets_nothing_further_out(client: FlaskClient, name: str) -> None:
    data, rules = read(client, f"{name}.json"), validator(client, name)
    data[name][0]["ask_yuan"] = 1
    with pytest.raises(ValidationError, match="ask_yuan"):
        rules.validate(data)
    del data[name][0]["ask_yuan"], data[name][0][next(iter(data[name][0]))]
    with pytest.raises(ValidationError, match="required"):
        rules.validate(data)


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("name", SETS)
def test_no_firm_project_fund_or_colleague_is_in_it(client: FlaskClient, name: str) -> None:
    said = client.get(f"/open/{name}.json").text
    assert [
        word for word in ("秘密", "谁也不知道", "还没有办", "2026-0", "700", "5000") if word in said
    ] == []


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize(
    "path", [f"/open/{name}{form}" for name in SETS for form in (".json", ".schema.json")]
)
def test_any_site_may_read_it_and_asks_again_for_little(client: FlaskClient, path: str) -> None:
    answer = client.get(path, headers={"Origin": "https://a.example", "Accept-Language": "en"})
    tag = answer.headers["ETag"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] == "public, no-cache"
    assert ("Set-Cookie" in answer.headers, "Accept-Language" in answer.headers["Vary"]) == (False, False)
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
    assert client.get(f"{path}?lang=en").data == client.get(path).data


@pytest.mark.parametrize("name", SETS)
def test_it_costs_the_same_however_much_there_is(
    app: Flask, client: FlaskClient, counted: Any, name: str
) -> None:
    costs = []
    for year in (2010, *range(2011, 2022)):
        with app.app_context():
            bring_in(year, 100)
            make.ledger_of(year)
            make.held(date(year, 6, 1))
        with counted() as statements:
            client.get(f"/open/{name}.json")
        costs.append(len(statements))
    assert costs == [costs[0]] * 12


@pytest.mark.usefixtures("told")
def test_its_page_offers_each_set_to_download_with_one_entry_of_it(client: FlaskClient) -> None:
    page = client.get("/open").text
    assert [
        f'href="/open/{name}{form}" download' in page for name in SETS for form in (".json", ".schema.json")
    ] == [True] * 4
    assert [json.loads(unescape(sample)) for sample in texts(page, "pre")] == [
        read(client, f"{name}.json")[name][0] for name in SETS
    ]


def test_its_page_has_no_entry_where_there_is_no_data(client: FlaskClient) -> None:
    assert texts(client.get("/open").text, "pre") == []
