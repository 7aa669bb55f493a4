"""How a person's own calendar goes over the wire, and who learns its address."""

import gzip
import io
import logging
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import icalendar
import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow import create_app
from roadshow.audit.models import Entry
from roadshow.feeds import operations, own, queries
from roadshow.feeds.models import Kind, Program, Subscription
from roadshow.feeds.rules import SubscriptionFacts
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.programme.entries import Edition
from roadshow.programme.models import Roadshow
from roadshow.programme.states import RoadshowState as S
from tests import make
from tests.conftest import AnotherApp, Counted
from tests.databases import settings_for
from tests.feeds.built import events
from tests.feeds.owned import address, asked, fetched, investor, said, who_may_have
from tests.feeds.test_told import EVENT
from tests.servers import serving

pytestmark = pytest.mark.usefixtures("in_spring")
GZIP = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.fixture
def path(inside: Flask) -> str:
    make.roadshow(S.PUBLISHED, title="新能源专场", sector="energy")
    return address(investor(), Kind.INVESTOR)


def test_it_is_its_readers_alone_and_names_itself_to_nobody(client: FlaskClient, path: str):
    answer = asked(client, path)
    names = ("Content-Type", "Cache-Control", "Vary", "Referrer-Policy", "X-Robots-Tag", "Set-Cookie")
    assert {name: answer.headers.get(name) for name in (*names, "Last-Modified", "Location")} == {
        "Content-Type": "text/calendar; charset=utf-8",
        "Cache-Control": "private, no-cache",
        "Vary": "Accept-Encoding",
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex, nofollow",
        "Set-Cookie": None,
        "Last-Modified": None,
        "Location": None,
    }


@pytest.mark.parametrize("wrong", ["nonsense", "a" * 43, "%00", "中文", "../all", "a" * 5000])
def test_a_wrong_address_is_404_and_never_a_way_to_sign_in(inside: Flask, client: FlaskClient, wrong: str):
    answer = asked(client, f"/calendar/my/{wrong}.ics")
    assert (answer.status_code, answer.headers.get("Set-Cookie")) == (404, None)


def test_nobody_keeps_that_there_is_none(inside: Flask, client: FlaskClient):
    answer = asked(client, "/calendar/my/nonsense.ics")
    names = ("Cache-Control", "Referrer-Policy", "X-Robots-Tag")
    assert [answer.headers[name] for name in names] == ["no-store", "no-referrer", "noindex, nofollow"]


def test_whoever_has_it_is_told_so_packed_or_plain(client: FlaskClient, path: str):
    plain, packed = asked(client, path), asked(client, path, headers=GZIP)
    tags = [answer.headers["ETag"] for answer in (plain, packed)]
    assert gzip.decompress(packed.data) == plain.data
    found = [
        asked(client, path, headers=more | {"If-None-Match": tag}).status_code
        for more in ({}, GZIP)
        for tag in (*tags, f'W/{tags[0]}, "other"', "*")
    ]
    assert found == [304, 200, 304, 304, 200, 304, 200, 304]


def test_a_head_says_what_a_get_would_and_nothing_else_is_taken(client: FlaskClient, path: str):
    got, head = asked(client, path), asked(client, path, method="HEAD")
    assert (head.data, head.headers["ETag"]) == (b"", got.headers["ETag"])
    methods = ("POST", "PUT", "DELETE", "PATCH")
    assert [asked(client, path, method=method).status_code for method in methods] == [405] * 4


def test_a_change_is_never_answered_with_304_nor_is_a_date_believed(client: FlaskClient, path: str):
    tag = asked(client, path).headers["ETag"]
    db.session.query(Roadshow).one().title = "改了名"
    db.session.commit()
    row = db.session.query(Roadshow).one()
    row.sequence += 1
    db.session.commit()
    later = {"If-Modified-Since": "Thu, 31 Dec 2099 00:00:00 GMT"}
    codes = [asked(client, path, headers=asks).status_code for asks in ({"If-None-Match": tag}, later)]
    assert codes == [200, 200]


def test_it_is_the_same_whoever_asks_and_signed_in_as_whom(app: Flask, client: FlaskClient, path: str):
    body = asked(client, path).data
    client.set_cookie("session", "nonsense")
    asked_with = [{"Accept": "text/html"}, {"User-Agent": "iOS/17.5"}, {"Accept-Language": "en"}]
    assert [asked(client, f"{path}?lang=en", headers=more).data == body for more in asked_with] == [True] * 3


def test_it_speaks_the_language_that_its_owner_chose(inside: Flask, client: FlaskClient):
    make.roadshow(S.PLANNED, title="新能源专场", title_en="New energy")
    path = address(who_may_have(Kind.CENTRE), Kind.CENTRE, language="en")
    assert [str(event["SUMMARY"]) for event in fetched(client, path)] == ["[Planned] New energy"]


@pytest.mark.parametrize("minutes", [None, 10, 60, 24 * 60])
def test_it_reminds_only_who_asked_for_it(inside: Flask, client: FlaskClient, minutes: int | None):
    make.roadshow(S.PUBLISHED, sector="energy")
    [event] = fetched(client, address(investor(), Kind.INVESTOR, remind_minutes=minutes))
    alarms = [(str(alarm["ACTION"]), alarm["TRIGGER"].dt) for alarm in event.walk("VALARM")]
    assert alarms == ([] if minutes is None else [("DISPLAY", -timedelta(minutes=minutes))])


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_is_read_strictly_in_one_zone_without_summer_time(
    inside: Flask, client: FlaskClient, kind: Kind
):
    person, hall = who_may_have(kind), make.hall()
    at = make.roadshow(S.CALLING, hall, sector="energy", title="🚀" * 40 + "，；,;\\N\"'")
    make.use(hall, make.DAY)
    make.pitch(at, of=make.project(make.company(person)))
    body = asked(client, address(person, kind, hall if kind is Kind.HALL else None, remind_minutes=10)).data
    assert [error for event in events(body) for error in event.errors] == []
    assert {len(line) <= 75 for line in body.split(b"\r\n")} == {True}
    assert re.findall(rb"\r\n((?:TZID|TZOFFSETTO|METHOD|SOURCE):[^\r]*)", body) == [
        b"TZID:Asia/Shanghai",
        b"TZOFFSETTO:+0800",
    ]
    assert isinstance(icalendar.Calendar.from_ical(body), icalendar.Calendar)


def test_one_bad_record_never_takes_the_calendar_away(
    inside: Flask, client: FlaskClient, caplog: pytest.LogCaptureFixture
):
    make.roadshow(S.CALLING, title="好的")
    bad = make.roadshow(S.CALLING, title="坏的")
    bad.sector = "alchemy"
    db.session.commit()
    path = address(who_may_have(Kind.CENTRE), Kind.CENTRE)
    with caplog.at_level(logging.ERROR):
        assert said(fetched(client, path)) == [("【项目征集中】好的", "TENTATIVE")]
    assert [record.getMessage() for record in caplog.records] == [
        f"roadshow {bad.uid} is left out of the calendars"
    ]


def test_when_and_by_what_it_was_fetched_is_noted_once_an_hour(inside: Flask, client: FlaskClient):
    path, noted, now = address(investor(), Kind.INVESTOR), [], clock.now()
    for minutes, agent in (
        (0, "iOS/17.5.1 (21F90) dataaccessd/1.0"),
        (59, "Thunderbird"),
        (60, "vdirsyncer/0.19"),
    ):
        with clock.at(now + timedelta(minutes=minutes)):
            asked(client, path, headers={"User-Agent": agent})
        db.session.rollback()
        row = db.session.query(Subscription).one()
        noted.append(((row.fetched_at - now) // timedelta(minutes=1), row.fetched_by))
    assert noted == [(0, Program.APPLE), (0, Program.APPLE), (60, Program.VDIRSYNCER)]


def test_it_is_sent_although_the_fetch_cannot_be_noted(
    inside: Flask, client: FlaskClient, path: str, monkeypatch: pytest.MonkeyPatch
):
    def full(*_what: object) -> None:
        raise db.exc.OperationalError("UPDATE", {}, Exception("database or disk is full"))

    monkeypatch.setattr(own, "note_fetch", full)
    assert len(fetched(client, path)) == 1


def test_a_second_fetch_within_the_hour_writes_nothing(client: FlaskClient, path: str, counted: Counted):
    asked(client, path)
    with counted() as statements:
        asked(client, path)
    assert [words for words in statements if not words.startswith("SELECT")] == []


def test_the_trail_tells_of_it_without_the_token(inside: Flask, client: FlaskClient):
    person = who_may_have(Kind.CENTRE)
    row, token = operations.subscribe(
        person, Kind.CENTRE, None, operations.SubscriptionFacts("我的手机"), actor=person.acting()
    )
    new = operations.rotate(row, actor=person.acting())
    operations.change(row, operations.SubscriptionFacts("平板", "en", 10), actor=person.acting())
    operations.revoke(row, actor=person.acting())
    entries = db.session.query(Entry).order_by(Entry.id).all()
    did = [entry.what for entry in entries if entry.thing == "calendar"]
    assert did == ["calendar.made", "calendar.rotated", "calendar.changed", "calendar.revoked"]
    assert [secret for secret in (token, new) if secret in repr([vars(entry) for entry in entries])] == []


def test_no_fault_of_ours_writes_the_token_into_the_log(
    inside: Flask, client: FlaskClient, path: str, monkeypatch: pytest.MonkeyPatch
):
    inside.config["PROPAGATE_EXCEPTIONS"] = False
    log, token = io.StringIO(), path.rsplit("/", maxsplit=1)[-1].removesuffix(".ics")

    def fail(secret: str) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr(queries, "get_subscription", fail)
    assert asked(client, path, errors_stream=log).status_code == 500
    assert (token in log.getvalue(), "/calendar/my/<secret>.ics" in log.getvalue()) == (False, True)


def test_nor_does_a_database_that_is_away(another_app: AnotherApp, tmp_path: Path):
    client = another_app(settings_for("sqlite:////nowhere/roadshow.db", tmp_path)).test_client()
    log = io.StringIO()
    assert client.get("/calendar/my/secret-of-somebody.ics", errors_stream=log).status_code == 503
    assert "secret-of-somebody" not in log.getvalue()


def test_the_real_server_writes_no_address_down(tmp_path: Path):
    with serving(tmp_path, DEMO="0") as served:
        app = create_app(settings_for(f"sqlite:///{tmp_path / 'roadshow.db'}", tmp_path))
        with app.app_context():
            path = address(who_may_have(Kind.CENTRE), Kind.CENTRE)
            gone = address(who_may_have(Kind.CENTRE), Kind.CENTRE)
            operations.revoke(db.session.query(Subscription).all()[-1], actor=make.SOMEONE)
            db.engine.dispose()
        codes = [_code(served.url + where) for where in (path, gone, f"{path}?x={'y' * 9000}", path)]
    log, secrets = (
        (tmp_path / "server.log").read_text(),
        [where.split("/")[-1][:43] for where in (path, gone)],
    )
    assert (codes, [secret for secret in secrets if secret in log]) == ([200, 404, 414, 200], [])


def _code(url: str) -> int:
    try:
        with urlopen(Request(url)) as answer:
            return answer.status
    except HTTPError as refused:
        return refused.code


def test_a_fetch_that_another_overtakes_shares_no_number_with_it(
    inside: Flask, monkeypatch: pytest.MonkeyPatch
):
    row, _token = operations.subscribe(
        who_may_have(Kind.CENTRE), Kind.CENTRE, None, SubscriptionFacts("我的"), actor=make.SOMEONE
    )
    row_id, numbers = row.id, list[int]()

    def fetch(words: str, meanwhile: Callable[[], None] = lambda: None) -> None:
        def holds(_row: Subscription, _edition: Edition, _today: date) -> own.Content:
            meanwhile()
            return own.Content([replace(EVENT, summary=words)])

        monkeypatch.setitem(own.HOLDS, Kind.CENTRE, holds)
        feed = own.fetch(db.session.get_one(Subscription, row_id), "https://g60.example", Program.OTHER)
        numbers.append(icalendar.Calendar.from_ical(feed.body).events[0]["SEQUENCE"])

    def overtake() -> None:
        with inside.app_context():
            fetch("二")
            db.session.remove()

    fetch("一")
    fetch("三", overtake)
    fetch("二")
    assert numbers == [2, 3, 4, 5]
