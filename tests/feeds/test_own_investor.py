"""An investor's own calendar: what fits its institution, and what its person answered."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.attendance import answering
from roadshow.attendance.models import Mode
from roadshow.attendance.states import AttendanceState as A
from roadshow.feeds.models import Kind
from roadshow.foundation import clock
from roadshow.programme import operations as programme
from roadshow.programme.states import RoadshowState as S
from tests import make
from tests.conftest import Counted
from tests.feeds.owned import address, asked, fetched, investor, said
from tests.investors.made import looking_for

pytestmark = pytest.mark.usefixtures("in_spring")


def guest(at, person, state, **facts):
    return make.attendance(at, state, person_id=person.id, email=person.email, **facts)


def test_what_fits_is_there_and_takes_no_time(inside: Flask, client: FlaskClient):
    make.roadshow(S.PUBLISHED, title="新能源专场", sector="energy")
    make.roadshow(S.CALLING, title="新材料专场", sector="materials")
    make.roadshow(S.PUBLISHED, title="生物医药专场", sector="biomedicine")
    make.roadshow(S.PLANNED, title="还没公开的", sector="energy")
    found = fetched(client, address(investor(), Kind.INVESTOR))
    assert sorted(said(found)) == [("【相符】新材料专场", "TENTATIVE"), ("【相符】新能源专场", "CONFIRMED")]
    assert {str(event["TRANSP"]) for event in found} == {"TRANSPARENT"}


def test_what_fitted_is_gone_once_its_day_has_passed(inside: Flask, client: FlaskClient):
    row = make.roadshow(S.PUBLISHED, title="新能源专场", sector="energy")
    path = address(investor(), Kind.INVESTOR)
    before = said(fetched(client, path))
    with clock.at(make.ends(row) + timedelta(days=1)):
        assert (len(before), fetched(client, path)) == (1, [])


def test_what_fits_says_so_in_its_description_too(inside: Flask, client: FlaskClient):
    make.roadshow(S.PUBLISHED, sector="energy")
    [event] = fetched(client, address(investor(), Kind.INVESTOR))
    assert str(event["DESCRIPTION"]).startswith("符合您的投资偏好，还没有席位")


@pytest.mark.parametrize(
    ("state", "title", "status", "transp"),
    [
        (A.ACCEPTED, "【已有席位】别的专场", "CONFIRMED", "OPAQUE"),
        (A.CHECKED_IN, "【已签到】别的专场", "CONFIRMED", "OPAQUE"),
        (A.TENTATIVE, "【待定】别的专场", "TENTATIVE", "TRANSPARENT"),
        (A.WAITLISTED, "【候补】别的专场", "TENTATIVE", "TRANSPARENT"),
        (A.OFFERED, "【已递补，待确认】别的专场", "TENTATIVE", "TRANSPARENT"),
    ],
)
def test_what_was_answered_is_there_whatever_it_is_about(
    inside: Flask, client: FlaskClient, state: A, title: str, status: str, transp: str
):
    person = investor()
    at = make.roadshow(S.PUBLISHED, title="别的专场", sector="biomedicine")
    row = guest(at, person, state)
    [event] = fetched(client, address(person, Kind.INVESTOR))
    assert (str(event["SUMMARY"]), str(event["STATUS"]), str(event["TRANSP"])) == (title, status, transp)
    assert (str(event["UID"]), str(event["URL"]).endswith(f"/roadshows/{at.uid}")) == (at.uid, True)
    assert f"/investor/invitations/{row.id}" in str(event["DESCRIPTION"])


@pytest.mark.parametrize("state", [A.DECLINED, A.LAPSED])
def test_who_does_not_come_has_it_no_more_although_it_fits(inside: Flask, client: FlaskClient, state: A):
    person = investor()
    guest(make.roadshow(S.PUBLISHED, sector="energy"), person, state)
    assert fetched(client, address(person, Kind.INVESTOR)) == []


def test_an_invitation_without_an_answer_is_there_when_it_fits(inside: Flask, client: FlaskClient):
    person = investor()
    guest(make.roadshow(S.PUBLISHED, title="合适的", sector="energy"), person, A.INVITED)
    guest(make.roadshow(S.PUBLISHED, title="不合适的", sector="biomedicine"), person, A.INVITED)
    assert said(fetched(client, address(person, Kind.INVESTOR))) == [("【相符】合适的", "CONFIRMED")]


def test_neither_the_way_into_a_room_nor_anybody_else_is_in_it(inside: Flask, client: FlaskClient):
    person = investor()
    at = make.roadshow(S.PUBLISHED, make.room(link="https://meet.example/secret"), sector="energy")
    guest(at, person, A.ACCEPTED, mode=Mode.ONLINE)
    make.attendance(at, A.ACCEPTED, name="别家来宾", email="other@test.example")
    body = asked(client, address(person, Kind.INVESTOR)).text.replace("\r\n ", "")
    told = [
        word for word in ("meet.example", "别家来宾", "other@test", "ATTENDEE", "ORGANIZER") if word in body
    ]
    assert (told, "参会：参加（线上）" in body) == ([], True)
    assert "\r\nLOCATION:线上\r\n" in body


def test_a_colleagues_answer_is_not_mine(inside: Flask, client: FlaskClient):
    institution = looking_for()
    person, colleague = investor(of=institution), investor(of=institution)
    guest(make.roadshow(S.PUBLISHED, sector="biomedicine"), colleague, A.ACCEPTED)
    assert fetched(client, address(person, Kind.INVESTOR)) == []


def test_each_answer_is_a_step_on_and_nothing_else_is(inside: Flask, client: FlaskClient):
    person = investor()
    at = make.roadshow(S.PUBLISHED, sector="biomedicine")
    make.seats(at, 3)
    row, path = guest(at, person, A.INVITED), address(person, Kind.INVESTOR)
    numbers = []
    for act in (
        answering.answer_tentatively,
        lambda row, actor: answering.accept(row, Mode.ONSITE, actor=actor),
    ):
        act(row, actor=person.acting())
        numbers += [int(fetched(client, path)[0]["SEQUENCE"]) for _again in range(2)]
    assert numbers == [at.sequence, at.sequence, at.sequence + 1, at.sequence + 1]


def test_a_cancelled_one_says_so_in_place_of_the_answer(inside: Flask, client: FlaskClient):
    person = investor()
    at = make.roadshow(S.PUBLISHED, title="停办的", sector="biomedicine")
    guest(at, person, A.TENTATIVE)
    path = address(person, Kind.INVESTOR)
    programme.cancel(at, "停电", actor=make.SOMEONE)
    assert said(fetched(client, path)) == [("【已取消】停办的", "CANCELLED")]


def test_it_costs_the_same_however_many(inside: Flask, client: FlaskClient, counted: Counted):
    person, costs = investor(), []
    path = address(person, Kind.INVESTOR)
    for _time in range(2):
        for _more in range(3):
            make.roadshow(S.PUBLISHED, sector="energy")
            guest(make.roadshow(S.PUBLISHED, make.room()), person, A.ACCEPTED)
        asked(client, path)
        with counted() as statements:
            asked(client, path)
        costs.append(len(statements))
    assert costs == [10, 10]
