"""An answer from a calendar does what the same answer on the page does; a forged or a late one does nothing."""

from collections.abc import Callable, Collection, Iterable
from contextvars import copy_context
from dataclasses import replace
from datetime import timedelta
from functools import partial
from threading import Thread

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from roadshow.agenda import operations as agenda
from roadshow.agenda.entries import part_uid, pitch_uid
from roadshow.attendance import answering, incoming, queries, seating
from roadshow.attendance.models import Attendance, Mode
from roadshow.attendance.rules import SeatingFacts
from roadshow.attendance.states import AttendanceState as A
from roadshow.audit.models import Entry
from roadshow.foundation import clock
from roadshow.foundation.actor import POST
from roadshow.foundation.db import db
from roadshow.foundation.errors import Refused
from roadshow.notices import calendars
from roadshow.notices.models import Answer, Invite, Letter
from roadshow.pitches.models import Pitch
from roadshow.pitches.states import PitchState
from roadshow.programme import operations as programme
from roadshow.programme.models import Roadshow
from roadshow.programme.states import RoadshowState as S
from tests import make
from tests.agenda.test_who_is_told import on_stage
from tests.attendance.replying import PROGRAMS, Asked, answer, reads_replies, stamp
from tests.races.at_once import REFUSED, WON, at_once

ONSITE = Mode.ONSITE
LATER = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def mailbox(in_spring: None, inside: Flask) -> None:
    reads_replies(inside)


def seated(places: int = 9) -> Roadshow:
    roadshow = make.roadshow(S.PUBLISHED)
    seating.set_seating(roadshow, SeatingFacts(places, 0), actor=make.SOMEONE)
    return roadshow


def comes(roadshow: Roadshow | None = None) -> Attendance:
    guest = make.attendance(roadshow or seated())
    answering.accept(guest, ONSITE, actor=make.SOMEONE)
    return guest


def asked(guest: Attendance) -> Asked:
    return Asked.of(guest.email or "")


def take(content: bytes) -> str:
    """What it says, also where it refuses."""
    try:
        return str(incoming.take(content, actor=POST))
    except Refused as refused:
        return str(refused)


def now(guest: Attendance) -> tuple[A, Answer | None, bool]:
    """Their state, what their calendar answered, and whether they have a seat."""
    db.session.rollback()
    db.session.expire_all()
    invite = db.session.query(Invite).filter_by(address=guest.email).one()
    return guest.state, invite.answer, queries.find_seat(guest.id) is not None


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize(
    ("partstat", "then"),
    [
        ("ACCEPTED", (A.ACCEPTED, Answer.ACCEPTED, True)),
        ("TENTATIVE", (A.TENTATIVE, Answer.TENTATIVE, False)),
        ("DECLINED", (A.DECLINED, Answer.DECLINED, False)),
    ],
)
def test_what_each_program_answers_counts_as_on_the_page_and_is_answered_by_no_letter(
    program: str, partstat: str, then: tuple[A, Answer, bool]
):
    guest = comes()
    take(answer(asked(guest), partstat, program=program))
    assert now(guest) == then
    assert [row.kind for row in db.session.query(Letter)] == ["attendance.accepted"]


def test_who_changes_their_mind_in_the_calendar_has_the_seat_again_and_the_trail_says_how():
    guest = comes()
    take(answer(asked(guest), "DECLINED"))
    take(answer(asked(guest), "ACCEPTED", after=LATER))
    assert now(guest) == (A.ACCEPTED, Answer.ACCEPTED, True)
    told = [(row.what, row.actor_name) for row in db.session.query(Entry).order_by(Entry.id)][-4:]
    assert told == [
        ("attendance.answered_in_calendar", guest.name),
        ("attendance.declined", guest.name),
        ("attendance.answered_in_calendar", guest.name),
        ("attendance.accepted", guest.name),
    ]


def test_who_comes_again_to_a_full_house_waits_and_it_leaves_the_calendar():
    roadshow = seated(1)
    guest = comes(roadshow)
    take(answer(asked(guest), "DECLINED"))
    comes(roadshow)
    take(answer(asked(guest), "ACCEPTED", after=LATER))
    assert now(guest) == (A.WAITLISTED, None, False)
    last = db.session.query(Letter).filter_by(to_address=guest.email).order_by(Letter.id.desc()).first()
    assert last is not None
    assert (last.kind, last.method) == ("attendance.waitlisted", "CANCEL")
    assert take(answer(asked(guest), "ACCEPTED", after=2 * LATER)) == "答复的不是最后发出的那份邀请"


def test_who_waits_for_a_seat_of_the_other_mode_keeps_the_turn_when_the_calendar_accepts():
    roadshow = make.roadshow(S.PUBLISHED, branches=[make.room()])
    seating.set_seating(roadshow, SeatingFacts(1, 1), actor=make.SOMEONE)
    make.attendance(roadshow)
    guest, other = comes(roadshow), make.attendance(roadshow)
    answering.accept(other, Mode.ONLINE, actor=make.SOMEONE)
    answering.accept(guest, Mode.ONLINE, actor=make.SOMEONE)
    take(answer(asked(guest), "ACCEPTED"))
    assert (guest.switching, guest.turn) == (True, 1)


FORGED: dict[str, tuple[dict[str, object], str]] = {
    "sent by another": ({"sender": "eve@test.example"}, "发信人不是答复的人"),
    "for another": (
        {"attendee": "eve@test.example", "sender": "eve@test.example"},
        "不是答复给这份邀请专用的地址，可能是伪造的",
    ),
    "by two": ({"sender": "eve@test.example>, Anna <anna@test.example"}, "发信人不是答复的人"),
    "without the address that only the invitation tells": (
        {"to": "calendar@centre.example", "organizer": "calendar@centre.example"},
        "不是答复给这份邀请专用的地址，可能是伪造的",
    ),
    "of an event that is none of ours": (
        {"uid": "3f2b1c9e-0a51-4a53-9d8b-6c0a3f5d7e11"},
        "不是答复给这份邀请专用的地址，可能是伪造的",
    ),
    "of an invitation that was never sent": ({"sequence": 7}, "答复的不是最后发出的那份邀请"),
    "of tomorrow": ({"after": timedelta(days=1, minutes=1)}, "答复的时间在将来"),
}


@pytest.mark.parametrize("how", FORGED)
def test_a_forged_answer_changes_nothing_and_says_why(how: str):
    guest = comes()
    other, words = FORGED[how]
    assert take(answer(asked(guest), "DECLINED", **other)) == words
    assert now(guest) == (A.ACCEPTED, None, True)


def test_the_address_of_another_guest_answers_for_nobody_else():
    roadshow = seated()
    guest, eve = comes(roadshow), comes(roadshow)
    own = asked(eve)
    forged = answer(asked(guest), "DECLINED", to=own.organizer, organizer=own.organizer)
    assert take(forged) == "不是答复给这份邀请专用的地址，可能是伪造的"
    assert now(guest) == (A.ACCEPTED, None, True)


def test_without_an_address_of_each_readers_own_no_answer_counts(inside: Flask):
    guest = comes()
    content = answer(asked(guest), "DECLINED")
    inside.config["SETTINGS"] = replace(inside.config["SETTINGS"], replies="")
    assert take(content) == "没有设置 ROADSHOW_REPLIES，日历答复不算数"
    assert now(guest) == (A.ACCEPTED, None, True)


def test_an_answer_to_the_hours_before_a_move_changes_nothing():
    guest = comes()
    before = answer(asked(guest), "DECLINED")
    starts_at = make.begins(guest.roadshow) + timedelta(days=7)
    programme.postpone(guest.roadshow, starts_at, on_rest_day=True, actor=make.SOMEONE)
    assert take(before) == "答复的不是最后发出的那份邀请"
    assert now(guest) == (A.ACCEPTED, None, True)


def test_an_older_answer_that_comes_late_and_the_same_one_twice_change_nothing():
    guest = comes()
    content = asked(guest)
    take(answer(content, "DECLINED", after=LATER))
    for again in (answer(content, "DECLINED", after=LATER), answer(content, "ACCEPTED")):
        assert take(again) == "这份答复已经读过，或比读过的早"
    assert now(guest) == (A.DECLINED, Answer.DECLINED, False)


def test_an_answer_after_the_beginning_is_refused_as_on_the_page():
    guest = comes()
    content, begins = asked(guest), make.begins(guest.roadshow)
    with clock.at(begins):
        assert take(answer(content, "DECLINED")).startswith("路演已于")
    assert now(guest) == (A.ACCEPTED, None, True)


def changed(*swaps: tuple[str, str]) -> Callable[[Asked], bytes]:
    """Thunderbird's answer with these words in place of others."""

    def write(asked: Asked) -> bytes:
        content = answer(asked, "DECLINED", program="thunderbird").decode()
        for old, new in swaps:
            assert old in content
            content = content.replace(old, new)
        return content.encode()

    return write


NO_MAIL_OF_OURS = "不是日历答复，也不是退信通知，或没有写明是哪一封，没有改动"
ANOTHER = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:x@y.example\r\n"
EVENT = "BEGIN:VEVENT\r\nUID:x\r\nEND:VEVENT\r\n"
ODD: dict[str, tuple[Callable[[Asked], bytes], str]] = {
    "a counter-proposal": (changed(("METHOD:REPLY", "METHOD:COUNTER")), "日历内容不是答复（COUNTER）"),
    "an invitation": (changed(("METHOD:REPLY", "METHOD:REQUEST")), "日历内容不是答复（REQUEST）"),
    "no method": (changed(("METHOD:REPLY\r\n", "")), "日历内容不是答复（—）"),
    "two events": (changed(("END:VCALENDAR", f"{EVENT}END:VCALENDAR")), "一封邮件只能答复一个日程"),
    "no event": (changed(("VEVENT", "VTODO")), "一封邮件只能答复一个日程"),
    "two attendees": (
        changed(("SUMMARY:", f"{ANOTHER}SUMMARY:")),
        "日历答复不完整",
    ),
    "no attendee": (changed(("ATTENDEE;", "X-ATTENDEE;")), "日历答复不完整"),
    "no answer": (changed(("PARTSTAT=DECLINED", "PARTSTAT=NEEDS-ACTION")), "日历答复不完整"),
    "delegated": (changed(("PARTSTAT=DECLINED", "PARTSTAT=DELEGATED")), "日历答复不完整"),
    "no moment": (changed(("\r\nDTSTAMP:", "\r\nX-DTSTAMP:")), "日历答复不完整"),
    "a day for a moment": (
        changed(("\r\nDTSTAMP:", "\r\nDTSTAMP;VALUE=DATE:20260302\r\nX-STAMP:")),
        "日历答复不完整",
    ),
    "an odd number": (changed(("\r\nSEQUENCE:0", "\r\nSEQUENCE:many")), "日历答复不完整"),
    "a huge number": (changed(("\r\nSEQUENCE:0", f"\r\nSEQUENCE:{2**63}")), "日历答复不完整"),
    "one instance": (changed(("SUMMARY:", "RECURRENCE-ID:20260302T010000Z\r\nSUMMARY:")), "日历答复不完整"),
    "broken lines": (changed(("BEGIN:VEVENT", "BEGIN VEVENT")), "日历内容读不出来"),
    "an empty part": (changed(("8BIT", "base64")), "日历内容读不出来"),
    "too large": (changed(("SUMMARY:", "SUMMARY:" + "x" * 200_000)), "日历内容太大，不是答复"),
    "no calendar": (
        lambda _asked: b"From: a@test.example\r\n\r\nhello",
        "不是日历答复，也不是退信通知，或没有写明是哪一封，没有改动",
    ),
    "nothing": (lambda _asked: b"", NO_MAIL_OF_OURS),
    "any bytes": (
        lambda _asked: bytes(range(256)) * 9,
        "不是日历答复，也不是退信通知，或没有写明是哪一封，没有改动",
    ),
    "parts within parts": (
        lambda _asked: b"".join(b"Content-Type: message/rfc822\r\n\r\n" for _level in range(2000)),
        "邮件读不出来",
    ),
    "many parts within parts": (
        lambda _asked: b"".join(
            b"Content-Type: Multipart/x;boundary=%d\r\n\r\n--%d\r\n" % (n, n) for n in range(21)
        ),
        "邮件里嵌套的部分太多，没有读",
    ),
    "too large a mail": (lambda _asked: b"x" * (incoming.LARGEST + 1), "邮件超过1MB，没有读"),
}


@pytest.mark.parametrize("how", ODD)
def test_what_is_no_whole_answer_changes_nothing_and_says_why(how: str):
    guest = comes()
    write, words = ODD[how]
    assert take(write(asked(guest))) == words
    assert now(guest) == (A.ACCEPTED, None, True)


def test_a_turn_that_is_declined_stays_and_the_answer_is_noted():
    roadshow, owner, speaker = on_stage("新材料专场", forget=False)
    pitch = db.session.query(Pitch).filter_by(roadshow_id=roadshow.id).one()
    addresses = {row.to_id: row.to_address for row in db.session.query(Letter)}
    words = [take(answer(Asked.of(addresses[whose]), "DECLINED")) for whose in (owner, speaker)]
    assert words == ["已记下日历答复：拒绝"] * 2
    assert pitch.state is PitchState.SCHEDULED
    answers = {row.uid: row.answer for row in db.session.query(Invite)}
    speech = next(uid for uid in answers if uid != pitch_uid(roadshow.uid, pitch.id))
    assert answers == {pitch_uid(roadshow.uid, pitch.id): Answer.DECLINED, speech: Answer.DECLINED}
    assert speech in {part_uid(roadshow.uid, key) for key in range(1000, 4000)}
    told = [row.what for row in db.session.query(Entry).order_by(Entry.id)][-2:]
    assert told == ["pitch.answered_in_calendar", "agenda.answered_in_calendar"]


def test_the_command_says_what_came_of_it(inside: Flask):
    guest = comes()
    content = answer(asked(guest), "DECLINED", program="outlook")
    said = []
    for _again in range(2):
        result = FlaskCliRunner(inside).invoke(args=["mail", "receive"], input=content)
        said.append((result.stdout.strip(), result.stderr.strip(), result.exit_code))
    assert said == [
        ("已记下日历答复：拒绝；来宾现在是“不参加”", "", 0),
        ("", "这份答复已经读过，或比读过的早", 0),
    ]


def test_the_same_answer_read_by_several_at_once_counts_once(inside: Flask):
    guest = comes()
    content = answer(asked(guest), "DECLINED")
    works = [lambda: partial(incoming.take, content, actor=POST)] * 8
    assert at_once(inside, works) == [*[REFUSED] * 7, WON]
    assert now(guest) == (A.DECLINED, Answer.DECLINED, False)
    assert db.session.query(Entry).filter_by(what="attendance.declined").count() == 1


def test_an_answer_read_while_the_roadshow_moves_never_counts_for_the_new_hours(
    inside: Flask, monkeypatch: pytest.MonkeyPatch
):
    """It arrives just when the move has looked up what the calendars were told."""
    roadshow, owner, _speaker = on_stage("新材料专场", forget=False)
    address = db.session.query(Letter.to_address).filter_by(to_id=owner).scalar()
    content, find, said = answer(Asked.of(address), "DECLINED"), calendars.queries.find_invites, list[str]()

    def read() -> None:
        with inside.app_context():
            said.append(take(content))

    reader = Thread(target=copy_context().run, args=(read,))

    def find_slowly(uids: Collection[str], addresses: Iterable[str]) -> dict[tuple[str, str], Invite]:
        monkeypatch.setattr(calendars.queries, "find_invites", find)
        found = find(uids, addresses)
        reader.start()
        reader.join(timeout=1)
        return found

    monkeypatch.setattr(calendars.queries, "find_invites", find_slowly)
    later = make.begins(roadshow) + timedelta(days=7)
    agenda.postpone(roadshow, later, on_rest_day=True, actor=make.SOMEONE)
    reader.join()
    db.session.rollback()
    told = [(row.sequence, row.answer) for row in db.session.query(Invite).filter_by(address=address)]
    assert (said, told) == (["答复的不是最后发出的那份邀请"], [(2, None)])


def test_stamps_are_as_calendars_write_them():
    assert stamp(clock.now()) == "20260302T010000Z"
