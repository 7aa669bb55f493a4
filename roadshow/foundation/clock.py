"""The only module that reads the wall clock; moments are kept in UTC and shown in Shanghai time."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
_set_to: ContextVar[datetime | None] = ContextVar("clock_set_to", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _set_to.get() or datetime.now(UTC)


def today() -> date:
    """The present day in Shanghai."""
    return local(now()).date()


def local(moment: datetime) -> datetime:
    """The same moment as people here read it on a wall clock."""
    return moment.astimezone(SHANGHAI)


def moment(day: date, at: time) -> datetime:
    """The UTC moment of a wall-clock time in Shanghai."""
    return datetime.combine(day, at, SHANGHAI).astimezone(UTC)


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Set the clock, for the demo's past and for tests."""
    token = _set_to.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _set_to.reset(token)


def day_bounds(first: date, last: date) -> tuple[datetime, datetime]:
    """The UTC moments between which whole Shanghai days lie: from ``first`` 00:00 up to the end of ``last``."""
    return moment(first, time()), moment(last + timedelta(days=1), time())
