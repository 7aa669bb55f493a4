"""Colleagues who take the same card, set its day or note an introduction at once: one is first, the others are told."""

import pytest
from flask import Flask

from roadshow.accounts.models import Person
from roadshow.accounts.permissions import Role
from roadshow.audit.queries import list_entries_of
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.notices.models import Letter
from roadshow.outcomes import pursuing
from roadshow.outcomes.models import Row, Thread
from roadshow.outcomes.pursuing import PursuitFacts
from roadshow.outcomes.pursuits import Ending, Introduction, Pursuit
from roadshow.outcomes.states import ThreadStep
from roadshow.projects.models import Project
from tests import make
from tests.outcomes.pursued import dealt, staged
from tests.races.at_once import WON, at_once
from tests.races.test_who_wins import MANY, ONE_WINS, ROUNDS, Act

pytestmark = pytest.mark.usefixtures("in_spring")


@pytest.mark.parametrize("deal", [False, True])
@pytest.mark.parametrize("_round", range(ROUNDS))
def test_one_of_eight_takes_a_card(app: Flask, _round: int, deal: bool):
    with app.app_context():
        project = staged()
        thread_id = dealt(project, (ThreadStep.INTENT, 1, 100)).id if deal else None
        ids, project_id = [make.person(Role.ORGANISER).id for _number in range(MANY)], project.id

    def take(number: int) -> Act:
        actor = db.session.get_one(Person, ids[number]).acting()
        thing = db.session.get_one(Thread, thread_id) if deal else db.session.get_one(Project, project_id)
        return lambda: pursuing.take(thing, actor=actor)

    answers = at_once(app, [lambda number=number: take(number) for number in range(MANY)])
    with app.app_context():
        pursuit = db.session.query(Pursuit).one()
        entries = list_entries_of("pursuit", pursuit.id)
        assert (answers, [entry.actor_id for entry in entries]) == (ONE_WINS, [pursuit.owner_id])


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_of_eight_who_began_from_one_page_one_is_saved(app: Flask, _round: int):
    with app.app_context():
        ids, project_id = [make.person(Role.RECORDER).id for _number in range(MANY)], staged().id

    def keep(number: int) -> Act:
        project, person = db.session.get_one(Project, project_id), db.session.get_one(Person, ids[number])
        facts = PursuitFacts(person.id, clock.today(), f"第{number}次回访")
        return lambda: pursuing.pursue(project, facts, seen=0, actor=person.acting())

    answers = at_once(app, [lambda number=number: keep(number) for number in range(MANY)])
    with app.app_context():
        pursuit = db.session.query(Pursuit).one()
        assert (answers, pursuit.next_what) == (ONE_WINS, f"第{ids.index(pursuit.owner_id)}次回访")


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_eight_workers_send_one_reminder(app: Flask, _round: int):
    with app.app_context():
        facts = PursuitFacts(make.person(Role.RECORDER).id, clock.today(), "回访")
        pursuit_id = pursuing.pursue(staged(), facts, actor=make.SOMEONE).id

    def remind() -> Act:
        pursuit = db.session.get_one(Pursuit, pursuit_id)
        return lambda: pursuing.remind(pursuit)

    answers = at_once(app, [remind] * MANY)
    with app.app_context():
        assert (answers, db.session.query(Letter).filter_by(kind="pursuit.due").count()) == ([WON] * MANY, 1)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_a_deal_that_eight_end_at_once_ends_once(app: Flask, _round: int):
    with app.app_context():
        thread_id = dealt(staged(), (ThreadStep.INTENT, 1, 100)).id

    def drop() -> Act:
        thread = db.session.get_one(Thread, thread_id)
        return lambda: pursuing.drop(thread, Ending.TERMS, "估值差得太远", clock.today(), actor=make.SOMEONE)

    answers = at_once(app, [drop] * MANY)
    with app.app_context():
        ends = db.session.query(Row).filter_by(step=ThreadStep.DROPPED).count()
        assert (answers, ends) == (ONE_WINS, 1)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_eight_who_note_who_introduced_a_fund_leave_one_line_and_all_are_in_the_trail(
    app: Flask, _round: int
):
    with app.app_context():
        project_id = staged().id

    def note(number: int) -> Act:
        project = db.session.get_one(Project, project_id)
        return lambda: pursuing.introduce(project, "示例创投", f"老王{number}", actor=make.SOMEONE)

    answers = at_once(app, [lambda number=number: note(number) for number in range(MANY)])
    with app.app_context():
        one = db.session.query(Introduction).one()
        entries = list_entries_of("pursuit", db.session.query(Pursuit).one().id)
        said = entries[0].changes["introduced_by"]
        assert (answers, len(entries), said[-1]) == ([WON] * MANY, MANY, one.by)
