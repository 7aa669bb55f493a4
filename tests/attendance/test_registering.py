"""Who asks to come is on the list once the letter was opened; the page answers known and unknown alike."""

from datetime import timedelta

import pytest

from roadshow.accounts.rules import PRIVACY_VERSION
from roadshow.attendance import queries, registering, seating
from roadshow.attendance.models import Mode, Registration, Via
from roadshow.attendance.rules import Invitee, SeatingFacts
from roadshow.attendance.states import AttendanceState as A
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.foundation.errors import Gone, Refused
from roadshow.notices.models import Letter
from roadshow.programme.models import Roadshow
from roadshow.programme.states import RoadshowState as S
from tests import make

pytestmark = pytest.mark.usefixtures("in_spring", "inside")
HERE = "203.0.113.5"


def open_one(places: int = 5) -> Roadshow:
    roadshow = make.roadshow(S.PUBLISHED)
    seating.set_seating(roadshow, SeatingFacts(places, 0, open_to_public=True), actor=make.SOMEONE)
    return roadshow


def asked(roadshow: Roadshow, email: str = "a@test.example") -> Registration:
    secrets: list[str] = []

    def link(secret: str) -> str:
        secrets.append(secret)
        return f"http://localhost/coming/{secret}"

    registering.ask_to_come(roadshow, Invitee(email, "示例来宾"), Mode.ONSITE, link=link, address=HERE)
    return registering.get_registration(secrets[0])


def test_who_opens_the_letter_is_on_the_list_and_has_a_seat():
    roadshow = open_one()
    registration = asked(roadshow)
    assert queries.find_guest(roadshow.id, "a@test.example") is None
    guest = registering.confirm_registration(registration, address=HERE)
    assert (guest.state, guest.via, guest.agreed_to) == (A.ACCEPTED, Via.REGISTERED, PRIVACY_VERSION)
    with pytest.raises(Gone):
        registering.confirm_registration(registration, address=HERE)


@pytest.mark.parametrize(
    ("name", "words"), [("", "请填写姓名"), ("名" * 101, "姓名最多100个字，现在是101个字")]
)
def test_who_registers_is_told_of_their_own_name(name: str, words: str):
    who = Invitee("a@test.example", name)
    with pytest.raises(Refused) as refused:
        registering.ask_to_come(open_one(), who, Mode.ONSITE, link=str, address=HERE)
    assert (str(refused.value), refused.value.field) == (words, "name")


def test_who_registers_for_a_full_roadshow_waits_only_when_told_so():
    roadshow = open_one(places=1)
    registering.confirm_registration(asked(roadshow, "first@test.example"), address=HERE)
    late = asked(roadshow, "late@test.example")
    with pytest.raises(Refused) as refusal:
        registering.confirm_registration(late, address=HERE)
    assert str(refusal.value) == "现场席位已满。您可以候补，现在排在第1位"
    assert queries.find_guest(roadshow.id, "late@test.example") is None
    assert registering.confirm_registration(late, waits=True, address=HERE).state == A.WAITLISTED


def test_who_registers_again_keeps_the_seat():
    roadshow = open_one(places=1)
    guest = registering.confirm_registration(asked(roadshow), address=HERE)
    registering.confirm_registration(asked(roadshow), waits=True, address=HERE)
    assert (guest.state, guest.turn) == (A.ACCEPTED, None)


def test_known_and_unknown_get_the_same_letter_and_who_was_invited_accepts_by_it():
    roadshow = open_one()
    guest = make.attendance(roadshow)
    for email in (guest.email or "", "stranger@test.example"):
        asked(roadshow, email)
    assert [letter.kind for letter in db.session.query(Letter)] == ["attendance.register"] * 2
    confirmed = registering.confirm_registration(
        db.session.query(Registration).filter_by(email=guest.email).one(), address=HERE
    )
    assert (confirmed, confirmed.state, confirmed.via) == (guest, A.ACCEPTED, Via.INVITED)


def test_who_was_withdrawn_does_not_come_back_by_the_public_door():
    roadshow = open_one()
    guest = make.attendance(roadshow, A.WITHDRAWN)
    with pytest.raises(Refused) as refusal:
        registering.confirm_registration(asked(roadshow, guest.email or ""), address=HERE)
    assert str(refusal.value) == "您的邀请已取消，不能自行报名。有疑问请联系路演中心"


def test_without_the_organisers_word_the_public_does_not_come():
    roadshow = make.roadshow(S.PUBLISHED)
    with pytest.raises(Refused) as refusal:
        asked(roadshow)
    assert str(refusal.value) == "这场路演不公开报名，凭邀请参加"


def test_nobody_is_flooded_with_letters():
    roadshow = open_one()
    for _number in range(5):
        asked(roadshow)
    with pytest.raises(Refused) as refusal:
        asked(roadshow)
    assert str(refusal.value) == "尝试次数太多，请在30分钟后重试"


def test_a_stranger_writes_nothing_into_the_letter_to_an_address():
    registering.ask_to_come(
        open_one(),
        Invitee("a@test.example", "领奖 evil.example", "evil.example"),
        Mode.ONSITE,
        link=str,
        address=HERE,
    )
    letter = db.session.query(Letter).one()
    assert [("evil" in text) for text in (letter.to_name, letter.subject, letter.body)] == [False] * 3
    assert letter.body.startswith("来宾，您好：有人用这个邮箱报名")


def test_a_day_later_the_link_is_over_and_a_month_later_gone():
    roadshow = open_one()
    registration = asked(roadshow)
    with clock.at(clock.now() + timedelta(hours=24)), pytest.raises(Gone):
        registering.confirm_registration(registration, address=HERE)
    with clock.at(clock.now() + timedelta(days=32)):
        registering.clear()
    assert db.session.query(Registration).count() == 0
