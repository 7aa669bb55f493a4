"""Reviewers are given out, and decisions made and sent, once, however many press at the same moment."""

from collections.abc import Callable

import pytest
from flask import Flask

from roadshow.accounts.models import Person
from roadshow.foundation.db import db
from roadshow.notices.models import Letter
from roadshow.pitches.states import PitchState as P
from roadshow.programme.queries import get_roadshow
from roadshow.screening import deciding, operations, queries, reviewing
from tests import make
from tests.races.at_once import REFUSED, WON, at_once
from tests.screening.panel import FULL, passed, reading, sheet_of

pytestmark = pytest.mark.usefixtures("in_spring")
Act = Callable[[], object]


def test_one_of_eight_gets_the_last_place(app: Flask):
    with app.app_context():
        roadshow, _people = reading(places=1)
        roadshow_id, ids = roadshow.id, [passed(roadshow).id for _number in range(8)]
        seen = queries.seen(queries.list_open_decisions(roadshow_id))

    def decide(pitch_id: int) -> Act:
        row = get_roadshow(roadshow_id)
        return lambda: deciding.decide_many(row, [pitch_id], P.ACCEPTED, seen=seen, actor=make.SOMEONE)

    answers = at_once(app, [lambda pitch_id=pitch_id: decide(pitch_id) for pitch_id in ids])
    with app.app_context():
        decided = len(queries.list_open_decisions(roadshow_id))
    assert (answers, decided) == ([REFUSED] * 7 + [WON], 1)


def test_of_two_who_decide_one_application_one_does(app: Flask):
    with app.app_context():
        roadshow, _people = reading()
        roadshow_id, pitch_id = roadshow.id, passed(roadshow).id
        seen = queries.seen(queries.list_open_decisions(roadshow_id))

    def decide(to: P) -> Act:
        row = get_roadshow(roadshow_id)
        return lambda: deciding.decide_many(row, [pitch_id], to, "不合", seen=seen, actor=make.SOMEONE)

    answers = at_once(app, [lambda: decide(P.ACCEPTED), lambda: decide(P.DECLINED)])
    with app.app_context():
        decided = len(queries.list_open_decisions(roadshow_id))
    assert (answers, decided) == ([REFUSED, WON], 1)


def test_of_eight_who_send_the_decisions_one_does(app: Flask):
    with app.app_context():
        roadshow, _people = reading()
        pitch = make.pitch(roadshow, P.SCREENED, make.project(make.company(make.person())))
        first = queries.seen([])
        deciding.decide_many(roadshow, [pitch.id], P.ACCEPTED, seen=first, actor=make.SOMEONE)
        roadshow_id = roadshow.id
        seen = queries.seen(queries.list_open_decisions(roadshow_id))

    def send() -> Act:
        row = get_roadshow(roadshow_id)
        return lambda: deciding.send(row, seen=seen, actor=make.SOMEONE)

    answers = at_once(app, [send] * 8)
    with app.app_context():
        letters = db.session.query(Letter).count()
    assert (answers, letters) == ([REFUSED] * 7 + [WON], 1)


def test_however_many_draw_nothing_has_too_many_readers(app: Flask):
    with app.app_context():
        roadshow, _people = reading(judges=4, readers=2)
        roadshow_id, ids = roadshow.id, [passed(roadshow).id for _number in range(3)]

    def draw() -> Act:
        row = get_roadshow(roadshow_id)
        return lambda: operations.draw_reviewers(row, actor=make.SOMEONE)

    answers = at_once(app, [draw] * 8)
    with app.app_context():
        pairs = queries.list_pairs(roadshow_id)
    assert (answers, sorted(pitch_id for pitch_id, _person in pairs)) == ([WON] * 8, sorted(ids * 2))


def test_of_eight_windows_one_hands_the_sheet_in(app: Flask):
    with app.app_context():
        roadshow, people = reading()
        person_id, sheet_id = people[0].id, sheet_of(passed(roadshow), people[0]).id

    def hand_in() -> Act:
        sheet, person = queries.get_sheet(sheet_id), db.session.get_one(Person, person_id)
        actor = person.acting()
        return lambda: reviewing.hand_in(sheet, FULL, "", seen=0, actor=actor)

    answers = at_once(app, [hand_in] * 8)
    with app.app_context():
        number = queries.get_sheet(sheet_id).number
    assert (answers, number) == ([REFUSED] * 7 + [WON], 1)
