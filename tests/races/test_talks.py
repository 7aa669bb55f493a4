"""However many answer an interest or pick a time at once, one decides, and nobody is in two talks at a time."""

import pytest
from flask import Flask

from roadshow.accounts.models import Person
from roadshow.accounts.permissions import Role
from roadshow.foundation.db import db
from roadshow.meetings import talking
from roadshow.meetings.models import Talk
from roadshow.meetings.states import Reason, Side, TalkState
from roadshow.occupancy.models import Occupancy
from tests import make
from tests.meetings.talked import accept, at, offer, said
from tests.races.at_once import at_once
from tests.races.test_who_wins import ONE_OF_SIXTEEN, ROUNDS, SIXTEEN, Act

pytestmark = pytest.mark.usefixtures("in_spring")


def who(person_id: int) -> dict[str, object]:
    """Read once all are there: sixteen are more than there are connections."""
    person = db.session.get_one(Person, person_id)
    return {"person": person, "actor": person.acting()}


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_one_of_sixteen_answers_an_interest(app: Flask, _round: int):
    with app.app_context():
        both = said()
        interest_id, person_id, starts_at = both.interest.id, both.owner.id, at(3)

    def answer(number: int) -> Act:
        facts = offer(starts_at) if number % 2 else offer()
        return lambda: talking.accept(interest_id, facts, **who(person_id))

    answers = at_once(app, [lambda number=number: answer(number) for number in range(SIXTEEN)])
    with app.app_context():
        assert (answers, db.session.query(Talk).count()) == (ONE_OF_SIXTEEN, 1)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_one_of_sixteen_declines(app: Flask, _round: int):
    with app.app_context():
        both = said()
        interest_id, person_id = both.interest.id, both.owner.id

    def decline() -> Act:
        return lambda: talking.decline(interest_id, Reason.LATER, "", **who(person_id))

    answers = at_once(app, [decline] * SIXTEEN)
    with app.app_context():
        assert (answers, db.session.query(Talk).count()) == (ONE_OF_SIXTEEN, 1)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_one_of_sixteen_picks_a_time(app: Flask, _round: int):
    with app.app_context():
        both = said()
        talk = accept(both, at(2), at(3), at(4))
        times, talk_id, person_id = [time.id for time in talk.times], talk.id, both.asker.id

    def pick(number: int) -> Act:
        time_id = times[number % 3]
        return lambda: talking.pick(talk_id, time_id, side=Side.INSTITUTION, **who(person_id))

    answers = at_once(app, [lambda number=number: pick(number) for number in range(SIXTEEN)])
    with app.app_context():
        stands = (
            db.session.query(Talk).one().state,
            db.session.query(Occupancy).where(Occupancy.by == "meeting").count(),
        )
        assert (answers, stands) == (ONE_OF_SIXTEEN, (TalkState.AGREED, 2))


def test_an_owner_whom_sixteen_institutions_want_at_one_time_is_in_one_talk(app: Flask):
    with app.app_context():
        owner, starts_at, asked = make.person(Role.STARTUP), at(3), []
        for _number in range(SIXTEEN):
            both = said(owner=owner)
            talk = accept(both, starts_at)
            asked.append((talk.id, talk.times[0].id, both.asker.id))

    def pick(number: int) -> Act:
        talk_id, time_id, person_id = asked[number]
        return lambda: talking.pick(talk_id, time_id, side=Side.INSTITUTION, **who(person_id))

    answers = at_once(app, [lambda number=number: pick(number) for number in range(SIXTEEN)])
    with app.app_context():
        agreed = db.session.query(Talk).where(Talk.state == TalkState.AGREED).count()
        assert (answers, agreed) == (ONE_OF_SIXTEEN, 1)
