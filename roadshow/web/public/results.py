"""What came of past years, in figures that anyone may read: only what a second person has verified."""

from flask import render_template

from roadshow.foundation import clock
from roadshow.reports.queries import list_year_lines
from roadshow.web.guards import open_to_all

from . import blueprint


@blueprint.get("/results")
@open_to_all
def list_results() -> str:
    this_year = clock.today().year
    lines = [line for line in list_year_lines(verified_only=True) if line.year < this_year]
    return render_template("public/results/list_results.html", lines=lines)
