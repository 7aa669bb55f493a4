from flask import render_template

from roadshow.audit.queries import list_recent
from roadshow.foundation import clock
from roadshow.programme.queries import find_season, list_roadshows
from roadshow.programme.rules import year_to_plan
from roadshow.programme.wishes import lacking_days, pace
from roadshow.reports.queries import year_figures
from roadshow.reports.records import has_record
from roadshow.web.guards import may

from . import blueprint
from .first_steps import find_next, list_first_steps
from .strip import strip_of
from .todos import list_todos

TRAIL_OF = ("season", "hall", "roadshow", "pitch", "project", "institution", "outcome", "upload")
TRAIL_SHOWN = 8


@blueprint.get("/")
@may("centre.enter")
def today() -> str:
    day = clock.today()
    season, roadshows = find_season(day.year), list_roadshows(day.year)
    strip = strip_of(roadshows, day)
    steps = list_first_steps()
    return render_template(
        "centre/desk/today.html",
        steps=steps,
        next_step=find_next(steps),
        todos=list_todos(beginning=bool(steps)),
        figures=year_figures(day.year),
        recorded=has_record(day.year),
        season=season,
        plans=day.year if season else year_to_plan(day),
        pace=pace(season, roadshows, day) if season else None,
        strip=strip,
        lacking=lacking_days(season, strip.dated) if season else 0,
        entries=list_recent(TRAIL_OF, TRAIL_SHOWN),
    )
