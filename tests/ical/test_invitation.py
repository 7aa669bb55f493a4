"""What stands in the message that puts an event into one person's calendar, or takes it out."""

from dataclasses import replace

import icalendar
import pytest
from hypothesis import given

from roadshow.ical.calendar import ZONE
from roadshow.ical.event import event_bytes
from roadshow.ical.invitation import Mailbox, Method, invitation_bytes
from tests.ical.test_event import MEETING, lines_of, sendable

CENTRE, ANNA = Mailbox("路演中心", "calendar@centre.example"), Mailbox("安娜", "anna@test.example")


def read(content: bytes) -> tuple[icalendar.Calendar, icalendar.Event]:
    calendar = icalendar.Calendar.from_ical(content)
    assert isinstance(calendar, icalendar.Calendar)
    (event,) = calendar.events
    assert (calendar.errors, event.errors) == ([], [])
    return calendar, event


def test_an_invitation_is_the_event_as_it_is_published_with_who_asks_and_who_is_asked():
    lines = lines_of(invitation_bytes(MEETING, Method.REQUEST, CENTRE, ANNA))
    published = lines_of(event_bytes(MEETING))
    asked = "ATTENDEE;CN=安娜;CUTYPE=INDIVIDUAL;PARTSTAT=NEEDS-ACTION;ROLE=REQ-PARTICIPANT;RSVP=TRUE"
    people = [f"{asked}:mailto:anna@test.example", "ORGANIZER;CN=路演中心:mailto:calendar@centre.example"]
    head = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Pinghu G60 Roadshow Centre//Roadshow Calendar 1.0//ZH",
        "METHOD:REQUEST",
    ]
    zone = ZONE.decode().removesuffix("\r\n").split("\r\n")
    assert lines == [*head, *zone, *published[:-1], *people, "END:VEVENT", "END:VCALENDAR"]


def test_what_takes_it_out_is_cancelled_blocks_nobody_and_asks_for_no_answer():
    lines = lines_of(invitation_bytes(replace(MEETING, sequence=4), Method.CANCEL, CENTRE, ANNA))
    told = ("METHOD", "UID", "SEQUENCE", "STATUS", "TRANSP", "ATTENDEE")
    assert [line for line in lines if line.startswith(told)] == [
        "METHOD:CANCEL",
        f"UID:{MEETING.uid}",
        "SEQUENCE:4",
        "STATUS:CANCELLED",
        "TRANSP:TRANSPARENT",
        "ATTENDEE;CN=安娜;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT:mailto:anna@test.example",
    ]


@given(sendable)
def test_a_name_of_any_signs_adds_no_line_and_is_read_back(name: str):
    content = invitation_bytes(MEETING, Method.REQUEST, CENTRE, replace(ANNA, name=name))
    lines_of(content)
    _calendar, event = read(content)
    assert (str(event["ATTENDEE"]), event["UID"]) == ("mailto:anna@test.example", MEETING.uid)


@pytest.mark.parametrize("address", ["anna@test.example\r\nATTENDEE:x", "anna\ud800@test.example"])
def test_an_address_that_no_line_can_carry_makes_no_message(address: str):
    with pytest.raises(ValueError, match=r"CR or LF|surrogates"):
        invitation_bytes(MEETING, Method.REQUEST, CENTRE, replace(ANNA, address=address))
