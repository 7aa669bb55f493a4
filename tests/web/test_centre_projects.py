"""What staff see of projects, and how they complete those that a ledger only named."""

import pytest
from flask import Flask

from roadshow.accounts.permissions import Role
from roadshow.pitches.states import PitchState as P
from roadshow.projects.queries import get_project
from tests import make
from tests.conftest import AsRole, Counted
from tests.web.owned import typed
from tests.web.reading import badges, links
from tests.web.selecting import words_of

pytestmark = pytest.mark.usefixtures("in_spring")
WHOLE = {"name": "示例碳捕集", "one_line": "把尾气变成原料", "sector": "environment", "stage": "angel"}


def listed(as_role: AsRole, query: str = "") -> list[str]:
    return words_of(as_role(Role.LEADER).get(f"/centre/projects{query}").text, "tbody th a")


@pytest.mark.parametrize("asked", ["光 芯片", "沪上甲", "光芯片（"])
def test_a_project_is_found_by_its_name_or_its_firms(app: Flask, as_role: AsRole, asked: str) -> None:
    with app.app_context():
        make.project(make.company(name="沪上甲有限公司"), name="光芯片")
        make.project(name="氢能")
    assert listed(as_role, f"?q={asked}") == ["光芯片"]


def test_a_percent_sign_finds_only_itself(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        make.project(name="光芯片")
    assert listed(as_role, "?q=%25") == []


def test_stubs_and_sectors_filter(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        make.project(name="甲", sector="energy")
        make.project(name="乙", sector=None, stub=True)
    assert listed(as_role, "?stub=1") == ["乙"]
    assert listed(as_role, "?sector=energy") == ["甲"]
    assert listed(as_role, "?sector=nonsense") == ["乙", "甲"]


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_costs_the_same_however_long(
    app: Flask, as_role: AsRole, counted: Counted, many: int
) -> None:
    with app.app_context():
        for _number in range(many):
            make.project()
    client = as_role(Role.LEADER)
    with counted() as statements:
        client.get("/centre/projects")
    assert len(statements) == 6


def test_a_draft_stays_its_owners_own(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        project = make.project()
        make.pitch(None, P.DRAFT, project)
        make.pitch(None, P.SUBMITTED, project)
        project_id = project.id
    assert badges(as_role(Role.ORGANISER).get(f"/centre/projects/{project_id}").text) == ["待初筛"]


def test_a_stub_that_is_completed_is_one_no_more(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        project_id = make.project(stub=True).id
    answer = as_role(Role.RECORDER).post(f"/centre/projects/{project_id}/complete", data=WHOLE)
    assert answer.location == f"/centre/projects/{project_id}"
    with app.app_context():
        project = get_project(project_id)
        assert (project.name, project.sector, project.stub) == ("示例碳捕集", "environment", False)


def test_an_owners_project_is_not_the_centres_to_change(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        project_id = make.project().id
    assert as_role(Role.ORGANISER).get(f"/centre/projects/{project_id}/complete").status_code == 404


def test_what_was_typed_is_kept_when_it_is_refused(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        project_id = make.project(stub=True).id
    page = as_role(Role.RECORDER).post(
        f"/centre/projects/{project_id}/complete", data=WHOLE | {"sector": "", "one_line": "长" * 101}
    )
    assert page.status_code == 200
    assert words_of(page.text, "p.why span") == ["一句话介绍最多100个字，现在是101个字", "请选择技术领域"]
    assert "长" * 101 in page.text


def test_what_no_database_keeps_is_left_out_of_a_description(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        project_id = make.project(name="示例碳捕集", stub=True).id
    typed = WHOLE | {"description": "一\0二\r\n三\u2028四"}
    as_role(Role.RECORDER).post(f"/centre/projects/{project_id}/complete", data=typed)
    with app.app_context():
        assert get_project(project_id).description == "一二\n三\n四"


def test_an_investment_is_logged_from_the_projects_page(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        project_id = make.project(name="示例光芯片").id
    recorder = as_role(Role.RECORDER)
    (way,) = [
        url for url in links(recorder.get(f"/centre/projects/{project_id}").text) if "investments/new" in url
    ]
    assert typed(recorder.get(way).text, "project") == "示例光芯片"
