"""The startup's first page: what to do now, and where."""

import re

import pytest
from flask import Flask

from roadshow.accounts.permissions import Role
from roadshow.agenda.models import Slot, SlotKind
from roadshow.foundation.db import db
from roadshow.pitches.models import Pitch
from roadshow.pitches.states import PitchState
from roadshow.programme.states import RoadshowState
from tests import make
from tests.conftest import AsRole, Counted
from tests.web.owned import me, own_project
from tests.web.reading import texts
from tests.web.selecting import words_of

pytestmark = pytest.mark.usefixtures("in_spring")
P, S = PitchState, RoadshowState
TODAY = "/startup/"


def panel(page: str, heading: str) -> str:
    """The panel under this heading."""
    return page.partition(f"<h2>{heading}</h2>")[2].partition("</section>")[0]


def todos(page: str) -> list[tuple[str, str]]:
    """(what, where) of what is to be done."""
    lines = page.partition('aria-label="现在要做"')[2].partition("</section>")[0]
    wheres = re.findall(r'<a class="btn[^"]*" href="([^"]*)"', lines)
    return list(zip(texts(lines, "b"), wheres, strict=True))


def test_a_newcomer_registers_a_company_first(as_role: AsRole):
    page = as_role(Role.STARTUP).get(TODAY).text
    assert todos(page) == [("登记企业或团队", "/startup/companies/new")]
    assert texts(page, "h1") == ["有1件事等您处理"]


def test_then_comes_its_first_project(app: Flask, as_role: AsRole):
    client = as_role(Role.STARTUP)
    with app.app_context():
        company_id = make.company(me()).id
    assert todos(client.get(TODAY).text) == [
        ("登记第一个项目", f"/startup/companies/{company_id}/projects/new")
    ]


def test_what_was_sent_back_comes_before_a_draft_of_the_same_call(app: Flask, as_role: AsRole):
    client = as_role(Role.STARTUP)
    with app.app_context():
        call = make.roadshow(S.CALLING)
        draft = make.pitch(call, P.DRAFT, own_project(name="甲"))
        back = make.pitch(call, P.RETURNED, own_project(name="乙"), reason="缺声明")
        lines = [
            ("补正申请：乙", f"/startup/pitches/{back.id}"),
            ("提交申请：甲", f"/startup/pitches/{draft.id}/submit"),
        ]
    page = client.get(TODAY).text
    assert todos(page) == lines
    assert words_of(page, "span.soon") == ["4月4日 周六 13:30前"]


@pytest.mark.parametrize("state", [P.DRAFT, P.RETURNED])
def test_what_can_no_more_be_handed_in_is_nothing_to_do(app: Flask, as_role: AsRole, state: PitchState):
    client = as_role(Role.STARTUP)
    with app.app_context():
        make.pitch(make.roadshow(S.SELECTING), state, own_project())
    page = client.get(TODAY).text
    assert (todos(page), texts(page, "h1")) == ([], ["今日无待办事项"])


def test_an_open_call_leads_to_applying(app: Flask, as_role: AsRole):
    client = as_role(Role.STARTUP)
    with app.app_context():
        own_project()
        uid = make.roadshow(S.CALLING).uid
        make.roadshow(S.PLANNED), make.roadshow(S.SELECTING)
    calls = panel(client.get(TODAY).text, "正在征集项目")
    assert re.findall(r'<a class="btn" href="([^"]*)"', calls) == [f"/startup/roadshows/{uid}/apply"]


def test_a_call_that_all_projects_have_applied_to_offers_nothing(app: Flask, as_role: AsRole):
    client = as_role(Role.STARTUP)
    with app.app_context():
        make.pitch(of=own_project())
    calls = panel(client.get(TODAY).text, "正在征集项目")
    assert texts(calls, "span", "small quiet") == ["您的项目都已申请"]


def test_the_minutes_on_stage_are_said_with_their_day(app: Flask, as_role: AsRole):
    client = as_role(Role.STARTUP)
    with app.app_context():
        scheduled(make.pitch(make.roadshow(S.PUBLISHED, on=make.DAY), P.SCHEDULED, own_project()))
        scheduled(make.pitch(make.roadshow(S.CANCELLED, on=make.DAY), P.SCHEDULED, own_project()))
        scheduled(make.pitch(make.roadshow(S.PUBLISHED, on=make.DAY), P.SCHEDULED))
    page = client.get(TODAY).text
    lines = re.findall(r'<span class="by[^"]*">(.*?)</span></span>', panel(page, "登台时间"), re.DOTALL)
    assert [re.sub("<[^>]*>", "", line) for line in lines] == ["6月16日 周二 13:40–13:55"]


def scheduled(pitch: Pitch) -> None:
    make.saved(
        Slot(
            roadshow_id=pitch.roadshow_id,
            kind=SlotKind.PITCH,
            begins=10,
            minutes=15,
            questions=7,
            pitch_id=pitch.id,
        )
    )


@pytest.mark.parametrize("many", [1, 3, 30])
def test_it_costs_the_same_however_much_there_is(app: Flask, as_role: AsRole, counted: Counted, many: int):
    client = as_role(Role.STARTUP)
    with app.app_context():
        for _number in range(many):
            make.pitch(state=P.RETURNED, of=own_project(), reason="缺声明")
            scheduled(make.pitch(make.roadshow(S.PUBLISHED), P.SCHEDULED, own_project()))
        db.session.remove()
    with counted() as statements:
        page = client.get(TODAY).text
    assert (len(statements), len(todos(page))) == (14, many)


def test_until_one_has_applied_the_form_of_a_project_comes_next(app: Flask, as_role: AsRole):
    client = as_role(Role.STARTUP)
    with app.app_context():
        project = own_project(name="甲", whole=False)
        own_project(name="乙")
        project_id = project.id
    assert todos(client.get(TODAY).text) == [
        ("填写项目资料：甲", f"/startup/projects/{project_id}/fill/applicant")
    ]
    with app.app_context():
        make.pitch(make.roadshow(S.CALLING), P.SUBMITTED, make.project(make.company(me())))
    assert todos(client.get(TODAY).text) == []
