"""A guest's personal page: whoever holds its link answers; a revoked link is over, a stranger's is none."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.attendance import answering, inviting, queries, seating
from roadshow.attendance.links import token_of
from roadshow.attendance.models import Mode, Via
from roadshow.attendance.rules import SeatingFacts
from roadshow.attendance.states import AttendanceState as A
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.notices.models import Letter
from roadshow.programme.queries import get_roadshow
from roadshow.programme.states import RoadshowState as S
from tests import make
from tests.web.owned import faults
from tests.web.reading import missing, texts

pytestmark = pytest.mark.usefixtures("in_spring")


def invited(
    app: Flask, onsite: int = 2, online: int = 1, state: A = A.INVITED, **facts: object
) -> tuple[int, str]:
    """A guest of a roadshow with so many places, and the link."""
    with app.app_context():
        room = make.room(link="https://meet.example/room")
        roadshow = make.roadshow(S.PUBLISHED, branches=[room])
        if onsite or online:
            seating.set_seating(roadshow, SeatingFacts(onsite, online), actor=make.SOMEONE)
        guest = make.attendance(roadshow, state, **facts)
        return guest.id, f"/come/{token_of(guest.id, guest.serial)}"


def state_of(app: Flask, guest_id: int) -> A:
    with app.app_context():
        return queries.get_guest(guest_id).state


def test_the_page_says_what_when_and_where_and_no_address(app: Flask, client: FlaskClient):
    guest_id, link = invited(app, email="secret@test.example", organisation="示例创投")
    answer = client.get(link)
    with app.app_context():
        title = queries.get_guest(guest_id).roadshow.title
    words = re.sub(r"<[^>]*>", "", answer.text)
    said = [title in words, "secret@test.example" in answer.text, "meet.example" in answer.text]
    assert said == [True, False, False]
    assert '<meta name="robots" content="noindex">' in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("do", "state", "words"),
    [
        ("onsite", A.ACCEPTED, "您的现场席位已留好。"),
        ("online", A.ACCEPTED, "您的线上席位已留好。"),
        ("tentative", A.TENTATIVE, "已答复：待定。"),
        ("decline", A.DECLINED, "已答复：不参加。"),
    ],
)
def test_every_answer_is_taken_without_an_account(
    app: Flask, client: FlaskClient, do: str, state: A, words: str
):
    guest_id, link = invited(app)
    page = client.post(f"{link}/answer", data={"do": do}, follow_redirects=True).text
    assert (state_of(app, guest_id), words in page) == (state, True)


def test_an_offered_seat_is_the_first_answer(app: Flask, client: FlaskClient):
    _guest_id, link = invited(app, state=A.OFFERED, mode=Mode.ONLINE)
    page = client.get(link).text
    assert re.findall(r'name="do" value="(onsite|online)"', page) == ["online", "onsite"]


def test_online_is_the_first_and_main_answer_when_the_hall_is_full(app: Flask, client: FlaskClient):
    guest_id, link = invited(app, 1, 1)
    with app.app_context():
        answering.accept(
            make.attendance(queries.get_guest(guest_id).roadshow), Mode.ONSITE, actor=make.SOMEONE
        )
    page = client.get(link).text
    assert re.findall(r'name="do" value="(onsite|online)"', page) == ["online", "onsite"]
    assert re.findall(r'<button class="btn main"[^>]*>([^<]*)', page) == ["线上参加（还剩1个席位）"]


@pytest.mark.parametrize(
    ("state", "said"),
    [(A.ACCEPTED, "线上参加"), (A.OFFERED, "线上参加，席位留好后，入会链接在这个页面上。")],
)
def test_an_online_seat_names_no_hall(app: Flask, client: FlaskClient, state: A, said: str):
    guest_id, link = invited(app, state=state, mode=Mode.ONLINE)
    with app.app_context():
        hall = str(queries.get_guest(guest_id).roadshow.spoken_where)
    page = client.get(link).text
    assert (f"<p>{said}</p>" in page, hall in page) == (True, False)


def test_who_may_come_answers_maybe_in_english(app: Flask, client: FlaskClient):
    _guest_id, link = invited(app)
    asked = client.get(f"{link}?lang=en").text
    told = client.post(f"{link}/answer", data={"do": "tentative"}, follow_redirects=True).text
    buttons = [texts(page, "button", "btn") for page in (asked, told)]
    assert ["Maybe" in each for each in buttons] == [True, False]
    assert texts(told, "span", "badge") == ["Maybe"]


def test_who_has_a_seat_online_finds_the_way_into_the_room(app: Flask, client: FlaskClient):
    _guest_id, link = invited(app)
    page = client.post(f"{link}/answer", data={"do": "online"}, follow_redirects=True).text
    assert "https://meet.example/room" in page


def test_who_waits_reads_how_many_are_before(app: Flask, client: FlaskClient):
    guest_id, link = invited(app, onsite=1)
    with app.app_context():
        roadshow = queries.get_guest(guest_id).roadshow
        for _number in range(2):
            other = make.attendance(roadshow)
            client.post(f"/come/{token_of(other.id, 0)}/answer", data={"do": "onsite"})
    page = client.post(f"{link}/answer", data={"do": "onsite"}, follow_redirects=True).text
    assert "现场席位已满，您在候补，排在第2位。" in page


def test_what_is_no_answer_is_refused(app: Flask, client: FlaskClient):
    _guest_id, link = invited(app)
    assert client.post(f"{link}/answer", data={"do": "nonsense"}).status_code == 400


def test_after_the_start_the_page_only_says_so(app: Flask, client: FlaskClient):
    guest_id, link = invited(app)
    with app.app_context():
        begins = make.begins(queries.get_guest(guest_id).roadshow)
    with clock.at(begins):
        page = client.post(f"{link}/answer", data={"do": "onsite"}, follow_redirects=True).text
    assert (state_of(app, guest_id), page.count("不能再改答复"), 'name="do"' in page) == (A.INVITED, 2, False)


def test_a_revoked_link_is_gone_and_a_forged_one_is_none(app: Flask, client: FlaskClient):
    guest_id, link = invited(app)
    with app.app_context():
        inviting.withdraw_many(queries.get_guest(guest_id).roadshow, [guest_id], actor=make.SOMEONE)
    answers = [client.get(link), client.post(f"{link}/answer", data={"do": "onsite"}), client.get(f"{link}x")]
    assert [answer.status_code for answer in answers] == [410, 410, 404]


def test_a_colleague_comes_instead_and_the_link_is_over(app: Flask, client: FlaskClient):
    guest_id, link = invited(app, state=A.ACCEPTED, onsite=0, online=0)
    assert faults(client.post(f"{link}/colleague", data={"name": "示例同事", "email": "x"}).text) == [
        "邮箱“x”的写法不对，应像 name@example.cn"
    ]
    colleague = {"name": "示例同事", "email": "colleague@test.example"}
    page = client.post(f"{link}/colleague", data=colleague).text
    assert ("已转给示例同事" in page, state_of(app, guest_id)) == (True, A.REPLACED)
    assert client.get(link).status_code == 410


def open_to_public(app: Flask) -> tuple[str, int]:
    with app.app_context():
        roadshow = make.roadshow(S.PUBLISHED)
        facts = SeatingFacts(1, 0, open_to_public=True)
        seating.set_seating(roadshow, facts, actor=make.SOMEONE)
        return roadshow.uid, roadshow.id


COMER = {"name": "示例来客", "email": "comer@test.example", "mode": "onsite", "agreed": "y"}


def test_who_asks_to_come_confirms_by_the_letter(app: Flask, client: FlaskClient):
    uid, roadshow_id = open_to_public(app)
    assert f"/coming/to/{uid}" in client.get(f"/roadshows/{uid}").text
    assert "请查收邮件" not in client.post(f"/coming/to/{uid}", data=COMER).text  # as no mail is set up
    with app.app_context():
        (letter,) = db.session.query(Letter)
        path = letter.body.partition("http://localhost")[2].split()[0]
    assert "确认报名" in client.get(path).text
    page = client.post(path, follow_redirects=True).text
    assert "您的现场席位已留好。" in page
    with app.app_context():
        [guest] = queries.list_guests(roadshow_id)
        assert guest.via is Via.REGISTERED
        guest_id = guest.id
    again = client.get(path, follow_redirects=True).text
    assert missing(again, "报名已经确认过，不用再确认。", "您的现场席位已留好。") == []
    with app.app_context():
        inviting.withdraw_many(get_roadshow(roadshow_id), [guest_id], actor=make.SOMEONE)
    assert client.get(path).status_code == 410


def test_the_personal_page_leads_to_the_hall_by_map_until_it_begins(app: Flask, client: FlaskClient):
    guest_id, link = invited(app)
    with app.app_context():
        roadshow = queries.get_guest(guest_id).roadshow
        roadshow.hall.address, begins = "平湖市示例路1号", make.begins(roadshow)
        db.session.commit()
    maps = ("高德地图", "百度地图", "腾讯地图", "苹果地图")
    assert missing(client.get(link).text, *maps) == []
    with clock.at(begins):
        assert missing(client.get(link).text, *maps) == list(maps)


def test_the_home_page_says_whether_anybody_may_register(app: Flask, client: FlaskClient):
    ways = [texts(client.get("/").text, "a", "go")[2]]
    open_to_public(app)
    assert [*ways, texts(client.get("/").text, "a", "go")[2]] == ["看近期场次", "选一场报名"]


def test_a_full_roadshow_says_so_before_anybody_registers(app: Flask, client: FlaskClient):
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], smtp="smtp://127.0.0.1:1")
    uid, roadshow_id = open_to_public(app)
    assert "可报名参会" in client.get("/roadshows").text
    with app.app_context():
        for _number in range(2):
            guest = make.attendance(get_roadshow(roadshow_id))
            answering.accept(guest, Mode.ONSITE, actor=make.SOMEONE)
    assert "席位已满，可候补" in client.get("/roadshows").text
    page = client.get(f"/roadshows/{uid}").text
    assert missing(page, "现场：已满，候补第2位", "候补报名") == []
    assert (
        missing(client.get(f"/coming/to/{uid}").text, "席位已满。", "现场：已满，候补第2位", "候补报名") == []
    )


def test_once_it_has_begun_a_turn_is_no_promise_any_more(app: Flask, client: FlaskClient):
    guest_id, link = invited(app, onsite=1, online=0)
    with app.app_context():
        guest = queries.get_guest(guest_id)
        answering.accept(make.attendance(guest.roadshow), Mode.ONSITE, actor=make.SOMEONE)
        answering.accept(guest, Mode.ONSITE, actor=make.SOMEONE)
        begins = make.begins(guest.roadshow)
    assert missing(client.get(link).text, "有席位空出时会通知您") == []
    with clock.at(begins + timedelta(minutes=1)):
        page = client.get(link).text
    assert missing(page, "候补到路演开始为止，没有得到席位。") == []
    assert "有席位空出时会通知您" not in page


def test_whose_invitation_was_cancelled_reads_so_behind_the_link_of_the_letter(
    app: Flask, client: FlaskClient
):
    uid, roadshow_id = open_to_public(app)
    client.post(f"/coming/to/{uid}", data=COMER)
    with app.app_context():
        path = db.session.query(Letter).one().body.partition("http://localhost")[2].split()[0]
        make.attendance(get_roadshow(roadshow_id), A.WITHDRAWN, email=COMER["email"])
    why = "您的邀请已取消，不能自行报名。有疑问请联系路演中心"
    for page in (client.get(path), client.post(path, data={"mode": "onsite"})):
        assert (page.status_code, page.text.count(why), "确认报名</button>" in page.text) == (200, 1, False)


def test_whom_the_last_seat_escapes_before_confirming_is_asked(app: Flask, client: FlaskClient):
    uid, roadshow_id = open_to_public(app)
    client.post(f"/coming/to/{uid}", data=COMER)
    with app.app_context():
        path = db.session.query(Letter).one().body.partition("http://localhost")[2].split()[0]
        guest = make.attendance(get_roadshow(roadshow_id))
        answering.accept(guest, Mode.ONSITE, actor=make.SOMEONE)
    page = client.post(path, data={"mode": "onsite"}, follow_redirects=True).text
    assert missing(page, "现场席位已满。您可以候补，现在排在第1位", "确认候补现场席位") == []
    page = client.post(path, data={"mode": "onsite", "waits": "1"}, follow_redirects=True).text
    assert "现场席位已满，您在候补，排在第1位。" in page


@pytest.mark.parametrize(
    ("full", "state", "words"),
    [
        (False, A.ACCEPTED, "您已有现场席位，不必再报名。要改答复，请到您的专用页面。"),
        (True, A.WAITLISTED, "您已在候补，次序不变，不必再报名。要改答复，请到您的专用页面。"),
    ],
)
def test_who_has_a_seat_or_a_turn_and_registers_again_reads_that(
    app: Flask, client: FlaskClient, full: bool, state: A, words: str
):
    uid, roadshow_id = open_to_public(app)
    with app.app_context():
        roadshow = get_roadshow(roadshow_id)
        for email in ["other@test.example"] * full + [COMER["email"]]:
            guest = make.attendance(roadshow, email=email)
            answering.accept(guest, Mode.ONSITE, actor=make.SOMEONE)
        own = f"/come/{token_of(guest.id, guest.serial)}"
        assert guest.state is state
    client.post(f"/coming/to/{uid}", data=COMER)
    with app.app_context():
        letter = db.session.query(Letter).filter(Letter.body.contains("/coming/")).one()
        path = letter.body.partition("http://localhost")[2].split()[0]
    page = client.get(path).text
    assert (missing(page, words, f'href="{own}"'), "席位已满" in page) == ([], False)


def test_a_turn_is_left_only_behind_a_question(app: Flask, client: FlaskClient):
    guest_id, link = invited(app, onsite=1, online=1)
    with app.app_context():
        roadshow = queries.get_guest(guest_id).roadshow
        for mode in Mode:
            answering.accept(make.attendance(roadshow), mode, actor=make.SOMEONE)
    client.post(f"{link}/answer", data={"do": "onsite"})
    page = client.get(link).text
    assert missing(page, "现在排在现场候补第1位。改过去以后排在线上候补第1位", 'name="leaves_turn"') == []
    client.post(f"{link}/answer", data={"do": "online"})
    with app.app_context():
        assert queries.get_guest(guest_id).waits_for == Mode.ONSITE


def test_known_and_unknown_read_the_same(app: Flask, client: FlaskClient):
    uid, roadshow_id = open_to_public(app)
    with app.app_context():
        make.attendance(get_roadshow(roadshow_id), A.DECLINED, email=COMER["email"])
    known = client.post(f"/coming/to/{uid}", data=COMER).text
    unknown = client.post(f"/coming/to/{uid}", data=COMER | {"email": "other@test.example"}).text
    assert known.replace(COMER["email"], "") == unknown.replace("other@test.example", "")


def test_without_agreement_nothing_is_sent(app: Flask, client: FlaskClient):
    uid, _roadshow_id = open_to_public(app)
    page = client.post(f"/coming/to/{uid}", data={"name": "示例来客", "email": "x", "mode": "online"}).text
    assert faults(page) == [
        "邮箱“x”的写法不对，应像 name@example.cn",
        "请从列表中选择一项",
        "请先阅读并同意隐私说明",
    ]
    with app.app_context():
        assert db.session.query(Letter).count() == 0


def test_who_asks_to_come_is_nobodys_colleague(app: Flask, client: FlaskClient):
    uid, _roadshow_id = open_to_public(app)
    page = client.post(f"/coming/to/{uid}", data=COMER | {"name": "长" * 101}).text
    assert faults(page) == ["姓名最多100个字，现在是101个字"]


def test_who_cannot_register_reads_why(app: Flask, client: FlaskClient):
    with app.app_context():
        roadshow = make.roadshow(S.PUBLISHED)
        make.attendance(roadshow, A.ACCEPTED, mode=Mode.ONLINE)
        uid = roadshow.uid
    assert "报名参会" not in client.get(f"/roadshows/{uid}").text
    assert "凭邀请参加" in client.get(f"/coming/to/{uid}").text
