"""Whatever people type is shown as they typed it and is never part of the page."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.accounts.permissions import Role
from tests import make
from tests.conftest import AsRole
from tests.web.filling import fill
from tests.web.owned import faults, own_project_id
from tests.web.reading import texts

pytestmark = pytest.mark.usefixtures("in_spring")
MARKUP = "<form action='/x'>&amp;"  # short enough to be repeated whole
SHOWN = "&lt;form action=&#39;/x&#39;&gt;&amp;amp;"


def test_a_name_in_a_message_is_words(app: Flask, as_role: AsRole):
    organiser = as_role(Role.ORGANISER)
    with app.app_context():
        institution = make.institution(name=MARKUP)
        path = f"/centre/institutions/{institution.id}"
    page = organiser.post(f"{path}/verify", data={"against": "amac"}, follow_redirects=True).text
    assert (MARKUP in page, texts(page, "p", "note good")) == (False, [f"已核验“{MARKUP}”，一年内有效。"])


def test_a_name_in_a_list_to_choose_from_is_words(app: Flask, as_role: AsRole):
    with app.app_context():
        make.season()
        make.hall(name=MARKUP, capacity=9)
    page = as_role(Role.ORGANISER).get("/centre/seasons/2026/roadshows/new").text
    assert (MARKUP in page, f"{SHOWN}（9人）" in page) == (False, True)


def test_typed_words_in_a_refusal_are_words(as_role: AsRole):
    page = as_role(Role.ORGANISER).post("/centre/seasons/new", data={"year": MARKUP, "target": "15"}).text
    assert (MARKUP in page, faults(page)) == (False, [f"年份“{MARKUP[:20]}…”须是2000至2100的整数"])


def test_template_marks_are_words(app: Flask, as_role: AsRole, client: FlaskClient):
    startup = as_role(Role.STARTUP)
    project_id = own_project_id(app)
    typed = "{{7*7}} {% x %} %(who)s %s {0}"
    data = {"name": typed, "one_line": typed, "sector": "energy", "stage": "a", "description": typed}
    fill(app, startup, project_id, data)
    page = startup.get(f"/startup/projects/{project_id}").text
    assert texts(page, "h1") == [typed]


@pytest.mark.parametrize("typed", ["", " ", "\u3000", "\t\r\n"])
def test_blanks_are_nothing_typed(as_role: AsRole, typed: str):
    hall = {
        "name": typed,
        "address": typed,
        "capacity": typed,
        "setup_minutes": typed,
        "teardown_minutes": typed,
    }
    page = as_role(Role.ORGANISER).post("/centre/halls/new", data=hall).text
    assert faults(page) == [
        "请填写场地名称",
        "请填写地址",
        "请填写容纳人数",
        "请填写布场时间，不需要就填0",
        "请填写撤场时间，不需要就填0",
    ]


def test_a_choice_that_is_none_is_refused_in_the_readers_words(app: Flask, as_role: AsRole):
    with app.app_context():
        make.project(name="示例光芯片")
    typed = {
        "project": "示例光芯片",
        "fund": "示例创投",
        "step": "x",
        "amount_fen": "1",
        "on": "2026-01-05",
        "roadshow": "x",
    }
    page = as_role(Role.RECORDER).post("/centre/outcomes/investments/new", data=typed).text
    assert faults(page) == ["请从列表中选择一项"] * 2
