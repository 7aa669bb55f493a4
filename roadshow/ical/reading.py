"""What a calendar of somebody else says: only which days it takes."""

from datetime import date, datetime, timedelta

import icalendar
from flask_babel import lazy_gettext as _

from roadshow.foundation import clock
from roadshow.foundation.errors import Refused

MOST_EVENTS, LONGEST = 5000, 400  # days of one event
LARGEST = 2 * 1024 * 1024  # bytes, read in a second or two
ODD = (ValueError, LookupError, TypeError, AttributeError, OverflowError)
"""All that the library makes of odd lines; the last of a day that no clock here reaches."""


def days_of(content: bytes) -> set[date]:
    """The Shanghai days of all events, each of them once; what recurs counts where it begins.

    Raises: Refused when it is no calendar, or a larger one than a city has events.
    """
    if len(content) > LARGEST:
        raise Refused(_("日历文件超过2MB，请导出短一些的时间段"), "events")
    if content.upper().count(b"BEGIN:VEVENT") > MOST_EVENTS:  # said before they are read, which takes seconds
        raise Refused(_("日历里的活动超过%(most)d个，请导出短一些的时间段", most=MOST_EVENTS), "events")
    try:
        calendar = icalendar.Calendar.from_ical(content)
        events = [each for each in calendar.walk() if isinstance(each, icalendar.Event) and "DTSTART" in each]
        spans = [(_day(event.start), _day(event.end, last=True)) for event in events]
    except ODD as error:
        raise Refused(_("这不是日历文件，请导出为 .ics 再试"), "events") from error
    return {
        first + timedelta(days=number)
        for first, last in spans
        for number in range(min(max((last - first).days, 0), LONGEST) + 1)
    }


def _day(when: date | datetime, *, last: bool = False) -> date:
    """Its day here; the end of an event is not in it."""
    if not isinstance(when, datetime):
        return when - timedelta(days=1) if last else when
    if when.tzinfo is None:
        when = when.replace(tzinfo=clock.SHANGHAI)
    return clock.local(when - timedelta(seconds=1) if last else when).date()
