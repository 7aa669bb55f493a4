"""What a year is to reach, figure by figure, and where it should stand today to reach it at an even pace."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from roadshow.audit.operations import record
from roadshow.foundation.actor import Actor
from roadshow.foundation.bounds import Between
from roadshow.foundation.db import db, hold, operation
from roadshow.foundation.errors import Fault, Refused, refuse_faults
from roadshow.foundation.money import LARGEST, WAN
from roadshow.programme.models import Season

from .figures.answers import FIGURES
from .figures.figure import Figure, Unit
from .models import Target

NO_TARGET = frozenset({Unit.DAYS, Unit.SHARE, Unit.SCORE})  # nothing that adds up over a year
OF_THE_SEASON = frozenset({"planned", "held"})  # the season itself says how many roadshows
GOAL = Between(1, 100_000_000)
MONEY = Between(1, LARGEST)
HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Pace:
    """Of a year that runs: what is to be reached, and what should be there by today."""

    goal: int
    due: int


def may_have_target(figure: Figure) -> bool:
    return figure.unit not in NO_TARGET and figure.name not in OF_THE_SEASON


def goal_faults(figure: Figure, goal: int) -> list[Fault]:
    """Fen, m² or how many."""
    return (MONEY if figure.unit is Unit.MONEY else GOAL).faults("goal", _("目标"), goal)


@operation
def set_goal(season: Season, name: str, goal: int | None, *, actor: Actor) -> None:
    """What the season's year is to reach of this figure; None takes it back.

    Raises: Refused on an odd goal, and of a figure that can have none.
    """
    hold(season)
    figure = FIGURES[name]
    if not may_have_target(figure):
        raise Refused(_("这一项不设目标"), "goal")
    refuse_faults(goal_faults(figure, goal) if goal is not None else [])
    found = db.session.scalar(select(Target).where(Target.season_id == season.id, Target.figure == name))
    was = found.goal if found else None
    if was == goal:
        return
    if found is None:
        found = Target(season_id=season.id, figure=name)
        db.session.add(found)
    if goal is None:
        db.session.delete(found)
    else:
        found.goal = goal
    said: dict[str, object] = {"amount_fen" if figure.unit is Unit.MONEY else "goal": [was, goal]}
    record("season.goal_set", actor, "season", season.id, str(season.year), figure=name, **said)


def list_goals(year: int) -> dict[str, int]:
    """Figure → what the year is to reach."""
    rows = select(Target.figure, Target.goal).join(Season, Season.id == Target.season_id)
    goals = dict(db.session.execute(rows.where(Season.year == year)).all())
    season = db.session.scalar(select(Season.target).where(Season.year == year))
    return goals | ({"held": season} if season else {})


def paces(year: int, goals: Mapping[str, int], today: date) -> dict[str, Pace]:
    """Where each should stand at the end of today, each day of the year bringing as much as any other; half up to a
    whole one, or 万元."""
    last = date(year, 12, 31)
    days = last.timetuple().tm_yday
    passed = min(max((today - date(year, 1, 1)).days + 1, 0), days)
    return {name: Pace(goal, _due(goal, Fraction(passed, days), _step(name))) for name, goal in goals.items()}


def _step(name: str) -> int:
    return WAN if FIGURES[name].unit is Unit.MONEY else 1


def _due(goal: int, part: Fraction, step: int) -> int:
    return int(goal * part / step + HALF) * step
