"""The last seats go to as many as there are, on site and online, however many press at once."""

from collections.abc import Callable

import pytest
from flask import Flask

from roadshow.attendance import answering, colleagues, inviting, queries, seating
from roadshow.attendance.models import Mode
from roadshow.attendance.rules import Invitee, SeatingFacts
from roadshow.attendance.states import AttendanceState as A
from roadshow.foundation.errors import Gone, Refused
from roadshow.programme.queries import get_roadshow
from roadshow.programme.states import RoadshowState as S
from tests import make
from tests.races.at_once import REFUSED, WON, at_once

pytestmark = pytest.mark.usefixtures("in_spring")
MANY, LAST, ROUNDS = 24, 5, 3
Act = Callable[[], object]


def invited(onsite: int, online: int, many: int) -> tuple[int, list[int]]:
    """A roadshow with so many places, and so many guests."""
    roadshow = make.roadshow(S.PUBLISHED, branches=[make.room()] if online else [])
    seating.set_seating(roadshow, SeatingFacts(onsite, online), actor=make.SOMEONE)
    return roadshow.id, [make.attendance(roadshow).id for _number in range(many)]


def accept(guest_id: int, mode: Mode) -> Act:
    return lambda: answering.accept(queries.get_guest(guest_id), mode, actor=make.SOMEONE)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_of_twenty_four_at_once_five_of_each_mode_are_seated_and_the_others_wait_in_turn(
    app: Flask, _round: int
):
    with app.app_context():
        roadshow_id, guests = invited(LAST, LAST, MANY)
    modes = [Mode.ONSITE, Mode.ONLINE] * (MANY // 2)
    acts = [lambda pair=pair: accept(*pair) for pair in zip(guests, modes, strict=True)]
    answers = at_once(app, acts)
    with app.app_context():
        assert answers == [WON] * MANY
        for mode, counted in queries.count_places(roadshow_id).items():
            turns = [guest.turn or 0 for guest in queries.list_waiting(roadshow_id, mode)]
            assert (counted.taken, len(turns), turns) == (LAST, MANY // 2 - LAST, sorted(set(turns)))


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_a_link_that_is_pressed_twice_and_handed_on_meanwhile_gives_one_seat(app: Flask, _round: int):
    with app.app_context():
        roadshow_id, (guest_id,) = invited(LAST, LAST, 1)

    def hand_over(number: int) -> Act:
        who = Invitee(f"colleague{number}@test.example", "示例同事")

        def act() -> object:
            try:
                return colleagues.hand_over(queries.get_guest(guest_id), who, serial=0, actor=make.SOMEONE)
            except Gone as late:
                raise Refused("the link is another's") from late

        return act

    acts = [lambda number=number: hand_over(number) for number in range(4)]
    answers = at_once(app, [*[lambda: accept(guest_id, Mode.ONSITE)] * 4, *acts])
    with app.app_context():
        guests = [guest.state for guest in queries.list_guests(roadshow_id)]
        taken = queries.count_places(roadshow_id)[Mode.ONSITE].taken
        assert set(answers) <= {WON, REFUSED}
        assert (guests.count(A.REPLACED), len(guests)) == (1, 2)
        assert taken == guests.count(A.ACCEPTED)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_what_some_give_back_while_others_ask_goes_to_who_asked_first(app: Flask, _round: int):
    with app.app_context():
        roadshow_id, guests = invited(LAST, 0, LAST * 3)
        seated, waiting, asking = guests[:LAST], guests[LAST : LAST * 2], guests[LAST * 2 :]
        for guest_id in [*seated, *waiting]:
            accept(guest_id, Mode.ONSITE)()

    def decline(guest_id: int) -> Act:
        return lambda: answering.decline(queries.get_guest(guest_id), actor=make.SOMEONE)

    acts = [lambda each=each: decline(each) for each in seated]
    answers = at_once(app, [*acts, *[lambda each=each: accept(each, Mode.ONSITE) for each in asking]])
    with app.app_context():
        states = {guest.id: guest.state for guest in queries.list_guests(roadshow_id)}
        assert answers == [WON] * LAST * 2
        assert [states[each] for each in waiting] == [A.OFFERED] * LAST
        assert [states[each] for each in asking] == [A.WAITLISTED] * LAST


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_one_address_is_invited_once(app: Flask, _round: int):
    with app.app_context():
        roadshow_id, _guests = invited(LAST, LAST, 0)

    def invite() -> Act:
        who = [Invitee("a@test.example"), Invitee("b@test.example")]
        return lambda: inviting.invite_many(get_roadshow(roadshow_id), who, actor=make.SOMEONE)

    answers = at_once(app, [invite] * 8)
    with app.app_context():
        assert (answers, queries.list_guests(roadshow_id).count()) == ([WON] * 8, 2)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_no_place_is_taken_away_from_under_who_takes_it(app: Flask, _round: int):
    with app.app_context():
        roadshow_id, guests = invited(LAST, 0, LAST)

    def fewer() -> Act:
        facts = SeatingFacts(LAST - 1, 0)
        return lambda: seating.set_seating(get_roadshow(roadshow_id), facts, actor=make.SOMEONE)

    answers = at_once(
        app, [fewer, *[lambda guest_id=guest_id: accept(guest_id, Mode.ONSITE) for guest_id in guests]]
    )
    with app.app_context():
        counted = queries.count_places(roadshow_id)[Mode.ONSITE]
        assert counted == queries.Places(counted.all, counted.all)
        assert len(queries.list_waiting(roadshow_id, Mode.ONSITE)) == LAST - counted.all
        assert answers in ([WON] * (LAST + 1), [REFUSED] + [WON] * LAST)
