"""One way of listing: sorted by its heads, taken away as a workbook, the same rows in both."""

import io
from datetime import date, datetime
from urllib.parse import unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from roadshow.accounts.permissions import Role
from roadshow.audit.queries import list_recent
from roadshow.investors.models import InstitutionKind
from roadshow.outcomes import operations as outcomes
from roadshow.outcomes.facts import LandingFacts
from roadshow.pitches.states import PitchState
from roadshow.programme.states import RoadshowState
from tests import make
from tests.conftest import AsRole, Counted
from tests.web.reading import links
from tests.web.selecting import words_of

pytestmark = pytest.mark.usefixtures("in_spring")
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "＝1", "＋1", "－1", "＠1"]
LISTS = [
    "roadshows",
    "institutions",
    "halls",
    "people",
    "projects",
    "companies",
    "outcomes",
    "trail",
    "seasons",
    "rest-days",
    "letters",
]


def sheet_of(client: FlaskClient, address: str) -> list[list[object]]:
    """The rows of the workbook that is answered, heads first."""
    answer = client.get(address)
    assert answer.status_code == 200
    [sheet] = load_workbook(io.BytesIO(answer.data)).worksheets
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def names_in(client: FlaskClient, address: str) -> list[object]:
    return [row[0] for row in sheet_of(client, address)[1:]]


def names_on(client: FlaskClient, address: str) -> list[str]:
    return words_of(client.get(address).text, "tbody th a")


def institutions(app: Flask, *names: str) -> None:
    with app.app_context():
        for name in names:
            make.institution(name=name)


def test_a_head_sorts_and_pressed_again_sorts_the_other_way(app: Flask, as_role: AsRole) -> None:
    institutions(app, "b", "c", "a")
    client = as_role(Role.LEADER)
    rising, falling = "/centre/institutions?sort=name", "/centre/institutions?sort=-name"
    assert names_on(client, rising) == ["a", "b", "c"]
    assert names_on(client, falling) == ["c", "b", "a"]
    assert falling in links(client.get(rising).text)
    assert rising in links(client.get(falling).text)


def test_the_sorted_column_says_so(app: Flask, as_role: AsRole) -> None:
    institutions(app, "a")
    page = as_role(Role.LEADER).get("/centre/institutions?sort=-name").text
    assert page.count('aria-sort="descending"') == 1


@pytest.mark.parametrize("nonsense", ["password_hash", "-", "--name", "uscc", "name;drop"])
def test_what_is_no_column_sorts_nothing(app: Flask, as_role: AsRole, nonsense: str) -> None:
    institutions(app, "b", "a")
    client = as_role(Role.LEADER)
    assert names_on(client, f"/centre/institutions?sort={nonsense}") == ["a", "b"]


def test_what_has_no_value_comes_last_either_way(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        make.institution(name="没有", amac_number=None)
        make.institution(name="大", amac_number="P1000009")
        make.institution(name="小", amac_number="P1000001")
    client = as_role(Role.LEADER)
    assert names_on(client, "/centre/institutions?sort=number") == ["小", "大", "没有"]
    assert names_on(client, "/centre/institutions?sort=-number") == ["大", "小", "没有"]


def test_states_are_sorted_as_they_follow_each_other(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        for state in (RoadshowState.SELECTING, RoadshowState.PLANNED, RoadshowState.CALLING):
            make.roadshow(state, title=state)
    client = as_role(Role.LEADER)
    assert names_on(client, "/centre/roadshows?sort=state") == ["planned", "calling", "selecting"]


def test_the_next_roadshow_is_first_and_what_is_over_comes_last(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        make.held(date(2025, 5, 6), "早已办过")
        make.held(date(2026, 2, 10), "刚办过")
        make.undated(title="没有日期")
        make.roadshow(on=date(2027, 1, 5), title="明年")
        make.roadshow(on=date(2026, 3, 10), title="下一场")
    client = as_role(Role.LEADER)
    assert names_on(client, "/centre/roadshows") == ["下一场", "明年", "没有日期", "刚办过", "早已办过"]


@pytest.mark.parametrize(
    ("asked", "cleared"),
    [("", []), ("?kind=&q=&page=1", []), ("?kind=manager", ["清除"]), ("?sort=name", ["清除"])],
)
def test_what_is_filtered_or_sorted_can_be_cleared(
    app: Flask, as_role: AsRole, asked: str, cleared: list[str]
) -> None:
    institutions(app, "a")
    page = as_role(Role.LEADER).get(f"/centre/institutions{asked}").text
    assert words_of(page, "form.filters a") == cleared


def test_a_head_keeps_the_filters_and_leaves_the_page(app: Flask, as_role: AsRole) -> None:
    institutions(app, "a")
    page = as_role(Role.LEADER).get("/centre/institutions?kind=manager&page=1").text
    assert "/centre/institutions?kind=manager&sort=name" in links(page)


def test_the_workbook_holds_the_result_on_all_its_pages(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        for number in range(60):
            make.institution(name=f"{number:02}")
        make.institution(name="银行", kind=InstitutionKind.BANK)
    client = as_role(Role.LEADER)
    wanted = [f"{number:02}" for number in reversed(range(60))]
    assert names_in(client, "/centre/institutions.xlsx?kind=manager&sort=-name") == wanted
    assert "/centre/institutions.xlsx?kind=manager&sort=-name" in links(
        client.get("/centre/institutions?kind=manager&sort=-name&page=2").text
    )


@pytest.mark.parametrize("name", FORMULAS)
def test_what_begins_like_a_formula_stays_text(app: Flask, as_role: AsRole, name: str) -> None:
    institutions(app, name)
    answer = as_role(Role.LEADER).get("/centre/institutions.xlsx")
    cell = load_workbook(io.BytesIO(answer.data)).active["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (name, "s", True)


def test_moments_are_moments_in_shanghai(app: Flask, as_role: AsRole) -> None:
    institutions(app, "a")
    head, row = sheet_of(as_role(Role.LEADER), "/centre/institutions.xlsx")
    assert row[head.index("登记时间")] == datetime(2026, 3, 2, 9)  # noqa: DTZ001  as a spreadsheet holds it


def test_the_workbook_speaks_the_readers_language(app: Flask, as_role: AsRole) -> None:
    institutions(app, "a")
    client = as_role(Role.LEADER)
    answer = client.get("/centre/institutions.xlsx?lang=en")
    [sheet] = load_workbook(io.BytesIO(answer.data)).worksheets
    assert sheet.title == "Investors"
    assert [cell.value for cell in sheet[1]][:3] == ["Investor", "Status", "Type"]
    assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''Investors%202026-03-02.xlsx"


def test_the_workbook_is_called_as_its_list_and_day(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        roadshow = make.roadshow(RoadshowState.CALLING, title="量子专场")
        make.pitch(roadshow, PitchState.SUBMITTED, make.project(name="光芯片"))
        make.pitch(roadshow, PitchState.DRAFT)
        address = f"/centre/roadshows/{roadshow.id}/pitches.xlsx"
    client = as_role(Role.LEADER)
    named = unquote(client.get(address).headers["Content-Disposition"])
    assert named == "attachment; filename*=UTF-8''项目申请 量子专场 2026-03-02.xlsx"
    assert names_in(client, address) == ["光芯片"]  # nobody's draft


def test_an_export_is_in_the_trail(app: Flask, as_role: AsRole) -> None:
    institutions(app, "a", "b")
    as_role(Role.LEADER).get("/centre/institutions.xlsx?kind=manager")
    with app.app_context():
        [entry] = list_recent(["list"], 5)
        assert (entry.what, entry.name, entry.changes) == (
            "list.exported",
            "投资机构",
            {"rows": 2, "asked": "kind=manager"},
        )


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_list_is_taken_away(app: Flask, as_role: AsRole, name: str, language: str) -> None:
    """Empty or not: its heads are there."""
    with app.app_context():
        make.roadshow()
    client = as_role(Role.ADMIN)
    heads, *_rows = sheet_of(client, f"/centre/{name}.xlsx?lang={language}")
    assert None not in heads


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_with_one_row_as_with_many(
    app: Flask, as_role: AsRole, counted: Counted, name: str
) -> None:
    client, costs = as_role(Role.ADMIN), []
    for many in (1, 60):
        with app.app_context():
            for _number in range(many):
                outcomes.log(LandingFacts(make.project().id, date(2026, 3, 1)), actor=make.SOMEONE)
                make.institution()
                make.person(Role.STARTUP)
                make.roadshow(on=make.DAY)
        client.get(f"/centre/{name}")
        for address in (f"/centre/{name}?sort=-name", f"/centre/{name}.xlsx?sort=-name"):
            with counted() as statements:
                client.get(address)
            costs.append(len(statements))
    assert costs[:2] == costs[2:]


def test_the_trail_is_narrowed_to_one_thing_and_some_days(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        first, _second = make.roadshow(title="甲"), make.roadshow(title="乙")
        its_own = f"/centre/trail.xlsx?thing=roadshow&number={first.id}"
    client = as_role(Role.ADMIN)
    one = sheet_of(client, its_own)
    assert [row[5] for row in one[1:]] == ["甲"]
    assert sheet_of(client, "/centre/trail.xlsx?thing=roadshow&since=2026-03-03")[1:] == []
    assert [row[5] for row in sheet_of(client, "/centre/trail.xlsx?q=乙&until=2026-03-02&sort=at")[1:]] == [
        "乙"
    ]


def test_roadshows_are_found_by_a_part_of_their_title(app: Flask, as_role: AsRole):
    with app.app_context():
        for title, english in (("新材料专场", "Materials"), ("生命科学专场", "Life sciences"), ("100%", "")):
            make.roadshow(title=title, title_en=english)
    client = as_role(Role.ORGANISER)
    found = {
        asked: names_on(client, f"/centre/roadshows?q={asked}") for asked in ("材料", "SCIENCES", "%25", "_")
    }
    assert found == {"材料": ["新材料专场"], "SCIENCES": ["生命科学专场"], "%25": ["100%"], "_": []}


def test_applications_are_found_by_their_project_or_firm(app: Flask, as_role: AsRole):
    with app.app_context():
        show = make.roadshow()
        for name, firm in (("示例光芯片", "示例半导体"), ("示例传感器", "示例微纳")):
            project = make.project(make.company(name=firm), name=name)
            make.pitch(show, PitchState.SUBMITTED, project)
        path = f"/centre/roadshows/{show.id}/pitches"
    client = as_role(Role.ORGANISER)
    found = {asked: names_on(client, f"{path}?q={asked}") for asked in ("光 芯", "微纳", "没有")}
    assert found == {"光 芯": ["示例光芯片"], "微纳": ["示例传感器"], "没有": []}


def test_the_trail_names_an_exported_list_and_its_roadshow_in_the_readers_language(
    app: Flask, as_role: AsRole
) -> None:
    with app.app_context():
        roadshow = make.roadshow(title="量子专场", title_en="Quantum day")
        address = f"/centre/roadshows/{roadshow.id}/pitches.xlsx"
    as_role(Role.LEADER).get(address, headers={"Accept-Language": "en"})
    client = as_role(Role.ADMIN)
    lines = {
        lang: str(words_of(client.get(f"/centre/trail?lang={lang}").text, "ol.trail"))
        for lang in ("zh", "en")
    }
    assert [lines["zh"].count(words) for words in ("项目申请", "路演场次：量子专场")] == [1, 1]
    assert [lines["en"].count(words) for words in ("Applications", "Quantum day", "量子专场")] == [
        1,
        2,
        0,
    ]  # planned, exported
