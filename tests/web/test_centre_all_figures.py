"""The pages of the figures: what they say for a scope, and that every number leads to exactly its rows."""

import re
from datetime import date
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roadshow.accounts.permissions import Role
from roadshow.attendance.states import AttendanceState
from roadshow.demo.ledger import FILE
from roadshow.foundation.actor import COMMAND
from roadshow.foundation.errors import Refused
from roadshow.foundation.money import WAN
from roadshow.foundation.sectors import SECTORS
from roadshow.ledgers import operations as ledgers
from roadshow.ledgers.ledger import read_ledger
from roadshow.meetings.models import Interest, InterestLevel
from roadshow.outcomes import operations
from roadshow.outcomes.facts import LandingFacts, StepFacts
from roadshow.outcomes.many import verify_many
from roadshow.outcomes.queries import Wanted, list_rows
from roadshow.outcomes.states import Kind, ThreadStep
from roadshow.pitches.states import PitchState
from roadshow.programme.queries import get_season
from roadshow.reports.figures.answers import FIGURES, value
from roadshow.reports.figures.figure import Listed
from roadshow.reports.figures.scope import Scope, whole_year
from roadshow.reports.targets import list_goals, paces, set_goal
from roadshow.web.centre.scopes import asked_scope, rows_url, said
from tests import make
from tests.conftest import AsRole, Counted

from .reading import missing, texts
from .selecting import words_of

pytestmark = pytest.mark.usefixtures("in_spring")
ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
PART = re.compile(r'<th scope="row">\s*<a href="(/centre/figures/paid_fen[?][^"]*of_[^"]*)"')
DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
SCOPES = st.builds(
    lambda first, last, narrow: Scope(min(first, last), max(first, last), **narrow),
    DAYS,
    DAYS,
    st.fixed_dictionaries(
        {},
        optional={
            "sector": st.sampled_from(["", *SECTORS]),
            "stage": st.sampled_from(["", "a"]),
            "origin": st.sampled_from(["", "self"]),
            "applicant": st.sampled_from(["", "overseas"]),
            "category": st.sampled_from(["", "创新券"]),
            "place": st.sampled_from(["", "张江"]),
            "region": st.sampled_from(["", "33", "3304", "330482"]),
            "roadshow_id": st.integers(0, 2**31 - 1),
            "company_id": st.integers(0, 2**31 - 1),
            "person": st.sampled_from(["", "海外01"]),
        },
    ),
)


def told(page: str) -> dict[str, list[str]]:
    """Figure → what stands beside its name, its unit aside."""
    rows = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in ROW.findall(page)]
    cells = [[row[0].partition("<small>")[0], *row[1:]] for row in rows if row]
    plain = [[" ".join(unescape(re.sub(r"<[^>]+>", "", cell)).split()) for cell in row] for row in cells]
    return {row[0]: row[1:] for row in plain}


def invest(app: Flask, on: date, wan: int, **facts: object) -> None:
    with app.app_context():
        project = make.project(**facts)
        for step in (ThreadStep.SIGNED, ThreadStep.PAID):
            said = StepFacts(Kind.INVESTMENT, step, on, wan * WAN)
            operations.begin_investment(project, "示例创投", "A轮", said, actor=COMMAND)


def listed(client: FlaskClient, url: str) -> int:
    """How many rows this list says that it has."""
    page = client.get(url).text
    found = re.search(r'<nav class="pages"[^>]*>\s*<span>([^<]*)</span>', page)
    return int(re.findall(r"\d+", found[1])[-1]) if found else 0


def test_a_figure_stands_beside_the_same_days_of_the_year_before(app: Flask, as_role: AsRole) -> None:
    invest(app, date(2024, 5, 1), 100)
    invest(app, date(2025, 5, 1), 420)
    client = as_role(Role.LEADER)
    page = told(client.get("/centre/figures?from=2025-04-01&to=2025-06-30").text)
    assert page["到账金额"] == ["420", "100", "4.2倍"]
    assert "到账金额" not in told(client.get("/centre/figures?year=2023").text)


def test_a_year_that_runs_is_held_against_as_much_of_the_last(app: Flask, as_role: AsRole) -> None:
    invest(app, date(2025, 2, 1), 100)
    invest(app, date(2025, 5, 1), 900)
    invest(app, date(2026, 2, 1), 300)
    page = told(as_role(Role.LEADER).get("/centre/figures").text)
    assert page["到账金额"] == ["300", "100", "3.0倍"]


def test_a_large_figure_says_how_much_of_it_nobody_has_verified(app: Flask, as_role: AsRole) -> None:
    invest(app, date(2025, 2, 1), 100)
    with app.app_context():
        verify_many([row.id for row in list_rows(Wanted())], actor=make.actor(Role.RECORDER))
    leader = as_role(Role.LEADER)
    assert said_to_wait(leader) == []
    invest(app, date(2025, 5, 1), 900)
    assert said_to_wait(leader) == ["其中900万元待核对"]


def said_to_wait(leader: FlaskClient) -> list[str]:
    said = words_of(leader.get("/centre/figures?year=2025").text, "section.heads p.than")
    return [words for words in said if "待核对" in words]


def test_a_place_narrows_by_name_and_by_code(app: Flask, as_role: AsRole) -> None:
    invest(app, date(2025, 5, 1), 420)
    client = as_role(Role.LEADER)
    found = [
        told(client.get(f"/centre/figures?year=2025&of_region={typed}").text).get("到账金额", [None])[0]
        for typed in ("平湖", "330482", "3304", "33", "31", "火星")
    ]
    assert found == ["420", "420", "420", "420", None, "420"]


def test_a_past_year_without_a_figure_has_no_record_of_it(app: Flask, as_role: AsRole) -> None:
    invest(app, date(2024, 5, 1), 100)
    with app.app_context():
        make.held(date(2025, 3, 4))
    page = told(as_role(Role.LEADER).get("/centre/figures?year=2025").text)
    assert [page["举办场次"], page["到账金额"]] == [["1", "无记录", "—"], ["无记录", "100", "—"]]


def test_of_a_year_before_it_without_any_figure_that_is_said_once(app: Flask, as_role: AsRole) -> None:
    invest(app, date(2025, 5, 1), 420)
    page = as_role(Role.LEADER).get("/centre/figures?year=2025").text
    assert (told(page)["到账金额"], texts(page, "p", "told")[0]) == (["420"], "上年同期无记录。")


@pytest.mark.parametrize(
    ("year", "says"),
    [
        (2025, ["上年无记录", "目标2场，未达到", "上年无记录", "上年1亿元"]),
        (2026, ["上年同期1场", "目标15场，今天应达到3场，落后", "上年同期无记录", "上年同期无记录"]),
    ],
)
def test_a_year_that_runs_stands_beside_the_same_part_of_the_year_before_and_one_that_is_over_beside_all_of_it(
    app: Flask, as_role: AsRole, year: int, says: list[str]
) -> None:
    invest(app, date(2024, 8, 1), 10_000)
    with app.app_context():
        make.season(2025, target=2)
        make.season(2026)
        make.held(date(2025, 1, 8))
    page = as_role(Role.LEADER).get(f"/centre/years/{year}").text
    found = texts(page, "p", "than")
    assert [line for line in found if "举办" not in line][: len(says)] == says


def test_the_five_figures_asked_for_first_are_large_beside_last_year_and_target(
    app: Flask, as_role: AsRole
) -> None:
    invest(app, date(2025, 2, 1), 10_000)
    invest(app, date(2026, 2, 1), 16_700)
    with app.app_context():
        make.season(2026)
    client = as_role(Role.LEADER)
    client.post("/centre/figures/paid_fen/goal/2026", data={"goal": "5亿"})
    for page in ("/centre/figures?year=2026", "/centre/years/2026"):
        shown = client.get(page).text
        assert texts(shown, "h2")[:5] == ["举办场次", "引进项目", "到账金额", "放贷金额", "入选人才"]
        assert texts(shown, "p", "big")[2] == "1.67亿元"
        assert (
            missing(
                " ".join(texts(shown, "p", "than")),
                "上年同期1亿元，是它的1.7倍",
                "目标5亿元，今天应达到8,356万元",
                "目标15场，今天应达到3场，落后",
            )
            == []
        )


def test_what_is_empty_in_both_years_is_named_below_its_table(app: Flask, as_role: AsRole) -> None:
    invest(app, date(2025, 5, 1), 420)
    page = as_role(Role.LEADER).get("/centre/figures?year=2025").text
    assert [words for words in texts(page, "p", "told") if "放贷金额" in words] != []
    assert "放贷金额" not in told(page)


def test_ten_years_say_0_of_a_year_that_runs_and_no_record_of_a_past_one(app: Flask, as_role: AsRole) -> None:
    invest(app, date(2025, 5, 1), 420)
    with app.app_context():
        make.season(2024)
        make.season(2026)
    page = as_role(Role.LEADER).get("/centre/figures/paid_fen?year=2026").text
    table = page.partition("查看数据表")[2]
    assert texts(table, "td", "n")[:4] == ["0", "420", "无记录", "无记录"]


@pytest.fixture
def everything(app: Flask) -> None:
    """The ledger of 2021, and of 2025 something for every list."""
    with app.app_context(), FILE.open("rb") as file:
        ledgers.take_in(read_ledger(file), 2021, actor=COMMAND)
        held = make.held(date(2025, 3, 4))
        project = make.pitch(held, PitchState.PRESENTED).project
        institution = make.institution()
        make.attendance(held, AttendanceState.CHECKED_IN, institution_id=institution.id)
        at = make.moment(date(2025, 3, 5), 9)
        person = make.person().id
        make.saved(
            Interest(
                level=InterestLevel.TALK,
                institution=institution,
                project=project,
                roadshow=held,
                person_id=person,
                by="测试",
                at=at,
            )
        )
        operations.log(LandingFacts(project.id, date(2025, 4, 1), roadshow_id=held.id), actor=COMMAND)


COUNTS = {  # figure → the year in which it is asked; each of its rows is one of the list
    "held": 2021,
    "planned": 2021,
    "landed": 2021,
    "deep_root_landed": 2021,
    "paid_rows": 2021,
    "lent_rows": 2021,
    "pooled_firms": 2021,
    "talent_selected": 2021,
    "off_site": 2021,
    "rated_blue": 2021,
    "policy_payments": 2021,
    "pitched": 2025,
    "institutions": 2025,
    "talks_asked": 2025,
}


@pytest.mark.usefixtures("everything")
def test_every_figure_leads_to_exactly_its_rows(app: Flask, as_role: AsRole) -> None:
    client = as_role(Role.ORGANISER)
    found = {}
    for name, year in COUNTS.items():
        with app.test_request_context():
            url = rows_url(FIGURES[name], whole_year(year))
            found[name] = (value(FIGURES[name], whole_year(year)), url)
    assert {FIGURES[name].rows.source.lists for name in COUNTS} == set(Listed)
    assert {name: count for name, (count, _url) in found.items() if not count} == {}
    assert {name: listed(client, url) for name, (_count, url) in found.items()} == {
        name: count for name, (count, _url) in found.items()
    }


@pytest.mark.usefixtures("everything")
@pytest.mark.parametrize(("role", "leads"), [(Role.LEADER, True), (Role.ADMIN, False)])
def test_a_figure_leads_to_its_rows_only_who_may_open_them(as_role: AsRole, role: Role, leads: bool) -> None:
    client = as_role(role)
    pages = [client.get(f"/centre/figures{path}?year=2025").text for path in ("", "/talks_asked")]
    assert ["/centre/interests?" in page for page in pages] == [leads] * 2


@pytest.mark.usefixtures("everything")
def test_filtering_the_rows_of_a_figure_stays_within_them(as_role: AsRole) -> None:
    page = as_role(Role.LEADER).get("/centre/outcomes?figure=paid_rows&from=2021-01-01&to=2021-12-31").text
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]+)">', page)
    assert [pair for pair in hidden if pair[0] in ("figure", "from", "to")] == [
        ("figure", "paid_rows"),
        ("from", "2021-01-01"),
        ("to", "2021-12-31"),
    ]
    assert "只看“到账次数、2021年”计入的记录" in page


@pytest.mark.usefixtures("everything")
def test_parts_lead_one_level_down_to_the_firm(app: Flask, as_role: AsRole) -> None:
    client = as_role(Role.LEADER)
    url, seen = "/centre/figures/paid_fen?year=2021", []
    for _level in range(4):
        page = client.get(url).text
        parts = [unescape(link) for link in PART.findall(page)]
        [by] = re.findall(r'<a href="[^"]*by=(\w+)"\s+aria-current', page)
        seen.append(by)
        url = next(link for link in parts if "of_region=33" in link or "of_company" in link)
    assert seen == ["region", "region", "region", "company_id"]


@pytest.mark.usefixtures("everything")
def test_ten_years_stand_side_by_side(as_role: AsRole) -> None:
    page = as_role(Role.LEADER).get("/centre/figures/paid_fen?year=2022").text
    years = [name for name in told(page) if re.fullmatch(r"20\d\d年", name)]
    assert years == [f"{year}年" for year in range(2022, 2012, -1)]
    assert told(page)["2021年"] == ["67,000"]


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_has_its_page(app: Flask, as_role: AsRole, name: str) -> None:
    invest(app, date(2025, 5, 1), 420)
    client = as_role(Role.LEADER)
    for asked in ("year=2025", "from=2025-01-01&to=2026-03-02&of_region=33&of_sector=materials"):
        assert client.get(f"/centre/figures/{name}?{asked}").status_code == 200


@given(scope=SCOPES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_address_asks_exactly_what_it_was_made_for(app: Flask, scope: Scope) -> None:
    with app.test_request_context(query_string={name: str(value) for name, value in said(scope).items()}):
        assert asked_scope() == scope


@pytest.mark.parametrize(
    "asked",
    ["from=x&to=99", "year=0", "of_region=火星", "of_sector=up", "of_company=-1", f"of_roadshow={'9' * 30}"],
)
def test_nonsense_narrows_nothing(as_role: AsRole, asked: str) -> None:
    client = as_role(Role.LEADER)
    whole = told(client.get("/centre/figures").text)
    assert told(client.get(f"/centre/figures?{asked}").text) == whole


def test_a_target_is_set_changed_and_taken_back_and_the_trail_knows(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        make.season(2026)
    leader, admin = as_role(Role.LEADER), as_role(Role.ADMIN)
    for typed in ("3亿", "5亿", "5亿"):
        leader.post("/centre/figures/paid_fen/goal/2026", data={"goal": typed})
    page = leader.get("/centre/figures").text
    assert "目标5亿元，今天应达到8,356万元，落后" in texts(page, "p", "than")
    leader.post("/centre/figures/paid_fen/goal/2026", data={"goal": ""})
    with app.app_context():
        assert list_goals(2026) == {"held": 15}
    trail = admin.get("/centre/trail").text
    assert trail.count("调整了指标目标") == 3


@pytest.mark.parametrize(
    ("figure", "typed", "words"),
    [
        ("landed", "-3", "目标“-3”须是1至100,000,000的整数"),
        ("landed", "0", "目标“0”须是1至100,000,000的整数"),
        ("paid_fen", "很多", "很多"),
    ],
)
def test_a_goal_that_is_none_is_refused_by_its_field(
    app: Flask, as_role: AsRole, figure: str, typed: str, words: str
) -> None:
    with app.app_context():
        make.season(2026)
    page = as_role(Role.LEADER).post(f"/centre/figures/{figure}/goal/2026", data={"goal": typed}).text
    assert any(words in told for told in texts(page, "p", "why"))
    assert f'value="{typed}"' in page


@pytest.mark.parametrize("figure", ["stayed_12_months", "held", "signed_to_paid"])
def test_what_adds_up_to_nothing_has_no_target(app: Flask, figure: str) -> None:
    with app.app_context():
        make.season(2026)
        with pytest.raises(Refused):
            set_goal(get_season(2026), figure, 3, actor=COMMAND)


@pytest.mark.parametrize(
    ("today", "due"),
    [(date(2025, 12, 31), 0), (date(2026, 1, 1), 1), (date(2026, 7, 2), 183), (date(2027, 1, 1), 365)],
)
def test_an_even_pace_reaches_the_target_on_the_last_day(today: date, due: int) -> None:
    assert paces(2026, {"landed": 365}, today)["landed"].due == due


def test_the_figures_cost_the_same_however_many_rows(app: Flask, as_role: AsRole, counted: Counted) -> None:
    client, costs = as_role(Role.LEADER), []
    for many in (1, 12):
        for _number in range(many):
            invest(app, date(2025, 5, 1), 100)
        with counted() as statements:
            client.get("/centre/figures?year=2025")
            client.get("/centre/figures/paid_fen?year=2025")
            client.get("/centre/years/2025")
        costs.append(len(statements))
    assert costs[0] == costs[1]


def test_a_leader_reads_them_in_english(app: Flask, as_role: AsRole) -> None:
    invest(app, date(2025, 5, 1), 100)
    client = as_role(Role.LEADER)
    page = told(client.get("/centre/figures?year=2025&lang=en").text)
    assert page["Amount paid in"] == ["1"]
    said_of = client.get("/centre/figures/definitions?lang=en").text
    assert "Total of all payments in the period by date of payment" in said_of
