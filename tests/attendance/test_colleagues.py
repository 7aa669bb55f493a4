"""A colleague takes the seat over, never free in between; the link of whom they stand in for is void."""

import pytest

from roadshow.attendance import answering, colleagues, queries, seating
from roadshow.attendance.colleagues import hand_over
from roadshow.attendance.links import get_guest_by, token_of
from roadshow.attendance.models import Mode, Via
from roadshow.attendance.rules import Invitee, SeatingFacts
from roadshow.attendance.states import AttendanceState as A
from roadshow.foundation.db import db
from roadshow.foundation.errors import Gone, Refused
from roadshow.notices.models import Letter
from roadshow.programme.states import RoadshowState as S
from tests import make

pytestmark = pytest.mark.usefixtures("in_spring", "inside")
COLLEAGUE = Invitee("Colleague@Test.example", "示例同事")


def test_the_colleague_has_the_same_seat_and_an_own_link():
    guest = make.attendance(state=A.ACCEPTED, organisation="示例创投")
    token, seat = token_of(guest.id, guest.serial), queries.find_seat(guest.id)
    there = hand_over(guest, COLLEAGUE, actor=make.SOMEONE)
    assert (there.state, there.via, there.organisation) == (A.ACCEPTED, Via.COLLEAGUE, "示例创投")
    assert (there.email, guest.state, queries.find_seat(there.id)) == (
        "colleague@test.example",
        A.REPLACED,
        seat,
    )
    assert [letter.kind for letter in db.session.query(Letter)] == ["attendance.colleague"]
    with pytest.raises(Gone):
        get_guest_by(token)


def test_it_is_handed_on_once_but_the_colleague_may_hand_it_on_again():
    guest = make.attendance(state=A.ACCEPTED)
    there = hand_over(guest, COLLEAGUE, actor=make.SOMEONE)
    with pytest.raises(Refused):
        hand_over(guest, Invitee("other@test.example", "示例同事"), actor=make.SOMEONE)
    third = hand_over(there, Invitee("other@test.example", "示例同事"), actor=make.SOMEONE)
    assert (there.state, third.state) == (A.REPLACED, A.ACCEPTED)


def test_who_waits_hands_on_the_turn():
    roadshow = make.roadshow(S.PUBLISHED)
    first, second = (make.attendance(roadshow, A.WAITLISTED, turn=turn) for turn in (1, 2))
    there = hand_over(first, COLLEAGUE, actor=make.SOMEONE)
    assert queries.list_waiting(roadshow.id, Mode.ONSITE) == [there, second]


def test_a_colleague_who_was_invited_too_takes_the_seat_one_with_a_seat_does_not():
    roadshow = make.roadshow(S.PUBLISHED)
    guest, invited = make.attendance(roadshow, A.ACCEPTED), make.attendance(roadshow)
    there = hand_over(guest, Invitee(invited.email or "", "示例同事"), actor=make.SOMEONE)
    assert (there, there.state) == (invited, A.ACCEPTED)
    seated = make.attendance(roadshow, A.ACCEPTED)
    with pytest.raises(Refused) as refusal:
        hand_over(there, Invitee(seated.email or "", "示例同事"), actor=make.SOMEONE)
    assert refusal.value.field == "email"


@pytest.mark.parametrize(
    ("via", "before", "after"),
    [
        (Via.INVITED, None, Via.COLLEAGUE),
        (Via.REGISTERED, None, Via.REGISTERED),
        (Via.REGISTERED, Via.REGISTERED, Via.REGISTERED),
        (Via.REGISTERED, Via.INVITED, Via.INVITED),
        (Via.INVITED, Via.REGISTERED, Via.COLLEAGUE),
    ],
)
def test_who_only_registered_makes_nobody_a_guest_of_the_centre(via: Via, before: Via | None, after: Via):
    guest = make.attendance(state=A.ACCEPTED, via=via)
    if before is not None:
        make.attendance(guest.roadshow, email="colleague@test.example", via=before)
    there = hand_over(guest, COLLEAGUE, actor=make.SOMEONE)
    assert (there.via, there.in_place_of_id) == (after, guest.id)


def test_who_only_registered_learns_of_nobody_whether_they_have_a_seat():
    guest = make.attendance(state=A.ACCEPTED, via=Via.REGISTERED)
    seated = make.attendance(guest.roadshow, A.ACCEPTED)
    said = []
    for email in (seated.email or "", "nobody@test.example"):
        with pytest.raises(Refused) as refusal:
            hand_over(guest, Invitee(email, "示例同事"), serial=guest.serial, actor=make.SOMEONE)
        said.append(str(refusal.value))
    assert said == ["自行报名的席位不能转给同事。您来不了，请答复“不参加”；同事可以自己报名。"] * 2


def test_nobody_comes_in_their_own_place():
    guest = make.attendance()
    with pytest.raises(Refused) as refusal:
        hand_over(guest, Invitee(guest.email or "", "另一个名字"), serial=guest.serial, actor=make.SOMEONE)
    assert (refusal.value.field, str(refusal.value)) == ("email", "这是本人的邮箱，请填写同事的邮箱")
    assert (guest.state, guest.serial, guest.in_place_of_id) == (A.INVITED, 0, None)


def test_a_colleague_who_does_not_come_frees_the_seat_for_who_waits():
    roadshow = make.roadshow(S.PUBLISHED)
    seating.set_seating(roadshow, SeatingFacts(1, 0), actor=make.SOMEONE)
    guest, waits = make.attendance(roadshow), make.attendance(roadshow)
    for each in (guest, waits):
        answering.accept(each, Mode.ONSITE, actor=make.SOMEONE)
    there = hand_over(guest, COLLEAGUE, actor=make.SOMEONE)
    assert waits.state == A.WAITLISTED
    answering.decline(there, actor=make.SOMEONE)
    assert waits.state == A.OFFERED


@pytest.mark.parametrize(
    ("colleague", "field"),
    [(Invitee("a@test.example"), "name"), (Invitee("nobody", "示例同事"), "email")],
)
def test_a_colleague_has_a_name_and_an_address(colleague: Invitee, field: str):
    guest = make.attendance(state=A.ACCEPTED)
    assert [fault.field for fault in colleagues.colleague_faults(colleague)] == [field]
    with pytest.raises(Refused):
        hand_over(guest, colleague, actor=make.SOMEONE)
    assert guest.state == A.ACCEPTED
