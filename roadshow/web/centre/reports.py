from typing import Any

from flask import render_template, url_for

from roadshow.attendance.counting import visits_of_year
from roadshow.foundation import clock
from roadshow.outcomes.closings import list_closings
from roadshow.outcomes.queries import list_years
from roadshow.outcomes.returned import count_to_put_right
from roadshow.outcomes.rules import DEEP_ROOT
from roadshow.outcomes.states import Kind, ThreadStep
from roadshow.outcomes.waiting import count_waiting_of
from roadshow.programme.queries import list_roadshows
from roadshow.reports import closing, queries
from roadshow.reports.funnel import list_stages
from roadshow.reports.measures import answer, paid_by_field
from roadshow.reports.records import told_of
from roadshow.web.guards import may

from . import blueprint, findings, headlines
from .brief import Indicator, brief_of
from .charts import answer_lines, month_bars, stage_lines
from .strip import strip_of

ROWS: dict[str, dict[str, Any]] = {
    "landed": {"kind": Kind.LANDING},
    "invested": {"step": ThreadStep.PAID},
    "paid": {"step": ThreadStep.PAID},
    "pooled": {"step": ThreadStep.POOLED},
    "lent": {"step": ThreadStep.LENT},
    "deep_root": {"kind": Kind.LANDING, "plan": DEEP_ROOT},
    "incubators": {"kind": Kind.INCUBATOR, "off_site": 1},
}


@blueprint.get("/years", defaults={"year": None})
@blueprint.get("/years/<year:year>")
@may("year.read")
def show_year(year: int | None) -> str:
    year = clock.today().year if year is None else year
    official = closing.official(year)
    figures = official.figures if official else queries.year_figures(year)
    months, fields, stages = (
        queries.list_months(ThreadStep.PAID, year),
        answer(paid_by_field(year)),
        list_stages(year),
    )
    return render_template(
        "centre/reports/show_year.html",
        year=year,
        years=sorted({year, clock.today().year, *list_years()}, reverse=True),
        figures=figures,
        headlines=headlines.of_year(figures),
        closings=list_closings(year),
        told=told_of(year, clock.today()),
        waiting=sum(count_waiting_of(year).values()),
        refused=count_to_put_right(year),
        visits=visits_of_year(year),
        findings=(
            findings.of_months(year, months),
            findings.of_fields(year, fields),
            findings.of_stages(stages),
        ),
        months=month_bars(months, year),
        fields=answer_lines(paid_by_field(year), fields),
        stages=stage_lines(stages, year),
        strip=strip_of(list_roadshows(year), clock.today(), year),
        latest=min(clock.today(), clock.today().replace(year=year, month=12, day=31)),
    )


@blueprint.get("/years/<year:year>/bulletin")
@may("year.read")
def show_bulletin(year: int) -> str:
    brief = brief_of(year, clock.today())
    return render_template(
        "centre/reports/show_bulletin.html", year=year, brief=brief, rows_of=lambda line: _rows_of(year, line)
    )


def _rows_of(year: int, line: Indicator) -> str:
    """The way to what is counted."""
    if line.code == "held":
        return url_for(".list_roadshows", year=year)
    asked = ROWS.get(line.code, {"step": ThreadStep.SELECTED, "category": line.category})
    return url_for(".list_outcomes", year=year, **asked)
