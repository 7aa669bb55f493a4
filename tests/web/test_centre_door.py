"""The door of a roadshow at the centre's desk."""

import re
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.attendance import devices, scans
from roadshow.attendance.models import Attendance, Mode
from roadshow.attendance.states import AttendanceState as A
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.programme.queries import get_roadshow
from roadshow.programme.states import RoadshowState as S
from tests import make
from tests.conftest import Counted
from tests.web.selecting import words_of

NOW = make.moment(make.DAY, 13)


@pytest.fixture(autouse=True)
def on_the_day():
    with clock.at(NOW):
        yield


@pytest.fixture
def roadshow_id(app: Flask) -> int:
    with app.app_context():
        return make.roadshow(S.LIVE, on=make.DAY).id


def state_of(app: Flask, guest_id: int) -> tuple[A, Mode]:
    with app.app_context():
        guest = db.session.get_one(Attendance, guest_id)
        return guest.state, guest.mode


def guest(app: Flask, roadshow_id: int, state: A = A.ACCEPTED, **facts: object) -> int:
    with app.app_context():
        return make.attendance(get_roadshow(roadshow_id), state, **facts).id


def test_the_code_of_a_device_is_shown_once_and_pairs(app: Flask, recorder: FlaskClient, roadshow_id: int):
    page = recorder.post(f"/centre/roadshows/{roadshow_id}/door", data={"name": "东门"}).text
    link = re.search(r'id="link">(.+?)<', page)
    assert link is not None
    assert link[1] not in recorder.get(f"/centre/roadshows/{roadshow_id}/door").text
    path = "/" + link[1].split("/", 3)[3]
    assert app.test_client().post(path, data={"code": path.rpartition("/")[2]}).location == "/door/"


def test_a_device_without_a_name_is_refused_at_its_field(recorder: FlaskClient, roadshow_id: int):
    page = recorder.post(f"/centre/roadshows/{roadshow_id}/door", data={"name": " "}).text
    assert "请填写入口名称" in page


def test_a_device_is_revoked_by_its_button(app: Flask, recorder: FlaskClient, roadshow_id: int):
    with app.app_context():
        devices.add_device(get_roadshow(roadshow_id), "东门", actor=make.SOMEONE)
        (device,) = devices.list_devices(roadshow_id)
        device_id = device.id
    recorder.post(f"/centre/roadshows/{roadshow_id}/door/devices/{device_id}/revoke")
    assert "已停用" in recorder.get(f"/centre/roadshows/{roadshow_id}/door").text


def test_a_guest_is_found_and_checked_in_at_the_desk(app: Flask, recorder: FlaskClient, roadshow_id: int):
    guest_id = guest(app, roadshow_id, name="刘某")
    assert "刘某" in recorder.get(f"/centre/roadshows/{roadshow_id}/door/guests?q=lm").text
    page = recorder.post(
        f"/centre/roadshows/{roadshow_id}/door/guests", data={"guest": guest_id}, follow_redirects=True
    )
    assert "刘某：可以入场" in page.text
    assert state_of(app, guest_id) == (A.CHECKED_IN, Mode.ONSITE)


def test_nobody_is_checked_in_at_the_desk_after_the_day(app: Flask, recorder: FlaskClient):
    with app.app_context():
        yesterdays = make.attendance(make.roadshow(S.LIVE, on=make.DAY - timedelta(days=1)), A.ACCEPTED)
        guest_id, path = yesterdays.id, f"/centre/roadshows/{yesterdays.roadshow_id}/door/guests"
    page = recorder.post(path, data={"guest": guest_id}, follow_redirects=True)
    assert "这一天的签到已结束" in page.text
    assert state_of(app, guest_id) == (A.ACCEPTED, Mode.ONSITE)


@pytest.mark.parametrize("sent", ["", "x", "-1", str(2**40), "9" * 6000])
def test_nonsense_in_place_of_a_guest_is_refused_and_not_noted(
    app: Flask, recorder: FlaskClient, roadshow_id: int, sent: str
):
    answer = recorder.post(f"/centre/roadshows/{roadshow_id}/door/guests", data={"guest": sent})
    assert answer.status_code == 400
    with app.app_context():
        assert scans.list_scans(roadshow_id).count() == 0


def test_a_walk_in_is_entered_at_the_desk(app: Flask, recorder: FlaskClient, roadshow_id: int):
    with app.app_context():
        make.seats(get_roadshow(roadshow_id), 1)
    path = f"/centre/roadshows/{roadshow_id}/door/walk-ins"
    assert "请填写姓名" in recorder.post(path, data={"organisation": "示例资本"}).text
    recorder.post(path, data={"name": "周某", "organisation": "示例资本"})
    with app.app_context():
        assert scans.count_door(roadshow_id) == scans.Counts(1, 1, 0, 0, 0)


@pytest.mark.parametrize("day", [make.DAY, make.DAY + timedelta(days=1)], ids=["full", "refused"])
def test_a_walk_in_who_is_not_let_in_at_the_desk_need_not_be_typed_again(
    app: Flask, recorder: FlaskClient, day: date
):
    with app.app_context():
        roadshow_id = make.roadshow(S.LIVE, on=day).id
    path = f"/centre/roadshows/{roadshow_id}/door/walk-ins"
    page = recorder.post(path, data={"name": "周某", "organisation": "示例资本"}).text
    assert re.findall(r'name="(?:name|organisation)"[^>]* value="(.*?)"', page) == ["周某", "示例资本"]


def test_a_mistaken_check_in_is_undone_with_its_reason(app: Flask, recorder: FlaskClient, roadshow_id: int):
    guest_id = guest(app, roadshow_id, name="Liu")
    recorder.post(f"/centre/roadshows/{roadshow_id}/door/guests", data={"guest": guest_id})
    with app.app_context():
        scan_id = scans.list_admitting([guest_id])[guest_id].id
    path = f"/centre/roadshows/{roadshow_id}/door/scans/{scan_id}/undo"
    listed = f"/centre/roadshows/{roadshow_id}/door/scans"
    pages = [recorder.get(f"{listed}{asked}").text for asked in ("", "?q=LIU", "?q=nobody")]
    assert [path in page for page in pages] == [True, True, False]
    assert "请写明撤销签到的原因" in recorder.post(path, data={"reason": ""}).text
    recorder.post(path, data={"reason": "扫错了人"})
    assert state_of(app, guest_id) == (A.ACCEPTED, Mode.ONSITE)


@pytest.mark.parametrize("many", [1, 3])
@pytest.mark.parametrize("page", ["door", "door/scans", "door/guests?q=liu"])
def test_each_page_costs_the_same_however_many_came(
    app: Flask, recorder: FlaskClient, roadshow_id: int, counted: Counted, many: int, page: str
):
    for number in range(many):
        guest_id = guest(app, roadshow_id, name=f"刘某{number}")
        for _twice in range(2):
            recorder.post(f"/centre/roadshows/{roadshow_id}/door/guests", data={"guest": guest_id})
    recorder.get(f"/centre/roadshows/{roadshow_id}/{page}")
    with counted() as statements:
        recorder.get(f"/centre/roadshows/{roadshow_id}/{page}")
    assert len(statements) == {"door": 10, "door/scans": 9, "door/guests?q=liu": 9}[page]


def test_an_uneventful_door_has_no_empty_boxes(recorder: FlaskClient, roadshow_id: int):
    page = recorder.get(f"/centre/roadshows/{roadshow_id}/door").text
    assert 'class="empty"' not in page
    assert "没有放行的" not in page
    assert words_of(page, "details.data button") == ["生成配对码"]
    recorder.post(f"/centre/roadshows/{roadshow_id}/door", data={"name": "东门"})
    page = recorder.get(f"/centre/roadshows/{roadshow_id}/door").text
    assert ['<details class="data body">' in page, words_of(page, "ul.todo b")] == [True, ["东门"]]
