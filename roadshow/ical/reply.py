"""What somebody's calendar program answers to an invitation: the REPLY of RFC 5546. Nothing in it is trusted."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import icalendar
from flask_babel import lazy_gettext as _

from roadshow.foundation.errors import Refused
from roadshow.foundation.text import one_line

from .reading import ODD

LARGEST = 200_000  # bytes: an invitation that comes back, with whatever a program adds
LONGEST_UID, LARGEST_SEQUENCE = 200, 2**31
ANSWERS = ("ACCEPTED", "TENTATIVE", "DECLINED")


@dataclass(frozen=True)
class Reply:
    """Addresses are in small letters, that of the organizer empty where it is left out; ``at`` is by the clock of who
    answered."""

    uid: str
    sequence: int
    attendee: str
    organizer: str
    answer: str  # one of ANSWERS
    at: datetime


def read_reply(content: bytes) -> Reply:
    """Raises: Refused when it is none, answers to several events at once, or lacks what an answer must have."""
    if len(content) > LARGEST:
        raise Refused(_("日历内容太大，不是答复"))
    try:
        calendar = icalendar.Calendar.from_ical(content)
        method = str(calendar.get("METHOD", "")).upper()
        events = [each for each in calendar.walk() if isinstance(each, icalendar.Event)]
    except ODD as error:
        raise Refused(_("日历内容读不出来")) from error
    if method != "REPLY":
        raise Refused(_("日历内容不是答复（%(method)s）", method=one_line(method[:20]) or "—"))
    if len(events) != 1:
        raise Refused(_("一封邮件只能答复一个日程"))
    try:
        return _reply(events[0])
    except ODD as error:
        raise Refused(_("日历答复不完整")) from error


def _reply(event: icalendar.Event) -> Reply:
    """Raises: ValueError and its like for what is missing or odd."""
    attendee: Any = event["ATTENDEE"]  # a list when there are several
    stamp: Any = event["DTSTAMP"]
    at: datetime = stamp.dt
    answer = str(attendee.params["PARTSTAT"]).upper()
    uid, sequence = str(event["UID"]), int(event.get("SEQUENCE", 0))
    if answer not in ANSWERS or len(uid) > LONGEST_UID or not 0 <= sequence < LARGEST_SEQUENCE:
        raise ValueError("no answer")
    if "RECURRENCE-ID" in event:
        raise ValueError("none of our events recurs")
    return Reply(
        uid,
        sequence,
        _address(attendee),
        _address(event.get("ORGANIZER", "")),
        answer,
        (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC),
    )


def _address(said: object) -> str:
    """Without the mailto: before it, which some write in capitals."""
    return str(said).strip().lower().removeprefix("mailto:")
