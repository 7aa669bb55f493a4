"""An investor with an account answers at the desk, and sends a colleague of the same institution."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.accounts.permissions import Role
from roadshow.attendance import queries
from roadshow.attendance.links import token_of
from roadshow.attendance.models import InvitationRequest, Via
from roadshow.attendance.states import AttendanceState as A
from roadshow.foundation import clock
from roadshow.investors.models import Contact
from roadshow.investors.states import InstitutionState as N
from roadshow.programme.models import Roadshow
from roadshow.programme.states import RoadshowState as S
from tests import make
from tests.conftest import AsRole, Counted
from tests.web.owned import faults, me
from tests.web.reading import missing

pytestmark = pytest.mark.usefixtures("in_spring")


@pytest.fixture
def investor(as_role: AsRole) -> FlaskClient:
    return as_role(Role.INVESTOR)


def invited(app: Flask, state: A = A.INVITED) -> int:
    with app.app_context():
        return make.attendance(make.roadshow(S.PUBLISHED), state, email=me(Role.INVESTOR).email).id


def state_of(app: Flask, guest_id: int) -> A:
    with app.app_context():
        return queries.get_guest(guest_id).state


def test_an_invitation_waits_at_the_desk_until_it_is_answered(app: Flask, investor: FlaskClient):
    guest_id = invited(app)
    with app.app_context():
        make.seats(queries.get_guest(guest_id).roadshow, 1)
    page = f"/investor/invitations/{guest_id}"
    assert [page in investor.get(path).text for path in ("/investor/", "/investor/invitations")] == [
        True,
        True,
    ]
    told = investor.post(f"{page}/answer", data={"do": "onsite"}, follow_redirects=True).text
    assert ("已答复：参加。" in told, state_of(app, guest_id)) == (True, A.ACCEPTED)
    assert page not in investor.get("/investor/").text


def test_what_is_anothers_is_missing(app: Flask, investor: FlaskClient):
    with app.app_context():
        other = make.attendance().id
    answers = [
        investor.get(f"/investor/invitations/{other}"),
        investor.post(f"/investor/invitations/{other}/answer", data={"do": "decline"}),
        investor.get(f"/investor/invitations/{other}/colleague"),
    ]
    assert ([answer.status_code for answer in answers], state_of(app, other)) == ([404] * 3, A.INVITED)


def test_a_colleague_of_the_institution_comes_instead_and_nobody_else(app: Flask, investor: FlaskClient):
    guest_id = invited(app, A.ACCEPTED)
    with app.app_context():
        contacts = [Contact(person_id=me(Role.INVESTOR).id), Contact(person_id=(other := make.person()).id)]
        make.institution(state=N.VERIFIED, contacts=contacts)
        number, stranger = other.id, make.person().id
    to = f"/investor/invitations/{guest_id}/colleague"
    assert faults(investor.post(to, data={"contact": stranger}).text) == ["请从列表中选择一项"]
    investor.post(to, data={"contact": number})
    assert state_of(app, guest_id) == A.REPLACED


@pytest.mark.parametrize(("via", "by_address"), [(Via.INVITED, True), (Via.REGISTERED, False)])
def test_who_has_no_colleague_yet_reads_what_they_can_really_do(
    app: Flask, investor: FlaskClient, via: Via, by_address: bool
):
    with app.app_context():
        make.institution(state=N.VERIFIED, contacts=[Contact(person_id=me(Role.INVESTOR).id)])
        roadshow = make.roadshow(S.PUBLISHED)
        guest = make.attendance(roadshow, A.ACCEPTED, email=me(Role.INVESTOR).email, via=via)
        page, link = f"/investor/invitations/{guest.id}/colleague", token_of(guest.id, guest.serial)
    found = investor.get(page).text
    assert 'href="/investor/institution/contacts/invite"' in found
    assert f'href="/come/{link}/colleague"' in found if by_address else "/come/" not in found


def test_after_the_start_nothing_waits(app: Flask, investor: FlaskClient):
    guest_id = invited(app)
    with app.app_context():
        begins = make.begins(queries.get_guest(guest_id).roadshow)
        person = me(Role.INVESTOR)
        assert [queries.count_own_to_answer(person, now) for now in (clock.now(), begins)] == [1, 0]


def asked(app: Flask, roadshow: Callable[[], Roadshow], many: int = 1) -> None:
    with app.app_context():
        for _number in range(many):
            facts = {"institution_id": make.institution().id, "person": me(Role.INVESTOR)}
            make.saved(InvitationRequest(roadshow=roadshow(), made_at=clock.now(), **facts))


def test_a_request_that_nobody_answered_waits_no_more_once_the_roadshow_is_over(
    app: Flask, investor: FlaskClient
):
    asked(app, lambda: make.held(date(2026, 2, 1)))
    assert missing(investor.get("/investor/invitations").text, "申请过邀请，没有答复") == []


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_costs_the_same_however_long(app: Flask, investor: FlaskClient, counted: Counted, many: int):
    asked(app, lambda: make.roadshow(S.PUBLISHED), many)
    for _number in range(many):
        invited(app)
    with counted() as statements:
        investor.get("/investor/invitations")
    assert len(statements) == 6
