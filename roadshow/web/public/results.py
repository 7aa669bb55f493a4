"""What came of past years, in figures that anyone may read: only what a second person has verified."""

from flask import render_template

from roadshow.foundation import clock
from roadshow.reports.queries import YearLine, list_year_lines
from roadshow.web.guards import open_to_all

from . import blueprint


@blueprint.get("/results")
@open_to_all
def list_results() -> str:
    lines = [line for line in list_year_lines(verified_only=True) if _is_told(line)]
    return render_template("public/results/list_results.html", lines=lines)


def _is_told(line: YearLine) -> bool:
    """A year that is over and has something that counts."""
    over = line.year < clock.today().year
    return over and any((line.held, line.landed, line.paid_fen, line.lent_fen))
