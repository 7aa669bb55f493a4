"""Whatever comes as an answer is read, or refused; it breaks nothing."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadshow.foundation.errors import Refused
from roadshow.ical.reply import Reply, read_reply

ANSWER = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:3f2b1c9e\r\nSEQUENCE:3\r\n"
    b"DTSTAMP:20260302T010203Z\r\nORGANIZER:MAILTO:Centre@Test.example\r\n"
    b"ATTENDEE;PARTSTAT=declined:MAILTO:Anna@Test.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
READ = Reply(
    uid="3f2b1c9e",
    sequence=3,
    attendee="anna@test.example",
    organizer="centre@test.example",
    answer="DECLINED",
    at=datetime(2026, 3, 2, 1, 2, 3, tzinfo=UTC),
)


def test_an_answer_is_read_whatever_letters_it_is_written_in():
    assert read_reply(ANSWER) == READ


def test_a_moment_without_a_zone_is_universal_as_the_standard_has_it():
    assert read_reply(ANSWER.replace(b"010203Z", b"010203")) == READ


def test_a_number_that_is_left_out_is_the_first():
    assert read_reply(ANSWER.replace(b"SEQUENCE:3\r\n", b"")).sequence == 0


@given(st.integers(0, len(ANSWER)), st.integers(0, 40), st.binary(max_size=40))
def test_whatever_is_written_into_it_it_is_read_or_refused(at: int, gone: int, instead: bytes):
    try:
        found = read_reply(ANSWER[:at] + instead + ANSWER[at + gone :])
    except Refused:
        return
    assert found.answer in {"ACCEPTED", "TENTATIVE", "DECLINED"}


@given(st.binary(max_size=400))
def test_any_bytes_are_refused(content: bytes):
    with pytest.raises(Refused):
        read_reply(content)
