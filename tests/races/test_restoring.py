"""A roadshow that was called off comes back once, or not at all: whoever presses at the same moment."""

from datetime import time
from functools import partial

import pytest
from flask import Flask

from roadshow.agenda import operations as agenda
from roadshow.foundation.db import db
from roadshow.notices.models import Letter
from roadshow.occupancy.queries import list_of_roadshow
from roadshow.pitches.states import PitchState as P
from roadshow.programme import operations as programme
from roadshow.programme.queries import get_roadshow, get_season, list_roadshows
from roadshow.programme.states import RoadshowState as S
from tests import make
from tests.races.at_once import REFUSED, WON, at_once
from tests.races.test_who_wins import ONE_OF_SIXTEEN, SIXTEEN, Act

pytestmark = pytest.mark.usefixtures("in_spring")


def cancelled(app: Flask) -> int:
    with app.app_context():
        row = make.roadshow(S.PUBLISHED)
        make.pitch(row, P.ACCEPTED, make.project(make.company(make.person())))
        programme.cancel(row, "误操作", actor=make.SOMEONE)
        return row.id


def restore(roadshow_id: int) -> Act:
    return lambda: agenda.restore(get_roadshow(roadshow_id), actor=make.SOMEONE)


def test_of_sixteen_who_restore_it_or_plan_another_in_its_hall_one_wins(app: Flask):
    roadshow_id = cancelled(app)

    def plan(number: int) -> None:
        row = get_roadshow(roadshow_id)
        facts = make.roadshow_facts(row.hall, on=row.on, starts=time(13, number), ends=time(17))
        programme.plan_roadshow(get_season(row.season.year), facts, actor=make.SOMEONE)

    works = [
        (lambda number=number: restore(roadshow_id) if number % 2 else partial(plan, number))
        for number in range(SIXTEEN)
    ]
    assert at_once(app, works) == ONE_OF_SIXTEEN
    with app.app_context():
        row = get_roadshow(roadshow_id)
        rows = [each for each in list_roadshows(row.season.year) if each.state is not S.CANCELLED]
        assert [len(list_of_roadshow(each.id)) for each in rows] == [1]


def test_restored_and_cancelled_at_once_it_is_one_of_both_and_each_is_told_once(app: Flask):
    roadshow_id = cancelled(app)

    def cancel() -> Act:
        roadshow = get_roadshow(roadshow_id)
        return lambda: programme.cancel(roadshow, "又取消", actor=make.SOMEONE)

    works = [(lambda number=number: restore(roadshow_id) if number % 2 else cancel()) for number in range(8)]
    answers = at_once(app, works)
    assert set(answers) <= {WON, REFUSED}
    with app.app_context():
        row = get_roadshow(roadshow_id)
        kinds = [letter.kind for letter in db.session.query(Letter).order_by(Letter.id)]
        on = row.state is S.PUBLISHED
        assert (len(list_of_roadshow(roadshow_id)), answers.count(WON) % 2) == (int(on), int(on))
        assert len(kinds) == 1 + answers.count(WON)
        assert kinds[0] != kinds[1]
