"""The same roadshows for news readers and for programs."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from defusedxml import ElementTree as ET  # noqa: N817  as the library is called everywhere
from flask import Flask
from flask.testing import FlaskClient

from roadshow.programme.states import RoadshowState as S
from tests.feeds.built import STARTS, cancel, hall, postpone, published, set_clock, summaries

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def _the_first_of_may():
    with set_clock():
        yield


def test_news_tell_what_changed_last_first(app: Flask, client: FlaskClient):
    published(app, title="不变的一场")
    uid = published(app, title="改期的一场", hall_id=hall(app, "一号厅"))
    postpone(app, uid, STARTS + timedelta(days=7))
    answer = client.get("/calendar/all.atom")
    feed = ET.fromstring(answer.data)
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    first, second = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in (first, second)] == ["改期的一场", "不变的一场"]
    page = f"{app.config['BASE_URL']}/roadshows/{uid}"
    assert {
        "id": first.findtext(f"{ATOM}id"),
        "updated": first.findtext(f"{ATOM}updated"),
        "link": first.find(f"{ATOM}link").attrib["href"],
        "summary": first.findtext(f"{ATOM}summary"),
    } == {
        "id": f"urn:uuid:{uid}",
        "updated": "2026-05-01T01:00:00+00:00",
        "link": page,
        "summary": "2026年5月15日 周五 14:00\n一号厅，平湖市示例路1号\n原定2026年5月8日 14:00，已改期",
    }
    assert feed.findtext(f"{ATOM}updated") == "2026-05-01T01:00:00+00:00"


def test_a_bad_row_takes_the_news_from_nobody(app: Flask, client: FlaskClient):
    published(app, title="好的一场", summary="第一\x0b行")
    published(app, title="坏的一场", sector="nonsense")
    news = ET.fromstring(client.get("/calendar/all.atom").data)
    assert [each.text for each in news.iterfind(f"{ATOM}entry/{ATOM}title")] == ["好的一场"]


def test_a_moment_beyond_all_clocks_takes_no_form_from_anybody(app: Flask, client: FlaskClient):
    published(app, title="好的一场")
    last = datetime(9999, 12, 31, 20, tzinfo=UTC)
    published(app, title="坏的一场", starts_at=last, ends_at=last + timedelta(hours=1))
    data, news = (client.get(f"/calendar/all.{form}").data for form in ("json", "atom"))
    assert (
        [event["name"] for event in json.loads(data)["@graph"]],
        [each.text for each in ET.fromstring(news).iterfind(f"{ATOM}entry/{ATOM}title")],
        summaries(client.get("/calendar/all.ics").data),
    ) == (["好的一场"], ["好的一场"], ["好的一场"])


def test_news_of_nothing_are_a_feed_too(client: FlaskClient):
    feed = ET.fromstring(client.get("/calendar/all.atom").data)
    assert feed.findtext(f"{ATOM}title") == "G60路演中心：全部场次"


def test_programs_read_each_as_its_page_says_it(app: Flask, client: FlaskClient):
    uid = published(app, title="新能源专场", sector="energy", sequence=3)
    published(app, title="别的一场", sector="materials")
    answer = client.get("/calendar/all.json?sector=energy")
    (event,) = json.loads(answer.data)["@graph"]
    assert answer.headers["Content-Type"] == "application/ld+json; charset=utf-8"
    names = ("@type", "name", "identifier", "sequence", "startDate", "dateModified", "url")
    assert {name: event[name] for name in names} == {
        "@type": "Event",
        "name": "新能源专场",
        "identifier": uid,
        "sequence": 3,
        "startDate": "2026-05-08T14:00:00+08:00",
        "dateModified": "2026-04-02T01:02:03+00:00",
        "url": f"{app.config['BASE_URL']}/roadshows/{uid}",
    }


@pytest.mark.parametrize("form", ["atom", "json"])
def test_both_ask_back_as_calendars_do_and_speak_what_the_address_names(
    app: Flask, client: FlaskClient, form: str
):
    cancel(app, published(app, title="新材料专场"))
    published(app, title="未公开", state=S.PLANNED)
    answer = client.get(f"/calendar/all.{form}?lang=en")
    assert ("[Cancelled]" in answer.text or "EventCancelled" in answer.text, "未公开" in answer.text) == (
        True,
        False,
    )
    tag = {"If-None-Match": answer.headers["ETag"]}
    assert client.get(f"/calendar/all.{form}?lang=en", headers=tag).status_code == 304
    assert client.get(f"/calendar/all.{form}", headers=tag).status_code == 200
