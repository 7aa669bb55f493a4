"""What stands in the public calendar, and when it changes."""

import logging
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.foundation.actor import COMMAND
from roadshow.foundation.db import db
from roadshow.halls import operations as halls
from roadshow.halls.models import Hall
from roadshow.halls.points import Point
from roadshow.halls.rules import HallFacts
from roadshow.programme.models import Roadshow
from roadshow.programme.states import RoadshowState as S
from tests.feeds.built import (
    NOW,
    OLDER,
    STARTS,
    cancel,
    events,
    hall,
    postpone,
    published,
    room,
    set_clock,
    summaries,
)

ALL = "/calendar/all.ics"


@pytest.fixture(autouse=True)
def _the_first_of_may():
    with set_clock():
        yield


@pytest.mark.parametrize(
    ("state", "status"),
    [
        (S.CALLING, ["TENTATIVE"]),
        (S.SELECTING, ["TENTATIVE"]),
        (S.PUBLISHED, ["CONFIRMED"]),
        (S.LIVE, ["CONFIRMED"]),
        (S.HELD, ["CONFIRMED"]),
        (S.CLOSED, ["CONFIRMED"]),
        (S.CANCELLED, ["CANCELLED"]),
        (S.PLANNED, []),
    ],
)
def test_a_roadshow_is_as_certain_in_calendars_as_its_state(app: Flask, client: FlaskClient, state, status):
    published(app, state=state, cancelled_at=NOW if state is S.CANCELLED else None)
    assert [str(event["STATUS"]) for event in events(client.get(ALL).data)] == status


def test_an_event_carries_what_any_visitor_may_read(app: Flask, client: FlaskClient):
    uid = published(
        app,
        title="新能源专场",
        sector="energy",
        summary="八个项目上台",
        hall_id=hall(app, "一号厅"),
        sequence=4,
        note="内部备注",
    )
    page = f"{app.config['BASE_URL']}/roadshows/{uid}"
    body = client.get(ALL).data.decode().replace("\r\n ", "")
    assert body[body.index("BEGIN:VEVENT") : body.index("END:VCALENDAR")].split("\r\n") == [
        "BEGIN:VEVENT",
        "SUMMARY:新能源专场",
        "DTSTART;TZID=Asia/Shanghai:20260508T140000",
        "DTEND;TZID=Asia/Shanghai:20260508T170000",
        "DTSTAMP:20260402T010203Z",
        f"UID:{uid}",
        "SEQUENCE:4",
        "CATEGORIES:新能源与节能",
        "CLASS:PUBLIC",
        "CREATED:20260402T010203Z",
        f"DESCRIPTION:八个项目上台\\n\\n{page}",
        "LAST-MODIFIED:20260402T010203Z",
        "LOCATION:一号厅，平湖市示例路1号",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        f"URL:{page}",
        "END:VEVENT",
        "",
    ]


def test_past_years_stay_and_one_known_only_by_its_day_lasts_that_day(app: Flask, client: FlaskClient):
    published(app, state=S.HELD, on=date(2021, 3, 5), starts_at=None, ends_at=None)
    (event,) = events(client.get(ALL).data)
    assert (event.start, event.end) == (date(2021, 3, 5), date(2021, 3, 6))


def test_one_without_a_day_waits_outside(app: Flask, client: FlaskClient):
    published(app, state=S.CANCELLED, on=None, starts_at=None, ends_at=None)
    assert events(client.get(ALL).data) == []


def test_a_cancelled_one_says_so_until_thirty_days_after_its_date(app: Flask, client: FlaskClient):
    cancel(app, published(app, title="新材料专场"))
    with set_clock(days=37):
        assert summaries(client.get(ALL).data) == ["【已取消】新材料专场"]
    with set_clock(days=38):
        assert summaries(client.get(ALL).data) == []


def test_one_cancelled_only_after_its_date_still_reaches_every_subscriber(app: Flask, client: FlaskClient):
    uid = published(app, state=S.LIVE)
    with set_clock(days=60):
        cancel(app, uid)
        assert len(events(client.get(ALL).data)) == 1


def test_one_cancelled_before_it_was_public_is_never_shown(app: Flask, client: FlaskClient):
    published(app, state=S.CANCELLED, cancelled_at=NOW, public_since=None)
    assert events(client.get(ALL).data) == []


def test_the_day_a_cancelled_one_drops_out_is_a_change(app: Flask, client: FlaskClient):
    cancel(app, published(app))
    before = client.get(ALL)
    with set_clock(days=38):
        after = client.get(ALL, headers={"If-Modified-Since": before.headers["Last-Modified"]})
        assert (after.status_code, after.headers["Last-Modified"]) == (200, "Sun, 07 Jun 2026 16:00:00 GMT")


def test_postponed_is_the_same_event_at_another_time(app: Flask, client: FlaskClient):
    uid = published(app, sequence=4)
    with set_clock(hours=1):
        postpone(app, uid, STARTS + timedelta(days=7))
    (event,) = events(client.get(ALL).data)
    assert (str(event["UID"]), event["SEQUENCE"], event.start) == (uid, 5, STARTS + timedelta(days=7))
    assert {event.DTSTAMP, event.LAST_MODIFIED} == {NOW + timedelta(hours=1)}
    page = f"{app.config['BASE_URL']}/roadshows/{uid}"
    assert str(event["DESCRIPTION"]) == f"原定2026年5月8日 14:00，已改期\n\n{page}"


def test_one_that_moved_and_was_then_cancelled_says_why_and_not_from_where(app: Flask, client: FlaskClient):
    uid = published(app)
    postpone(app, uid, STARTS + timedelta(days=7))
    cancel(app, uid)
    (event,) = events(client.get(ALL).data)
    page = f"{app.config['BASE_URL']}/roadshows/{uid}"
    assert str(event["DESCRIPTION"]) == f"原因：主办方另有安排\n\n{page}"


def test_only_the_event_that_changed_gets_other_bytes(app: Flask, client: FlaskClient):
    published(app, title="不变的一场")
    moved = published(app, title="改期的一场")
    (still, _) = events(client.get(ALL).data)
    postpone(app, moved, STARTS + timedelta(days=7))
    (after, _) = events(client.get(ALL).data)
    assert after.to_ical() == still.to_ical()


def test_a_halls_new_name_moves_each_event_there(app: Flask, client: FlaskClient):
    hall_id = hall(app, "一号厅")
    published(app, hall_id=hall_id, state=S.HELD, sequence=1)
    client.get(ALL)
    with app.app_context():
        facts = HallFacts("科创厅", "示例路1号", 100, 0, 0)
        halls.change_hall(db.session.get_one(Hall, hall_id), facts, closed=False, actor=COMMAND)
    (event,) = events(client.get(ALL).data)
    assert (str(event["LOCATION"]), event["SEQUENCE"]) == ("科创厅，示例路1号", 2)


def test_where_the_main_hall_is_on_the_map_is_told(app: Flask, client: FlaskClient):
    published(app, hall_id=hall(app, "一号厅", Point(30.69481, 121.02133)))
    (event,) = events(client.get(ALL).data)
    apple = event["X-APPLE-STRUCTURED-LOCATION"]
    assert (event["GEO"].to_ical(), str(apple), apple.params["X-TITLE"]) == (
        "30.69481;121.02133",
        "geo:30.69481,121.02133",
        "一号厅，平湖市示例路1号",
    )


def test_the_main_hall_is_where_it_is_and_branches_are_told_below(app: Flask, client: FlaskClient):
    main, branch = hall(app, "一号厅"), hall(app, "上海分会场")
    uid = published(app, hall_id=main)
    with app.app_context():
        row = db.session.query(Roadshow).one()
        room = Hall(
            name="线上路演室",
            online=True,
            address="",
            link="https://meet.example/1",
            capacity=1,
            setup_minutes=0,
            teardown_minutes=0,
        )
        row.branches = [db.session.get_one(Hall, branch), room]
        db.session.commit()
    answer = client.get(ALL).data
    (event,) = events(answer)
    page = f"{app.config['BASE_URL']}/roadshows/{uid}"
    assert (str(event["LOCATION"]), str(event["DESCRIPTION"])) == (
        "一号厅，平湖市示例路1号",
        f"分会场：上海分会场，平湖市示例路1号\n分会场：线上路演室\n\n{page}",
    )


@pytest.mark.parametrize(
    ("lang", "label"),
    [("zh", "线上参会（入口见链接页面）"), ("en", "Online (see the linked page for access)")],
)
def test_an_online_hall_is_told_by_the_roadshows_page_and_never_by_its_own_link(
    app: Flask, client: FlaskClient, lang: str, label: str
):
    uid = published(app, hall_id=room(app, "https://meet.example/secret"))
    answer = client.get(f"{ALL}?lang={lang}").data
    (event,) = events(answer)
    assert (str(event["CONFERENCE"]), dict(event["CONFERENCE"].params)) == (
        f"{app.config['BASE_URL']}/roadshows/{uid}",
        {"VALUE": "URI", "FEATURE": "VIDEO", "LABEL": label},
    )
    assert answer.count(b"meet.example") == 0


def test_a_roadshow_in_a_place_has_no_way_in_by_video(app: Flask, client: FlaskClient):
    published(app, hall_id=hall(app, "一号厅"))
    (event,) = events(client.get(ALL).data)
    assert event.get("CONFERENCE") is None


def test_a_call_and_a_selection_are_told(app: Flask, client: FlaskClient):
    calling = published(app, state=S.CALLING, call_closes_at=OLDER)
    selecting = published(app, state=S.SELECTING)
    pages = [f"{app.config['BASE_URL']}/roadshows/{uid}" for uid in (calling, selecting)]
    assert [str(event["DESCRIPTION"]) for event in events(client.get(ALL).data)] == [
        f"项目征集中，2026年4月2日 09:02截止\n\n{pages[0]}",
        f"项目遴选中\n\n{pages[1]}",
    ]


def test_a_bad_row_is_left_out_and_reported_once_and_the_feed_goes_on(
    app: Flask, client: FlaskClient, caplog: pytest.LogCaptureFixture
):
    bad = published(app, sector="alchemy")
    published(app, title="好的一场")
    with caplog.at_level(logging.ERROR):
        assert [summaries(client.get(ALL).data) for _ in range(3)] == [["好的一场"]] * 3
    assert [record.getMessage() for record in caplog.records] == [
        f"roadshow {bad} is left out of the calendars"
    ]


def test_one_alone_is_the_same_event_as_in_the_whole_calendar(app: Flask, client: FlaskClient):
    published(app)
    uid = published(app, title="单独的一场")
    alone = client.get(f"/calendar/roadshow/{uid}.ics")
    assert alone.headers["Content-Disposition"] == f'inline; filename="roadshow-{uid}.ics"'
    (event,) = events(alone.data)
    assert event.to_ical() in [other.to_ical() for other in events(client.get(ALL).data)]


def test_one_that_is_not_shown_is_not_found(app: Flask, client: FlaskClient):
    planned = published(app, state=S.PLANNED)
    assert client.get(f"/calendar/roadshow/{planned}.ics").status_code == 404
    assert client.get("/calendar/roadshow/00000000-0000-0000-0000-000000000000.ics").status_code == 404
    assert client.get("/calendar/roadshow/nonsense.ics").status_code == 404


def test_english_is_asked_for_in_the_address_alone(app: Flask, client: FlaskClient):
    cancel(app, published(app, title="新材料专场"))
    assert summaries(client.get(f"{ALL}?lang=en").data) == ["[Cancelled] 新材料专场"]
    chinese = client.get(ALL).data
    assert summaries(chinese) == ["【已取消】新材料专场"]
    assert client.get(ALL, headers={"Accept-Language": "en"}).data == chinese
    assert client.get(f"{ALL}?lang=tlh").data == chinese


@pytest.mark.parametrize("language", ["", "?lang=en"])
def test_the_address_a_feed_names_as_its_own_gives_the_same_feed(
    app: Flask, client: FlaskClient, language: str
):
    uid = published(app)
    for path in (ALL, f"/calendar/roadshow/{uid}.ics"):
        body = client.get(path + language).data
        source = body.decode().replace("\r\n ", "").split("SOURCE;VALUE=URI:")[1].split("\r\n")[0]
        assert client.get(source.removeprefix(app.config["BASE_URL"])).data == body
