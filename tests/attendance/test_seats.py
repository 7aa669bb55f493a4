"""Who comes has a seat or waits for one; a seat that falls free goes to who asked first."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from roadshow.attendance import answering, inviting, places, queries, seating
from roadshow.attendance.models import Attendance, Mode, Seat
from roadshow.attendance.rules import Invitee, SeatingFacts
from roadshow.attendance.states import SEATED
from roadshow.attendance.states import AttendanceState as A
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.foundation.errors import Refused
from roadshow.notices.models import Letter
from roadshow.programme.models import Roadshow
from roadshow.programme.states import RoadshowState as S
from roadshow.worker import settle_places
from tests import make

pytestmark = pytest.mark.usefixtures("in_spring", "inside")
ONSITE, ONLINE = Mode.ONSITE, Mode.ONLINE
HOUR = timedelta(hours=1)


def seated(onsite: int, online: int = 0) -> Roadshow:
    """A public roadshow with so many places, online ones in a room."""
    roadshow = make.roadshow(S.PUBLISHED, branches=[make.room()] if online else [])
    seating.set_seating(roadshow, SeatingFacts(onsite, online), actor=make.SOMEONE)
    return roadshow


def comes(roadshow: Roadshow, mode: Mode = ONSITE) -> Attendance:
    """Invited, and accepts."""
    guest = make.attendance(roadshow)
    answering.accept(guest, mode, actor=make.SOMEONE)
    return guest


def kinds(guest: Attendance) -> list[str]:
    letters = db.session.query(Letter).filter_by(to_address=guest.email).order_by(Letter.id)
    return [letter.kind.removeprefix("attendance.") for letter in letters]


def test_who_comes_when_all_is_taken_waits_in_the_order_of_asking():
    roadshow = seated(1)
    first, second, third = comes(roadshow), comes(roadshow), comes(roadshow)
    assert [guest.state for guest in (first, second, third)] == [A.ACCEPTED, A.WAITLISTED, A.WAITLISTED]
    assert (queries.count_ahead(second), queries.count_ahead(third)) == (0, 1)
    assert [kinds(guest) for guest in (first, third)] == [["accepted"], ["waitlisted"]]


@pytest.mark.parametrize("act", [answering.decline, answering.answer_tentatively])
def test_a_seat_that_is_given_back_is_offered_to_who_waits_first(act):
    roadshow = seated(1)
    gone, first, second = comes(roadshow), comes(roadshow), comes(roadshow)
    act(gone, actor=make.SOMEONE)
    assert [first.state, second.state] == [A.OFFERED, A.WAITLISTED]
    assert first.confirm_by_at == clock.now() + 24 * HOUR
    answering.accept(first, ONSITE, actor=make.SOMEONE)
    assert (first.state, first.confirm_by_at) == (A.ACCEPTED, None)
    assert kinds(first) == ["waitlisted", "offered", "accepted"]


def test_what_is_not_confirmed_in_time_goes_to_the_next_whoever_notices():
    roadshow = seated(1)
    gone, late, second = comes(roadshow), comes(roadshow), comes(roadshow)
    answering.decline(gone, actor=make.SOMEONE)
    due = late.confirm_by_at
    assert due is not None
    with clock.at(due), pytest.raises(Refused):
        answering.accept(late, ONLINE, actor=make.SOMEONE)  # refused, so nothing is noted
    with clock.at(due):
        answering.accept(late, ONSITE, actor=make.SOMEONE)
    assert (late.state, second.state) == (A.WAITLISTED, A.OFFERED)
    assert kinds(late) == ["waitlisted", "offered", "lapsed", "waitlisted"]


def test_the_worker_notices_too(app):
    roadshow = seated(1)
    gone, late, second = comes(roadshow), comes(roadshow), comes(roadshow)
    answering.decline(gone, actor=make.SOMEONE)
    due = late.confirm_by_at
    assert due is not None
    with clock.at(due):
        settle_places(app)
    db.session.rollback()
    assert (late.state, second.state) == (A.LAPSED, A.OFFERED)


def test_in_the_last_hours_who_moves_up_has_the_seat_at_once():
    roadshow = seated(1)
    gone, first = comes(roadshow), comes(roadshow)
    with clock.at(make.begins(roadshow) - 23 * HOUR):
        answering.decline(gone, actor=make.SOMEONE)
    assert (first.state, first.confirm_by_at, kinds(first)) == (A.ACCEPTED, None, ["waitlisted", "accepted"])


def test_once_it_has_begun_nobody_answers_or_moves_up():
    roadshow = seated(1)
    gone, first = comes(roadshow), comes(roadshow)
    with clock.at(make.begins(roadshow)), pytest.raises(Refused) as refusal:
        answering.decline(gone, actor=make.SOMEONE)
    assert str(refusal.value).startswith("路演已于")
    assert (gone.state, first.state) == (A.ACCEPTED, A.WAITLISTED)


def test_more_places_let_all_who_wait_move_up():
    roadshow = seated(1)
    guests = [comes(roadshow) for _number in range(4)]
    seating.set_seating(roadshow, SeatingFacts(3, 0), actor=make.SOMEONE)
    assert [guest.state for guest in guests] == [A.ACCEPTED, A.OFFERED, A.OFFERED, A.WAITLISTED]


def test_no_place_is_taken_from_under_anybody():
    roadshow = seated(3, 2)
    comes(roadshow), comes(roadshow)
    with pytest.raises(Refused) as refusal:
        seating.set_seating(roadshow, SeatingFacts(1, 2), actor=make.SOMEONE)
    assert (str(refusal.value), refusal.value.field) == ("现场席位已有2个有人，不能少于这个数", "onsite")
    seating.set_seating(roadshow, SeatingFacts(2, 0), actor=make.SOMEONE)
    assert [queries.count_places(roadshow.id)[mode] for mode in Mode] == [
        queries.Places(2, 2),
        queries.Places(0, 0),
    ]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (SeatingFacts(0, 0), "onsite"),
        (SeatingFacts(5_001, 0), "onsite"),
        (SeatingFacts(121, 0), "onsite"),
        (SeatingFacts(1, -1), "online"),
        (SeatingFacts(1, 1), "online"),
        (SeatingFacts(1, 0, offer_hours=0), "offer_hours"),
        (SeatingFacts(1, 0, clock.now() + timedelta(days=9_999)), "answer_by_on"),
    ],
)
def test_what_a_seating_may_be_has_bounds(facts: SeatingFacts, field: str):
    roadshow = make.roadshow(S.PUBLISHED, make.hall(capacity=120))
    with pytest.raises(Refused) as refusal:
        seating.set_seating(roadshow, facts, actor=make.SOMEONE)
    assert refusal.value.field == field


def test_there_are_no_more_seats_than_the_halls_hold():
    roadshow = make.roadshow(S.PUBLISHED, make.hall(capacity=60))
    with pytest.raises(Refused) as refusal:
        seating.set_seating(roadshow, SeatingFacts(61, 0), actor=make.SOMEONE)
    assert str(refusal.value) == "现场席位不能超过场地容量（60人）"


def test_seats_given_before_a_move_to_a_smaller_hall_stay_valid():
    hall = make.hall(capacity=60)
    roadshow = make.roadshow(S.PUBLISHED, hall)
    seating.set_seating(roadshow, SeatingFacts(60, 0), actor=make.SOMEONE)
    hall.capacity = 40
    db.session.commit()
    seating.set_seating(roadshow, SeatingFacts(50, 0), actor=make.SOMEONE)
    assert seating.seating_of(roadshow).onsite == 50


def test_who_waits_takes_a_free_seat_of_the_other_mode_and_keeps_the_turn():
    roadshow = seated(1, 1)
    here, waits = comes(roadshow), comes(roadshow)
    answering.accept(waits, ONLINE, actor=make.SOMEONE)
    assert (waits.state, waits.mode, waits.waits_for) == (A.ACCEPTED, ONLINE, ONSITE)
    answering.decline(here, actor=make.SOMEONE)
    assert (waits.mode, waits.waits_for) == (ONSITE, None)


def test_a_turn_is_not_lost_unasked_for_a_place_further_back():
    roadshow = seated(1, 1)
    comes(roadshow)
    comes(roadshow, ONLINE)
    waits = comes(roadshow)
    with pytest.raises(Refused) as refusal:
        answering.accept(waits, ONLINE, actor=make.SOMEONE)
    assert (str(refusal.value), waits.waits_for) == ("线上席位也满了，您原来的候补次序为您保留", ONSITE)
    answering.accept(waits, ONLINE, leaves_turn=True, actor=make.SOMEONE)
    assert (waits.state, waits.waits_for) == (A.WAITLISTED, ONLINE)


def test_online_places_are_those_of_an_online_room():
    with pytest.raises(Refused) as refusal:
        seating.set_seating(make.roadshow(S.PUBLISHED), SeatingFacts(1, 1), actor=make.SOMEONE)
    said = (str(refusal.value), refusal.value.field)
    assert said == ("这场路演没有线上会场，线上席位须是0", "online")


def test_the_places_of_large_halls_are_as_many_as_there_may_be():
    halls = {"where": make.hall(capacity=6_000), "branches": [make.room(capacity=9_000)]}
    roadshow = make.roadshow(S.PUBLISHED, **halls)
    seating.begin_seating(roadshow, actor=make.SOMEONE)
    assert seating.seating_of(roadshow) == SeatingFacts(5_000, 5_000)


def test_an_english_letter_says_where_the_place_is_as_people_do():
    roadshow = seated(1, 1)
    for mode in (ONSITE, ONLINE, ONLINE):
        person = make.person(language="en")
        answering.accept(
            make.attendance(roadshow, person_id=person.id, email=person.email), mode, actor=make.SOMEONE
        )
    bodies = [letter.body.split("\n")[1] for letter in db.session.query(Letter).order_by(Letter.id)]
    assert [body.partition(" “")[0].partition(" at")[0].partition(" of")[0] for body in bodies] == [
        "a seat on site is reserved for you",
        "a seat online is reserved for you",
        "all seats online",
    ]


def test_who_switches_takes_a_free_seat_and_frees_theirs():
    roadshow = seated(1, 1)
    guest, waits = comes(roadshow), comes(roadshow)
    answering.accept(guest, ONLINE, actor=make.SOMEONE)
    assert (guest.state, guest.mode, waits.state) == (A.ACCEPTED, ONLINE, A.OFFERED)


def test_who_would_switch_keeps_the_seat_until_there_is_another():
    roadshow = seated(1, 1)
    here, online = comes(roadshow), comes(roadshow, ONLINE)
    answering.accept(online, ONSITE, actor=make.SOMEONE)
    assert (online.state, online.mode, online.waits_for) == (A.ACCEPTED, ONLINE, ONSITE)
    answering.decline(here, actor=make.SOMEONE)
    assert (online.mode, online.waits_for, kinds(online)) == (ONSITE, None, ["accepted", "accepted"])


def test_who_waits_to_switch_waits_behind_who_asked_before():
    roadshow = seated(1, 1)
    here, online, waits = comes(roadshow), comes(roadshow, ONLINE), comes(roadshow)
    answering.accept(online, ONSITE, actor=make.SOMEONE)
    assert queries.list_waiting(roadshow.id, ONSITE) == [waits, online]
    answering.decline(here, actor=make.SOMEONE)
    assert (waits.state, online.mode) == (A.OFFERED, ONLINE)


def test_who_would_switch_may_think_again():
    roadshow = seated(1, 1)
    comes(roadshow)
    online = comes(roadshow, ONLINE)
    answering.accept(online, ONSITE, actor=make.SOMEONE)
    answering.accept(online, ONLINE, actor=make.SOMEONE)
    assert (online.state, online.mode, online.waits_for) == (A.ACCEPTED, ONLINE, None)


def test_nobody_comes_online_where_there_is_no_such_place():
    guest = make.attendance(seated(1))
    with pytest.raises(Refused) as refusal:
        answering.accept(guest, ONLINE, actor=make.SOMEONE)
    assert (str(refusal.value), guest.state) == ("这场路演没有线上席位", A.INVITED)


def test_an_answer_that_is_given_twice_is_one():
    guest = comes(seated(2))
    answering.accept(guest, ONSITE, actor=make.SOMEONE)
    assert (kinds(guest), queries.count_places(guest.roadshow_id)[ONSITE].taken) == (["accepted"], 1)


def test_a_withdrawn_invitation_frees_the_seat():
    roadshow = seated(1)
    gone, first = comes(roadshow), comes(roadshow)
    taken = inviting.withdraw_many(roadshow, [gone.id], actor=make.SOMEONE)
    assert (taken.count, gone.state, first.state) == (1, A.WITHDRAWN, A.OFFERED)
    again = inviting.invite_many(roadshow, [Invitee(gone.email or "")], actor=make.SOMEONE)
    assert (again.count, gone.state, gone.serial) == (1, A.INVITED, 1)


@pytest.mark.parametrize("state", [A.CHECKED_IN, A.NO_SHOW])
def test_who_was_at_the_door_is_neither_withdrawn_nor_answers_any_more(state: A):
    roadshow = seated(2)
    guest = make.attendance(roadshow, state)
    taken = inviting.withdraw_many(roadshow, [guest.id], actor=make.SOMEONE)
    with pytest.raises(Refused):
        answering.accept(guest, ONSITE, actor=make.SOMEONE)
    with pytest.raises(Refused):
        answering.decline(guest, actor=make.SOMEONE)
    assert (taken.count, len(taken.left), guest.state, guest.serial) == (0, 1, state, 0)


ACTS = some.tuples(
    some.integers(0, 5),
    some.sampled_from(
        [
            "onsite",
            "online",
            "onsite, leaves turn",
            "online, leaves turn",
            "tentative",
            "decline",
            "withdraw",
            "more",
            "fewer",
            "later",
        ]
    ),
)


@settings(max_examples=25)
@given(acts=some.lists(ACTS, min_size=5, max_size=15))
def test_whatever_they_do_seats_are_never_too_many_and_who_asked_first_is_first(acts: list[tuple[int, str]]):
    with clock.at(clock.now()):
        roadshow = seated(2, 1)
        guests = [comes(roadshow) for _number in range(5)] + [make.attendance(roadshow)]
        before = _hold_true(roadshow, guests, Standing({}, {ONSITE: [], ONLINE: []}))
        now = clock.now()
        for number, act in acts:
            now += 30 * HOUR if act == "later" else timedelta(0)
            with clock.at(min(now, make.begins(roadshow) - HOUR)):
                _do(roadshow, guests[number], act)
            before = _hold_true(roadshow, guests, before)


@dataclass(frozen=True)
class Standing:
    """Guest → where their seat is; mode → who waits for one, first to last."""

    seats: dict[int, Mode]
    waiting: dict[Mode, list[int]]


def _do(roadshow: Roadshow, guest: Attendance, act: str) -> None:
    try:
        match act:
            case "onsite" | "online" | "onsite, leaves turn" | "online, leaves turn":
                mode, _, leaves = act.partition(", ")
                answering.accept(guest, Mode(mode), leaves_turn=bool(leaves), actor=make.SOMEONE)
            case "tentative":
                answering.answer_tentatively(guest, actor=make.SOMEONE)
            case "decline":
                answering.decline(guest, actor=make.SOMEONE)
            case "withdraw":
                inviting.withdraw_many(roadshow, [guest.id], actor=make.SOMEONE)
            case "more" | "fewer":
                had = queries.count_places(roadshow.id)[ONSITE].all
                facts = SeatingFacts(had + (1 if act == "more" else -1), 1)
                seating.set_seating(roadshow, facts, actor=make.SOMEONE)
            case "later":
                places.settle(roadshow)
    except Refused:
        db.session.expire_all()


def _hold_true(roadshow: Roadshow, guests: list[Attendance], before: Standing) -> Standing:
    db.session.expire_all()
    taken = db.session.query(Seat).filter(Seat.roadshow_id == roadshow.id, Seat.attendance_id.is_not(None))
    seats = {seat.attendance_id: seat.mode for seat in taken}
    assert seats == {guest.id: guest.mode for guest in guests if guest.state in SEATED}
    now = Standing(
        seats, {mode: [each.id for each in queries.list_waiting(roadshow.id, mode)] for mode in Mode}
    )
    for mode, counted in queries.count_places(roadshow.id).items():
        stayed = [guest_id for guest_id in before.waiting[mode] if guest_id in now.waiting[mode]]
        seated = {guest_id for guest_id in seats if seats[guest_id] == mode != before.seats.get(guest_id)}
        assert counted.free == 0 or now.waiting[mode] == []
        assert now.waiting[mode][: len(stayed)] == stayed  # who comes later is behind
        if stayed:  # and nobody was seated before them but who had asked before them
            assert seated <= set(before.waiting[mode][: before.waiting[mode].index(stayed[0])])
    return now
