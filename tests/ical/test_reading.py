"""Outside calendars are read for their days alone."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadshow.foundation.errors import Refused
from roadshow.ical.reading import LARGEST, days_of


def calendar(*lines: str) -> bytes:
    return "\r\n".join(
        ["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR", ""]
    ).encode()


@pytest.mark.parametrize(
    ("lines", "days"),
    [
        (["DTSTART;VALUE=DATE:20270518", "DTEND;VALUE=DATE:20270520"], {18, 19}),
        (["DTSTART;VALUE=DATE:20270518"], {18}),
        (["DTSTART:20270517T160000Z", "DTEND:20270518T160000Z"], {18}),  # a whole day here
        (["DTSTART:20270518T090000", "DURATION:PT2H"], {18}),
        (["DTSTART:20270518T230000", "DTEND:20270518T220000"], {18}),
        (["SUMMARY:no day"], set()),
    ],
)
def test_an_event_takes_its_days_in_shanghai(lines: list[str], days: set[int]) -> None:
    assert days_of(calendar(*lines)) == {date(2027, 5, day) for day in days}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04",
        b"\xff\xfe",
        calendar("DTSTART:yesterday"),
        calendar("DTSTART:20270518T240000"),
        calendar("DTSTART:00010101T000000Z"),
        calendar("DTSTART:99991231T235959Z"),
        calendar("DTSTART;VALUE=DATE:20270518", "DURATION:P9999999999D"),
    ],
)
def test_what_is_no_calendar_says_so(content: bytes) -> None:
    with pytest.raises(Refused) as refusal:
        days_of(content)
    assert (str(refusal.value), refusal.value.field) == ("这不是日历文件，请导出为 .ics 再试", "events")


def test_more_events_than_a_city_has_are_refused() -> None:
    event = b"BEGIN:VEVENT\r\nDTSTART:20270518T090000\r\nEND:VEVENT\r\n"
    with pytest.raises(Refused, match="超过5000个"):
        days_of(b"BEGIN:VCALENDAR\r\n" + event * 5001 + b"END:VCALENDAR\r\n")


def days_or_field(content: bytes) -> set[date] | str | None:
    """What it is read as, or the field that it is refused at."""
    try:
        return days_of(content)
    except Refused as refusal:
        return refusal.field


@given(st.text(max_size=80))
def test_any_line_is_read_or_refused(line: str) -> None:
    answer = days_or_field(calendar(f"DTSTART{line}"))
    assert answer == "events" or isinstance(answer, set)


def test_a_calendar_too_large_is_refused_unread() -> None:
    with pytest.raises(Refused) as refusal:
        days_of(b" " * (LARGEST + 1))
    assert (str(refusal.value), refusal.value.field) == ("日历文件超过2MB，请导出短一些的时间段", "events")
