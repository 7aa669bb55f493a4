from datetime import date

from flask import render_template

from roadshow.attendance.counting import visits_of_year
from roadshow.foundation import clock
from roadshow.foundation.languages import spoken
from roadshow.outcomes.closings import list_closings
from roadshow.outcomes.queries import list_years
from roadshow.outcomes.states import ThreadStep
from roadshow.programme.queries import list_roadshows
from roadshow.reports import closing, queries
from roadshow.reports.bulletin import running_until, sentences, waiting
from roadshow.reports.funnel import list_stages
from roadshow.reports.measures import answer, paid_by_field
from roadshow.web.guards import may
from roadshow.web.words import days

from . import blueprint, findings
from .charts import answer_lines, month_bars, stage_lines
from .strip import strip_of


@blueprint.get("/years", defaults={"year": None})
@blueprint.get("/years/<year:year>")
@may("year.read")
def show_year(year: int | None) -> str:
    year = year or clock.today().year
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
        closings=list_closings(year),
        visits=visits_of_year(year),
        findings=(
            findings.of_months(year, months),
            findings.of_fields(year, fields),
            findings.of_stages(year, stages),
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
    """Of a closed year as it was closed."""
    official, today = closing.official(year), clock.today()
    figures = official.figures if official else queries.year_figures(year)
    until = running_until(year, today)
    return render_template(
        "centre/reports/show_bulletin.html",
        year=year,
        figures=figures,
        closing=official.closing if official else None,
        sentences=official.sentences[spoken()] if official else sentences(figures, until),
        waiting=waiting(figures),
        period=days(date(year, 1, 1), until or date(year, 12, 31)),
        on=today,
    )
