"""A startup's companies and projects: what is asked, what is refused and how, and that they are its own."""

import pytest
from flask import Flask

from roadshow.accounts.permissions import Role
from roadshow.foundation.db import db
from roadshow.programme.states import RoadshowState
from roadshow.projects.models import Company, Project
from tests import make
from tests.conftest import AsRole, Counted
from tests.web.filling import fill
from tests.web.owned import faults, me, own_project, own_project_id, statuses, typed
from tests.web.reading import buttons, texts

pytestmark = pytest.mark.usefixtures("in_spring")
NEW = "/startup/companies/new"
PROJECT = {
    "name": " 示例 光芯片 ",
    "one_line": "给数据中心的光芯片",
    "sector": "electronics",
    "stage": "angel",
    "description": "第一行\r\n第二行",
}


def companies(app: Flask) -> list[tuple[str, str | None]]:
    with app.app_context():
        return [(row.name, row.uscc) for row in db.session.query(Company).order_by(Company.id)]


def projects(app: Flask) -> list[Project]:
    with app.app_context():
        return db.session.query(Project).order_by(Project.id).all()


def test_a_team_not_registered_yet_is_registered_without_a_code(app: Flask, as_role: AsRole):
    answer = as_role(Role.STARTUP).post(NEW, data={"name": "示例团队", "uscc": ""})
    assert (answer.status_code, companies(app)) == (302, [("示例团队", None)])


def test_after_the_company_comes_its_first_project(app: Flask, as_role: AsRole):
    answer = as_role(Role.STARTUP).post(NEW, data={"name": "示例企业", "uscc": make.code(1)})
    assert (answer.location, companies(app)) == (
        "/startup/companies/1/projects/new",
        [("示例企业", make.code(1))],
    )


def test_a_code_with_a_wrong_check_character_is_refused_at_its_field_and_kept(app: Flask, as_role: AsRole):
    wrong = make.code(1)[:-1] + ("1" if make.code(1)[-1] == "0" else "0")
    page = as_role(Role.STARTUP).post(NEW, data={"name": "示例企业", "uscc": wrong}).text
    said = f"统一社会信用代码第18位“{wrong[-1]}”校验不符，前面有一位写错也会这样。请对照营业执照逐位核对"
    kept = (typed(page, "name"), typed(page, "uscc"))
    assert (faults(page), texts(page, "p", "why"), kept) == ([said], [said], ("示例企业", wrong))
    assert companies(app) == []


def test_a_code_that_another_company_has_is_refused(app: Flask, as_role: AsRole):
    with app.app_context():
        make.company(name="示例甲", uscc=make.code(7))
    page = as_role(Role.STARTUP).post(NEW, data={"name": "示例乙", "uscc": make.code(7)}).text
    assert faults(page) == ["这个统一社会信用代码已经登记，可以申请加入该企业"]
    assert companies(app) == [("示例甲", make.code(7))]


def test_a_company_without_a_name_is_refused(as_role: AsRole):
    page = as_role(Role.STARTUP).post(NEW, data={"name": " ", "uscc": ""}).text
    assert faults(page) == ["请填写企业名称"]


def test_a_team_that_is_a_firm_by_now_gets_its_code(app: Flask, as_role: AsRole):
    client = as_role(Role.STARTUP)
    with app.app_context():
        company_id = make.company(me(), uscc=None).id
    answer = client.post(
        f"/startup/companies/{company_id}/change", data={"name": "示例有限公司", "uscc": make.code(3).lower()}
    )
    assert (answer.location, companies(app)) == ("/startup/projects", [("示例有限公司", make.code(3))])


def test_a_company_keeps_its_own_code_when_its_name_changes(app: Flask, as_role: AsRole):
    client = as_role(Role.STARTUP)
    with app.app_context():
        company_id = make.company(me(), uscc=make.code(3)).id
    client.post(f"/startup/companies/{company_id}/change", data={"name": "新名", "uscc": make.code(3)})
    assert companies(app) == [("新名", make.code(3))]


def test_a_project_is_registered_as_it_was_typed(app: Flask, as_role: AsRole):
    client = as_role(Role.STARTUP)
    with app.app_context():
        company_id = make.company(me()).id
    answer = client.post(f"/startup/companies/{company_id}/projects/new", data=PROJECT)
    (row,) = projects(app)
    assert answer.location == f"/startup/projects/{row.id}"
    said = (row.company_id, row.name, row.one_line, row.sector, row.stage, row.description)
    assert said == (company_id, "示例 光芯片", "给数据中心的光芯片", "electronics", "angel", "第一行\n第二行")


def test_each_thing_missing_of_a_project_is_named(app: Flask, as_role: AsRole):
    client = as_role(Role.STARTUP)
    with app.app_context():
        company_id = make.company(me()).id
    page = client.post(f"/startup/companies/{company_id}/projects/new", data={"description": "有介绍"}).text
    assert faults(page) == [
        "请填写项目名称",
        "请用一句话介绍项目",
        "请选择技术领域",
        "请选择发展阶段",
    ]
    assert (texts(page, "textarea"), projects(app)) == (["有介绍"], [])


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "长" * 201, "项目名称最多200个字，现在是201个字"),
        ("one_line", "长" * 101, "一句话介绍最多100个字，现在是101个字"),
        ("description", "长" * 5001, "项目介绍最多5,000个字，现在是5,001个字"),
        ("sector", "none of ours", "请从列表中选择一项"),
        ("stage", "none of ours", "请从列表中选择一项"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(
    app: Flask, as_role: AsRole, field: str, value: str, said: str
):
    client = as_role(Role.STARTUP)
    with app.app_context():
        company_id = make.company(me()).id
    page = client.post(f"/startup/companies/{company_id}/projects/new", data=PROJECT | {field: value}).text
    assert (faults(page), projects(app)) == ([said], [])


def test_a_project_that_only_a_ledger_named_is_filled_in(app: Flask, as_role: AsRole):
    client = as_role(Role.STARTUP)
    with app.app_context():
        project_id = own_project(sector=None, stage="并购", stub=True, one_line="").id
    fill(app, client, project_id, PROJECT)
    (row,) = projects(app)
    assert (row.stub, row.sector, row.stage) == (False, "electronics", "angel")


def test_what_is_somebody_elses_is_not_found(app: Flask, as_role: AsRole):
    with app.app_context():
        other = make.project(make.company(make.person()))
        paths = (
            f"/startup/companies/{other.company_id}/change",
            f"/startup/companies/{other.company_id}/projects/new",
            f"/startup/projects/{other.id}",
            f"/startup/projects/{other.id}/fill/overview",
        )
    assert statuses(as_role(Role.STARTUP), *paths) == {404}


def test_what_is_somebody_elses_is_not_changed(app: Flask, as_role: AsRole):
    with app.app_context():
        other = make.project(make.company(make.person()), name="别人的")
        project_id, company_id = other.id, other.company_id
    client = as_role(Role.STARTUP)
    answers = {
        client.post(f"/startup/projects/{project_id}/fill/overview", data=PROJECT).status_code,
        client.post(f"/startup/companies/{company_id}/projects/new", data=PROJECT).status_code,
        client.post(f"/startup/companies/{company_id}/change", data={"name": "我的"}).status_code,
    }
    assert (answers, [row.name for row in projects(app)]) == ({404}, ["别人的"])


def test_without_a_company_the_list_leads_to_registering_one(as_role: AsRole):
    page = as_role(Role.STARTUP).get("/startup/projects").text
    assert buttons(page, "btn main") == [("登记企业或团队", NEW)]


@pytest.mark.parametrize("many", [1, 3, 30])
def test_the_list_costs_the_same_however_long(app: Flask, as_role: AsRole, counted: Counted, many: int):
    client = as_role(Role.STARTUP)
    with app.app_context():
        for _number in range(many):
            own_project()
    with counted() as statements:
        page = client.get("/startup/projects").text
    assert (len(statements), page.count('scope="row"')) == (7, 2 * many)


@pytest.mark.parametrize("many", [1, 3, 30])
def test_a_project_costs_the_same_however_often_it_applied(
    app: Flask, as_role: AsRole, counted: Counted, many: int
):
    client, project_id = as_role(Role.STARTUP), own_project_id(app)
    with app.app_context():
        project = db.session.get_one(Project, project_id)
        for _number in range(many):
            make.pitch(of=project)
    with counted() as statements:
        page = client.get(f"/startup/projects/{project_id}").text
    assert (len(statements), page.count('scope="row"')) == (14, many)


@pytest.mark.parametrize(
    ("whole", "many", "leads"),
    [(True, 1, "apply"), (True, 2, "#calls"), (True, 0, "fill/overview"), (False, 1, "fill/")],
)
def test_once_its_form_is_whole_a_project_leads_on_to_the_open_calls(
    app: Flask, as_role: AsRole, whole: bool, many: int, leads: str
):
    client = as_role(Role.STARTUP)
    with app.app_context():
        project_id = own_project(whole=whole).id
        for _number in range(many):
            make.roadshow(RoadshowState.CALLING)
    page = client.get(f"/startup/projects/{project_id}").text
    [(words, url)] = buttons(page, "btn main")
    assert (leads in url, words == "申请登台") == (True, whole and many > 0)
