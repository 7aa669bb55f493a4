"""A roadshow that is moved, put off or cancelled at once: each waits for the other, whichever of them is first."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from roadshow.agenda import operations as agenda
from roadshow.foundation.db import db
from roadshow.programme import operations as programme
from roadshow.programme.models import Roadshow
from roadshow.programme.putting_off import put_off
from roadshow.programme.states import RoadshowState as S
from tests import make
from tests.races.at_once import REFUSED, WON, at_once

pytestmark = pytest.mark.usefixtures("in_spring")


def put_it_off(row: Roadshow) -> None:
    put_off(row, "场馆检修", actor=make.SOMEONE)


def cancel(row: Roadshow) -> None:
    programme.cancel(row, "不办了", actor=make.SOMEONE)


@pytest.mark.parametrize("off", [put_it_off, cancel])
def test_nobody_breaks_off_who_moves_or_calls_off_a_roadshow(app: Flask, off: Callable[[Roadshow], None]):
    with app.app_context():
        roadshow_id = make.roadshow(S.PUBLISHED).id

    def act(number: int) -> Callable[[], None]:
        row = db.session.get_one(Roadshow, roadshow_id)
        later = make.begins(row) + timedelta(weeks=1)
        if number % 2:
            return lambda: off(row)
        return lambda: agenda.postpone(row, later, on_rest_day=True, actor=make.SOMEONE)

    answers = at_once(app, [lambda number=number: act(number) for number in range(8)])
    assert set(answers) <= {WON, REFUSED}
