"""Validators, gzip and headers of the public calendar: a wrong 304 never updates, a wrong 200 costs all day."""

import gzip
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.feeds.built import STARTS, postpone, published, set_clock

ALL = "/calendar/all.ics"
GZIP = {"Accept-Encoding": "gzip, deflate, br"}
CHANGED = "Thu, 02 Apr 2026 01:02:03 GMT"


@pytest.fixture(autouse=True)
def _the_first_of_may():
    with set_clock():
        yield


@pytest.fixture
def uid(app: Flask) -> str:
    return published(app)


@pytest.fixture
def tag(client: FlaskClient, uid: str) -> str:
    return client.get(ALL).headers["ETag"]


def test_a_feed_is_public_and_asks_back_each_time(client: FlaskClient, uid: str):
    answer = client.get(ALL)
    names = ("Content-Type", "Cache-Control", "Vary", "Last-Modified", "Set-Cookie", "Content-Encoding")
    assert {name: answer.headers.get(name) for name in names} == {
        "Content-Type": "text/calendar; charset=utf-8",
        "Cache-Control": "public, no-cache",
        "Vary": "Accept-Encoding",
        "Last-Modified": CHANGED,
        "Set-Cookie": None,
        "Content-Encoding": None,
    }
    assert answer.headers["ETag"].startswith('"')


@pytest.mark.parametrize("pattern", ["{}", "W/{}", '"other", W/{}', '"other",{}', "*"])
def test_whoever_has_it_is_told_so(client: FlaskClient, tag: str, pattern: str):
    answer = client.get(ALL, headers={"If-None-Match": pattern.format(tag)})
    assert (answer.status_code, answer.data) == (304, b"")
    names = ("ETag", "Cache-Control", "Vary", "Content-Type", "Set-Cookie")
    assert {name: answer.headers.get(name) for name in names} == {
        "ETag": tag,
        "Cache-Control": "public, no-cache",
        "Vary": "Accept-Encoding",
        "Content-Type": None,
        "Set-Cookie": None,
    }


@pytest.mark.parametrize(
    ("since", "code"), [(CHANGED, 304), ("Thu, 02 Apr 2026 01:02:02 GMT", 200), ("now", 200)]
)
def test_a_date_is_believed_too(client: FlaskClient, uid: str, since: str, code: int):
    assert client.get(ALL, headers={"If-Modified-Since": since}).status_code == code


def test_the_tag_counts_for_more_than_the_date(client: FlaskClient, tag: str):
    stale = {"If-None-Match": '"other"', "If-Modified-Since": CHANGED}
    fresh = {"If-None-Match": tag, "If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"}
    assert [client.get(ALL, headers=headers).status_code for headers in (stale, fresh)] == [200, 304]


def test_a_change_is_never_answered_with_304(app: Flask, client: FlaskClient, uid: str, tag: str):
    zipped = client.get(ALL, headers=GZIP).headers["ETag"]
    postpone(app, uid, STARTS + timedelta(days=1))
    asked = [{"If-None-Match": tag}, {"If-Modified-Since": CHANGED}, {"If-None-Match": zipped} | GZIP]
    assert [client.get(ALL, headers=headers).status_code for headers in asked] == [200, 200, 200]


def test_gzip_is_the_same_body_under_a_tag_of_its_own(client: FlaskClient, tag: str):
    answer = client.get(ALL, headers=GZIP)
    assert gzip.decompress(answer.data) == client.get(ALL).data
    assert (answer.headers["Content-Encoding"], answer.headers["Vary"]) == ("gzip", "Accept-Encoding")
    zipped = answer.headers["ETag"]
    asked = [GZIP | {"If-None-Match": zipped}, GZIP | {"If-None-Match": tag}, {"If-None-Match": zipped}]
    assert [client.get(ALL, headers=headers).status_code for headers in asked] == [304, 200, 200]


@pytest.mark.parametrize("accepts", ["", "identity", "gzip;q=0", "br", "identity, gzip;q=0.5", "*;q=0"])
def test_who_does_not_want_gzip_gets_none(client: FlaskClient, uid: str, accepts: str):
    assert "Content-Encoding" not in client.get(ALL, headers={"Accept-Encoding": accepts}).headers


def test_head_says_what_get_would_say(client: FlaskClient, tag: str):
    got, head = client.get(ALL), client.head(ALL)
    assert (head.status_code, head.data, head.headers["ETag"]) == (200, b"", tag)
    assert head.headers["Content-Length"] == got.headers["Content-Length"] == str(len(got.data))
    assert client.head(ALL, headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_a_feed_is_only_read(client: FlaskClient, uid: str, method: str):
    assert client.open(ALL, method=method).status_code == 405


def test_everyone_gets_the_same_whatever_they_say_of_themselves(client: FlaskClient, uid: str):
    agents = [
        {"Accept": accept, "User-Agent": agent}
        for accept in ("text/html", "*/*", "")
        for agent in ("", "iOS")
    ]
    bodies = {client.get(ALL, headers=headers).data for headers in agents}
    assert bodies == {client.get(ALL).data}
    client.set_cookie("session", "nonsense")
    assert {client.get(ALL).data} == bodies


def test_an_empty_calendar_is_one_too(client: FlaskClient):
    answer = client.get(ALL)
    assert (answer.status_code, answer.headers.get("Last-Modified")) == (200, None)
    assert client.get(ALL, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
