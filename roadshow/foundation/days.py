"""How days and moments are written for a reader, in Shanghai time; rooms say them too, in the words of a refusal."""

from datetime import date, datetime

from flask_babel import format_date
from flask_babel.speaklater import LazyString

from . import clock
from .languages import spoken


def day(on: date | None) -> str:
    """With the weekday, without the year: 9月24日 周四, Thu 24 Sep."""
    if on is None:
        return ""
    return str(format_date(on, "EEE d MMM" if spoken() == "en" else "M月d日 EEE"))


def full_day(on: date | None) -> str:
    """2026年9月24日 周四, Thu 24 Sep 2026."""
    if on is None:
        return ""
    return str(format_date(on, "EEE d MMM yyyy" if spoken() == "en" else "y年M月d日 EEE"))


def moment(at: datetime | None) -> str:
    """To the minute, Shanghai time."""
    if at is None:
        return ""
    here = clock.local(at)
    written = format_date(here.date(), "d MMM yyyy" if spoken() == "en" else "y年M月d日")
    return f"{written} {here:%H:%M}"


def full_moment(at: datetime | None) -> str:
    """With the weekday, as everything that the public may come to: 2026年9月24日 周四 13:30."""
    return f"{full_day(clock.local(at).date())} {time_of(at)}" if at else ""


def day_time(at: datetime | None) -> str:
    """Of days close by, without the year: 9月24日 周四 13:30."""
    return f"{day(clock.local(at).date())} {time_of(at)}" if at else ""


def time_of(at: datetime | None) -> str:
    """13:30, Shanghai time."""
    return f"{clock.local(at):%H:%M}" if at else ""


def lazy_day(on: date | None) -> LazyString:
    """For a sentence that is written when it is read, as all of a room's are."""
    return LazyString(day, on)


def lazy_full_day(on: date | None) -> LazyString:
    return LazyString(full_day, on)


def lazy_day_time(at: datetime | None) -> LazyString:
    return LazyString(day_time, at)


def lazy_moment(at: datetime | None) -> LazyString:
    return LazyString(moment, at)


def lazy_full_moment(at: datetime | None) -> LazyString:
    return LazyString(full_moment, at)
