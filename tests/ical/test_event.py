"""What stands in the lines of one event."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roadshow.foundation.errors import Refused
from roadshow.foundation.text import clean
from roadshow.ical.event import Event, Hours, Status, event_bytes

MEETING = Event(
    uid="3f2b1c9e-0a51-4a53-9d8b-6c0a3f5d7e11",
    sequence=3,
    status=Status.CONFIRMED,
    when=Hours(datetime(2026, 5, 8, 6, tzinfo=UTC), datetime(2026, 5, 8, 9, 30, tzinfo=UTC)),
    summary="第三期：光芯片专场",
    created=datetime(2026, 4, 1, 1, tzinfo=UTC),
    changed=datetime(2026, 4, 2, 1, 2, 3, 456, tzinfo=UTC),
    description="八个项目上台",
    location="一号厅，平湖市",
    url="https://roadshow.example/roadshows/3f2b1c9e-0a51-4a53-9d8b-6c0a3f5d7e11",
    categories=("电子信息", "新材料"),
)
NASTY = "平湖😀👨‍👩‍👧é\u0301,;:\\\"^'nN\r\n\t \x00\x07\x0b\x1b\x7f\x85\u2028\u2029\ufeff\u200b\ud83d\udc00"
anything = st.text(st.one_of(st.sampled_from(NASTY), st.characters()), max_size=300)
sendable = anything.filter(lambda text: not any("\ud800" <= sign <= "\udfff" for sign in text))


def lines_of(body: bytes) -> list[str]:
    """The unfolded lines, once the folded ones are as every reader needs them."""
    assert body.endswith(b"\r\n")
    folded = body[:-2].split(b"\r\n")
    assert [line for line in folded if len(line) > 75] == []
    assert [line for line in map(bytes.decode, folded) if set(line) & {"\x85", "\u2028", "\u2029"}] == []
    assert [sign for line in folded for sign in line if sign < 32 or sign == 127] == []
    return body[:-2].decode().replace("\r\n ", "").split("\r\n")


def read(body: bytes) -> icalendar.Event:
    event = icalendar.Event.from_ical(body)
    assert isinstance(event, icalendar.Event)
    return event


def test_an_event_is_these_lines() -> None:
    assert lines_of(event_bytes(MEETING)) == [
        "BEGIN:VEVENT",
        "SUMMARY:第三期：光芯片专场",
        "DTSTART;TZID=Asia/Shanghai:20260508T140000",
        "DTEND;TZID=Asia/Shanghai:20260508T173000",
        "DTSTAMP:20260402T010203Z",
        "UID:3f2b1c9e-0a51-4a53-9d8b-6c0a3f5d7e11",
        "SEQUENCE:3",
        "CATEGORIES:电子信息,新材料",
        "CLASS:PUBLIC",
        "CREATED:20260401T010000Z",
        f"DESCRIPTION:八个项目上台\\n\\n{MEETING.url}",
        "LAST-MODIFIED:20260402T010203Z",
        "LOCATION:一号厅，平湖市",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        f"URL:{MEETING.url}",
        "END:VEVENT",
    ]


def test_a_day_without_hours_lasts_until_the_next_and_blocks_nobody() -> None:
    lines = lines_of(event_bytes(replace(MEETING, when=date(2021, 12, 31))))
    assert [line for line in lines if line.startswith(("DTSTART", "DTEND", "TRANSP"))] == [
        "DTSTART;VALUE=DATE:20211231",
        "DTEND;VALUE=DATE:20220101",
        "TRANSP:TRANSPARENT",
    ]


def test_what_is_cancelled_blocks_nobody() -> None:
    lines = lines_of(event_bytes(replace(MEETING, status=Status.CANCELLED)))
    assert [line for line in lines if line.startswith(("STATUS", "TRANSP"))] == [
        "STATUS:CANCELLED",
        "TRANSP:TRANSPARENT",
    ]


def test_a_place_on_the_map_is_told_to_every_program_and_to_apple() -> None:
    lines = lines_of(event_bytes(replace(MEETING, geo=(30.7012, 121.0155))))
    assert [line for line in lines if line.startswith(("GEO", "X-APPLE"))] == [
        "GEO:30.7012;121.0155",
        'X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-APPLE-RADIUS=100;X-TITLE="一号厅，平湖市":geo:30.7012,121.0155',
    ]


def test_the_way_in_by_video_leads_to_the_page_and_says_what_it_is() -> None:
    lines = lines_of(event_bytes(replace(MEETING, online="线上参会")))
    assert [line for line in lines if line.startswith("CONFERENCE")] == [
        f"CONFERENCE;FEATURE=VIDEO;LABEL=线上参会;VALUE=URI:{MEETING.url}"
    ]


def test_the_zone_a_moment_was_given_in_changes_no_byte() -> None:
    elsewhere = timezone(timedelta(hours=-5))
    hours = Hours(datetime(2026, 5, 8, 1, tzinfo=elsewhere), datetime(2026, 5, 8, 4, 30, tzinfo=elsewhere))
    changed = MEETING.changed.astimezone(elsewhere)
    assert event_bytes(replace(MEETING, when=hours, changed=changed)) == event_bytes(MEETING)


@settings(deadline=None)  # the machine may be busy
@given(summary=sendable, description=sendable, location=sendable, category=sendable)
def test_any_text_comes_out_as_it_went_in(
    summary: str, description: str, location: str, category: str
) -> None:
    event = replace(
        MEETING, summary=summary, description=description, location=location, categories=(category,)
    )
    body = event_bytes(replace(event, url="", geo=(30.7, 121.0)))
    lines_of(body)
    back = read(body)
    assert str(back["SUMMARY"]) == _on_one_line(summary)
    assert str(back.get("DESCRIPTION", "")) == clean(description)
    assert str(back.get("LOCATION", "")) == _on_one_line(location)
    assert [str(name) for name in back.categories] == [_on_one_line(category)]


@settings(deadline=None)  # the machine may be busy
@given(before=sendable, after=sendable, half=st.characters(categories=["Cs"]))
def test_half_a_character_is_refused(before: str, after: str, half: str) -> None:
    with pytest.raises(Refused):
        event_bytes(replace(MEETING, summary=before + half + after))


@pytest.mark.parametrize(
    "url", ["https://a.example/x\r\nATTENDEE:b", "https://a.example/a b", "https://平湖.example/"]
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="not an address"):
        event_bytes(replace(MEETING, url=url))


@pytest.mark.parametrize("geo", [(91.0, 0.0), (0.0, 181.0), (float("nan"), 0.0)])
def test_a_point_that_is_nowhere_on_earth_is_refused(geo: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="no such point"):
        event_bytes(replace(MEETING, geo=geo))


def test_hours_are_aware_and_end_after_they_start() -> None:
    noon = datetime(2026, 5, 8, 12, tzinfo=UTC)
    with pytest.raises(ValueError, match="floating"):
        Hours(noon.replace(tzinfo=None), noon)
    with pytest.raises(ValueError, match="not after"):
        Hours(noon, noon)


def _on_one_line(text: str) -> str:
    return clean(text).replace("\n", " ")
