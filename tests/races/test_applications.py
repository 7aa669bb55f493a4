"""What the centre types in or takes in for others comes in once, however many do it at once."""

import pytest
from flask import Flask

from roadshow.audit.queries import list_entries_of
from roadshow.foundation.db import db
from roadshow.ledgers import applying
from roadshow.ledgers.applications import read_applications
from roadshow.pitches import entering
from roadshow.pitches.entering import CorrectedFacts
from roadshow.pitches.models import Pitch
from roadshow.pitches.queries import get_pitch
from roadshow.pitches.states import PitchState
from roadshow.programme.queries import get_roadshow
from roadshow.programme.states import RoadshowState
from roadshow.projects.models import Company
from tests import make
from tests.ledgers.sheets import APPLIED, applied, workbook
from tests.races.at_once import REFUSED, WON, at_once

pytestmark = pytest.mark.usefixtures("in_spring")
MANY = 16


def test_the_same_sheet_sixteen_times_at_once_comes_in_once(app: Flask):
    rows = read_applications(workbook({"报名": [APPLIED, applied(1), applied(2)]}), [])
    with app.app_context():
        roadshow_id = make.roadshow(RoadshowState.CALLING).id

    def take_in() -> None:
        applying.take_in(get_roadshow(roadshow_id), rows, actor=make.SOMEONE)

    answers = at_once(app, [lambda: take_in] * MANY)  # it reads once all are there: connections are few
    with app.app_context():
        counts = [db.session.query(model).count() for model in (Company, Pitch)]
    assert (answers, counts) == ([WON] * MANY, [2, 2])


def test_one_of_sixteen_hands_in_again_what_was_returned(app: Flask):
    with app.app_context():
        roadshow = make.roadshow(RoadshowState.CALLING)
        due = make.closes(roadshow)
        pitch_id = make.pitch(roadshow, PitchState.RETURNED, entered_by="示例林组织", due_at=due).id

    def correct() -> None:
        entering.correct(
            get_pitch(pitch_id), CorrectedFacts("示例新人", "0573-8500 0000"), actor=make.SOMEONE
        )

    answers = at_once(app, [lambda: correct] * MANY)
    with app.app_context():
        told = [entry.what for entry in list_entries_of("pitch", pitch_id)]
    assert (answers, told) == ([REFUSED] * (MANY - 1) + [WON], ["pitch.corrected"])
