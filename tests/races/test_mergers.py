"""An institution is merged while its contacts act for it: what they do is the kept one's, whoever comes first."""

import pytest
from flask import Flask

from roadshow.accounts.models import Person
from roadshow.foundation.db import db
from roadshow.investors import contacts, merging
from roadshow.investors.models import Contact, ContactInvitation, Institution
from roadshow.meetings import operations
from roadshow.meetings.models import Interest, InterestLevel
from roadshow.meetings.rules import InterestFacts
from tests import make
from tests.attendance.coming import institution, investor, on_stage
from tests.races.at_once import WON, at_once
from tests.races.test_who_wins import ROUNDS, Act

pytestmark = pytest.mark.usefixtures("in_spring")


def merger(kept_id: int, gone_id: int) -> Act:
    kept, gone = db.session.get_one(Institution, kept_id), db.session.get_one(Institution, gone_id)
    return lambda: merging.merge(kept, gone, actor=make.SOMEONE)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_an_interest_said_while_the_institution_is_merged_is_the_kept_ones(app: Flask, _round: int):
    with app.app_context():
        pitches, kept, gone = [on_stage() for _number in range(6)], institution(), institution()
        people = [investor(pitch.roadshow, gone).id for pitch in pitches]
        ids = [pitch.id for pitch in pitches]
        kept_id, gone_id = kept.id, gone.id

    def say(number: int) -> Act:
        person = db.session.get_one(Person, people[number])
        facts = InterestFacts(InterestLevel.TALK)
        return lambda: operations.say_interest(ids[number], facts, person=person, actor=person.acting())

    says = [lambda number=number: say(number) for number in range(len(ids))]
    answers = at_once(app, [lambda: merger(kept_id, gone_id), *says])
    with app.app_context():
        of = [interest.institution_id for interest in db.session.query(Interest)]
        assert (answers, of) == ([WON] * 7, [kept_id] * 6)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_who_accepts_while_the_institution_is_merged_acts_for_the_kept_one(app: Flask, _round: int):
    emails = [f"new{number}@test.example" for number in range(6)]
    with app.app_context():
        kept, gone = institution(), institution()
        people = [make.person(email=email).id for email in emails]
        for email in emails:
            contacts.invite_contact(gone, email, link=str, actor=make.SOMEONE)
        kept_id, gone_id = kept.id, gone.id

    def accept(number: int) -> Act:
        person = db.session.get_one(Person, people[number])
        invitation = db.session.query(ContactInvitation).filter_by(email=person.email).one()
        return lambda: contacts.accept_invitation(invitation, person, actor=person.acting())

    accepts = [lambda number=number: accept(number) for number in range(len(emails))]
    answers = at_once(app, [lambda: merger(kept_id, gone_id), *accepts])
    with app.app_context():
        of = [contact.institution_id for contact in db.session.query(Contact)]
        assert (answers, of) == ([WON] * 7, [kept_id] * 6)
