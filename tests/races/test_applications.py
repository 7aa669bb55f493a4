"""A sheet of applications that is taken in many times at once comes in once."""

import pytest
from flask import Flask

from roadshow.foundation.db import db
from roadshow.ledgers import applying
from roadshow.ledgers.applications import read_applications
from roadshow.pitches.models import Pitch
from roadshow.programme.queries import get_roadshow
from roadshow.programme.states import RoadshowState
from roadshow.projects.models import Company
from tests import make
from tests.ledgers.sheets import APPLIED, applied, workbook
from tests.races.at_once import WON, at_once

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
