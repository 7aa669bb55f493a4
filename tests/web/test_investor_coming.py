"""An investor comes to a roadshow with one press, or asks to be invited."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.accounts.permissions import Role
from roadshow.attendance import queries, requests, seating
from roadshow.attendance.models import Mode
from roadshow.attendance.rules import SeatingFacts
from roadshow.attendance.states import AttendanceState as A
from roadshow.investors.models import Contact
from roadshow.investors.states import InstitutionState
from roadshow.programme.queries import get_roadshow
from roadshow.programme.states import RoadshowState as S
from tests import make
from tests.conftest import AsRole, Counted
from tests.web.owned import me
from tests.web.reading import missing

pytestmark = pytest.mark.usefixtures("in_spring")


@pytest.fixture
def client(as_role: AsRole) -> FlaskClient:
    return as_role(Role.INVESTOR)


def verified(app: Flask) -> None:
    with app.app_context():
        contacts = [Contact(person_id=me(Role.INVESTOR).id)]
        make.institution(state=InstitutionState.VERIFIED, contacts=contacts)


def event(app: Flask, *, public: bool = False) -> tuple[int, str]:
    with app.app_context():
        roadshow = make.roadshow(S.PUBLISHED)
        facts = SeatingFacts(1, 0, open_to_public=public)
        seating.set_seating(roadshow, facts, actor=make.SOMEONE)
        return roadshow.id, roadshow.uid


def test_the_desk_registers_with_one_press(app: Flask, client: FlaskClient):
    verified(app)
    roadshow_id, uid = event(app, public=True)
    today = client.get("/investor/").text
    assert (f'action="/investor/coming/{uid}/register"' in today, "可候补" in today) == (True, False)
    answer = client.post(f"/investor/coming/{uid}/register", data={"mode": "onsite"}, follow_redirects=True)
    assert missing(answer.text, "已报名。", "您的现场席位已留好。") == []
    with app.app_context():
        assert [guest.state for guest in queries.list_guests(roadshow_id)] == [A.ACCEPTED]
    assert missing(client.get("/investor/").text, "我的席位") == []


@pytest.mark.parametrize(
    ("state", "verb"),
    [
        (A.INVITED, "去答复"),
        (A.OFFERED, "去答复"),
        (A.DECLINED, "去答复"),
        (A.WAITLISTED, "看我的候补"),
        (A.ACCEPTED, "我的席位"),
    ],
)
def test_the_button_beside_a_roadshow_says_what_the_guest_does_there(
    app: Flask, client: FlaskClient, state: A, verb: str
):
    verified(app)
    roadshow_id, _uid = event(app)
    with app.app_context():
        make.attendance(get_roadshow(roadshow_id), state, email=me(Role.INVESTOR).email)
    verbs = ("去答复", "看我的候补", "我的席位")
    listed = client.get("/investor/").text.partition("即将举办的路演")[2]
    assert [word for word in verbs if f">{word}<" in listed] == [verb]


def test_a_full_roadshow_offers_the_waiting_list_with_the_position(app: Flask, client: FlaskClient):
    verified(app)
    roadshow_id, uid = event(app, public=True)
    with app.app_context():
        make.attendance(get_roadshow(roadshow_id), A.WAITLISTED)
        seat = queries.find_free_seat(roadshow_id, Mode.ONSITE)
        assert seat is not None
        seat.attendance_id = make.attendance(get_roadshow(roadshow_id)).id
        make.saved(seat)
    assert "候补现场席位（第2位）" in client.get(f"/investor/coming/{uid}").text
    assert missing(client.get("/investor/").text, "已满，可候补", "候补现场席位（第2位）") == []
    page = client.post(f"/investor/coming/{uid}/register", data={"mode": "onsite"}, follow_redirects=True)
    assert missing(page.text, "现场席位已满。您可以候补，现在排在第2位") == []


def test_a_closed_roadshow_is_asked_for_and_the_centre_answers(
    app: Flask, client: FlaskClient, as_role: AsRole
):
    verified(app)
    roadshow_id, uid = event(app)
    page = client.post(f"/investor/coming/{uid}/request", follow_redirects=True).text
    assert missing(page, "已申请邀请，等待答复", "撤回申请") == []
    organiser = as_role(Role.ORGANISER)
    assert missing(organiser.get("/centre/").text, "答复1位投资人的邀请申请") == []
    page = organiser.get(f"/centre/roadshows/{roadshow_id}/guests").text
    assert missing(page, "1位投资人申请邀请", "婉拒") == []
    with app.app_context():
        [asked] = requests.list_pending(roadshow_id)
        url = f"/centre/roadshows/{roadshow_id}/requests/{asked.id}"
    assert organiser.post(url, data={"do": "nonsense"}).status_code == 400
    assert "已邀请" in organiser.post(url, data={"do": "invite"}, follow_redirects=True).text
    assert client.get(f"/investor/coming/{uid}").location.startswith("/investor/invitations/")


def test_whoever_was_invited_answers_also_before_the_institution_is_verified(app: Flask, client: FlaskClient):
    with app.app_context():
        guest = make.attendance(email=me(Role.INVESTOR).email)
        uid, answer = guest.roadshow.uid, f"/investor/invitations/{guest.id}"
    assert client.get(f"/investor/coming/{uid}").location == answer


def test_whose_invitation_was_cancelled_reads_so_in_place_of_a_dead_end(app: Flask, client: FlaskClient):
    verified(app)
    why = "您的邀请已取消，不能自行报名。有疑问请联系路演中心"
    roadshow_id, uid = event(app, public=True)
    with app.app_context():
        make.attendance(get_roadshow(roadshow_id), A.WITHDRAWN, email=me(Role.INVESTOR).email)
    page = client.get(f"/investor/coming/{uid}").text
    assert (why in page, "报名现场参加" in page) == (True, False)
    assert client.get(f"/account/reader/{uid}").json["own"]["words"] == why
    desk = client.get("/investor/").text
    assert (why in desk, "报名现场参加" in desk) == (True, False)
    answer = client.post(f"/investor/coming/{uid}/register", data={"mode": "onsite"}, follow_redirects=True)
    assert (answer.status_code, why in answer.text) == (200, True)


def test_a_request_stands_among_the_invitations_until_it_is_one(
    app: Flask, client: FlaskClient, as_role: AsRole
):
    verified(app)
    roadshow_id, uid = event(app)
    client.post(f"/investor/coming/{uid}/request")
    page = client.get("/investor/invitations").text
    assert missing(page, "已申请邀请，等待答复", "申请</small>", f'href="/investor/coming/{uid}"') == []
    with app.app_context():
        [asked] = requests.list_pending(roadshow_id)
        requests.accept_request(asked, actor=make.SOMEONE)
    page = client.get("/investor/invitations").text
    assert (f"/investor/coming/{uid}" in page, "/investor/invitations/" in page) == (False, True)


def test_a_declined_request_says_so_among_the_invitations_and_is_found_by_its_title(
    app: Flask, client: FlaskClient
):
    verified(app)
    roadshow_id, uid = event(app)
    client.post(f"/investor/coming/{uid}/request")
    with app.app_context():
        [asked] = requests.list_pending(roadshow_id)
        title = asked.roadshow.title
        requests.decline_request(asked, actor=make.SOMEONE)
    found, other = [client.get("/investor/invitations", query_string={"q": q}).text for q in (title, "别的")]
    assert missing(found, "这次没有邀请", "答复</small>") == []
    assert "这次没有邀请" not in other


def test_a_request_is_taken_back(app: Flask, client: FlaskClient):
    verified(app)
    _roadshow_id, uid = event(app)
    assert client.post(f"/investor/coming/{uid}/request/withdraw").status_code == 404
    client.post(f"/investor/coming/{uid}/request")
    page = client.post(f"/investor/coming/{uid}/request/withdraw", follow_redirects=True).text
    assert missing(page, "已撤回申请。", "申请邀请") == []


def test_without_an_institution_the_page_says_what_comes_first(app: Flask, client: FlaskClient):
    _roadshow_id, uid = event(app, public=True)
    assert missing(client.get(f"/investor/coming/{uid}").text, "登记机构并通过核验之后") == []


@pytest.mark.parametrize("wanted", ["/investor/coming/{uid}", "https://evil.example/", "//evil.example/"])
def test_who_registers_an_institution_on_the_way_comes_back_to_the_roadshow_and_to_no_other_site(
    app: Flask, client: FlaskClient, wanted: str
):
    _roadshow_id, uid = event(app, public=True)
    back = f"/investor/coming/{uid}"
    assert f'href="/investor/institution/new?next={back}"' in client.get(back).text
    typed = {"name": "示例创投", "kind": "angel", "aum_fen": "5亿元"}
    path = f"/investor/institution/new?next={wanted.format(uid=uid)}"
    assert client.post(path, data=typed).location == (
        back if wanted.startswith("/investor/") else "/investor/institution"
    )


def test_who_looks_for_an_institution_to_join_keeps_the_roadshow_on_the_way_back(client: FlaskClient):
    page = client.get("/investor/institution/join?named=示例&next=/investor/coming/1").text
    hidden, link = (
        '<input type="hidden" name="next" value="/investor/coming/1">',
        "new?next=/investor/coming/1",
    )
    assert missing(page, hidden, link) == []


def test_what_is_no_mode_is_refused(app: Flask, client: FlaskClient):
    _roadshow_id, uid = event(app, public=True)
    assert client.post(f"/investor/coming/{uid}/register", data={"mode": "both"}).status_code == 400


def test_the_desk_costs_the_same_however_much_is_on(app: Flask, client: FlaskClient, counted: Counted):
    verified(app)
    costs = []
    for many in (1, 3):
        for _number in range(many):
            event(app, public=True)
        client.get("/investor/")
        with counted() as statements:
            client.get("/investor/")
        costs.append(len(statements))
    assert costs[0] == costs[1]
