"""In front of the house a public answer is said again for a second, to each as they ask for it."""

import gzip

import pytest
from flask import Flask
from werkzeug.datastructures import Headers
from werkzeug.test import Client

from roadshow.web import kiosk
from roadshow.web.kiosk import Kiosk, Said
from tests.conftest import Counted
from tests.feeds.built import published

ALL = "/calendar/all.ics"
AN_HOUR = 3600


@pytest.fixture
def client(app: Flask) -> Client:
    """Whoever asks at a kiosk whose answers last for as long as these tests."""
    published(app)
    return Client(Kiosk(app.wsgi_app, AN_HOUR))


def test_what_was_said_a_moment_ago_asks_the_database_nothing(client: Client, counted: Counted):
    first = client.get(ALL)
    with counted() as statements:
        again = client.get(ALL)
    assert (len(statements), again.data, again.headers["ETag"]) == (0, first.data, first.headers["ETag"])


def test_every_answer_has_a_number_of_its_own_and_else_the_same_headers(client: Client):
    first, again = (client.get(ALL).headers for _ in range(2))
    assert first.pop("X-Request-ID") != again.pop("X-Request-ID")
    assert dict(first) == dict(again)


def test_the_first_one_who_asks_with_a_condition_leaves_a_whole_answer_for_the_next(client: Client):
    tag = client.get(ALL).headers["ETag"]
    fresh = Client(client.application)
    codes = [fresh.get(ALL, headers={"If-None-Match": value}).status_code for value in (tag, '"other"', "*")]
    assert (codes, fresh.get(ALL).status_code) == ([304, 200, 304], 200)


def test_a_head_is_answered_without_a_body_and_leaves_one(client: Client):
    head, got = client.head(ALL), client.get(ALL)
    assert (head.data, head.headers["Content-Length"]) == (b"", str(len(got.data)))


def test_gzip_and_plain_are_kept_apart(client: Client):
    plain, packed = client.get(ALL), client.get(ALL, headers={"Accept-Encoding": "gzip, br"})
    assert gzip.decompress(packed.data) == plain.data
    assert client.get(ALL, headers={"Accept-Encoding": "gzip;q=0"}).data == plain.data


def test_languages_and_filters_are_kept_apart(client: Client):
    addresses = (ALL, f"{ALL}?lang=en", f"{ALL}?year=2025")
    assert len({client.get(address).data for address in addresses}) == len(addresses)


def test_a_part_of_a_body_is_never_taken_for_the_whole(client: Client):
    assert client.get(ALL, headers={"Range": "bytes=0-9"}).status_code == 200
    assert client.get(ALL).data.startswith(b"BEGIN:VCALENDAR")


def test_what_is_not_for_everybody_is_asked_each_time(app: Flask, client: Client, counted: Counted):
    asked = []
    for _time in range(2):
        with counted() as statements:
            code = client.get("/calendar/roadshow/00000000-0000-0000-0000-000000000000.ics").status_code
        asked.append((code, bool(statements)))
    assert asked == [(404, True)] * 2
    assert client.post(ALL).status_code == 405


@pytest.mark.parametrize(
    "path", ["/calendar//all.ics", "/calendar/my//secret.ics", "/calendar//my/secret.ics"]
)
def test_what_leads_elsewhere_is_kept_by_nobody(client: Client, path: str):
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (308, "no-store")


def test_two_answers_share_no_headers_though_they_are_given_at_once(client: Client):
    said = Said("200 OK", Headers({"Cache-Control": "public"}), b"", 0)
    first, second = said.answer(), said.answer()
    assert first.headers["X-Request-ID"] != second.headers["X-Request-ID"]


def test_what_surrounds_a_small_body_takes_room_too(
    app: Flask, counted: Counted, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(kiosk, "ROOM", 3 * kiosk.BESIDES)
    client = Client(Kiosk(app.wsgi_app, AN_HOUR))
    for number in range(3):
        client.get(f"{ALL}?{number}")
    with counted() as statements:
        client.get(f"{ALL}?0")
    assert len(statements) > 0


def test_an_address_longer_than_any_of_ours_is_not_kept(client: Client, counted: Counted):
    client.get(f"{ALL}?{'x' * 201}")
    with counted() as statements:
        client.get(f"{ALL}?{'x' * 201}")
    assert len(statements) > 0


def test_an_answer_lasts_no_longer_than_it_may(app: Flask):
    passing = Client(Kiosk(app.wsgi_app, 0))
    empty = passing.get(ALL).data
    published(app)
    assert passing.get(ALL).data != empty
