"""Each sort of calendar has its way to a roadshow, and a phone's camera has a code for each feed."""

import re
from datetime import date
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.programme import operations
from roadshow.programme.states import RoadshowState as S
from roadshow.web.public import feeds
from tests import make
from tests.web.reading import links

pytestmark = pytest.mark.usefixtures("in_spring")
GOOGLE, LIVE, OFFICE = "calendar.google.com", "outlook.live.com", "outlook.office.com"


@pytest.fixture
def uid(app: Flask) -> str:
    app.config["BASE_URL"] = "https://roadshow.example.cn"
    with app.app_context():
        return make.roadshow(S.PUBLISHED, on=date(2026, 4, 11), title="芯片 & 材料专场").uid


def ways(page: str) -> dict[str, dict[str, str]]:
    """Host → what is asked of it."""
    return {
        urlsplit(link).netloc: {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}
        for link in links(page)
        if link.startswith("https:")
    }


def test_a_roadshow_goes_as_a_file_or_as_a_subscription_of_its_own(client: FlaskClient, uid: str):
    page = client.get(f"/roadshows/{uid}").text
    assert [link for link in links(page) if ".ics" in link] == [
        f"/calendar/roadshow/{uid}.ics",
        f"webcal://roadshow.example.cn/calendar/roadshow/{uid}.ics",
    ]
    assert client.get(f"/calendar/roadshow/{uid}.ics").status_code == 200


def test_google_is_told_title_hours_and_place(client: FlaskClient, uid: str):
    asked = ways(client.get(f"/roadshows/{uid}").text)[GOOGLE]
    assert (asked["action"], asked["text"]) == ("TEMPLATE", "芯片 & 材料专场")
    assert asked["dates"] == "20260411T053000Z/20260411T090000Z"
    assert asked["location"].endswith("示例路60号")
    assert asked["details"].endswith(f"https://roadshow.example.cn/roadshows/{uid}")


def test_both_outlooks_are_told_the_same(client: FlaskClient, uid: str):
    asked = ways(client.get(f"/roadshows/{uid}").text)
    assert asked[LIVE] == asked[OFFICE]
    assert (asked[LIVE]["rru"], asked[LIVE]["subject"]) == ("addevent", "芯片 & 材料专场")
    assert (asked[LIVE]["startdt"], asked[LIVE]["enddt"]) == ("2026-04-11T05:30:00Z", "2026-04-11T09:00:00Z")


def test_what_is_over_or_cancelled_goes_into_no_calendar(app: Flask, client: FlaskClient):
    with app.app_context():
        row = make.roadshow(S.PUBLISHED)
        operations.cancel(row, "另有安排", actor=make.SOMEONE)
        gone = [row.uid, make.held(date(2025, 6, 1)).uid]
    pages = [client.get(f"/roadshows/{one}").text for one in gone]
    assert [
        link for page in pages for link in links(page) if ".ics" in link or link.startswith("https:")
    ] == []


@pytest.mark.parametrize("language", ["", "?lang=en"])
def test_a_code_holds_the_address_that_its_page_tells(
    client: FlaskClient, uid: str, language: str, monkeypatch: pytest.MonkeyPatch
):
    drawn: list[str] = []
    make_qr = feeds.segno.make_qr
    monkeypatch.setattr(feeds.segno, "make_qr", lambda words: drawn.append(words) or make_qr(words))
    for path in ("/calendar", f"/roadshows/{uid}"):
        page = client.get(f"{path}{language}").text
        *_of_a_file, code = re.findall(r'<img src="([^"]*\.svg[^"]*)" width="148"', page)
        answer = client.get(unescape(code))
        assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
        assert drawn.pop() in links(page)


def test_a_code_carries_no_style_and_is_asked_for_once(client: FlaskClient):
    answer = client.get("/calendar/all.svg")
    assert "style" not in answer.text
    again = client.get("/calendar/all.svg", headers={"If-None-Match": answer.headers["ETag"]})
    assert (answer.headers["Cache-Control"], again.status_code) == ("public, no-cache", 304)


def test_what_is_not_public_has_no_code(app: Flask, client: FlaskClient):
    with app.app_context():
        hidden = make.roadshow(S.PLANNED).uid
    assert client.get(f"/calendar/roadshow/{hidden}.svg").status_code == 404
