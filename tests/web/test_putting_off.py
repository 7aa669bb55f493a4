"""A roadshow that is put off until a new day is known, as the organiser and a visitor meet it."""

import re
from datetime import date, time

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


def title_of(app: Flask, roadshow_id: int) -> str:
    with app.app_context():
        return get_roadshow(roadshow_id).title


def preset(page: str, name: str) -> list[str]:
    """What is chosen in a list before anybody chooses."""
    options = page.partition(f'name="{name}"')[2].partition("</select>")[0]
    return re.findall(r'<option selected value="([^"]*)"', options)


def set_new_date(client: FlaskClient, path: str, **said: str | list[str]) -> str:
    """The page that answers, the form sent with its own hall unless another is ``said``."""
    hall = preset(client.get(f"{path}/new-date").text, "hall")
    data = {"on": "2026-07-07", "starts": "13:30", "hall": hall, **said}
    return client.post(f"{path}/new-date", data=data, follow_redirects=True).text


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
    page = set_new_date(organiser, path, starts="09:30")
    assert words_of(page, "p.note") == [f"“{title_of(app, roadshow_id)}”定在2026年7月7日 09:30。"]
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
    assert "这场路演已取消，不是日期待定" in set_new_date(organiser, path.removesuffix("/new-date"))


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
    page = set_new_date(organiser, path, closes="follow")
    assert words_of(page, "p.note")[1:] == ["征集改到2026年6月30日 13:30截止。"]
    assert missing(page, "征集到2026年6月30日 13:30截止") == []


def test_a_close_that_stays_is_not_said_to_have_moved(app: Flask, organiser: FlaskClient) -> None:
    path = f"/centre/roadshows/{stored(app, S.CALLING)}"
    organiser.post(f"{path}/put-off", data={"reason": "场馆检修"})
    assert "征集改到" not in set_new_date(organiser, path, closes="stay")


def test_one_whose_call_had_closed_is_not_asked_about_it(app: Flask, organiser: FlaskClient) -> None:
    path = f"/centre/roadshows/{stored(app, S.SELECTING)}"
    organiser.post(f"{path}/put-off", data={"reason": "场馆检修"})
    assert missing(organiser.get(f"{path}/new-date").text, "征集截止") == ["征集截止"]


def test_a_hall_that_is_taken_that_day_is_refused_at_its_field_and_another_one_may_be_picked(
    app: Flask, organiser: FlaskClient
) -> None:
    roadshow_id = stored(app, S.PUBLISHED)
    path = f"/centre/roadshows/{roadshow_id}"
    organiser.post(f"{path}/put-off", data={"reason": "场馆检修"})
    with app.app_context():
        old, other = get_roadshow(roadshow_id).halls[0], make.hall(name="备用厅")
        make.use(old, date(2026, 7, 7), time(13), time(18))
        old_name, old_id, other_id = old.name, str(old.id), str(other.id)
    assert preset(organiser.get(f"{path}/new-date").text, "hall") == [old_id]
    page = set_new_date(organiser, path)
    (why,) = words_of(page, "p.why span")
    assert (why.startswith(f"{old_name}在7月7日"), why.endswith("请换时间或场地")) == (True, True)
    assert 'href="#hall"' in page
    assert (preset(page, "hall"), 'value="2026-07-07"' in page) == ([old_id], True)
    page = set_new_date(organiser, path, hall=other_id)
    assert missing(page, "定在2026年7月7日 13:30。", f"场地：{old_name} → 备用厅") == []
    with app.app_context():
        row = get_roadshow(roadshow_id)
        taken = db.session.query(Occupancy).filter_by(what="hall").filter_by(by="roadshow").one()
        assert (row.state, row.hall_id, taken.what_id) == (S.PUBLISHED, int(other_id), int(other_id))


def test_a_new_date_needs_a_hall(app: Flask, organiser: FlaskClient) -> None:
    path = f"/centre/roadshows/{stored(app, S.PUBLISHED)}"
    organiser.post(f"{path}/put-off", data={"reason": "场馆检修"})
    assert words_of(set_new_date(organiser, path, hall=""), "p.why span") == ["请选择场地"]


def test_one_whose_date_is_pending_is_changed_only_after_it_has_one(
    app: Flask, organiser: FlaskClient
) -> None:
    path = f"/centre/roadshows/{stored(app, S.PUBLISHED)}"
    organiser.post(f"{path}/put-off", data={"reason": "场馆检修"})
    answer = organiser.get(f"{path}/change")
    assert (answer.status_code, answer.location) == (302, f"{path}/new-date")
    page = organiser.get(f"{path}/new-date").text
    assert "这场路演延期，日期待定：先定下新日期，再修改。" in words_of(page, "p.note")


def test_a_change_that_was_typed_before_it_was_put_off_is_kept(app: Flask, organiser: FlaskClient) -> None:
    path = f"/centre/roadshows/{stored(app, S.PUBLISHED)}"
    organiser.post(f"{path}/put-off", data={"reason": "场馆检修"})
    page = organiser.post(f"{path}/change", data={"title": "新题目"}).text
    assert 'value="新题目"' in page
