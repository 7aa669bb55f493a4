"""The worker reads a real mailbox: each message once, whatever dies or goes away between."""

import logging
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from roadshow import worker
from roadshow.attendance import answering, seating
from roadshow.attendance.models import Attendance, Mode
from roadshow.attendance.rules import SeatingFacts
from roadshow.attendance.states import AttendanceState as A
from roadshow.audit.models import Entry
from roadshow.config import checked_imap
from roadshow.foundation.db import db
from roadshow.notices import mailbox as mailboxes
from roadshow.notices.mailbox import LOOKS_EVERY, Mailbox, open_mailbox
from roadshow.notices.states import LetterState
from roadshow.programme.states import RoadshowState as S
from tests import make
from tests.attendance.replying import Asked, answer, reads_replies
from tests.notices.imap_server import Box, mailbox
from tests.notices.test_bounces import notice, sent
from tests.servers import free_port


@pytest.fixture(scope="module")
def server() -> Iterator[Box]:
    with mailbox() as box:
        yield box


@pytest.fixture
def box(server: Box) -> Box:
    """Empty."""
    server.empty()
    return server


@pytest.fixture
def guest(in_spring: None, inside: Flask) -> Attendance:
    reads_replies(inside)
    roadshow = make.roadshow(S.PUBLISHED)
    seating.set_seating(roadshow, SeatingFacts(9, 0), actor=make.SOMEONE)
    row = make.attendance(roadshow)
    answering.accept(row, Mode.ONSITE, actor=make.SOMEONE)
    return row


def declined(guest: Attendance) -> bytes:
    return answer(Asked.of(guest.email or ""), "DECLINED")


def read_all(app: Flask, address: str) -> int:
    """As the worker does, until there is no more for now; how many messages."""
    reader, count = Mailbox(address), 0
    while worker.read_once(app, reader):
        count += 1
    return count


def state(guest: Attendance) -> A:
    db.session.rollback()
    db.session.refresh(guest)
    return guest.state


def test_answers_and_returned_letters_are_read_once_each(inside: Flask, guest: Attendance, box: Box) -> None:
    letter = sent()
    for content in (
        declined(guest),
        notice(letter, address=letter.to_address),
        b"Subject: hello\r\n\r\nhello\r\n",
    ):
        box.put(content)
    assert [read_all(inside, box.address), read_all(inside, box.address)] == [3, 0]
    assert (state(guest), box.flags()) == (A.DECLINED, ["Seen"] * 3)
    db.session.refresh(letter)
    assert letter.state is LetterState.BOUNCED


def test_who_dies_between_writing_and_marking_reads_it_again_and_nothing_changes(
    inside: Flask, guest: Attendance, box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    box.put(declined(guest))

    reader = Mailbox(box.address)
    with monkeypatch.context() as patch:
        patch.setattr(mailboxes.imaplib.IMAP4, "uid", _dies_at_store(mailboxes.imaplib.IMAP4.uid))
        with pytest.raises(KeyboardInterrupt):
            worker.read_once(inside, reader)
    reader.rest()
    assert (state(guest), box.flags()) == (A.DECLINED, [""])
    assert read_all(inside, box.address) == 1
    assert box.flags() == ["Seen"]
    assert db.session.query(Entry).filter_by(what="attendance.declined").count() == 1


def _dies_at_store(uid):
    def ask(line, command, *said):
        if command == "STORE":
            raise KeyboardInterrupt
        return uid(line, command, *said)

    return ask


def test_while_the_database_is_away_a_message_stays_unread(
    inside: Flask, guest: Attendance, box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    box.put(declined(guest))

    def away(*_said: object, **_more: object) -> None:
        raise OperationalError("", {}, Exception())

    with monkeypatch.context() as patch:
        patch.setattr(worker, "take_mail", away)
        with pytest.raises(OperationalError):
            read_all(inside, box.address)
    assert box.flags() == [""]
    assert (read_all(inside, box.address), state(guest)) == (1, A.DECLINED)


def test_a_fault_of_ours_is_written_down_and_left_for_people_and_the_next_message_has_its_turn(
    inside: Flask,
    guest: Attendance,
    box: Box,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    box.put(b"Subject: odd\r\n\r\nodd\r\n")
    box.put(declined(guest))
    take = worker.take_mail

    def breaks(content: bytes, **said: object) -> object:
        if b"Subject: odd" in content:
            raise RuntimeError("a fault of ours")
        return take(content, **said)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(worker, "take_mail", breaks)
    with caplog.at_level(logging.ERROR):
        assert read_all(inside, box.address) == len(("odd", "declined"))
    assert (state(guest), box.flags()) == (A.DECLINED, ["Flagged Seen", "Seen"])
    assert [record.getMessage().split()[-1] for record in caplog.records] == ["failed"]


def test_a_message_that_the_server_cannot_give_holds_up_no_other(
    inside: Flask, guest: Attendance, box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    box.put(b"Subject: odd\r\n\r\nodd\r\n")
    box.put(declined(guest))
    monkeypatch.setattr(mailboxes, "PAUSES", (0.0,))
    monkeypatch.setattr(mailboxes.imaplib.IMAP4, "uid", _gives_none_odd(mailboxes.imaplib.IMAP4.uid))
    reader = Mailbox(box.address)
    assert [worker.read_once(inside, reader) for _message in range(3)] == [False, True, False]
    reader.rest()
    assert (state(guest), box.flags()) == (A.DECLINED, ["", "Seen"])


def _gives_none_odd(uid):
    def ask(line, command, *said):
        answer = uid(line, command, *said)
        return ("NO", [b"it is damaged"]) if "Subject: odd" in str(answer) else answer

    return ask


def test_what_is_logged_names_nobody(
    inside: Flask, guest: Attendance, box: Box, caplog: pytest.LogCaptureFixture
) -> None:
    letter = sent()
    for content in (declined(guest), notice(letter, address=letter.to_address), declined(guest)):
        box.put(content)
    with caplog.at_level(logging.INFO):
        read_all(inside, box.address)
    assert [record.getMessage() for record in caplog.records if record.name == "roadshow.worker"] == [
        "a message is taken in",
        "a message is taken in",
        "a message changes nothing: 这份答复已经读过，或比读过的早",
    ]


def test_a_message_that_is_too_large_is_not_fetched(
    inside: Flask, box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailboxes, "LARGEST", 100)
    taken = list[bytes]()
    box.put(b"Subject: x\r\n\r\n" + b"x" * 200)
    box.put(b"Subject: y\r\n\r\n")
    reader = Mailbox(box.address)
    while reader.read_once(taken.append):
        pass
    assert (taken, box.flags()) == ([b"Subject: y\r\n\r\n"], ["Seen", "Seen"])


def test_a_mailbox_that_is_away_is_a_line_in_the_log_and_found_again(
    inside: Flask,
    guest: Attendance,
    box: Box,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    box.put(declined(guest))
    reader, now = Mailbox(box.address), [time.monotonic()]
    monkeypatch.setattr(mailboxes.time, "monotonic", lambda: now[0])
    box.stop()
    with caplog.at_level(logging.WARNING):
        assert [worker.read_once(inside, reader) for _try in range(3)] == [False] * 3
    assert [record.getMessage() for record in caplog.records] == [
        "no answer from the mailbox: ConnectionRefusedError"
    ]
    box.start()
    now[0] += LOOKS_EVERY
    assert (worker.read_once(inside, reader), state(guest)) == (True, A.DECLINED)
    reader.rest()


@pytest.mark.parametrize(
    "address",
    [
        "imap://centre:wrong@127.0.0.1:{port}",
        "imap://centre:a%3Away%2Fin%3F@127.0.0.1:{port}/none",
        "imap://a:b@127.0.0.1:{closed}",
    ],
)
def test_a_wrong_password_folder_or_port_stops_nothing(
    inside: Flask, box: Box, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        assert read_all(inside, address.format(port=box.port, closed=free_port())) == 0
    (record,) = caplog.records
    assert record.getMessage().startswith("no answer from the mailbox: ")


def test_the_settings_name_the_mailbox_or_none(inside: Flask, box: Box) -> None:
    settings = inside.config["SETTINGS"]
    found = open_mailbox(replace(settings, imap=box.address))
    assert found is not None
    assert (open_mailbox(settings), found.folder) == (None, "INBOX")
    assert worker.read_once(inside, None) is False


@pytest.mark.parametrize("sound", ["", "imaps://a:b@mail.example.cn", "imap://a:b@127.0.0.1:143/Calendar"])
def test_a_mailbox_is_checked_at_the_start(sound: str) -> None:
    assert checked_imap(sound) == sound


@pytest.mark.parametrize(
    "odd", ["mail.example.cn", "imaps://mail.example.cn", "smtp://a:b@c", "imaps://a:b@c:0", "imaps://a:密@c"]
)
def test_another_one_is_refused_without_its_password(odd: str) -> None:
    with pytest.raises(
        ValueError, match=r"^ROADSHOW_IMAP is imaps://user:password@host:port/folder, in plain ASCII$"
    ):
        checked_imap(odd)
