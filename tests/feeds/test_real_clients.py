"""The feeds in the programs that people read them with: every one shows the same, and what changes arrives."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.feeds.models import Kind
from roadshow.foundation.db import db
from roadshow.foundation.text import clean
from roadshow.halls.models import Hall
from roadshow.halls.points import Point
from roadshow.programme import operations as programme
from roadshow.programme.models import Roadshow
from roadshow.programme.states import RoadshowState as S
from tests import make
from tests.clients.readers import READERS, Collection, Read, by_icalendar, by_node_ical, served
from tests.feeds.built import STARTS, cancel, hall, postpone, published, room, set_clock
from tests.feeds.owned import address, asked, who_may_have

ALL = "/calendar/all.ics"
BIDI = "\u202eلا\u202c \u200fשלום\u200f"
CONTROLS = dict.fromkeys([*range(32), *range(0x7F, 0xA0), 0x2028, 0x2029])
EVERY_CONTROL = "".join(map(chr, [*CONTROLS, 0xFEFF])).strip("\0")  # which PostgreSQL keeps in no text
NASTY = {
    "Chinese that is folded": "长三角科创路演" * 30,
    "emoji on every octet of a fold": "".join("x" * number + "👩🏽‍🚀🚀" for number in range(8)) * 6,
    "every control character": f"前{EVERY_CONTROL}后",
    "quotes, commas and semicolons": "“引号” \"quoted\" 'single', 逗号，; 分号； : 冒号",
    "back slashes": "C:\\New\\n \\, \\; \\\\N \\",
    "new lines": "一\n二\r\n三\r四\u2028五\u2029六",
    "what looks like another line of a calendar": "END:VEVENT\r\nEND:VCALENDAR\r\nBEGIN:VALARM",
    "right to left": BIDI,
    "markup": "<b>&amp;</b> %20 ${x} {{ y }}",
    "combining signs": "e\u0301 ゙ \u200d 🇨🇳",
}


@pytest.fixture(autouse=True)
def _the_first_of_may():
    with set_clock():
        yield


@pytest.mark.parametrize("reader", READERS)
def test_every_program_reads_what_was_written_whatever_it_is(
    app: Flask, client: FlaskClient, reader: Callable[[bytes], list[Read]]
):
    # of a back slash before an n node-ical makes a new line, also where it is written as two
    nasty = [words for words in NASTY.values() if "\\" not in words or reader is not by_node_ical]
    for words in nasty:
        published(app, title=words[:200], summary=words, venue=words[:200])
    body = client.get(ALL).data
    found = reader(body)
    assert (len(found), found) == (len(nasty), by_icalendar(body))


@pytest.mark.parametrize("words", NASTY.values(), ids=NASTY)
def test_nothing_is_lost_but_what_no_calendar_can_carry(app: Flask, client: FlaskClient, words: str):
    uid = published(app, summary=f"前 {words} 后")
    (event,) = by_icalendar(client.get(ALL).data)
    page = f"{app.config['BASE_URL']}/roadshows/{uid}"
    assert event.description == f"{clean(f'前 {words} 后')}\n\n{page}"


def test_a_line_has_at_most_75_octets_and_is_never_broken_inside_a_sign(app: Flask, client: FlaskClient):
    for words in NASTY.values():
        published(app, title=words[:200], summary=words, venue=words[:200])
    lines = client.get(ALL).data.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert [line for line in lines if line.decode().translate(CONTROLS) != line.decode()] == []


def test_a_record_that_cannot_be_written_is_left_out_for_every_program(app: Flask, client: FlaskClient):
    published(app, title="好的一场")
    published(app, title="坏的一场", sector="alchemy")
    body = client.get(ALL).data
    assert [[each.summary for each in reader(body)] for reader in READERS] == [["好的一场"]] * len(READERS)


def test_one_roadshows_own_calendar_is_read_alike_too(app: Flask, client: FlaskClient):
    uid = published(app, hall_id=hall(app, "一号厅"))
    body = client.get(f"/calendar/roadshow/{uid}.ics?lang=en").data
    assert [reader(body) for reader in READERS] == [by_icalendar(body)] * len(READERS)


def test_a_place_on_the_map_and_a_way_in_by_video_keep_no_program_from_reading(app: Flask, tmp_path: Path):
    uid, online = published(app, hall_id=hall(app, "一号厅", Point(30.69481, 121.02133))), room(app)
    with app.app_context():
        row = db.session.query(Roadshow).filter_by(uid=uid).one()
        row.branches = [db.session.get_one(Hall, online)]
        db.session.commit()
    with served(app) as here:
        collection = Collection(tmp_path, here + ALL)
        synced, body = collection.sync(), app.test_client().get(ALL).data
        assert (len(synced), collection.sync()) == (1, synced)
        assert collection.shown("2026-05-01") == ["2026-05-08 14:00 2026-05-08 17:00 光芯片专场 CONFIRMED"]
    assert sum(b"CONFERENCE;" in line or b"GEO:" in line for line in body.splitlines()) == 2
    assert [reader(body) for reader in READERS] == [by_icalendar(body)] * len(READERS)


def test_a_second_synchronisation_changes_nothing(app: Flask, tmp_path: Path):
    for number in range(3):
        published(app, title=f"第{number}场", starts_at=STARTS + timedelta(hours=number))
    with served(app) as here:
        collection = Collection(tmp_path, here + ALL)
        first = collection.sync()
        assert (len(first), collection.sync()) == (3, first)


def test_what_happens_to_a_roadshow_is_what_a_subscriber_sees(app: Flask, tmp_path: Path):
    moved, called_off = published(app, title="改期的一场"), published(app, title="取消的一场")
    published(app, title="不变的一场")
    with served(app) as here:
        collection = Collection(tmp_path, here + ALL)
        before = collection.sync()
        assert collection.shown("2026-05-01") == [
            f"2026-05-08 14:00 2026-05-08 17:00 {title} CONFIRMED"
            for title in ("不变的一场", "取消的一场", "改期的一场")
        ]
        postpone(app, moved, STARTS + timedelta(days=7))
        cancel(app, called_off)
        _rename(app, moved, "改期又改名的一场")
        after = collection.sync()
        assert collection.shown("2026-05-01") == [
            "2026-05-08 14:00 2026-05-08 17:00 【已取消】取消的一场 CANCELLED",
            "2026-05-08 14:00 2026-05-08 17:00 不变的一场 CONFIRMED",
            "2026-05-15 14:00 2026-05-15 17:00 改期又改名的一场 CONFIRMED",
        ]
    assert (len(after), len([name for name in before if before[name] == after.get(name)])) == (3, 1)


def _rename(app: Flask, uid: str, title: str) -> None:
    with app.app_context():
        row = db.session.query(Roadshow).filter_by(uid=uid).one()
        row.title, row.sequence = title, row.sequence + 1
        db.session.commit()


@pytest.mark.parametrize("kind", Kind)
def test_everybodys_own_calendar_is_read_alike_with_its_reminders(
    inside: Flask, client: FlaskClient, kind: Kind
):
    person, where = who_may_have(kind), make.hall()
    for title in (NASTY["quotes, commas and semicolons"], BIDI, "平常的一场"):
        at = make.roadshow(S.CALLING, where if title == BIDI else None, sector="energy", title=title)
        make.pitch(at, of=make.project(make.company(person)))
    body = asked(client, address(person, kind, where if kind is Kind.HALL else None, remind_minutes=30)).data
    found = [reader(body) for reader in READERS]
    many = len(found[0])
    assert (many > 0, body.count(b"BEGIN:VALARM"), found) == (True, many, [found[0]] * len(READERS))


def test_an_own_calendar_is_kept_by_vdirsyncer_and_each_change_arrives(inside: Flask, tmp_path: Path):
    at = make.roadshow(S.PLANNED, title="示例专场")
    path = address(who_may_have(Kind.CENTRE), Kind.CENTRE)
    with served(inside) as here:
        collection = Collection(tmp_path, here + path)
        first = collection.sync()
        assert collection.sync() == first
        programme.cancel(at, "停电", actor=make.SOMEONE)
        [event] = by_icalendar(next(iter(collection.sync().values()))[1])
    assert (event.summary, event.sequence) == ("【已取消】示例专场", at.sequence)
