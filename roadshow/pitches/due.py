"""Until when an application that is returned may be corrected, as filled in for who returns it."""

from datetime import datetime, time, timedelta

from roadshow.foundation import clock
from roadshow.programme.models import Roadshow
from roadshow.rest_days.queries import working_day_after

CORRECTED_WITHIN = 5  # working days
DAY_ENDS = time(23, 59)


def suggest_due(roadshow: Roadshow, now: datetime) -> datetime | None:
    """Until when what is returned may be corrected: five working days, or until the call closes where that is later,
    but at the latest the evening before the roadshow. None where that is over."""
    due = clock.moment(working_day_after(clock.local(now).date(), CORRECTED_WITHIN), DAY_ENDS)
    if roadshow.calls(now) and roadshow.call_closes_at is not None:
        due = max(due, roadshow.call_closes_at)
    if roadshow.starts_at is not None and not roadshow.date_pending:
        before = clock.local(roadshow.starts_at).date() - timedelta(days=1)
        due = min(due, clock.moment(before, DAY_ENDS))
    return due if due > now else None
