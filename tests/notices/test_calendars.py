"""What a letter does to its reader's calendar, as it arrives: over a real mail server, read strictly."""

import logging
from collections.abc import Callable
from dataclasses import replace
from email.message import EmailMessage

import icalendar
import pytest
from flask import Flask
from flask_babel import gettext

from roadshow.config import checked_replies
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.ical.event import Event
from roadshow.ical.invitation import Method
from roadshow.notices import queries
from roadshow.notices.calendars import Entry, reply_token
from roadshow.notices.kinds import KINDS, Kind, Night
from roadshow.notices.models import Answer, Invite, Letter, Unwanted
from roadshow.notices.operations import Reader, queue
from tests.ical.test_event import MEETING
from tests.make import saved
from tests.notices.mail_server import Mailbox, receiving
from tests.notices.test_sending import ANNA, NOON, parts, send_all

REQUEST, CANCEL = Method.REQUEST, Method.CANCEL
READER = Reader(7, "安娜", "Anna@test.example", "zh")


@pytest.fixture(autouse=True)
def test_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(KINDS, "test.dated", Kind("示例", "您好", "正文", night=Night.BY_HAND))


def entry(method: Method = REQUEST, event: Callable[[], Event] = lambda: MEETING, **other: object) -> Entry:
    return replace(Entry("guest", 5, MEETING.uid, method, event), **other)  # type: ignore[arg-type]  # the test says them right


def tell(*entries: Entry, reader: Reader = READER) -> list[tuple[Method | None, int]]:
    """Method and SEQUENCE of the letters, one after the other."""
    for each in entries:
        queue("test.dated", {reader: {}}, {reader: each})
    rows = db.session.query(Letter).order_by(Letter.id)
    return [(row.method, sequence_of(row.calendar)) for row in rows]


def sequence_of(calendar: str | None) -> int:
    return icalendar.Calendar.from_ical(calendar).events[0]["SEQUENCE"] if calendar else -1


def invite() -> Invite:
    db.session.rollback()
    return db.session.query(Invite).one()


def arrived(app: Flask) -> tuple[EmailMessage, bytes]:
    mailbox = Mailbox()
    with receiving(mailbox) as smtp, clock.at(NOON):
        send_all(app, smtp)
    return mailbox.letters[0], mailbox.contents[0]


def test_the_event_stands_beside_text_and_html_and_is_attached(inside: Flask) -> None:
    with clock.at(NOON):
        tell(entry())
    mail, content = arrived(inside)
    assert [line for line in content.split(b"\r\n") if len(line) > 78] == []
    both, attached = mail.iter_parts()
    assert (mail.get_content_type(), both.get_content_type()) == ("multipart/mixed", "multipart/alternative")
    assert [part.get_content_type() for part in both.iter_parts()] == [
        "text/plain",
        "text/html",
        "text/calendar",
    ]
    *_text, calendar = both.iter_parts()
    said = {name: calendar.get_param(name) for name in ("method", "charset")}
    assert said == {"method": "REQUEST", "charset": "utf-8"}
    assert (attached.get_content_type(), attached.get_filename()) == ("application/ics", "invite.ics")
    assert calendar.get_payload(decode=True) == attached.get_payload(decode=True)
    (event,) = icalendar.Calendar.from_ical(attached.get_payload(decode=True)).events
    assert (event["UID"], event["SUMMARY"], event["DTSTAMP"].dt) == (MEETING.uid, MEETING.summary, NOON)
    assert event["ATTENDEE"] == "mailto:Anna@test.example"
    assert mail["List-Unsubscribe"] is None


def test_without_an_event_a_letter_is_what_it_was(inside: Flask) -> None:
    with clock.at(NOON):
        queue("test.dated", {READER: {}})
    mail, _content = arrived(inside)
    assert (mail.get_content_type(), len(parts(mail))) == ("multipart/alternative", 2)


def test_each_message_is_newer_than_the_last_and_never_older_than_the_event(inside: Flask) -> None:
    moved = entry(event=lambda: replace(MEETING, sequence=9))
    assert tell(entry(), entry(), entry(CANCEL), entry(), moved, entry(CANCEL)) == [
        (REQUEST, 3),
        (REQUEST, 4),
        (CANCEL, 5),
        (REQUEST, 6),
        (REQUEST, 9),
        (CANCEL, 10),
    ]
    row = invite()
    assert (row.address, row.about, row.about_id, row.method, row.sequence) == (ANNA, "guest", 5, CANCEL, 10)


def test_of_two_readers_each_has_a_sequence_of_their_own(inside: Flask) -> None:
    other = Reader(8, "贝", "bei@test.example", "zh")
    tell(entry(), entry())
    queue("test.dated", {reader: {} for reader in (READER, other)}, dict.fromkeys([READER, other], entry()))
    assert [(found.address, found.sequence) for found in queries.list_invites([MEETING.uid])] == [
        (ANNA, 5),
        ("bei@test.example", 3),
    ]


def test_what_is_not_in_a_calendar_is_not_taken_out(inside: Flask) -> None:
    assert tell(entry(CANCEL), entry(), entry(CANCEL), entry(CANCEL)) == [
        (None, -1),
        (REQUEST, 3),
        (CANCEL, 4),
        (None, -1),
    ]


def test_what_was_answered_in_the_calendar_is_not_told_to_it_again(inside: Flask) -> None:
    tell(entry())
    invite().answer = Answer.ACCEPTED
    db.session.commit()
    assert tell(entry(unless=Answer.ACCEPTED))[-1] == (None, -1)
    assert (tell(entry(unless=Answer.DECLINED))[-1], invite().answer) == ((REQUEST, 4), None)


def test_it_speaks_the_language_of_its_reader_and_chinese_to_who_never_chose(inside: Flask) -> None:
    spoken = entry(event=lambda: replace(MEETING, summary=gettext("现场")))
    for number, language in enumerate(["en", None]):
        tell(spoken, reader=Reader(None, "安娜", f"a{number}@test.example", language))
    found = [str(row.calendar) for row in db.session.query(Letter).order_by(Letter.id)]
    assert ["SUMMARY:现场" in calendar for calendar in found] == [False, True]


def test_an_event_that_cannot_be_sent_is_reported_and_its_letter_goes_without(
    inside: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        found = tell(
            entry(event=lambda: replace(MEETING, url="no address")),
            entry(event=lambda: dict[str, Event]()["x"]),
        )
    assert found == [(None, -1), (None, -1)]
    assert [record.getMessage() for record in caplog.records] == ["guest 5 goes into no calendar"] * 2
    assert queries.list_invites([MEETING.uid]) == []


def test_it_goes_to_who_does_without_such_letters_as_their_calendar_would_be_wrong(inside: Flask) -> None:
    with clock.at(NOON):
        saved(Unwanted(address=ANNA, kind="test.dated", since=NOON))
        tell(entry())
    assert arrived(inside)[0]["Subject"] == "您好"


def test_answers_go_to_an_address_that_only_this_reader_is_told(inside: Flask) -> None:
    inside.config["SETTINGS"] = replace(
        inside.config["SETTINGS"], mail_from="路演中心 <a@b.example>", replies="cal+{}@b.example"
    )
    tell(entry())
    (event,) = icalendar.Calendar.from_ical(str(db.session.query(Letter).one().calendar)).events
    token = reply_token(MEETING.uid, ANNA)
    assert (event["ORGANIZER"], event["ORGANIZER"].params["CN"], len(token)) == (
        f"mailto:cal+{token}@b.example",
        "路演中心",
        24,
    )


@pytest.mark.parametrize(
    ("mail_from", "language", "name"),
    [
        ("路演中心 <a@b.example>", "en", "路演中心"),
        ("a@b.example", "zh", "长三角G60全球科创路演中心"),
        ("a@b.example", "en", "Yangtze Delta G60 Global Sci-tech Roadshow Centre"),
    ],
)
def test_who_invites_has_the_name_that_the_settings_give_or_the_centres_own(
    inside: Flask, mail_from: str, language: str, name: str
) -> None:
    inside.config["SETTINGS"] = replace(inside.config["SETTINGS"], mail_from=mail_from)
    tell(entry(), reader=replace(READER, language=language))
    (event,) = icalendar.Calendar.from_ical(str(db.session.query(Letter).one().calendar)).events
    assert event["ORGANIZER"].params["CN"] == name


@pytest.mark.parametrize(
    ("method", "pattern", "may_answer"),
    [(REQUEST, "cal+{}@b.example", True), (CANCEL, "cal+{}@b.example", False), (REQUEST, "", False)],
)
def test_a_letter_says_that_the_calendar_may_answer_where_that_is_read(
    inside: Flask, method: Method, pattern: str, may_answer: bool
) -> None:
    with clock.at(NOON):
        tell(entry())
        db.session.query(Letter).update({"method": method})
        db.session.commit()
    inside.config["SETTINGS"] = replace(inside.config["SETTINGS"], replies=pattern)
    text = arrived(inside)[0].get_body(("plain",))
    assert text is not None
    words = [line for line in text.get_content().splitlines() if line.startswith("这封信")]
    answers = "这封信由路演中心自动发出。可以在日历里点接受、暂定或拒绝来答复，请不要另写回信。"
    assert words == [answers if may_answer else "这封信由路演中心自动发出，请不要直接回复。"]


@pytest.mark.parametrize("sound", ["", "calendar+{}@example.cn", "{}@replies.example.cn"])
def test_an_address_for_answers_has_one_place_for_what_makes_it_each_readers_own(sound: str) -> None:
    assert checked_replies(sound) == sound


@pytest.mark.parametrize(
    "odd", ["a@example.cn", "{}", "{}@", "a@{}.cn", "{}{}@example.cn", "a b{}@x.cn", "a" * 39 + "{}@x.cn"]
)
def test_another_one_is_refused_at_the_start(odd: str) -> None:
    with pytest.raises(ValueError, match=r"ROADSHOW_REPLIES is an address with \{\} before its @"):
        checked_replies(odd)
