"""The year in pictures: what they say, and that every mark leads to rows that sum to exactly its figure."""

import re
from datetime import date
from decimal import Decimal
from html import unescape
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roadshow.accounts.permissions import Role
from roadshow.attendance.states import AttendanceState
from roadshow.demo.ledger import FILE
from roadshow.foundation.actor import COMMAND
from roadshow.foundation.money import WAN
from roadshow.foundation.sectors import SECTORS
from roadshow.ledgers import operations as ledgers
from roadshow.ledgers.ledger import read_ledger
from roadshow.outcomes import operations
from roadshow.outcomes.facts import HireFacts, StepFacts
from roadshow.outcomes.groups import By
from roadshow.outcomes.queries import Wanted
from roadshow.outcomes.states import Kind, RowState, ThreadStep
from roadshow.pitches.states import PitchState
from roadshow.reports.measures import COUNTED, Measure
from roadshow.web.centre.findings import share
from roadshow.web.centre.wanted import asked_for, said
from tests import make
from tests.conftest import AsRole, Counted

from .reading import texts
from .selecting import words_of

pytestmark = pytest.mark.usefixtures("in_spring")
MARK = re.compile(r'<a href="([^"]+)" aria-label="([^"]+)"')
NUMBER = re.compile(r"[\d,.]+")
YEARS = st.none() | st.integers(2000, 2100)
WANTED = st.builds(
    Wanted,
    year=YEARS,
    since=YEARS,
    until=YEARS,
    month=st.none() | st.integers(0, 12),
    sector=st.sampled_from([None, "", *SECTORS]),
    stage=st.sampled_from([None, "", "a", "pre_ipo"]),
    kind=st.none() | st.sampled_from(Kind),
    step=st.none() | st.sampled_from(ThreadStep),
    state=st.none() | st.sampled_from(RowState),
    category=st.sampled_from([None, "创新券"]),
    roadshow_id=st.none() | st.integers(0, 2**31 - 1),
    running=st.sampled_from([None, True]),
)


@pytest.fixture
def ledger_of_2021(app: Flask) -> None:
    with app.app_context(), FILE.open("rb") as file:
        ledgers.take_in(read_ledger(file), 2021, actor=COMMAND)


def marks(page: str, list_: str) -> dict[str, str]:
    """Where each mark of the pictures leads, and its name; both drawings have the same."""
    found = [(unescape(url), unescape(name)) for url, name in MARK.findall(page)]
    return {url: name for url, name in found if url.startswith(list_)}


def number(words: str) -> Decimal:
    """What a mark says after its name, or a page in a cell; money in 万元."""
    figure = Decimal(NUMBER.findall(words)[-1].replace(",", ""))
    return figure * 10_000 if "亿元" in words else figure


def total(client: FlaskClient, url: str) -> Decimal:
    """What the list says its rows come to."""
    return number(words_of(client.get(url).text, "tfoot td.n")[0])


def count(client: FlaskClient, url: str) -> int:
    return int(number(texts(client.get(url).text, "p")[0].partition("，")[0]))


def invest(app: Flask, on: date, wan: int, sector: str | None = "materials") -> None:
    with app.app_context():
        project = make.project(sector=sector)
        for step in (ThreadStep.SIGNED, ThreadStep.PAID):
            facts = StepFacts(Kind.INVESTMENT, step, on, wan * WAN)
            operations.begin_investment(project, "示例创投", "A轮", facts, actor=COMMAND)


def findings(page: str) -> list[str]:
    """The titles of the pictures of a year's page: below its other figures, above what is taken away."""
    return texts(page.partition('<section class="panel" aria-label=')[2], "h2")[:-1]


@pytest.mark.usefixtures("ledger_of_2021")
def test_every_mark_of_money_leads_to_rows_of_exactly_its_sum(as_role: AsRole):
    client = as_role(Role.LEADER)
    found = marks(client.get("/centre/years/2021").text, "/centre/outcomes")
    assert len([url for url in found if "month=" in url]) == 16
    assert len([url for url in found if "sector=" in url]) == 8
    assert {url: total(client, url) for url in found} == {
        url: number(name.partition("：")[2]) for url, name in found.items()
    }


@pytest.mark.usefixtures("ledger_of_2021")
@pytest.mark.parametrize("by", By)
def test_every_mark_explored_leads_to_exactly_its_rows(as_role: AsRole, by: By):
    client = as_role(Role.LEADER)
    for measure in (Measure.PAID, Measure.LENT, Measure.LANDINGS):
        page = client.get(f"/centre/years/explore?measure={measure}&by={by}").text
        found = list(marks(page, "/centre/outcomes").items())
        behind = count if measure in COUNTED else total
        for url, name in [*found[:3], found[-1]]:
            assert behind(client, url) == number(name.partition("：")[2]), url


def test_every_stage_of_the_funnel_leads_to_so_many_projects(app: Flask, as_role: AsRole):
    with app.app_context():
        show = make.held(date(2025, 6, 2))
        for state in PitchState:
            make.pitch(show, state)
    client = as_role(Role.LEADER)
    found = marks(client.get("/centre/years/2025").text, "/centre/projects")
    assert [number(name.partition("：")[2]) for name in found.values()] == [12, 7, 4, 1]
    assert [count(client, url) for url in found] == [12, 7, 4, 1]


@pytest.mark.usefixtures("ledger_of_2021")
def test_who_came_leads_to_the_roadshows_they_came_to(as_role: AsRole):
    reader = as_role(Role.LEADER)
    page = unescape(reader.get("/centre/years/2021").text)
    for figure in ("institution_times", "person_times"):
        way = f"/centre/roadshows?figure={figure}&from=2021-01-01&to=2021-12-31"
        assert f'href="{way}"' in page
        assert len(set(re.findall(r"第\d+期", reader.get(way).text))) == 12


def test_every_square_of_the_year_leads_to_its_roadshow(app: Flask, as_role: AsRole):
    with app.app_context():
        ids = [make.held(date(2025, month, 2)).id for month in (3, 3, 9)]
    found = marks(as_role(Role.LEADER).get("/centre/years/2025").text, "/centre/roadshows/")
    assert list(found) == [f"/centre/roadshows/{number}" for number in ids]


def test_what_has_no_rows_is_no_link(app: Flask, as_role: AsRole):
    invest(app, date(2025, 6, 2), 100)
    page = as_role(Role.LEADER).get("/centre/years/2025").text
    assert list(marks(page, "/centre/outcomes")) == [
        "/centre/outcomes?year=2025&month=6&step=paid",
        "/centre/outcomes?year=2025&sector=materials&step=paid",
    ]


def test_the_pictures_say_what_they_show(app: Flask, as_role: AsRole):
    invest(app, date(2024, 3, 1), 2_000)
    invest(app, date(2025, 3, 1), 4_200)
    invest(app, date(2025, 5, 1), 800, "energy")
    assert findings(as_role(Role.LEADER).get("/centre/years/2025").text) == [
        "3月到账最多：4,200万元，是上年同月的2.1倍",
        "新材料到账最多：4,200万元，占84%",
    ]


def test_a_first_year_is_compared_with_nothing(app: Flask, as_role: AsRole):
    invest(app, date(2025, 3, 1), 4_200, None)
    assert findings(as_role(Role.LEADER).get("/centre/years/2025").text)[:2] == [
        "3月到账最多：4,200万元；上年没有到账记录",
        "2025年的到账都未注明技术领域",
    ]


def test_what_is_of_no_field_is_not_passed_over_for_the_largest_that_is(app: Flask, as_role: AsRole):
    invest(app, date(2025, 3, 1), 1_500, None)
    invest(app, date(2025, 5, 1), 400)
    client = as_role(Role.LEADER)
    assert findings(client.get("/centre/years/2025").text)[1] == ("79%未注明；新材料到账最多：400万元，占21%")
    assert texts(client.get("/centre/years/explore?measure=paid&by=sector").text, "h2")[-1] == (
        "79%未注明；新材料最多：400万元，占21%"
    )


def test_a_month_without_its_like_says_so(app: Flask, as_role: AsRole):
    invest(app, date(2024, 4, 1), 100)
    invest(app, date(2025, 3, 1), 12_000)
    assert findings(as_role(Role.LEADER).get("/centre/years/2025").text)[:2] == [
        "3月到账最多：1.2亿元；上年同月没有到账",
        "到账全部在新材料：1.2亿元",
    ]


def test_an_empty_year_says_that_it_is_empty(app: Flask, as_role: AsRole):
    invest(app, date(2024, 4, 1), 16_000)
    client = as_role(Role.LEADER)
    said_of = [findings(client.get(f"/centre/years/{year}").text)[0] for year in (2025, 2026)]
    assert said_of == ["2025年没有到账记录；上年全年1.6亿元", "2026年没有到账记录，上年也没有"]


def test_in_english_one_project_is_one(app: Flask, as_role: AsRole):
    invest(app, date(2024, 3, 1), 2_000)
    invest(app, date(2025, 3, 1), 12_000)
    client = as_role(Role.LEADER)
    assert findings(client.get("/centre/years/2025?lang=en").text)[0] == (
        "Highest payments in March: RMB 120 million, 6.0 times the same month of the year before"
    )
    bulletin = texts(client.get("/centre/years/2025/bulletin?lang=en").text, "p", "para")[0]
    assert "Venture funds invested RMB 120 million in 1 technology project, 6.0 times" in bulletin


def test_the_bulletin_of_a_running_year_says_until_when_and_one_sum_in_one_unit(app: Flask, as_role: AsRole):
    invest(app, date(2026, 1, 5), 3500)
    page = as_role(Role.LEADER).get("/centre/years/2026/bulletin").text
    assert texts(page, "p", "by") == ["统计口径：2026年1月1日至3月2日，到账以到账日期计"]
    assert texts(page, "p", "para") == [
        "截至3月2日，创投基金投资科技项目1个，投资金额0.35亿元。",
        "以上含待核对的：投资到账1笔。",
    ]
    assert [cell for cell in texts(page, "td", "n") if "元" in cell] == ["0.35亿元"]
    assert texts(page, "div", "flag") == ["科创路演简报 长三角G60全球科创路演中心2026年3月2日 周一"]


def test_teams_are_counted_as_teams(app: Flask, as_role: AsRole):
    with app.app_context():
        for number, category in enumerate(("领军型创新创业团队", "海外工程师")):
            operations.log(HireFacts(date(2025, 3, 1), category, name=f"T{number}"), actor=COMMAND)
    page = as_role(Role.LEADER).get("/centre/years/2025/bulletin").text
    assert [name for name in texts(page, "th") if "（名）" in name or "团队" in name] == [
        "海外工程师（名）",
        "领军型创新创业团队（个）",
    ]


def test_the_largest_field_explored_is_named_and_what_is_even_too(app: Flask, as_role: AsRole):
    invest(app, date(2024, 3, 1), 300)
    invest(app, date(2025, 3, 1), 100, "energy")
    invest(app, date(2025, 3, 1), 900, None)
    client = as_role(Role.LEADER)
    asked = [("by", "sector"), ("measure", "paid")]
    years = [[], [("since", "2025")], [("until", "2024")], [("since", "2030"), ("until", "2031")]]
    titles = [
        texts(client.get(f"/centre/years/explore?{urlencode(asked + more)}").text, "h2")[-1] for more in years
    ]
    assert titles == [
        "69%未注明；新材料最多：300万元，占23%",
        "90%未注明；新能源与节能最多：100万元，占10%",
        "全部在新材料：300万元",
        "没有符合条件的记录",
    ]
    invest(app, date(2025, 3, 1), 300, "energy")
    invest(app, date(2025, 3, 1), 100)
    page = client.get("/centre/years/explore?by=sector").text
    assert texts(page, "h2")[-1] == "53%未注明；新能源与节能等2项并列最多：各400万元"


def test_the_json_has_the_same_marks_as_the_page(app: Flask, as_role: AsRole):
    invest(app, date(2025, 3, 1), 4_200)
    invest(app, date(2025, 5, 1), 800, "energy")
    client = as_role(Role.LEADER)
    found = client.get("/centre/years/explore.json?by=sector").json
    assert [(mark["label"], mark["value"]) for mark in found["marks"]] == [
        ("新材料", 4200),
        ("新能源与节能", 800),
    ]
    page = client.get("/centre/years/explore?by=sector").text
    assert {mark["url"]: mark["name"] for mark in found["marks"]} == marks(page, "/centre/outcomes")
    assert (found["title"], found["unit"]) == ("新材料最多：4,200万元，占84%", "万元")


@pytest.mark.parametrize("asked", ["since=99999999999999999999", "until=x", "by=up", "measure=", "since=0"])
def test_nonsense_explores_everything(as_role: AsRole, asked: str):
    assert as_role(Role.LEADER).get(f"/centre/years/explore?{asked}").status_code == 200


@given(wanted=WANTED)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_address_names_exactly_the_rows_it_was_made_for(app: Flask, wanted: Wanted):
    with app.test_request_context(query_string=urlencode(said(wanted))):
        assert asked_for() == wanted


@given(part=st.integers(1, 10**15), rest=st.integers(0, 10**15))
def test_only_the_whole_is_a_hundred_per_cent(part: int, rest: int):
    assert (share(part, part + rest) == 100) == (rest == 0)


def test_the_year_costs_the_same_with_one_row_and_with_many(app: Flask, as_role: AsRole, counted: Counted):
    client = as_role(Role.LEADER)
    costs = []
    for many in (1, 15):
        for month in range(1, 11):
            for _number in range(many // 10 + 1):
                invest(app, date(2025, month, 1), 100)
        with counted() as statements:
            client.get("/centre/years/2025")
            client.get("/centre/years/explore?by=roadshow")
        costs.append(len(statements))
    assert costs[0] == costs[1]


def test_a_year_of_nothing_keeps_its_place_between_two_others(app: Flask, as_role: AsRole):
    invest(app, date(2022, 3, 1), 300)
    invest(app, date(2025, 3, 1), 100)
    client = as_role(Role.LEADER)
    marks_ = client.get("/centre/years/explore.json").json
    assert marks_ is not None
    assert [(mark["label"], mark["value"]) for mark in marks_["marks"]] == [
        ("2022年", 300),
        ("2023年", 0),
        ("2024年", 0),
        ("2025年", 100),
    ]


def test_the_year_says_who_came_by_the_door_or_by_the_ledger(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        told, counted = make.held(date(2024, 3, 4)), make.held(date(2024, 5, 6))
        told.told_institutions, told.told_visitors = 12, 60
        make.attendance(counted, AttendanceState.CHECKED_IN, institution_id=make.institution().id)
    page = as_role(Role.LEADER).get("/centre/years/2024").text
    assert words_of(page, "table.aligned td.n")[:2] == ["13", "61"]


def test_a_year_without_a_record_is_no_zero_where_years_are_explored(app: Flask, as_role: AsRole) -> None:
    invest(app, date(2022, 3, 1), 300)
    invest(app, date(2024, 3, 1), 100)
    page = as_role(Role.LEADER).get("/centre/years/explore?by=year&since=2022&until=2024").text
    assert words_of(page, "details.data td.n") == ["300", "无记录", "100", "400"]


def test_a_year_without_anything_shows_no_empty_pictures(as_role: AsRole) -> None:
    page = as_role(Role.LEADER).get("/centre/years/2019").text
    assert (page.count('class="strip'), page.count('class="chart'), page.count("<table")) == (0, 0, 0)
    assert words_of(page, "p.big") == ["无记录"] * 5
