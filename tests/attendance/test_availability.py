"""What somebody who asks for a seat now would get."""

from datetime import timedelta

import pytest

from roadshow.attendance import answering, seating
from roadshow.attendance.availability import Availability, list_open_to_public, openings_of
from roadshow.attendance.models import Mode
from roadshow.attendance.rules import SeatingFacts
from roadshow.foundation import clock
from roadshow.programme.models import Roadshow
from roadshow.programme.states import RoadshowState as S
from tests import make

pytestmark = pytest.mark.usefixtures("in_spring", "inside")
ONSITE, ONLINE = Mode.ONSITE, Mode.ONLINE


def seated(onsite: int, online: int = 0, *, public: bool = True) -> Roadshow:
    roadshow = make.roadshow(S.PUBLISHED, branches=[make.room()] if online else [])
    facts = SeatingFacts(onsite, online, open_to_public=public)
    seating.set_seating(roadshow, facts, actor=make.SOMEONE)
    return roadshow


def come(roadshow: Roadshow, *modes: Mode) -> None:
    for mode in modes:
        answering.accept(make.attendance(roadshow), mode, actor=make.SOMEONE)


def test_a_mode_without_seats_is_left_out():
    assert openings_of(seated(2).id) == {ONSITE: Availability(2, 0)}


def test_each_mode_says_what_is_free_and_where_the_next_would_stand():
    roadshow = seated(1, 2)
    come(roadshow, ONSITE, ONSITE, ONLINE)
    openings = openings_of(roadshow.id)
    assert (openings[ONSITE].is_full, openings[ONSITE].position) == (True, 2)
    assert (openings[ONLINE].is_full, openings[ONLINE].free) == (False, 1)


def test_who_has_a_seat_online_and_waits_for_one_here_counts_here():
    roadshow = seated(1, 1)
    come(roadshow, ONSITE, ONLINE)
    guest = make.attendance(roadshow)
    answering.accept(guest, ONLINE, actor=make.SOMEONE)
    answering.accept(guest, ONSITE, leaves_turn=True, actor=make.SOMEONE)
    assert [openings_of(roadshow.id)[mode].position for mode in (ONSITE, ONLINE)] == [2, 1]


@pytest.mark.parametrize(
    ("seats", "taken", "waiting", "free", "position"),
    [(5, 0, 0, 5, 1), (5, 5, 0, 0, 1), (5, 5, 3, 0, 4), (5, 4, 1, 0, 1), (5, 4, 3, 0, 3), (5, 3, 1, 1, 1)],
)
def test_free_seats_belong_to_those_who_wait_first(
    seats: int, taken: int, waiting: int, free: int, position: int
):
    available = Availability(seats, taken, waiting)
    assert (available.free, available.position) == (free, position)


def test_only_what_anybody_may_register_for_is_listed():
    public, closed = seated(1), seated(1, public=False)
    assert list_open_to_public([public, closed]) == {public.id: {ONSITE: Availability(1, 0)}}
    with clock.at(make.begins(public) + timedelta(minutes=1)):
        assert list_open_to_public([public]) == {}


def test_many_cost_as_few_statements_as_one(counted):
    roadshows = [seated(1, 1) for _number in range(3)]
    costs = []
    list_open_to_public(roadshows)  # what is read of the roadshows themselves
    for some in (roadshows[:1], roadshows):
        with counted() as statements:
            list_open_to_public(some)
        costs.append(len(statements))
    assert costs == [2, 2]
