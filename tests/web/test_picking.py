"""One act for all rows that match a list's filters: those of other pages too, none that came after the page."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.attendance.models import Attendance
from roadshow.attendance.states import AttendanceState as A
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.investors.states import InstitutionState
from roadshow.notices.models import Letter
from roadshow.notices.operations import Reader, queue
from roadshow.notices.states import LetterState
from roadshow.pitches.models import Pitch
from roadshow.pitches.states import PitchState as P
from roadshow.programme.models import Roadshow
from roadshow.programme.queries import get_roadshow
from roadshow.programme.states import RoadshowState as S
from roadshow.screening.models import Decision
from roadshow.web import picking
from tests import make
from tests.conftest import Counted
from tests.investors.made import acting_for, looking_for
from tests.screening.panel import passed, reading
from tests.web.selecting import words_of

pytestmark = pytest.mark.usefixtures("in_spring")
TEMPLATES = Path(__file__).parents[2] / "templates"
PAGE = 50


@dataclass(frozen=True)
class Case:
    """A list, what is posted for its rows, how a row comes to be, and the names of those that were acted on."""

    address: str
    act: str
    typed: dict[str, str]
    add: Callable[[str], object]
    reached: Callable[[], list[str]]
    back: str = ""


def letters() -> Case:
    def add(name: str) -> None:
        said = {
            "title": "新材料专场",
            "roadshow": "“新材料专场”",
            "reason": "场馆检修",
            "event": "",
            "link": "",
        }
        queue(
            "roadshow.cancelled", {Reader(None, name, f"{ord(name[0])}{name[1:]}@test.example", "zh"): said}
        )
        db.session.query(Letter).update({"state": LetterState.FAILED})
        db.session.commit()

    def reached() -> list[str]:
        return [row.to_name for row in db.session.query(Letter).filter_by(state=LetterState.KEPT)]

    return Case("/centre/letters", "/centre/letters/settle", {"do": "leave"}, add, reached)


def guests() -> Case:
    roadshow = make.roadshow(S.PUBLISHED)
    path = f"/centre/roadshows/{roadshow.id}/guests"

    def reached() -> list[str]:
        return [row.name for row in db.session.query(Attendance).filter_by(state=A.WITHDRAWN)]

    return Case(
        path,
        f"{path}/act",
        {"do": "withdraw", "sure": "1"},
        lambda name: make.attendance(roadshow, name=name),
        reached,
    )


def invited(to: int) -> Callable[[], list[str]]:
    return lambda: [row.organisation for row in db.session.query(Attendance).filter_by(roadshow_id=to)]


def who_came() -> Case:
    roadshow_id, earlier_id = make.roadshow(S.PUBLISHED).id, make.held(clock.today()).id
    path = f"/centre/roadshows/{roadshow_id}/guests"

    def add(name: str) -> None:
        make.attendance(get_roadshow(earlier_id), A.CHECKED_IN, name=name, organisation=name)

    return Case(f"{path}/before", f"{path}/before", {}, add, invited(roadshow_id), back=path)


def suggested() -> Case:
    roadshow = make.roadshow(S.PUBLISHED)
    make.pitch(roadshow, P.SCHEDULED)
    path = f"/centre/roadshows/{roadshow.id}/guests/suggested"
    reached = invited(roadshow.id)

    def add(name: str) -> None:
        acting_for(looking_for(name=name, state=InstitutionState.VERIFIED))

    return Case(path, f"{path}/invite", {}, add, reached)


def applications() -> Case:
    roadshow_id = make.roadshow(S.SELECTING).id
    path = f"/centre/roadshows/{roadshow_id}/pitches"

    def add(name: str) -> None:
        make.pitch(get_roadshow(roadshow_id), P.SCREENED, make.project(name=name))

    def reached() -> list[str]:
        return [row.project.name for row in db.session.query(Pitch).filter_by(state=P.WAITLISTED)]

    return Case(path, f"{path}/step", {"do": "waitlisted", "sure": "1"}, add, reached)


def ranking() -> Case:
    roadshow_id = reading()[0].id
    path = f"/centre/roadshows/{roadshow_id}/ranking"

    def add(name: str) -> None:
        passed(get_roadshow(roadshow_id), name)

    def reached() -> list[str]:
        return [row.pitch.project.name for row in db.session.query(Decision)]

    typed = {"do": "waitlisted", "seen": ""}
    return Case(path, f"{path}/decide", typed, add, reached)


LISTS = [letters, guests, who_came, suggested, applications, ranking]


def filled(case: Case, many: int, first: int = 0) -> None:
    """Rows of two names, one of which is asked for."""
    for number in range(first, first + many):
        case.add(f"甲{number}")
    case.add(f"乙{first}")


@pytest.mark.parametrize("build", LISTS)
def test_all_that_match_are_taken_but_none_that_came_later(
    app: Flask, organiser: FlaskClient, build: Callable[[], Case]
) -> None:
    with app.app_context():
        case = build()
        filled(case, PAGE + 1)
    page = organiser.get(f"{case.address}?q=甲").text
    [newest] = re.findall(r'name="all" value="(\d+)"', page)
    with app.app_context():
        case.add("甲晚")
    typed = case.typed | {"all": newest} | ({"seen": seen(page)} if "seen" in case.typed else {})
    answer = organiser.post(f"{case.act}?q=甲", data=typed)
    assert answer.location == (case.back or f"{case.address}?q=%E7%94%B2")
    with app.app_context():
        assert sorted(case.reached()) == sorted(f"甲{number}" for number in range(PAGE + 1))


@pytest.mark.parametrize("build", LISTS)
def test_the_reads_do_not_grow_with_them(
    app: Flask, organiser: FlaskClient, counted: Counted, build: Callable[[], Case]
) -> None:
    costs = list[int]()
    with app.app_context():
        case = build()
    for many in (3, 9, 27):
        with app.app_context():
            filled(case, many, first=many)
        page = organiser.get(f"{case.address}?q=甲").text
        typed = case.typed | {"all": "99999"} | ({"seen": seen(page)} if "seen" in case.typed else {})
        with counted() as statements:
            organiser.post(f"{case.act}?q=甲", data=typed)
        costs.append(sum(each.startswith("SELECT") for each in statements))
    assert costs[1] == costs[2], costs


def seen(page: str) -> str:
    return page.partition('name="seen" value="')[2].partition('"')[0]


def test_a_list_of_one_page_has_no_such_box(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        case = guests()
        filled(case, 3)
    assert 'name="all"' not in organiser.get(case.address).text


def test_what_is_left_of_all_is_named_with_its_reason(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        case = guests()
        filled(case, 1)
        make.attendance(db.session.query(Roadshow).one(), A.CHECKED_IN, name="甲到场")
    answer = organiser.post(f"{case.act}?q=甲", data=case.typed | {"all": "99999"}, follow_redirects=True)
    assert words_of(answer.text, "p.note") == [
        "已取消1位来宾的邀请。本站还没有接通邮件，不会寄信，请另行通知来宾。",
        "没有处理1项：“甲到场”（当前状态为“已签到”，不能变为“已取消邀请”）。",
    ]


def test_of_too_many_the_oldest_go_first_and_it_is_said(
    app: Flask, organiser: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picking, "MOST", 2)
    with app.app_context():
        case = guests()
        filled(case, 3)
    answer = organiser.post(f"{case.act}?q=甲", data=case.typed | {"all": "99999"}, follow_redirects=True)
    assert "一次最多办理2条，其余请再办一次。" in words_of(answer.text, "p.note")
    with app.app_context():
        assert sorted(case.reached()) == ["甲0", "甲1"]


@pytest.mark.parametrize("do", ["accepted", "waitlisted"])
def test_all_that_match_are_asked_about_before_they_hear_of_it(
    app: Flask, organiser: FlaskClient, do: str
) -> None:
    with app.app_context():
        case = applications()
        filled(case, 2)
    page = organiser.post(f"{case.act}?q=甲", data={"do": do, "all": "99999"}).text
    assert len(re.findall(r'name="picked" value="\d+"', page)) == 2
    assert ('name="sure"' in page, 'step?q=%E7%94%B2"' in page) == (True, True)
    with app.app_context():
        assert {pitch.state for pitch in db.session.query(Pitch)} == {P.SCREENED}


def test_all_that_match_are_asked_about_before_they_are_declined(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        case = applications()
        filled(case, 2)
    path = case.act.replace("/step", "/decline?q=甲")
    page = organiser.post(path, data={"all": "99999"}).text
    assert len(re.findall(r'name="picked" value="\d+"', page)) == 2


def test_every_list_in_pages_whose_rows_are_picked_can_act_on_all() -> None:
    """Those of a single page are picked by “全选本页”."""
    texts = {path: path.read_text() for path in (TEMPLATES / "centre").rglob("*.html")}
    lists = {path.name: text for path, text in texts.items() if "call bulk(" in text and "pager(" in text}
    without = [name for name, text in lists.items() if not re.search(r"call bulk\(.*matching=", text)]
    assert (len(lists) >= len(LISTS), without) == (True, [])
