"""What comes back: a notification marks the letter that it names, anything else changes nothing and says so."""

from datetime import date, time, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.notices import queries, sending
from roadshow.notices.bounces import read_bounce
from roadshow.notices.models import MAIL, Letter
from roadshow.notices.operations import Reader, queue
from roadshow.notices.states import LetterState as S

ANNA = "anna@test.example"
SAID = {"title": "甲", "roadshow": "甲", "reason": "乙", "event": "", "link": ""}
NOTICE = """\
From: MAILER-DAEMON@mail.test.example
To: centre@test.example
Subject: Undelivered
Message-ID: <notice@mail.test.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It came back.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.test.example

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 no such user

--b
Content-Type: {sort}

From: centre@test.example
Message-ID: {message_id}
Subject: x

--b--
"""


def sent(address: str = ANNA) -> Letter:
    queue("roadshow.cancelled", {Reader(7, "安娜", address, "zh"): SAID})
    dispatch = sending.claim(MAIL, "test.example")
    assert dispatch is not None
    sending.note_sent(dispatch)
    return queries.get_letter(dispatch.id)


def notice(letter: Letter, **other: str) -> bytes:
    usual = {
        "address": ANNA,
        "action": "failed",
        "status": "5.1.1",
        "sort": "message/rfc822",
        "message_id": str(letter.message_id),
    }
    return NOTICE.format(**(usual | other)).encode()


def receive(app: Flask, content: bytes) -> tuple[str, str, int]:
    result = FlaskCliRunner(app).invoke(args=["mail", "receive"], input=content)
    return result.stdout.strip(), result.stderr.strip(), result.exit_code


@pytest.mark.parametrize("sort", ["message/rfc822", "text/rfc822-headers"])
def test_a_letter_that_came_back_is_marked_with_what_the_server_said(app: Flask, sort: str) -> None:
    with app.app_context():
        letter = sent()
        letter_id, content = letter.id, notice(letter, sort=sort)
    words = "5.1.1 550 5.1.1 no such user"
    for _again in range(2):
        assert receive(app, content) == (f"第{letter_id}封通知已记为退信：{words}", "", 0)
    with app.app_context():
        row = queries.get_letter(letter_id)
        assert (row.state, row.why) == (S.BOUNCED, {"zh": words, "en": words})


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"message_id": "<forged@test.example>"}, "没有发过这封通知，或收信人对不上，没有改动"),
        ({"address": "another@test.example"}, "没有发过这封通知，或收信人对不上，没有改动"),
        ({"action": "delayed", "status": "4.4.1"}, "对方还会再试，没有改动"),
        ({"message_id": ""}, "不是日历答复，也不是退信通知，或没有写明是哪一封，没有改动"),
        ({"address": ""}, "不是日历答复，也不是退信通知，或没有写明是哪一封，没有改动"),
    ],
)
def test_a_notice_that_is_none_of_ours_changes_nothing_and_says_so(
    app: Flask, other: dict[str, str], said: str
) -> None:
    with app.app_context():
        letter = sent()
        letter_id, content = letter.id, notice(letter, **other)
    assert receive(app, content) == ("", said, 0)
    with app.app_context():
        assert queries.get_letter(letter_id).state == S.SENT


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"\xff\xfe\x00",
        b"Content-Type: message/delivery-status\n\n",
        b"Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n\n--b--",
    ],
)
def test_what_is_no_notice_is_read_as_none(content: bytes) -> None:
    assert read_bounce(content) is None


def test_three_in_a_row_are_told_and_one_that_arrives_ends_the_row(inside: Flask) -> None:
    counts = []
    for number, state in enumerate([S.BOUNCED, S.BOUNCED, S.BOUNCED, S.SENT]):
        with clock.at(clock.moment(date(2026, 3, 2), time(9)) + timedelta(hours=number)):
            sent().state = state
            db.session.commit()
        counts.append(queries.count_bounces(ANNA))
    assert counts == [0, 0, 3, 0]
