"""Investors register where a roadshow is open, and ask to be invited where it is not."""

import pytest

from roadshow.accounts.models import Person
from roadshow.attendance import inviting, queries, registering, requests, seating
from roadshow.attendance.access import reader_of
from roadshow.attendance.models import InvitationRequest, Mode, Via
from roadshow.attendance.rules import Invitee, SeatingFacts
from roadshow.attendance.states import AttendanceState as A
from roadshow.foundation.db import db
from roadshow.foundation.errors import Refused
from roadshow.investors.models import Contact
from roadshow.investors.states import InstitutionState
from roadshow.notices.models import Letter
from roadshow.programme.models import Roadshow
from roadshow.programme.states import RoadshowState as S
from tests import make

pytestmark = pytest.mark.usefixtures("in_spring", "inside")


def investor(state: InstitutionState = InstitutionState.VERIFIED) -> Person:
    person = make.person()
    make.institution(state=state, contacts=[Contact(person_id=person.id)])
    return person


def event(*, public: bool = False, places: int = 5) -> Roadshow:
    roadshow = make.roadshow(S.PUBLISHED)
    facts = SeatingFacts(places, 0, open_to_public=public)
    seating.set_seating(roadshow, facts, actor=make.SOMEONE)
    return roadshow


def asks(roadshow: Roadshow, person: Person) -> InvitationRequest:
    return requests.ask_for_invitation(roadshow, person=person, actor=make.SOMEONE)


def registers(roadshow: Roadshow, person: Person, *, waits: bool = False) -> A:
    return registering.register_investor(
        roadshow, Mode.ONSITE, waits=waits, person=person, actor=make.SOMEONE
    ).state


def kinds() -> list[str]:
    return [letter.kind for letter in db.session.query(Letter).order_by(Letter.id)]


def test_a_verified_investor_registers_at_once():
    roadshow, person = event(public=True), investor()
    assert registers(roadshow, person) == A.ACCEPTED
    guest = queries.find_guest(roadshow.id, person.email)
    assert guest is not None
    assert (guest.person_id, guest.via, kinds()) == (person.id, Via.REGISTERED, ["attendance.accepted"])


def test_registering_opens_nothing_of_the_projects():
    roadshow, person = event(public=True), investor()
    registers(roadshow, person)
    assert reader_of(person).invited == frozenset()


def test_an_investor_waits_only_when_told_that_it_is_full():
    roadshow = event(public=True, places=1)
    registers(roadshow, investor())
    late = investor()
    with pytest.raises(Refused) as refusal:
        registers(roadshow, late)
    assert str(refusal.value) == "现场席位已满。您可以候补，现在排在第1位"
    assert registers(roadshow, late, waits=True) == A.WAITLISTED


@pytest.mark.parametrize("state", [InstitutionState.REGISTERED, InstitutionState.REFUSED])
def test_only_a_verified_institution_registers_or_asks(state: InstitutionState):
    person = investor(state)
    for act, roadshow in ((registers, event(public=True)), (asks, event())):
        with pytest.raises(Refused) as refusal:
            act(roadshow, person)
        assert str(refusal.value) == "机构通过核验之后，才能在这里报名或申请邀请"


def test_nobody_asks_where_anybody_may_register():
    with pytest.raises(Refused) as refusal:
        asks(event(public=True), investor())
    assert str(refusal.value) == "这场路演公开报名，可以直接报名"


def test_nobody_asks_twice():
    roadshow, person = event(), investor()
    asks(roadshow, person)
    with pytest.raises(Refused) as refusal:
        asks(roadshow, person)
    assert str(refusal.value) == "您已经申请过这场路演的邀请"


def test_who_is_on_the_list_has_nothing_to_ask():
    roadshow, person = event(), investor()
    inviting.invite_many(roadshow, [Invitee(person.email)], actor=make.SOMEONE)
    with pytest.raises(Refused) as refusal:
        asks(roadshow, person)
    assert str(refusal.value) == "您已在这场路演的参会名单里"


def test_a_request_opens_nothing_and_the_invitation_does():
    roadshow, person = event(), investor()
    request = asks(roadshow, person)
    assert (reader_of(person).invited, requests.list_pending(roadshow.id)) == (frozenset(), [request])
    requests.accept_request(request, actor=make.SOMEONE)
    assert (reader_of(person).invited, requests.list_pending(roadshow.id)) == ({roadshow.id}, [])
    assert kinds() == ["attendance.invited"]


def test_who_is_invited_by_another_way_waits_for_no_answer():
    roadshow, person = event(), investor()
    request = asks(roadshow, person)
    inviting.invite_many(roadshow, [Invitee(person.email)], actor=make.SOMEONE)
    assert requests.list_roadshows_asked() == []
    with pytest.raises(Refused) as refusal:
        requests.decline_request(request, actor=make.SOMEONE)
    assert str(refusal.value) == "这个申请已经答复"


def test_who_is_declined_reads_so_and_is_not_asked_about_again():
    roadshow, person = event(), investor()
    request = asks(roadshow, person)
    assert requests.list_roadshows_asked() == [(roadshow, 1)]
    requests.decline_request(request, actor=make.SOMEONE)
    assert (requests.list_roadshows_asked(), kinds()) == ([], ["attendance.request_declined"])


def test_a_request_is_withdrawn_and_may_be_made_again():
    roadshow, person = event(), investor()
    requests.withdraw_request(asks(roadshow, person), actor=make.SOMEONE)
    assert requests.list_pending(roadshow.id) == []
    assert asks(roadshow, person).declined_at is None


def test_a_request_that_was_answered_is_not_withdrawn():
    roadshow, person = event(), investor()
    request = asks(roadshow, person)
    requests.accept_request(request, actor=make.SOMEONE)
    with pytest.raises(Refused, match="这个申请已经答复"):
        requests.withdraw_request(request, actor=make.SOMEONE)


def test_who_was_invited_and_is_no_longer_has_no_request_that_waits_again():
    roadshow, person = event(), investor()
    request = asks(roadshow, person)
    requests.accept_request(request, actor=make.SOMEONE)
    guest = queries.find_guest(roadshow.id, person.email)
    assert guest is not None
    inviting.withdraw_many(roadshow, [guest.id], actor=make.SOMEONE)
    assert (requests.list_pending(roadshow.id), requests.list_roadshows_asked()) == ([], [])
    assert kinds() == ["attendance.invited", "attendance.withdrawn"]
