"""Who goes through the applications of a roadshow finds the one before and the one after."""

from datetime import timedelta

import pytest
from flask import Flask

from roadshow.foundation import clock
from roadshow.pitches.neighbours import Neighbours, find_neighbours
from roadshow.pitches.states import PitchState as P
from roadshow.programme.states import RoadshowState as S
from tests import make


@pytest.mark.parametrize(("shown", "before", "after"), [(0, None, 1), (1, 0, 2), (2, 1, None)])
def test_they_stand_in_the_order_of_arrival_without_drafts(
    app: Flask, shown: int, before: int | None, after: int | None
) -> None:
    with app.app_context():
        row = make.roadshow(S.SELECTING)
        make.pitch(row, P.DRAFT)
        sent = [make.pitch(row, state) for state in (P.SUBMITTED, P.DECLINED, P.ACCEPTED)]
        for place, pitch in enumerate(sent):
            pitch.submitted_at = clock.now() + timedelta(minutes=place)
        ids = [pitch.id for pitch in sent]
        around = [None if place is None else ids[place] for place in (before, after)]
        assert find_neighbours(sent[shown]) == Neighbours(shown + 1, 3, *around)
