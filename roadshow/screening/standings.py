"""The ranking of a roadshow's applications, as its sheets and decisions are at this moment."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from roadshow.foundation.listing import Order
from roadshow.foundation.sectors import SECTORS
from roadshow.pitches.states import PitchState

from . import queries
from .asked import asked_of
from .models import Setup
from .queries import Applied, Held
from .ranking import Marks, Standing, leans_of, rank


@dataclass(frozen=True)
class Ranked:
    """An application, where it stands, and what is decided of it but not sent yet."""

    applied: Applied
    standing: Standing
    decision: Held | None
    turn: int | None  # place on the waitlist
    asked: int = 0  # sheets

    @property
    def id(self) -> int:
        return self.applied.id


def ranked(setup: Setup) -> list[Ranked]:
    """The best first, those without a sheet last, in the order of arrival."""
    applied = queries.list_applied(setup.roadshow_id)
    standings = rank(_read(setup, applied), seed=setup.seed)
    decisions = {each.pitch_id: each for each in queries.list_held(setup.roadshow_id)}
    turns, asked = queries.list_turns(setup.roadshow_id), asked_of(setup.roadshow_id)
    rows = [
        Ranked(
            each,
            standings[each.id],
            decisions.get(each.id),
            _turn(decisions.get(each.id), each.id, turns),
            asked[each.id].asked if each.id in asked else 0,
        )
        for each in applied
    ]
    return sorted(rows, key=lambda row: row.standing.rank or len(rows) + 1)


def leans(setup: Setup) -> dict[int, int]:
    """Person → their lean, in hundredths of a point."""
    return leans_of(_read(setup, queries.list_applied(setup.roadshow_id)).values())


def _read(setup: Setup, applied: list[Applied]) -> dict[int, list[Marks]]:
    marks: dict[int, list[Marks]] = defaultdict(list)
    for pitch_id, person_id, points in queries.list_marks(setup.roadshow_id):
        marks[pitch_id].append(Marks(person_id, sum(points), points[0]))
    return {each.id: marks[each.id] for each in applied}


def _turn(decision: Held | None, pitch_id: int, turns: dict[int, int]) -> int | None:
    return decision.turn if decision is not None else turns.get(pitch_id)


RANKED_BY: dict[str, Callable[[Ranked], Any]] = {
    "rank": lambda row: row.standing.rank,
    "project": lambda row: row.applied.project,
    "score": lambda row: row.standing.score,
    "mean": lambda row: row.standing.mean,
    "adjusted": lambda row: row.standing.adjusted,
    "spread": lambda row: row.standing.spread,
    "sheets": lambda row: row.standing.sheets,
    "sector": lambda row: row.applied.sector and list(SECTORS).index(row.applied.sector),
    "state": lambda row: list(PitchState).index(row.applied.state),
    "submitted": lambda row: row.applied.submitted_at,
}


def in_order(rows: list[Ranked], order: Order | None) -> list[Ranked]:
    """By what the reader wants, and then by rank; rows without a value come last, rising or falling."""
    value = RANKED_BY.get(order.by) if order else None
    if order is None or value is None:
        return rows
    there = [row for row in rows if value(row) is not None]
    there.sort(key=value, reverse=order.falling)
    return there + [row for row in rows if value(row) is None]
