"""What staff see of a firm: found by its name or code, with its projects and where they stand."""

from datetime import date

import pytest
from flask import Flask

from roadshow.accounts.permissions import Role
from roadshow.foundation.money import WAN
from roadshow.outcomes import operations as outcomes
from roadshow.outcomes.facts import LandingFacts, StepFacts
from roadshow.outcomes.states import Kind, ThreadStep
from roadshow.pitches.states import PitchState as P
from roadshow.projects import operations
from tests import make
from tests.conftest import AsRole, Counted
from tests.web.reading import links
from tests.web.selecting import words_of

pytestmark = pytest.mark.usefixtures("in_spring")
ON = date(2026, 3, 1)


def listed(as_role: AsRole, query: str = "") -> list[str]:
    return words_of(as_role(Role.LEADER).get(f"/centre/companies{query}").text, "tbody th a")


@pytest.mark.parametrize(
    "asked", ["沪上 甲", "沪上甲有限公司", make.code(9001), "9001", f" {make.code(9001).lower()} "]
)
def test_a_firm_is_found_by_its_name_or_its_code(app: Flask, as_role: AsRole, asked: str) -> None:
    with app.app_context():
        make.company(name="沪上甲有限公司", uscc=make.code(9001))
        make.company(name="沪上乙有限公司", uscc=make.code(8002))
    assert listed(as_role, f"?q={asked}") == ["沪上甲有限公司"]


def test_a_percent_sign_finds_only_itself(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        make.company()
    assert listed(as_role, "?q=%25") == []


def test_firms_are_sorted_by_how_many_projects_they_have(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        _none, two, one = (make.company(name=name) for name in ("没有", "两个", "一个"))
        for company in (two, one, two):
            make.project(company)
    assert listed(as_role, "?sort=-projects") == ["两个", "一个", "没有"]
    page = as_role(Role.LEADER).get("/centre/companies?sort=projects").text
    assert words_of(page, "tbody td.n") == ["0", "1", "2"]


def test_a_firm_shows_its_projects_and_where_they_stand(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        company, other = (
            make.company(make.person(name="示例代表", email="a@b.example")),
            make.project(name="别家的"),
        )
        project = make.project(company, name="自家的")
        for each in (project, other):
            make.pitch(make.roadshow(title=f"{each.name}路演"), P.SUBMITTED, each)
            outcomes.log(LandingFacts(each.id, ON), actor=make.SOMEONE)
        make.pitch(make.roadshow(title="草稿路演"), P.DRAFT, project)
        address = f"/centre/companies/{company.id}"
    page = as_role(Role.LEADER).get(address).text
    assert words_of(page, "tbody th a") == ["自家的"] * len(("itself", "its application", "its landing"))
    assert words_of(page, "tbody th small") == ["自家的路演"]
    assert words_of(page, "dl.facts-list dd")[1].split() == ["示例代表", "a@b.example"]


def test_money_invested_in_its_project_is_the_firms_too(app: Flask, as_role: AsRole) -> None:
    """A deal names the project alone."""
    with app.app_context():
        project = make.project(name="示例光芯片")
        facts = StepFacts(Kind.INVESTMENT, ThreadStep.SIGNED, ON, 300 * WAN)
        outcomes.begin_investment(project, "示例创投", "A轮", facts, actor=make.SOMEONE)
        address = f"/centre/companies/{project.company_id}"
    page = as_role(Role.LEADER).get(address).text
    assert words_of(page, "tbody td.n") == ["300"]
    assert words_of(page, "tfoot th, tfoot td.n") == ["基金投资 签约合计", "300"]


def test_a_firm_of_which_nothing_is_known_says_so(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        address = f"/centre/companies/{make.company(uscc=None).id}"
    page = as_role(Role.LEADER).get(address).text
    assert words_of(page, "div.empty h2") == ["还没有项目", "还没有申请过路演", "还没有成果"]
    assert words_of(page, "dl.facts-list dd")[0] == "—"


def test_what_was_done_to_a_firm_stands_on_its_page(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        owner = make.person(name="示例代表")
        company = operations.register_company("示例甲", None, owner=owner, actor=owner.acting())
        operations.change_company(company, "示例乙", None, actor=owner.acting())
        address = f"/centre/companies/{company.id}"
    page = as_role(Role.ADMIN).get(address).text
    assert words_of(page, "ol.trail b") == ["示例代表", "示例代表"]
    assert f"/centre/trail?thing=company&number={address.rpartition('/')[2]}" in links(page)


@pytest.mark.parametrize("page", ["projects", "pitches", "outcomes"])
def test_pages_that_name_a_firm_lead_to_it(app: Flask, as_role: AsRole, page: str) -> None:
    with app.app_context():
        project = make.project()
        things = {
            "projects": project.id,
            "pitches": make.pitch(of=project).id,
            "outcomes": outcomes.log(LandingFacts(project.id, ON), actor=make.SOMEONE).id,
        }
        firm = f"/centre/companies/{project.company_id}"
    assert firm in links(as_role(Role.LEADER).get(f"/centre/{page}/{things[page]}").text)


def test_a_firm_costs_the_same_however_much_it_did(app: Flask, as_role: AsRole, counted: Counted) -> None:
    with app.app_context():
        company_id = make.company(make.person(), make.person()).id
    client, costs = as_role(Role.LEADER), []
    for _time in range(2):
        with app.app_context():
            for _number in range(3):
                project = make.project(operations.queries.get_company(company_id))
                make.pitch(None, P.SUBMITTED, project)
                outcomes.log(LandingFacts(project.id, ON), actor=make.SOMEONE)
        with counted() as statements:
            client.get(f"/centre/companies/{company_id}")
        costs.append(len(statements))
    assert costs[0] == costs[1]


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_costs_the_same_however_long(
    app: Flask, as_role: AsRole, counted: Counted, many: int
) -> None:
    with app.app_context():
        for _number in range(many):
            make.project()
    client = as_role(Role.LEADER)
    with counted() as statements:
        client.get("/centre/companies")
    assert len(statements) == 4
