"""However many scan at once, a ticket lets in once, and the last seat is given once."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from roadshow.attendance import admitting, devices
from roadshow.attendance.models import Scan, Verdict
from roadshow.attendance.shown import Keeper, Shown, WalkIn
from roadshow.attendance.states import AttendanceState as A
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.foundation.errors import Gone, Refused
from roadshow.programme.queries import get_roadshow
from roadshow.programme.states import RoadshowState as S
from tests import make
from tests.attendance.coming import SECRET, code_shown_by
from tests.races.at_once import REFUSED, WON, at_once

MANY = 16
NOW = make.moment(make.DAY, 13)
Act = Callable[[], object]


@pytest.fixture(autouse=True)
def on_the_day():
    with clock.at(NOW):
        yield


def scanning(roadshow_id: int, shown: Callable[[int], Shown]) -> list[Callable[[], Act]]:
    """Each at a door of its own; they read once all are there: connections are few."""

    def scan(number: int) -> object:
        keeper = Keeper(f"{number}号门")
        return admitting.take(get_roadshow(roadshow_id), [shown(number)], secret=SECRET, keeper=keeper)

    return [lambda number=number: lambda: scan(number) for number in range(MANY)]


def count(verdict: Verdict) -> int | None:
    return db.session.scalar(select(func.count(Scan.id)).where(Scan.verdict == verdict))


def test_a_ticket_that_sixteen_doors_scan_at_once_lets_in_one(app: Flask) -> None:
    with app.app_context():
        guest = make.attendance(make.roadshow(S.LIVE, on=make.DAY), A.ACCEPTED)
        code, roadshow_id = code_shown_by(guest), guest.roadshow_id
    answers = at_once(app, scanning(roadshow_id, lambda number: Shown(f"uid-{number}", NOW, code=code)))
    with app.app_context():
        assert answers == [WON] * MANY
        assert (count(Verdict.ADMITTED), count(Verdict.AGAIN)) == (1, MANY - 1)


def test_one_scan_that_is_sent_sixteen_times_at_once_counts_once(app: Flask) -> None:
    with app.app_context():
        guest = make.attendance(make.roadshow(S.LIVE, on=make.DAY), A.ACCEPTED)
        code, roadshow_id = code_shown_by(guest), guest.roadshow_id
    answers = at_once(app, scanning(roadshow_id, lambda _number: Shown("one", NOW, code=code)))
    with app.app_context():
        assert answers == [WON] * MANY
        assert (count(Verdict.ADMITTED), count(Verdict.AGAIN)) == (1, 0)


def test_the_last_five_seats_go_to_five_of_sixteen_walk_ins(app: Flask) -> None:
    with app.app_context():
        here = make.roadshow(S.LIVE, on=make.DAY)
        make.seats(here, 5)
        roadshow_id = here.id

    def walk_in(number: int) -> Shown:
        return Shown(f"uid-{number}", NOW, walk_in=WalkIn(f"来宾{number}"))

    answers = at_once(app, scanning(roadshow_id, walk_in))
    with app.app_context():
        assert answers == [WON] * MANY
        assert (count(Verdict.ADMITTED), count(Verdict.FULL)) == (5, MANY - 5)


def test_a_pairing_code_that_sixteen_open_at_once_pairs_one(app: Flask) -> None:
    with app.app_context():
        code = devices.add_device(make.roadshow(S.PUBLISHED, on=make.DAY), "东门", actor=make.SOMEONE)

    def pair() -> object:
        try:
            return devices.pair(code, address="")
        except Gone as gone:
            raise Refused("gone") from gone

    answers = at_once(app, [lambda: pair] * MANY)
    assert answers == [REFUSED] * (MANY - 1) + [WON]
