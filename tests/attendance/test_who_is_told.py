"""A change of plans reaches who has a seat, waits, is tentative or has yet to answer, in one letter each."""

from datetime import timedelta

import pytest

from roadshow.attendance import seating
from roadshow.attendance.rules import SeatingFacts
from roadshow.attendance.states import AttendanceState as A
from roadshow.foundation.db import db
from roadshow.notices.models import Letter
from roadshow.pitches.states import PitchState as P
from roadshow.programme import operations as programme
from roadshow.programme.models import Roadshow
from roadshow.programme.states import RoadshowState as S
from tests import make

pytestmark = pytest.mark.usefixtures("in_spring", "inside")


def told(kind: str) -> list[str]:
    return sorted(letter.to_address for letter in db.session.query(Letter).filter_by(kind=kind))


def with_guests() -> tuple[Roadshow, dict[A, str]]:
    """One guest in each state."""
    roadshow = make.roadshow(S.PUBLISHED)
    states = (A.INVITED, A.TENTATIVE, A.WAITLISTED, A.ACCEPTED, A.DECLINED, A.WITHDRAWN)
    return roadshow, {state: make.attendance(roadshow, state).email or "" for state in states}


def test_who_may_come_hears_that_it_is_off():
    roadshow, guests = with_guests()
    programme.cancel(roadshow, "示例原因", actor=make.SOMEONE)
    assert told("roadshow.cancelled") == sorted(
        guests[state] for state in (A.INVITED, A.TENTATIVE, A.WAITLISTED, A.ACCEPTED)
    )


def test_who_may_come_hears_that_it_moves_and_an_applicant_hears_it_once():
    roadshow, guests = with_guests()
    person = make.person()
    make.pitch(roadshow, P.SCREENED, of=make.project(make.company(person)))
    make.attendance(roadshow, A.ACCEPTED, email=person.email)
    offered = make.attendance(roadshow, A.OFFERED, confirm_by_at=make.begins(roadshow))
    starts_at = make.begins(roadshow) - timedelta(days=7)
    programme.postpone(roadshow, starts_at, on_rest_day=True, actor=make.SOMEONE)
    reached = [guests[state] for state in (A.INVITED, A.TENTATIVE, A.WAITLISTED, A.ACCEPTED)]
    assert told("roadshow.postponed") == sorted([*reached, person.email, offered.email])
    assert offered.confirm_by_at == starts_at


def test_the_day_to_answer_is_no_later_than_the_day_that_it_moves_to():
    roadshow = make.roadshow(S.PUBLISHED)
    by = make.begins(roadshow) - timedelta(days=1)
    seating.set_seating(roadshow, SeatingFacts(5, 0, by), actor=make.SOMEONE)
    for days in (7, -14):
        starts_at = make.begins(roadshow) - timedelta(days=days)
        programme.postpone(roadshow, starts_at, on_rest_day=True, actor=make.SOMEONE)
    assert seating.seating_of(roadshow).answer_by_at == make.begins(roadshow) - timedelta(days=14)
