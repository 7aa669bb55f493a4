"""A roadshow that is put off until a new day is known, as the organiser and a visitor meet it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.foundation.db import db
from roadshow.occupancy.models import Occupancy
from roadshow.programme.queries import get_roadshow
from roadshow.programme.states import RoadshowState as S
from tests import make
from tests.web.reading import missing
from tests.web.selecting import words_of

pytestmark = pytest.mark.usefixtures("in_spring")


def stored(app: Flask, state: S = S.PLANNED) -> int:
    with app.app_context():
        return make.roadshow(state, on=make.DAY).id


def test_a_roadshow_is_put_off_and_gets_its_date_later(
    app: Flask, organiser: FlaskClient, client: FlaskClient
) -> None:
    roadshow_id = stored(app, S.PUBLISHED)
    path = f"/centre/roadshows/{roadshow_id}"
    assert words_of(organiser.post(f"{path}/put-off", data={"reason": ""}).text, "p.why span") == [
        "请写明延期的原因"
    ]
    page = organiser.post(f"{path}/put-off", data={"reason": "场馆检修"}, follow_redirects=True).text
    assert missing(page, "定下新日期", "延期，日期待定：场地已释放") == []
    assert missing(organiser.get("/centre/").text, "定下新日期", "原定") == []
    with app.app_context():
        uid = get_roadshow(roadshow_id).uid
    assert (
        missing(client.get(f"/roadshows/{uid}").text, "这场路演延期举办，新的日期还没有定。", "场馆检修")
        == []
    )
    assert missing(client.get("/roadshows").text, "延期，日期待定", "待定") == []
    page = organiser.post(
        f"{path}/new-date", data={"on": "2026-07-07", "starts": "09:30"}, follow_redirects=True
    ).text
    assert missing(page, "定在2026年7月7日 09:30。") == []
    with app.app_context():
        assert get_roadshow(roadshow_id).state == S.PUBLISHED
    assert missing(client.get(f"/roadshows/{uid}").text, "这场路演已改期。") == []


def test_a_plan_that_is_put_off_has_no_day_any_more(app: Flask, organiser: FlaskClient) -> None:
    roadshow_id = stored(app)
    organiser.post(f"/centre/roadshows/{roadshow_id}/put-off")
    with app.app_context():
        row = get_roadshow(roadshow_id)
        assert (row.state, row.on, row.starts_at) == (S.PLANNED, None, None)
        assert db.session.query(Occupancy).count() == 0


def test_only_one_whose_date_is_pending_gets_a_new_one(app: Flask, organiser: FlaskClient) -> None:
    path = f"/centre/roadshows/{stored(app, S.CANCELLED)}/new-date"
    page = organiser.post(path, data={"on": "2026-07-07", "starts": "09:30"}).text
    assert "这场路演已取消，不是日期待定" in page


def test_one_that_was_put_off_may_be_cancelled_after_all(app: Flask, organiser: FlaskClient) -> None:
    roadshow_id = stored(app, S.PUBLISHED)
    for step, reason in (("put-off", "场馆检修"), ("cancel", "不办了")):
        organiser.post(f"/centre/roadshows/{roadshow_id}/{step}", data={"reason": reason})
    with app.app_context():
        row = get_roadshow(roadshow_id)
        assert (row.state, row.date_pending, row.cancel_reason) == (S.CANCELLED, False, "不办了")


def test_its_new_date_asks_about_the_call_that_was_open(app: Flask, organiser: FlaskClient) -> None:
    path = f"/centre/roadshows/{stored(app, S.CALLING)}"
    organiser.post(f"{path}/put-off", data={"reason": "场馆检修"})
    assert missing(organiser.get(f"{path}/new-date").text, "征集截止", "跟着路演一起移") == []
    organiser.post(f"{path}/new-date", data={"on": "2026-07-07", "starts": "13:30", "closes": "follow"})
    page = organiser.get(path).text
    assert missing(page, "征集到2026年6月30日 13:30截止") == []


def test_one_whose_call_had_closed_is_not_asked_about_it(app: Flask, organiser: FlaskClient) -> None:
    path = f"/centre/roadshows/{stored(app, S.SELECTING)}"
    organiser.post(f"{path}/put-off", data={"reason": "场馆检修"})
    assert missing(organiser.get(f"{path}/new-date").text, "征集截止") == ["征集截止"]
