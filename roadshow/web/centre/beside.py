"""What a roadshow's day is picked beside: the roadshows that have their day, and when people are off."""

from datetime import date
from typing import TypedDict

from roadshow.foundation import clock
from roadshow.programme import queries
from roadshow.programme.models import Roadshow
from roadshow.programme.states import BEFORE_HELD
from roadshow.rest_days.queries import Stretch, list_stretches


class Beside(TypedDict):
    """What a day is picked beside."""

    taken: list[Roadshow]
    rest: list[Stretch]


def beside(year: int, but_id: int | None = None) -> Beside:
    """Of a season and the next, from today on: which roadshows have their day, and when people are off."""
    today = clock.today()
    both = {row.id: row for each in (year, year + 1) for row in queries.list_roadshows(each)}
    taken = [
        row
        for row in both.values()
        if row.state in BEFORE_HELD and row.on is not None and row.on >= today and row.id != but_id
    ]
    return {"taken": taken, "rest": list_stretches(max(today, date(year, 1, 1)), date(year + 1, 12, 31))}
