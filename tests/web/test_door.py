"""The page at the door, and what its script asks for."""

import json
import re
import uuid
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from roadshow.attendance import devices, scans
from roadshow.attendance.models import Verdict
from roadshow.attendance.states import AttendanceState as A
from roadshow.attendance.tickets import code_hash, short_of
from roadshow.foundation import clock
from roadshow.programme.queries import get_roadshow
from roadshow.programme.states import RoadshowState as S
from tests import make
from tests.attendance.coming import code_shown_by
from tests.conftest import Counted

NOW = make.moment(make.DAY, 13)
UIDS = [str(uuid.UUID(int=number)) for number in range(1, 300)]


@pytest.fixture(autouse=True)
def on_the_day():
    with clock.at(NOW):
        yield


@pytest.fixture
def roadshow_id(app: Flask) -> int:
    with app.app_context():
        return make.roadshow(S.LIVE, on=make.DAY).id


@pytest.fixture
def door(app: Flask, roadshow_id: int) -> FlaskClient:
    """A device, as its pairing left it."""
    with app.app_context():
        code = devices.add_device(get_roadshow(roadshow_id), "东门", actor=make.SOMEONE)
    client = app.test_client()
    answer = client.post("/door/pair", data={"code": code})
    assert (answer.status_code, answer.location) == (302, "/door/")
    return client


def guest(app: Flask, roadshow_id: int, state: A = A.ACCEPTED, **facts: object) -> tuple[int, str]:
    """Number and code."""
    with app.app_context():
        row = make.attendance(get_roadshow(roadshow_id), state, **facts)
        return row.id, code_shown_by(row, app.config["SECRET_KEY"])


def send(door: FlaskClient, *rows: object) -> TestResponse:
    return door.post("/door/scans.json", json={"scans": list(rows)})


def ms(minutes: int = 0) -> int:
    return int((NOW + timedelta(minutes=minutes)).timestamp() * 1000)


def verdicts(answer: TestResponse) -> list[str]:
    return [each["verdict"] for each in answer.get_json()["answers"]]


def test_a_browser_that_is_not_paired_is_asked_for_a_code(client: FlaskClient):
    assert client.get("/door/").location == "/door/pair"
    unknown = client.get("/door/guests.json")
    assert (unknown.status_code, unknown.get_json()) == (401, {"paired": False})


def test_a_page_that_was_made_for_another_device_is_told_and_nothing_of_it_is_taken(
    app: Flask, door: FlaskClient, roadshow_id: int
):
    with app.app_context():
        (paired,) = devices.list_devices(roadshow_id)
        own, earlier = {"Door-Device": str(paired.id)}, {"Door-Device": str(paired.id + 1)}
    row = {"scans": [{"uid": UIDS[0], "at": ms(), "code": "x"}]}
    assert door.post("/door/scans.json", json=row, headers=earlier).get_json() == {"paired": False}
    with app.app_context():
        assert scans.list_scans(roadshow_id).count() == 0
    assert door.post("/door/scans.json", json=row, headers=own).status_code == 200


def test_opening_the_link_of_a_code_pairs_nothing(app: Flask, roadshow_id: int, client: FlaskClient):
    with app.app_context():
        code = devices.add_device(get_roadshow(roadshow_id), "东门", actor=make.SOMEONE)
    assert "东门" in client.get(f"/door/pair/{code}").text
    assert client.get("/door/").location == "/door/pair"


def test_a_link_that_was_used_is_gone(app: Flask, roadshow_id: int, client: FlaskClient):
    with app.app_context():
        code = devices.add_device(get_roadshow(roadshow_id), "东门", actor=make.SOMEONE)
    client.post(f"/door/pair/{code}", data={"code": code})
    opened = app.test_client().get(f"/door/pair/{code}")
    assert (opened.status_code, "用过了或已过期" in opened.text) == (410, True)
    assert app.test_client().post(f"/door/pair/{code}", data={"code": code}).status_code == 410


def test_the_cookie_of_a_device_is_its_own_and_goes_to_no_other_site(app: Flask, door: FlaskClient):
    cookie = door.get_cookie("door")
    assert cookie is not None
    assert (cookie.http_only, cookie.same_site, cookie.path) == (True, "Strict", "/")
    assert door.get("/centre/").status_code == 302


def test_only_the_page_at_the_door_may_use_the_camera(door: FlaskClient):
    assert "camera=(self)" in door.get("/door/").headers["Permissions-Policy"]
    assert "camera=()" in door.get("/door/pair").headers["Permissions-Policy"]


@pytest.mark.parametrize(
    "elsewhere",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "http://evil.example"}],
)
def test_what_another_site_sends_is_no_scan(door: FlaskClient, elsewhere: dict[str, str]):
    assert door.post("/door/check-in", data={"code": "x"}, headers=elsewhere).status_code == 403


def test_without_script_a_typed_code_lets_in_once_however_often_the_page_is_loaded(
    app: Flask, door: FlaskClient, roadshow_id: int
):
    _id, code = guest(app, roadshow_id, name="刘某")
    sent = {"code": code.lower(), "uid": UIDS[0]}
    assert "请入场" in door.post("/door/check-in", data=sent).text
    assert "请入场" in door.post("/door/check-in", data=sent).text
    assert "13:00已在东门签到" in door.post("/door/check-in", data={"code": code}).text


def test_without_script_a_guest_is_found_by_pinyin_and_let_in(
    app: Flask, door: FlaskClient, roadshow_id: int
):
    guest_id, _code = guest(app, roadshow_id, name="刘某")
    assert f'name="guest" value="{guest_id}"' in door.get("/door/?q=lm").text
    assert "请入场" in door.post("/door/check-in", data={"guest": guest_id}).text


def test_without_script_a_walk_in_takes_a_free_seat(app: Flask, door: FlaskClient, roadshow_id: int):
    with app.app_context():
        make.seats(get_roadshow(roadshow_id), 1)
    assert "请入场" in door.post("/door/walk-in", data={"name": "周某"}).text
    assert "没有空位" in door.post("/door/walk-in", data={"name": "吴某"}).text


def test_a_walk_in_form_says_all_that_is_wrong_and_keeps_what_was_typed(door: FlaskClient):
    page = door.post("/door/walk-in", data={"organisation": "示例资本", "email": "no address"}).text
    assert "请填写姓名" in page
    assert "“no address”的写法不对" in page
    assert "示例资本" in page


@pytest.mark.parametrize("days", [0, 1], ids=["full", "before the day"])
def test_a_walk_in_who_is_not_let_in_need_not_be_typed_again(door: FlaskClient, days: int):
    with clock.at(NOW - timedelta(days=days)):
        page = door.post("/door/walk-in", data={"name": "周某", "organisation": "示例资本"}).text
    assert re.findall(r'name="(?:name|organisation)"[^>]* value="(.*?)"', page) == ["周某", "示例资本"]


@pytest.mark.parametrize("sent", ["", "x", "-1", str(2**40), "9" * 6000])
def test_nonsense_in_place_of_a_guest_is_refused_and_not_noted(
    app: Flask, door: FlaskClient, roadshow_id: int, sent: str
):
    assert door.post("/door/check-in", data={"guest": sent}).status_code == 400
    with app.app_context():
        assert scans.list_scans(roadshow_id).count() == 0


def test_the_list_tells_no_more_of_a_guest_than_the_door_needs(
    app: Flask, door: FlaskClient, roadshow_id: int
):
    guest_id, code = guest(app, roadshow_id, name="刘某", organisation="示例创投", email="liu@test.example")
    answer = door.get("/door/guests.json")
    assert answer.get_json()["guests"] == [
        {
            "id": guest_id,
            "name": "刘某",
            "pinyin": "liumou lm",
            "organisation": "示例创投",
            "seat": 1,
            "hash": code_hash(code),
            "short": code_hash(short_of(code)),
            "came": None,
            "here": False,
        }
    ]


def test_the_list_tells_whom_this_device_let_in_and_how_many_came(
    app: Flask, door: FlaskClient, roadshow_id: int
):
    with app.app_context():
        other = app.test_client()
        code = devices.add_device(get_roadshow(roadshow_id), "西门", actor=make.SOMEONE)
        other.post("/door/pair", data={"code": code})
    (_first, here), (_second, there) = (guest(app, roadshow_id, name=name) for name in ("甲某", "乙某"))
    send(door, {"uid": UIDS[0], "at": ms(), "code": here})
    send(other, {"uid": UIDS[1], "at": ms(), "code": there})
    told = door.get("/door/guests.json").get_json()
    assert {each["name"]: each["here"] for each in told["guests"]} == {"甲某": True, "乙某": False}
    assert told["count"] == door.get("/door/count.json").get_json() != {}


@pytest.mark.parametrize(
    ("language", "again", "seat"),
    [("zh", "{time}已在东门签到", "座位{number}"), ("en", "Checked in at {time}, 东门", "Seat {number}")],
)
def test_the_page_says_offline_what_the_server_says(door: FlaskClient, language: str, again: str, seat: str):
    page = door.get(f"/door/?lang={language}").text
    words = json.loads(unescape(re.findall(r"data-words='(.*?)'", page)[0]))
    assert set(words["titles"]) == set(words["kinds"]) == {*Verdict, "later"}
    said = words["again"].replace("{door}", words["here"]), words["seat"], words["zone"]
    assert said == (again, seat, "Asia/Shanghai")


def test_the_count_is_sent_again_only_when_it_changed(app: Flask, door: FlaskClient, roadshow_id: int):
    _id, code = guest(app, roadshow_id)
    first = door.get("/door/count.json")
    asked = {"If-None-Match": first.headers["ETag"]}
    assert door.get("/door/count.json", headers=asked).status_code == 304
    send(door, {"uid": UIDS[0], "at": ms(), "code": code})
    assert door.get("/door/count.json", headers=asked).get_json() == {
        "came": 1,
        "expected": 0,
        "walk_ins": 0,
        "free": 0,
    }


def test_what_was_kept_is_answered_each_with_its_own_time(app: Flask, door: FlaskClient, roadshow_id: int):
    _id, code = guest(app, roadshow_id)
    kept = [
        {"uid": UIDS[0], "at": ms(-20), "code": code},
        {"uid": UIDS[1], "at": ms(-10), "code": code},
        {"uid": UIDS[2], "at": ms(-5), "walk_in": {"name": "周某"}, "turned_away": "full"},
        {"uid": UIDS[3], "at": ms(-4), "walk_in": {"name": ""}},
    ]
    answer = send(door, *kept)
    assert verdicts(answer) == ["admitted", "again", "full", "refused"]
    assert answer.get_json()["answers"][1]["title"] == "12:40已在东门签到"
    assert verdicts(send(door, *kept)) == ["admitted", "again", "full", "refused"]
    with app.app_context():
        assert [scan.verdict for scan in scans.list_scans(roadshow_id)] == [
            Verdict.FULL,
            Verdict.AGAIN,
            Verdict.ADMITTED,
        ]


def test_who_was_turned_away_is_never_let_in_afterwards(app: Flask, door: FlaskClient, roadshow_id: int):
    _id, code = guest(app, roadshow_id)
    away = {"uid": UIDS[0], "at": ms(), "code": code, "turned_away": "admitted"}
    assert verdicts(send(door, away)) == ["unknown"]


SOUND = {"uid": UIDS[0], "at": ms(), "code": "x"}


@pytest.mark.parametrize(
    "row",
    [
        7,
        SOUND | {"uid": "1"},
        SOUND | {"uid": None},
        SOUND | {"at": "today"},
        SOUND | {"at": -1},
        SOUND | {"at": True},
        SOUND | {"at": 10**30},
        SOUND | {"code": "x" * 201},
        SOUND | {"code": None},
        {"uid": UIDS[0], "at": ms(), "guest": 2**31},
        {"uid": UIDS[0], "at": ms(), "guest": True},
        {"uid": UIDS[0], "at": ms(), "walk_in": {"name": ["周某"]}},
        {"uid": UIDS[0], "at": ms(), "walk_in": {"name": "\ud800"}},
        SOUND | {"turned_away": "perhaps"},
        SOUND | {"turned_away": ["full"]},
    ],
)
def test_a_scan_that_says_something_else_is_refused_in_words(door: FlaskClient, row: object):
    answer = send(door, row)
    assert answer.status_code == 409
    assert answer.get_json()["refused"] != ""


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[" * 100_000, b"\xff", b'{"scans": NaN}', b"[]", b'{"scans": 1}']
)
def test_garbage_is_refused(door: FlaskClient, body: bytes):
    answer = door.post("/door/scans.json", data=body, content_type="application/json")
    assert answer.status_code in (400, 409)


def test_ten_thousand_scans_at_once_are_refused_unread(door: FlaskClient):
    rows = [{"uid": str(uuid.UUID(int=number)), "at": ms(), "code": "x"} for number in range(10_000)]
    assert send(door, *rows).status_code == 413
    assert send(door, *rows[:201]).status_code == 409


def test_a_form_is_no_list_of_scans(door: FlaskClient):
    assert door.post("/door/scans.json", data={"scans": "[]"}).status_code == 415


def test_a_device_that_is_revoked_is_out_at_its_next_request(app: Flask, door: FlaskClient, roadshow_id: int):
    with app.app_context():
        devices.revoke(devices.list_devices(roadshow_id)[0], actor=make.SOMEONE)
    assert door.get("/door/guests.json").status_code == 401
    assert send(door).status_code == 401
    assert door.get("/door/").location == "/door/pair"


def test_once_the_day_is_over_a_device_sends_what_it_kept_and_shows_nobody(
    app: Flask, door: FlaskClient, roadshow_id: int
):
    guest_id, code = guest(app, roadshow_id, name="刘某")
    with clock.at(make.moment(make.DAY, 0) + timedelta(days=1, hours=1)):
        assert door.get("/door/guests.json").get_json()["guests"] == []
        assert "刘某" not in door.get("/door/?q=lm").text
        assert "这一天的签到已结束" in door.post("/door/check-in", data={"guest": guest_id}).text
        tomorrow = {"uid": UIDS[1], "at": ms(12 * 60), "code": code}
        (refused,) = send(door, tomorrow).get_json()["answers"]
        assert (refused["verdict"], refused["lines"]) == ("refused", ["这一天的签到已结束"])
        assert verdicts(send(door, {"uid": UIDS[0], "at": ms(), "code": code})) == ["admitted"]


def test_before_the_day_a_scan_is_refused_in_words(app: Flask, door: FlaskClient, roadshow_id: int):
    _id, code = guest(app, roadshow_id)
    with clock.at(NOW - timedelta(days=1)):
        assert "到当天才能签到" in door.post("/door/check-in", data={"code": code}).text
        assert send(door, {"uid": UIDS[0], "at": ms(), "code": code}).status_code == 409


@pytest.mark.parametrize("guests", [1, 40])
def test_the_list_costs_the_same_however_many_are_on_it(
    app: Flask, door: FlaskClient, roadshow_id: int, counted: Counted, guests: int
):
    for _number in range(guests):
        guest(app, roadshow_id)
    door.get("/door/guests.json")
    with counted() as statements:
        answer = door.get("/door/guests.json")
    assert len(json.loads(answer.data)["guests"]) == guests
    assert len(statements) == 4


@pytest.mark.parametrize("guests", [1, 40])
def test_the_page_costs_the_same_however_many_are_found(
    app: Flask, door: FlaskClient, roadshow_id: int, counted: Counted, guests: int
):
    for number in range(guests):
        guest(app, roadshow_id, name=f"刘某{number}")
    door.get("/door/?q=liu")
    with counted() as statements:
        door.get("/door/?q=liu")
    assert len(statements) == 3
