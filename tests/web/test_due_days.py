"""The day by which a task is to be done: “今天” and the roadshow's timeline say the same one."""

from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.agenda import operations as agenda
from roadshow.agenda.draft import Part
from roadshow.agenda.models import SlotKind
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.pitches.states import PitchState as P
from roadshow.programme.models import Roadshow
from roadshow.programme.putting_off import put_off
from roadshow.programme.states import RoadshowState as S
from roadshow.programme.timeline import Stage, facts_of, timeline_of
from roadshow.web.centre.roadshow_todos import ROADSHOW_WAITING
from tests import make
from tests.web.selecting import words_of

pytestmark = pytest.mark.usefixtures("in_spring")


def one_at_each_stage() -> None:
    today = clock.today()
    make.roadshow(S.PUBLISHED, None, on=today)
    make.roadshow(S.PUBLISHED, on=today + timedelta(days=20))
    make.roadshow(S.PLANNED, on=today + timedelta(days=30))
    make.pitch(make.roadshow(S.CALLING), P.SUBMITTED)
    for state in (P.SCREENED, P.ACCEPTED):
        make.pitch(make.roadshow(S.SELECTING), state)
    overdue = make.roadshow(S.CALLING)
    overdue.call_closes_at = clock.now() - timedelta(days=2)
    make.saved(overdue)
    put_off(make.roadshow(S.PUBLISHED), "场馆检修", actor=make.SOMEONE)
    changed = make.roadshow(S.SELECTING)
    make.pitch(changed, P.ACCEPTED)
    agenda.publish_agenda(changed, actor=make.SOMEONE)
    agenda.add_part(changed, Part(SlotKind.AWARDS, 5), seen=1, actor=make.SOMEONE)


def due_on_timeline(roadshow_id: int, stage: Stage) -> date:
    facts = facts_of(db.session.get_one(Roadshow, roadshow_id))
    (due,) = (item.due for item in timeline_of(facts, clock.today()) if item.stage is stage)
    return due or date.max


def test_each_todo_is_due_on_the_day_that_the_timeline_says(app: Flask) -> None:
    with app.test_request_context("/centre/"):
        one_at_each_stage()
        todos = [todo for _permission, waiting in ROADSHOW_WAITING for todo in waiting()]
        found = {todo.about: todo.due for todo in todos if todo.about}
        assert found == {about: due_on_timeline(*about) for about in found}
    assert len(found) == len(todos)
    assert {stage for _id, stage in found} == {
        Stage.RUN,
        Stage.PUBLIC,
        Stage.CALL,
        Stage.SCREENED,
        Stage.DECIDED,
        Stage.AGENDA,
        Stage.DATED,
        Stage.INVITED,
    }


def test_today_and_the_timeline_print_the_same_day(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        roadshow = make.roadshow(S.SELECTING, on=make.DAY)
        make.pitch(roadshow, P.SUBMITTED)
        make.pitch(roadshow, P.SCREENED)
        roadshow_id = roadshow.id
    today = organiser.get("/centre/").text
    page = organiser.get(f"/centre/roadshows/{roadshow_id}").text
    said = dict(zip(words_of(today, "ul.todo b"), words_of(today, "ul.todo span.by"), strict=True))
    assert said == {
        "初筛1个新提交的申请": "6月10日 周三前",
        "遴选1个已过初筛的项目": "6月12日 周五前",
    }
    timeline = dict(zip(words_of(page, "ol.todo b"), words_of(page, "ol.todo span.by"), strict=True))
    assert {words: timeline[words] for words in said} == said


def test_what_is_due_first_comes_first_whichever_roadshow_is_earlier(
    app: Flask, organiser: FlaskClient
) -> None:
    with app.app_context():
        make.pitch(make.roadshow(S.SELECTING, on=make.DAY), P.ACCEPTED)
        make.pitch(make.roadshow(S.SELECTING, on=make.DAY + timedelta(days=2)), P.SUBMITTED)
    assert words_of(organiser.get("/centre/").text, "ul.todo b") == [
        "初筛1个新提交的申请",
        "为1个入选项目排议程并发布",
    ]


def test_a_roadshow_to_be_run_now_comes_before_what_is_late(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        late = make.roadshow(S.SELECTING, on=clock.today() + timedelta(days=3))
        late.made_at, late.call_closes_at = clock.now() - timedelta(days=90), None
        make.pitch(late, P.SUBMITTED)
        make.attendance(late)
        make.roadshow(S.PUBLISHED, None, on=clock.today())
    assert words_of(organiser.get("/centre/").text, "ul.todo b") == ["宣布开场", "初筛1个新提交的申请"]
