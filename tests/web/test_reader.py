"""Public pages are the same for everybody; their script asks apart who is signed in, and what they have."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.accounts.permissions import Role
from roadshow.attendance import requests, seating
from roadshow.attendance.links import token_of
from roadshow.attendance.models import Mode
from roadshow.attendance.rules import SeatingFacts
from roadshow.attendance.states import AttendanceState as A
from roadshow.foundation import clock
from roadshow.investors.models import Contact
from roadshow.investors.states import InstitutionState
from roadshow.programme.models import Roadshow
from roadshow.programme.queries import get_public_roadshow
from roadshow.programme.states import RoadshowState as S
from tests import make
from tests.conftest import AsRole
from tests.web.owned import me, typed
from tests.web.reading import buttons, missing

READER = "/account/reader"
pytestmark = pytest.mark.usefixtures("in_spring")


def event(*, public: bool = True) -> Roadshow:
    roadshow = make.roadshow(S.PUBLISHED)
    seating.set_seating(roadshow, SeatingFacts(2, 0, open_to_public=public), actor=make.SOMEONE)
    return roadshow


def verified() -> None:
    contacts = [Contact(person_id=me(Role.INVESTOR).id)]
    make.institution(state=InstitutionState.VERIFIED, contacts=contacts)


def test_a_visitor_is_nobody_and_gets_no_cookie(client: FlaskClient):
    answer = client.get(READER)
    assert (answer.get_json(), "Set-Cookie" in answer.headers) == ({}, False)


def test_who_is_signed_in_has_a_name_and_a_desk(as_role: AsRole):
    answer = as_role(Role.INVESTOR).get(READER)
    reader = answer.get_json()
    assert len(reader.pop("account")) > 16
    assert reader == {"name": "测试investor", "desk": "/investor/"}
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_public_page_is_the_same_for_both(app: Flask, client: FlaskClient, as_role: AsRole):
    investor = as_role(Role.INVESTOR)
    with app.app_context():
        roadshow = event()
        make.attendance(roadshow, A.ACCEPTED, email=me(Role.INVESTOR).email)
        page = f"/roadshows/{roadshow.uid}"
    for path in ("/roadshows", page):
        assert client.get(path).data == investor.get(path).data


@pytest.mark.parametrize(
    ("state", "facts", "words", "verb"),
    [
        (A.ACCEPTED, {}, "您已有现场席位。", "打开入场码"),
        (A.ACCEPTED, {"mode": Mode.ONLINE}, "您已有线上席位。", "我的席位"),
        (A.WAITLISTED, {}, "您在现场候补，排在第1位。", "看我的候补"),
        (A.OFFERED, {}, "已为您空出现场席位，请确认。", "确认席位"),
        (A.INVITED, {}, "您已受邀，请答复是否参加。", "去答复"),
        (A.TENTATIVE, {}, "您答复了待定，确定后请再答复。", "去答复"),
        (A.LAPSED, {}, "席位没有按时确认，可以再次答复。", "去答复"),
        (A.DECLINED, {}, "您答复了不参加，可以改答复。", "去答复"),
    ],
)
def test_a_guest_reads_what_they_have_and_is_led_there(
    app: Flask, as_role: AsRole, state: A, facts: dict[str, object], words: str, verb: str
):
    investor = as_role(Role.INVESTOR)
    with app.app_context():
        roadshow = event()
        guest = make.attendance(roadshow, state, email=me(Role.INVESTOR).email, **facts)
        uid, ticket = roadshow.uid, f"/come/{token_of(guest.id, guest.serial)}/ticket"
        url = ticket if verb == "打开入场码" else f"/investor/invitations/{guest.id}"
    answer = investor.get(f"{READER}/{uid}")
    assert answer.get_json()["own"] == {"words": words, "verb": verb, "url": url}
    assert answer.headers["Cache-Control"] == "no-store"
    assert investor.get(url).status_code == 200


def test_a_guest_without_an_investors_desk_is_led_to_the_personal_page(app: Flask, as_role: AsRole):
    startup = as_role(Role.STARTUP)
    with app.app_context():
        roadshow = event()
        guest = make.attendance(roadshow, email=me(Role.STARTUP).email)
        uid, url = roadshow.uid, f"/come/{token_of(guest.id, guest.serial)}"
    assert startup.get(f"{READER}/{uid}").get_json()["own"]["url"] == url


@pytest.mark.parametrize("state", [A.WITHDRAWN, A.REPLACED])
def test_a_place_that_is_gone_is_told_to_nobody(app: Flask, as_role: AsRole, state: A):
    investor = as_role(Role.INVESTOR)
    with app.app_context():
        roadshow = event()
        make.attendance(roadshow, state, email=me(Role.INVESTOR).email)
        uid = roadshow.uid
    assert "own" not in investor.get(f"{READER}/{uid}").get_json()


def test_nobody_learns_of_anothers_place(app: Flask, client: FlaskClient, as_role: AsRole):
    with app.app_context():
        roadshow = event()
        make.attendance(roadshow, A.ACCEPTED, person_id=make.person(Role.INVESTOR).id)
        make.attendance(roadshow, A.ACCEPTED)
        uid = roadshow.uid
    assert client.get(f"{READER}/{uid}").get_json() == {}
    assert "own" not in as_role(Role.INVESTOR).get(f"{READER}/{uid}").get_json()


def test_a_verified_institution_has_the_one_press_way_else_asks(app: Flask, as_role: AsRole):
    investor = as_role(Role.INVESTOR)
    with app.app_context():
        verified()
        uids = [event().uid, event(public=False).uid]
    told = [investor.get(f"{READER}/{uid}").get_json()["own"] for uid in uids]
    assert [(own["verb"], own["url"]) for own in told] == [
        ("一键报名", f"/investor/coming/{uids[0]}"),
        ("申请邀请", f"/investor/coming/{uids[1]}"),
    ]
    with app.app_context():
        person = me(Role.INVESTOR)
        requests.ask_for_invitation(get_public_roadshow(uids[1]), person=person, actor=make.SOMEONE)
    assert investor.get(f"{READER}/{uids[1]}").get_json()["own"]["words"] == "您已申请邀请，等待答复。"


def test_nothing_is_offered_once_it_has_begun(app: Flask, as_role: AsRole):
    investor = as_role(Role.INVESTOR)
    with app.app_context():
        roadshow = event()
        make.attendance(roadshow, email=me(Role.INVESTOR).email)
        uid, begins = roadshow.uid, make.begins(roadshow)
    with clock.at(begins):
        assert "own" not in investor.get(f"{READER}/{uid}").get_json()


def test_what_is_not_public_is_missing(app: Flask, as_role: AsRole):
    with app.app_context():
        uid = make.roadshow(S.PLANNED).uid
    assert as_role(Role.INVESTOR).get(f"{READER}/{uid}").status_code == 404


def test_the_words_come_in_the_language_of_the_page_and_change_no_other(app: Flask, as_role: AsRole):
    investor = as_role(Role.INVESTOR)
    with app.app_context():
        roadshow = event()
        make.attendance(roadshow, A.ACCEPTED, email=me(Role.INVESTOR).email)
        uid = roadshow.uid
    page = investor.get(f"/roadshows/{uid}?lang=en").text
    assert f'data-reader-at="/account/reader/{uid}?in=en"' in page
    assert investor.get(f"{READER}/{uid}?in=en").get_json()["own"]["words"] == "You have a seat on site."
    assert 'lang="zh-CN"' in investor.get("/investor/").text


def test_the_form_says_first_that_its_reader_has_a_seat(app: Flask, client: FlaskClient, as_role: AsRole):
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], smtp="smtp://127.0.0.1:1")
    investor = as_role(Role.INVESTOR)
    with app.app_context():
        roadshow, person = event(), me(Role.INVESTOR)
        guest = make.attendance(roadshow, A.ACCEPTED, email=person.email)
        path, email = f"/coming/to/{roadshow.uid}", person.email
        ticket = f"/come/{token_of(guest.id, guest.serial)}/ticket"
    page = investor.get(path).text
    assert missing(page, "您已有现场席位。") == []
    assert ("打开入场码", ticket) in buttons(page, "btn main")
    assert [typed(page, "name"), typed(page, "email")] == ["测试investor", email]
    assert "您已有" not in client.get(path).text


def test_the_privacy_statement_opens_beside_what_was_typed(app: Flask, client: FlaskClient):
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], smtp="smtp://127.0.0.1:1")
    with app.app_context():
        path = f"/coming/to/{event().uid}"
    page = client.get(path).text
    form = page.partition("<form")[2].partition("</form>")[0]
    assert '<a href="/privacy" target="_blank" rel="noopener">' in form
