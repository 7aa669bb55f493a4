"""What a member may do follows from their right, from the very next page on."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.accounts.permissions import Role
from roadshow.pitches.states import PitchState
from roadshow.programme.states import RoadshowState
from roadshow.projects import joining, members
from roadshow.projects.models import Company, Member, MemberRight
from tests import make
from tests.conftest import AsRole
from tests.web.owned import me
from tests.web.selecting import words_of

pytestmark = pytest.mark.usefixtures("in_spring")


@pytest.fixture
def things(app: Flask, as_role: AsRole) -> dict[str, object]:
    """Of a company that somebody else owns; the first startup signed in is no member of it yet."""
    with app.app_context():
        owner = make.person()
        company = make.company(owner)
        project = make.project(company)
        pitch = make.pitch(make.roadshow(RoadshowState.CALLING), PitchState.DRAFT, project)
        asked = joining.ask_to_join(company, make.person(), "我是同事", actor=make.SOMEONE)
        members.invite_member(
            company, "new@test.example", MemberRight.VIEWER, link=lambda token: token, actor=make.SOMEONE
        )
        return {
            "company_id": company.id,
            "project_id": project.id,
            "pitch_id": pitch.id,
            "request_id": asked.id,
            "member_id": company.members[0].id,
            "invitation_id": 1,
            "uid": pitch.roadshow.uid,
        }


def join(app: Flask, client: FlaskClient, company_id: object, right: MemberRight) -> FlaskClient:
    with app.app_context():
        make.member(make.db.session.get_one(Company, company_id), right, me())
    return client


def posts(app: Flask, things: dict[str, object]) -> list[str]:
    """Every address of the desk that changes something of a thing; to leave is everybody's own affair."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("startup.")]
    rules = [rule for rule in rules if rule.endpoint != "startup.leave_company"]
    changing = [
        rule for rule in rules if "POST" in (rule.methods or ()) and set(rule.arguments) <= set(things)
    ]
    bound = app.url_map.bind("localhost")
    return [
        bound.build(rule.endpoint, {name: things[name] for name in rule.arguments})
        for rule in changing
        if rule.arguments - {"uid"}
    ]


def test_a_viewer_reads_everything_and_changes_nothing(
    app: Flask, as_role: AsRole, things: dict[str, object]
):
    viewer = join(app, as_role(Role.STARTUP), things["company_id"], MemberRight.VIEWER)
    pages = [
        f"/startup/{kind}/{things[name]}"
        for kind, name in (("companies", "company_id"), ("projects", "project_id"), ("pitches", "pitch_id"))
    ]
    assert [viewer.get(page).status_code for page in pages] == [200, 200, 200]
    assert {path: viewer.post(path).status_code for path in posts(app, things)} == dict.fromkeys(
        posts(app, things), 404
    )


def test_a_viewer_is_offered_no_button(app: Flask, as_role: AsRole, things: dict[str, object]):
    viewer = join(app, as_role(Role.STARTUP), things["company_id"], MemberRight.VIEWER)
    for kind, name in (("companies", "company_id"), ("projects", "project_id"), ("pitches", "pitch_id")):
        page = viewer.get(f"/startup/{kind}/{things[name]}").text
        assert words_of(page, "main a.btn") + words_of(page, "main button") == []


def test_an_editor_edits_and_hands_in_and_neither_withdraws_nor_decides_on_members(
    app: Flask, as_role: AsRole, things: dict[str, object]
):
    editor = join(app, as_role(Role.STARTUP), things["company_id"], MemberRight.EDITOR)
    allowed = [
        f"/startup/projects/{things['project_id']}/fill/overview",
        f"/startup/companies/{things['company_id']}/projects/new",
        f"/startup/pitches/{things['pitch_id']}/submit",
    ]
    owners = [
        f"/startup/pitches/{things['pitch_id']}/withdraw",
        f"/startup/companies/{things['company_id']}/change",
        f"/startup/companies/{things['company_id']}/invite",
        f"/startup/requests/{things['request_id']}/refuse",
    ]
    assert [editor.get(path).status_code for path in allowed] == [200] * 3
    assert [editor.get(path).status_code for path in owners] == [404] * 4


def test_a_right_taken_away_bites_at_the_next_request(app: Flask, as_role: AsRole, things: dict[str, object]):
    client = join(app, as_role(Role.STARTUP), things["company_id"], MemberRight.OWNER)
    path = f"/startup/companies/{things['company_id']}/change"
    seen = [client.get(path).status_code]
    with app.app_context():
        member = make.db.session.query(Member).filter_by(person_id=me().id).one()
        members.set_right(member, MemberRight.EDITOR, actor=make.SOMEONE)
    seen.append(client.get(path).status_code)
    with app.app_context():
        member = make.db.session.query(Member).filter_by(person_id=me().id).one()
        members.remove_member(member, actor=make.SOMEONE)
    seen.append(client.get(f"/startup/companies/{things['company_id']}").status_code)
    assert seen == [200, 404, 404]


def test_only_a_project_that_one_may_edit_can_apply(app: Flask, as_role: AsRole, things: dict[str, object]):
    viewer = join(app, as_role(Role.STARTUP), things["company_id"], MemberRight.VIEWER)
    with app.app_context():
        uid = make.roadshow(RoadshowState.CALLING).uid
    page = viewer.post(f"/startup/roadshows/{uid}/apply", data={"project": str(things["project_id"])})
    assert (page.status_code, words_of(page.text, "p.why span")) == (200, ["请从列表中选择一项"])
