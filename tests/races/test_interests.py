"""Colleagues who say at once what they would like have one interest, and each of them is remembered."""

import pytest
from flask import Flask

from roadshow.accounts.models import Person
from roadshow.attendance import viewing
from roadshow.attendance.models import Warned
from roadshow.foundation.db import db
from roadshow.meetings import operations
from roadshow.meetings.models import Interest, InterestLevel, Said
from roadshow.meetings.rules import InterestFacts
from tests.attendance.coming import colleague, guest, institution, investor, on_stage
from tests.races.at_once import WON, at_once
from tests.races.test_who_wins import MANY, ROUNDS, Act

pytestmark = pytest.mark.usefixtures("in_spring")


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_eight_colleagues_have_one_interest_and_all_that_they_said_is_kept(app: Flask, _round: int):
    with app.app_context():
        pitch, fund = on_stage(), institution()
        ids, pitch_id = [investor(pitch.roadshow, fund).id for _number in range(MANY)], pitch.id

    def say(number: int) -> Act:
        person = db.session.get_one(Person, ids[number])
        facts = InterestFacts(InterestLevel.INVEST, number + 1, 100)
        return lambda: operations.say_interest(pitch_id, facts, person=person, actor=person.acting())

    answers = at_once(app, [lambda number=number: say(number) for number in range(MANY)])
    with app.app_context():
        interest = db.session.query(Interest).one()
        said = [each.low_fen for each in db.session.query(Said).order_by(Said.id)]
        assert (answers, sorted(said)) == ([WON] * MANY, list(range(1, MANY + 1)))
        assert interest.low_fen == said[-1]


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_a_notice_read_in_eight_windows_at_once_is_read_once(app: Flask, _round: int):
    with app.app_context():
        pitch, person = on_stage(), colleague(institution())
        guest(pitch.roadshow, person)
        person_id, roadshow_id = person.id, pitch.roadshow_id

    def read() -> Act:
        person = db.session.get_one(Person, person_id)
        return lambda: viewing.read_warning(roadshow_id, person=person)

    answers = at_once(app, [read] * MANY)
    with app.app_context():
        assert (answers, db.session.query(Warned).count()) == ([WON] * MANY, 1)
