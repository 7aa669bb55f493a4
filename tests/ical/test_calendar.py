"""What stands around the events of a published calendar."""

import icalendar

from roadshow.ical.calendar import CalendarHead, calendar_bytes

HEAD = CalendarHead(
    name="路演日历",
    description="全部公开场次",
    source="https://roadshow.example/calendar/all.ics",
    url="https://roadshow.example/",
)


def test_a_calendar_is_its_head_one_zone_and_the_bodies() -> None:
    body = b"BEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\n"
    assert calendar_bytes(HEAD, [body, body]).decode().split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Pinghu G60 Roadshow Centre//Roadshow Calendar 1.0//ZH",
        "X-WR-CALDESC:全部公开场次",
        "NAME:路演日历",
        "X-WR-CALNAME:路演日历",
        "COLOR:midnightblue",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "SOURCE;VALUE=URI:https://roadshow.example/calendar/all.ics",
        "URL:https://roadshow.example/",
        "X-APPLE-CALENDAR-COLOR:#12305C",
        "X-PUBLISHED-TTL:PT1H",
        "X-WR-TIMEZONE:Asia/Shanghai",
        "BEGIN:VTIMEZONE",
        "TZID:Asia/Shanghai",
        "BEGIN:STANDARD",
        "DTSTART:19910915T010000",
        "TZOFFSETFROM:+0800",
        "TZOFFSETTO:+0800",
        "TZNAME:CST",
        "END:STANDARD",
        "END:VTIMEZONE",
        *["BEGIN:VEVENT", "UID:1", "END:VEVENT"] * 2,
        "END:VCALENDAR",
        "",
    ]


def test_a_calendar_without_events_is_still_one() -> None:
    calendar = icalendar.Calendar.from_ical(calendar_bytes(HEAD, []))
    assert isinstance(calendar, icalendar.Calendar)
    assert [part.name for part in calendar.subcomponents] == ["VTIMEZONE"]
