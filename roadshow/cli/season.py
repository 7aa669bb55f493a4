"""Commands about a year's plan."""

import json
import sys
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from roadshow.foundation.db import check_ready
from roadshow.foundation.errors import Refused
from roadshow.foundation.sectors import SECTORS
from roadshow.halls.queries import find_hall
from roadshow.ical.reading import LARGEST, days_of
from roadshow.programme.planning import Plan, plan_season
from roadshow.programme.wanted import Wanted

from .answers import NOTHING_TAKEN, opened

TIME = click.DateTime(["%H:%M"])
season_group = AppGroup("season", help="A year's plan.")


def _time_of_day(_context: click.Context, _option: click.Parameter, given: datetime) -> time:
    return given.time()


def _weekdays(_context: click.Context, _option: click.Parameter, given: tuple[int, ...]) -> list[int]:
    return [number - 1 for number in given]


@season_group.command("plan")
@click.argument("year", type=int)
@click.option(
    "--roadshows",
    type=int,
    help="How many roadshows want a day; without, those of the season that have none.",
)
@click.option(
    "--sector", "sectors", multiple=True, type=click.Choice(list(SECTORS)), help="The field of one of them."
)
@click.option(
    "--notice",
    "notice_weeks",
    type=int,
    default=Wanted.notice_weeks,
    show_default=True,
    help="Weeks that the call takes.",
)
@click.option("--most-a-week", type=int, default=Wanted.most_a_week, show_default=True)
@click.option(
    "--avoid", type=int, multiple=True, help="A month without roadshows, beside those that the season avoids."
)
@click.option(
    "--starts", type=TIME, callback=_time_of_day, default=f"{Wanted.starts:%H:%M}", show_default=True
)
@click.option("--ends", type=TIME, callback=_time_of_day, default=f"{Wanted.ends:%H:%M}", show_default=True)
@click.option("--hall", "halls", multiple=True, help="The name of a hall to ask; without, all that are open.")
@click.option(
    "--disliked",
    type=click.IntRange(1, 7),
    multiple=True,
    callback=_weekdays,
    default=[day + 1 for day in Wanted.disliked],
    show_default=True,
    help="A weekday that is taken only when no other is better; Monday is 1.",
)
@click.option("--events", type=click.Path(path_type=Path), help="Outside events, as .ics, to keep away from.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output, nothing else.")
def plan_days(
    year: int,
    roadshows: int | None,
    sectors: tuple[str, ...],
    events: Path | None,
    as_json: bool,
    **wishes: Any,
) -> None:
    """Propose days for the rest of a season; nothing is written."""
    try:
        check_ready()
        wishes["halls"] = [_hall_id(name) for name in wishes["halls"]]
        plan = plan_season(year, Wanted(roadshows, sectors, events=_event_days(events), **wishes))
    except Refused as refused:
        click.echo(str(refused), err=True)
        sys.exit(NOTHING_TAKEN)
    if as_json:
        click.echo(json.dumps(_plan_as_json(year, plan), ensure_ascii=False))
    else:
        _tell_plan(plan)
    if plan.short:
        sys.exit(NOTHING_TAKEN)


def _hall_id(name: str) -> int:
    """Raises: Refused when no hall is called so."""
    hall = find_hall(name)
    if hall is None:
        raise Refused(f"没有叫“{name}”的场地")
    return hall.id


def _event_days(file: Path | None) -> set[date]:
    """Raises: Refused when it cannot be opened or is no calendar."""
    if file is None:
        return set()
    with opened(file) as content:
        return days_of(content.read(LARGEST + 1))


def _plan_as_json(year: int, plan: Plan) -> dict[str, Any]:
    return {
        "year": year,
        "proven": plan.proven,
        "points": plan.points,
        "gap": plan.gap,
        "short": plan.short,
        "days": [
            {
                "on": str(each.on),
                "title": each.roadshow.title if each.roadshow else None,
                "sector": each.sector,
                "halls": [hall.name for hall in each.halls],
                "why": [str(words) for words in each.why.words()],
            }
            for each in plan.suggestions
        ],
        "left_out": {str(on): str(words) for on, words in plan.left_out.items()},
    }


def _tell_plan(plan: Plan) -> None:
    for each in plan.suggestions:
        halls = "、".join(hall.name for hall in each.halls)
        sector = f"（{SECTORS[each.sector]}）" if each.sector else ""
        title = f"“{each.roadshow.title}”" if each.roadshow else ""
        why = "；".join(str(words) for words in each.why.words())
        click.echo(f"{each.on}{title}{sector}：{halls}可用；{why}")
    if plan.short:
        click.echo(f"日子不够，还差{plan.short}场", err=True)
    else:
        best = "已证明没有更好的安排" if plan.proven else f"最多还能好{plan.gap}分"
        click.echo(f"共{plan.points}分，{best}", err=True)
