"""A place that lapses goes to one, however many press at once."""

from collections.abc import Callable

import pytest
from flask import Flask

from roadshow.foundation import clock
from roadshow.pitches import operations, places, queries
from roadshow.pitches.states import PitchState as P
from roadshow.programme.queries import get_roadshow
from roadshow.programme.states import RoadshowState as S
from tests import make
from tests.races.at_once import REFUSED, WON, at_once

pytestmark = pytest.mark.usefixtures("in_spring")
MANY, ROUNDS = 16, 3
Act = Callable[[], object]


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_of_sixteen_at_once_one_is_moved_up_into_the_last_place(app: Flask, _round: int):
    """Workers that settle, people who confirm too late, organisers who accept others: the first who waits has it."""
    with app.app_context():
        roadshow = make.roadshow(S.SELECTING, places=1)
        late, first = make.pitch(roadshow, P.SCREENED), make.pitch(roadshow, P.SCREENED)
        operations.accept(late, actor=make.SOMEONE)
        operations.waitlist(first, actor=make.SOMEONE)
        others = [make.pitch(roadshow, P.SCREENED).id for _number in range(4)]
        roadshow_id, late_id, first_id, due = roadshow.id, late.id, first.id, late.confirm_by_at
    assert due is not None

    def settle() -> Act:
        return lambda: places.settle(
            get_roadshow(roadshow_id)
        )  # reads once all are there: connections are few

    def confirm() -> Act:
        pitch = queries.get_pitch(late_id)
        return lambda: places.confirm(pitch, actor=make.SOMEONE)

    def accept(pitch_id: int) -> Act:
        pitch = queries.get_pitch(pitch_id)
        return lambda: operations.accept(pitch, actor=make.SOMEONE)

    acts = [settle] * 8 + [confirm] * 4 + [lambda pitch_id=pitch_id: accept(pitch_id) for pitch_id in others]
    with clock.at(due):
        answers = at_once(app, acts)
    with app.app_context():
        assert answers.count(WON) == 8
        assert queries.get_pitch(late_id).state == P.LAPSED
        assert queries.get_pitch(first_id).state == P.ACCEPTED
        assert queries.count_places_taken(roadshow_id) == 1


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_places_given_back_by_many_at_once_go_to_as_many_in_their_order(app: Flask, _round: int):
    """Each withdraws twice, at the same moment."""
    with app.app_context():
        roadshow = make.roadshow(S.SELECTING, places=8)
        gone = [make.pitch(roadshow, P.ACCEPTED).id for _number in range(8)]
        waits = [make.pitch(roadshow, P.WAITLISTED, turn=number).id for number in range(1, 11)]
        roadshow_id = roadshow.id

    def withdraw(pitch_id: int) -> Act:
        return lambda: operations.withdraw(queries.get_pitch(pitch_id), actor=make.SOMEONE)

    answers = at_once(app, [lambda pitch_id=pitch_id: withdraw(pitch_id) for pitch_id in gone * 2])
    with app.app_context():
        assert answers == [REFUSED] * 8 + [WON] * 8
        assert [each.id for each in queries.list_waiting(roadshow_id)] == waits[8:]
        assert queries.count_places_taken(roadshow_id) == 8
