"""The ledger of interests at the centre, who looked at a project, and what its owners learn of it."""

import pytest
from flask import Flask

from roadshow.accounts.permissions import Role
from roadshow.accounts.queries import get_person
from roadshow.attendance import viewing
from roadshow.attendance.models import Viewing
from roadshow.foundation.db import db
from roadshow.foundation.money import WAN
from roadshow.meetings import operations
from roadshow.meetings.models import InterestLevel as L
from roadshow.meetings.rules import InterestFacts
from roadshow.pitches.models import Pitch
from roadshow.projects.models import MemberRight
from tests import make
from tests.attendance.coming import institution, investor, on_stage
from tests.conftest import AsRole, Counted
from tests.web.owned import me
from tests.web.reading import links, texts
from tests.web.selecting import words_of
from tests.web.test_lists import names_in, names_on, sheet_of

pytestmark = pytest.mark.usefixtures("in_spring")
LIST = "/centre/interests"
COST = 7
RANGE = (300 * WAN, 500 * WAN)


def said(level: L, fund: str = "示例创投", project: str = "光芯片", at: Pitch | None = None) -> Pitch:
    """By somebody new of a new institution."""
    pitch = at or on_stage(of=make.project(name=project))
    person = investor(pitch.roadshow, institution(name=fund))
    facts = InterestFacts(level, *(RANGE if level is L.INVEST else ()))
    operations.say_interest(pitch.id, facts, person=person, actor=person.acting())
    return pitch


def test_interests_of_all_roadshows_are_listed_sorted_and_filtered(app: Flask, as_role: AsRole):
    with app.app_context():
        first = said(L.TALK, "甲创投", "光芯片")
        said(L.INVEST, "乙创投", "机器人")
        said(L.FOLLOW, "丙创投", at=first)
        here = f"{LIST}?roadshow={first.roadshow_id}&sort=institution"
        of_project = f"{LIST}?project={first.project_id}"
    client = as_role(Role.LEADER)
    assert names_on(client, f"{LIST}?sort=level") == ["光芯片", "光芯片", "机器人"]
    assert names_on(client, f"{LIST}?level=invest") == ["机器人"]
    assert names_on(client, f"{LIST}?q=乙") == ["机器人"]
    assert names_on(client, here) == names_on(client, of_project) == ["光芯片", "光芯片"]
    assert names_on(client, f"{LIST}?level=marry&roadshow=x&project={2**64}") == [
        "光芯片",
        "机器人",
        "光芯片",
    ]
    assert names_in(client, f"{LIST}.xlsx?level=invest") == ["机器人"]


def test_the_workbook_has_the_range_as_amounts(app: Flask, as_role: AsRole):
    with app.app_context():
        said(L.INVEST)
    heads, row = sheet_of(as_role(Role.RECORDER), f"{LIST}.xlsx")
    assert [row[heads.index(head)] for head in ("投资机构", "金额从（万元）", "到（万元）")] == [
        "示例创投",
        300,
        500,
    ]


def test_an_interest_tells_all_that_was_said_of_it_also_once_it_is_taken_back(app: Flask, as_role: AsRole):
    with app.app_context():
        pitch = on_stage()
        person = investor(pitch.roadshow)
        interest = operations.say_interest(
            pitch.id, InterestFacts(L.TALK), person=person, actor=person.acting()
        )
        operations.take_back(interest.id, person=person, actor=person.acting())
        interest_id = interest.id
    client = as_role(Role.ORGANISER)
    page = client.get(f"{LIST}/{interest_id}").text
    assert [texts(page, "dd")[2].split()[0], "收回了意向" in page, "希望约谈" in page] == [
        "已收回",
        True,
        True,
    ]
    assert names_on(client, LIST) == []


def test_the_pages_of_a_roadshow_and_a_project_lead_to_their_interests(app: Flask, as_role: AsRole):
    with app.app_context():
        pitch = said(L.TALK)
        roadshow, project = pitch.roadshow_id, pitch.project_id
    client = as_role(Role.ORGANISER)
    assert f"{LIST}?roadshow={roadshow}" in links(client.get(f"/centre/roadshows/{roadshow}").text)
    page = client.get(f"/centre/projects/{project}").text
    assert {f"{LIST}?project={project}", f"/centre/projects/{project}/viewers"} <= set(links(page))


@pytest.mark.parametrize("many", [1, 20])
def test_the_list_costs_the_same_however_long(app: Flask, as_role: AsRole, counted: Counted, many: int):
    with app.app_context():
        for number in range(many):
            said(L.TALK, f"示例创投{number}号")
    client = as_role(Role.LEADER)
    client.get(LIST)
    with counted() as statements:
        client.get(f"{LIST}?sort=-institution")
    assert len(statements) == COST


def test_from_so_many_viewers_on_the_centre_is_warned_and_nothing_stops(
    app: Flask, as_role: AsRole, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(viewing, "WARN_AT", 1)
    with app.app_context():
        pitch = on_stage(of=make.project(name="光芯片"))
        person = investor(pitch.roadshow, institution(name="示例创投"))
        viewing.open_pitch(pitch.id, person=person)
        viewing.open_pitch(pitch.id, person=person)
        project_id, pitch_id, person_id = pitch.project_id, pitch.id, person.id
    client = as_role(Role.ORGANISER)
    assert "核对推介范围：光芯片" in texts(client.get("/centre/").text, "b")
    seen = client.get(f"/centre/projects/{project_id}/viewers").text
    assert words_of(seen, "tbody th") == ["示例创投"]
    with app.app_context():
        viewing.open_pitch(pitch_id, person=get_person(person_id))
        assert db.session.query(Viewing).count() == 3


def test_owners_learn_who_would_talk_who_looked_and_how_many_follow_and_no_amount(
    app: Flask, as_role: AsRole
):
    client = as_role(Role.STARTUP)
    with app.app_context():
        company = make.company(me(Role.STARTUP))
        pitch = on_stage(of=make.project(company, name="光芯片"))
        said(L.INVEST, "甲创投", at=pitch)
        said(L.FOLLOW, "乙创投", at=pitch)
        person = investor(pitch.roadshow, institution(name="丙创投"))
        viewing.open_pitch(pitch.id, person=person)
        operations.say_interest(pitch.id, InterestFacts(L.TALK), person=person, actor=person.acting())
        operations.pass_on(pitch.id, person=person, actor=person.acting())
        project = f"/startup/projects/{pitch.project_id}"
    assert f"{project}/investors" in links(client.get(project).text)
    page = client.get(f"{project}/investors").text
    assert sorted(words_of(page, "tbody th")) == ["丙创投", "丙创投", "丙创投", "甲创投"]
    assert ("乙创投" in page, "另有1家关注" in page, "300万元" in page) == (False, True, False)


def test_another_firms_owners_learn_nothing(app: Flask, as_role: AsRole):
    client = as_role(Role.STARTUP)
    with app.app_context():
        make.member(make.company(), MemberRight.OWNER, me(Role.STARTUP))
        project_id = said(L.TALK).project_id
        db.session.commit()
    assert client.get(f"/startup/projects/{project_id}/investors").status_code == 404
