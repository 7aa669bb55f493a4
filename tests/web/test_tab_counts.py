"""The figures on the tabs of the desk's lists: of what the search finds, in every state."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.attendance.states import AttendanceState
from roadshow.foundation.db import db
from roadshow.investors.states import InstitutionState
from roadshow.notices.models import Letter
from roadshow.notices.operations import Reader, queue
from roadshow.notices.states import LetterState
from roadshow.pitches.states import PitchState
from roadshow.programme.states import RoadshowState
from tests import make
from tests.web.selecting import words_of


def roadshows() -> str:
    make.roadshow(title="氢能专场")
    make.undated(title="氢能续场")
    make.undated(title="芯片专场")
    return "/centre/roadshows?q=氢能"


def applications() -> str:
    row = make.roadshow(RoadshowState.SELECTING)
    for name, state in (("氢能", PitchState.SUBMITTED), ("芯片", PitchState.SCREENED)):
        make.pitch(row, state, make.project(name=name))
    return f"/centre/roadshows/{row.id}/pitches?q=氢能"


def guests() -> str:
    row = make.roadshow(RoadshowState.PUBLISHED)
    make.attendance(row, name="氢能", state=AttendanceState.INVITED)
    make.attendance(row, name="芯片", state=AttendanceState.DECLINED)
    return f"/centre/roadshows/{row.id}/guests?q=氢能"


def letters() -> str:
    said = {"title": "", "roadshow": "", "reason": "", "event": "", "link": ""}
    for number, name in enumerate(("氢能", "芯片")):
        queue("roadshow.cancelled", {Reader(number, name, f"{number}@test.example", "zh"): said})
    for letter in db.session.query(Letter):
        letter.state = LetterState.SENT if letter.to_name == "氢能" else LetterState.FAILED
    db.session.commit()
    return "/centre/letters?q=氢能"


def institutions() -> str:
    make.institution(name="氢能资本", state=InstitutionState.REGISTERED)
    make.institution(name="芯片资本", state=InstitutionState.REGISTERED)
    return "/centre/institutions?q=氢能"


def projects() -> str:
    for name, stub in (("氢能", True), ("芯片", True), ("氢能二", False)):
        make.project(name=name, stub=stub)
    return "/centre/projects?q=氢能"


@pytest.mark.parametrize(
    ("listed", "tabs"),
    [
        (roadshows, ["全部2", "已列入计划2"]),
        (applications, ["全部1", "待初筛1"]),
        (guests, ["全部1", "已邀请1"]),
        (letters, ["全部1", "已发出1"]),
        (institutions, ["全部", "待核验1", "已核验0", "核验已到期0", "未通过核验0", "已合并0"]),
        (projects, ["全部", "待补全1"]),
    ],
)
def test_the_tabs_count_what_the_search_finds(
    app: Flask, organiser: FlaskClient, listed: Callable[[], str], tabs: list[str]
) -> None:
    with app.app_context():
        path = listed()
    assert words_of(organiser.get(path).text, "nav.tabs a") == tabs


@pytest.mark.parametrize("listed", [applications, guests, letters, roadshows])
def test_the_tab_that_is_open_stays_where_the_search_finds_nothing(
    app: Flask, organiser: FlaskClient, listed: Callable[[], str]
) -> None:
    with app.app_context():
        path = listed()
    first = {applications: "submitted", guests: "invited", letters: "sent", roadshows: "planned"}[listed]
    page = organiser.get(f"{path.partition('?')[0]}?q=没有&state={first}").text
    assert [text[-1] for text in words_of(page, "nav.tabs a")] == ["0", "0"]
    assert words_of(page, "div.empty h2")[0].startswith("没有符合条件的")
