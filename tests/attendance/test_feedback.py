"""Who was there is thanked, and says once what they think; nobody reads whose it is."""

from contextlib import AbstractContextManager
from datetime import timedelta

import pytest

from roadshow.attendance import admitting, feedback
from roadshow.attendance.models import Attendance, Mode
from roadshow.attendance.shown import Keeper, Shown
from roadshow.attendance.states import AttendanceState as A
from roadshow.audit.models import Entry
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.foundation.errors import Gone, Refused
from roadshow.notices.models import Letter
from roadshow.programme import operations as programme
from roadshow.programme.models import Roadshow
from roadshow.programme.states import RoadshowState as S
from tests import make

pytestmark = pytest.mark.usefixtures("in_spring", "inside")


def over(roadshow: Roadshow, later: timedelta = timedelta(minutes=1)) -> AbstractContextManager[None]:
    return clock.at(make.ends(roadshow) + later)


def says(guest: Attendance, score: int, words: str = "") -> None:
    feedback.say(guest, score, words, serial=guest.serial)


def test_whoever_was_there_is_thanked_once_it_is_held():
    roadshow = make.roadshow(S.LIVE)
    came = make.attendance(roadshow, A.CHECKED_IN)
    online = make.attendance(roadshow, A.ACCEPTED, mode=Mode.ONLINE)
    make.attendance(roadshow, A.ACCEPTED)
    make.attendance(roadshow, A.DECLINED)
    with over(roadshow):
        programme.finish(roadshow, actor=make.SOMEONE)
    thanked = db.session.query(Letter).filter_by(kind="attendance.thanked").order_by(Letter.id)
    assert [letter.to_address for letter in thanked] == [came.email, online.email]


def test_whose_check_in_arrives_after_the_end_is_thanked_then_and_nobody_twice():
    roadshow = make.roadshow(S.LIVE)
    came, later = make.attendance(roadshow, A.CHECKED_IN), make.attendance(roadshow, A.ACCEPTED)
    online = make.attendance(roadshow, A.ACCEPTED, mode=Mode.ONLINE)
    make.seats(roadshow, 1)
    with over(roadshow):
        programme.finish(roadshow, actor=make.SOMEONE)
        kept = [
            Shown(f"kept-{guest.id}", make.begins(roadshow), guest_id=guest.id)
            for guest in (came, later, online)
        ]
        admitting.take(roadshow, kept, secret="", keeper=Keeper("东门"))
    thanked = db.session.query(Letter).filter_by(kind="attendance.thanked").order_by(Letter.id)
    assert [letter.to_address for letter in thanked] == [came.email, online.email, later.email]


def test_what_is_said_again_takes_the_place_of_what_was_said():
    roadshow = make.roadshow(S.LIVE)
    guest, other = make.attendance(roadshow, A.CHECKED_IN), make.attendance(roadshow, A.CHECKED_IN)
    with over(roadshow):
        says(guest, 2, "太挤")
        says(other, 4)
        says(guest, 5, "后来好了")
    said = feedback.said_of(roadshow.id)
    assert (said.by_score, said.words) == ({5: 1, 4: 1, 3: 0, 2: 0, 1: 0}, ["后来好了"])


@pytest.mark.parametrize(
    ("scores", "mean"), [([], ""), ([4], "4.0"), ([5, 4], "4.5"), ([5, 5, 4], "4.7"), ([1, 1, 1, 2], "1.3")]
)
def test_the_mean_is_told_to_a_tenth(scores: list[int], mean: str):
    roadshow = make.roadshow(S.LIVE)
    with over(roadshow):
        for score in scores:
            says(make.attendance(roadshow, A.CHECKED_IN), score)
    assert feedback.said_of(roadshow.id).mean == mean


@pytest.mark.parametrize(
    ("state", "later", "words"),
    [
        (A.NO_SHOW, timedelta(minutes=1), "评价只请到场的来宾填写"),
        (A.ACCEPTED, timedelta(minutes=1), "评价只请到场的来宾填写"),
        (A.CHECKED_IN, timedelta(minutes=-1), "路演结束后才能评价"),
        (A.CHECKED_IN, timedelta(days=31), "评价已经截止"),
    ],
)
def test_nobody_else_and_no_other_time_is_asked(state: A, later: timedelta, words: str):
    guest = make.attendance(make.roadshow(S.LIVE), state)
    with over(guest.roadshow, later), pytest.raises(Refused, match=words):
        says(guest, 5)
    assert feedback.find_feedback(guest.id) is None


def test_what_was_cancelled_is_not_asked_about_even_of_who_was_let_in():
    guest = make.attendance(make.roadshow(S.CANCELLED), A.CHECKED_IN)
    with over(guest.roadshow), pytest.raises(Refused, match="路演结束后才能评价"):
        says(guest, 5)


@pytest.mark.parametrize(
    ("score", "words", "field"), [(0, "", "score"), (6, "", "score"), (5, "字" * 1001, "words")]
)
def test_what_is_out_of_bounds_is_refused_by_its_field(score: int, words: str, field: str):
    guest = make.attendance(make.roadshow(S.LIVE), A.CHECKED_IN)
    with over(guest.roadshow), pytest.raises(Refused) as refusal:
        says(guest, score, words)
    assert refusal.value.field == field


def test_by_a_link_that_was_revoked_nothing_is_said():
    guest = make.attendance(make.roadshow(S.LIVE), A.CHECKED_IN)
    with over(guest.roadshow), pytest.raises(Gone):
        feedback.say(guest, 5, "", serial=guest.serial + 1)


def test_the_trail_does_not_tell_who_said_it():
    guest = make.attendance(make.roadshow(S.LIVE), A.CHECKED_IN)
    before = db.session.query(Entry).count()
    with over(guest.roadshow):
        says(guest, 1, "不满意")
    assert db.session.query(Entry).count() == before
