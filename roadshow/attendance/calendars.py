"""A roadshow in its guests' calendars: there with the seat, moved with the roadshow, and gone with the seat."""

from dataclasses import replace
from functools import partial

from roadshow.agenda.calendars import event_of
from roadshow.ical.event import Event, Status
from roadshow.ical.invitation import Method
from roadshow.notices.calendars import Entry
from roadshow.notices.models import Answer

from .models import GUEST, MODE_WORDS, Attendance
from .states import AttendanceState

TAKE_OUT = frozenset({"attendance.waitlisted", "attendance.lapsed", "attendance.withdrawn"})
"""Letters that tell somebody that they have no seat."""
_ANSWERED = {AttendanceState.TENTATIVE: Answer.TENTATIVE, AttendanceState.DECLINED: Answer.DECLINED}


def put_in(guest: Attendance) -> Entry:
    """With the seat, which they have accepted; not again where they did so in the calendar."""
    return replace(_entry(guest, Method.REQUEST), unless=Answer.ACCEPTED, accepted=True)


def change(guest: Attendance) -> Entry:
    """Who has a seat has it in the calendar; of others who waits for what becomes of them may."""
    return replace(_entry(guest, Method.REQUEST), if_there=guest.state is not AttendanceState.ACCEPTED)


def change_if_there(guest: Attendance) -> Entry:
    return replace(_entry(guest, Method.REQUEST), if_there=True)


def take_out(guest: Attendance) -> Entry:
    """Whoever answered just that in the calendar keeps it there, to answer anew."""
    return replace(_entry(guest, Method.CANCEL), unless=_ANSWERED.get(guest.state))


def call_off(guest: Attendance) -> Entry:
    """Whatever was answered."""
    return _entry(guest, Method.CANCEL)


def at_their_place(event: Event, guest: Attendance) -> Event:
    """Without the hall where their seat is online; one without a place stays so."""
    if not (guest.comes_online and event.location):
        return event
    return replace(event, location=str(MODE_WORDS[guest.mode]), geo=None)


def _entry(guest: Attendance, method: Method) -> Entry:
    variant = guest.mode if guest.comes_online else ""
    return Entry(GUEST, guest.id, guest.roadshow.uid, method, partial(_event, guest), variant=variant)


def _event(guest: Attendance) -> Event:
    """As the feeds have it; a seat is a sure thing, though the call is still open."""
    return at_their_place(replace(event_of(guest.roadshow), status=Status.CONFIRMED), guest)
