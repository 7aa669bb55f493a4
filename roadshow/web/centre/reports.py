from dataclasses import dataclass

from flask import render_template
from flask_babel import lazy_gettext as _

from roadshow.foundation import clock
from roadshow.outcomes.queries import list_years
from roadshow.outcomes.states import DealStep
from roadshow.programme.queries import list_roadshows
from roadshow.reports import queries
from roadshow.reports.bulletin import sentences
from roadshow.reports.queries import Month
from roadshow.web.guards import may
from roadshow.web.words import amount, figure, month_name, whole_month

from . import blueprint
from .strip import strip_of


@dataclass(frozen=True)
class MonthBar:
    """One month as the part ``bars`` draws it; money in the reader's unit."""

    label: str
    short: str
    this: float | None
    last: float | None
    this_words: str | None
    last_words: str | None


@blueprint.get("/years", defaults={"year": None})
@blueprint.get("/years/<year:year>")
@may("year.read")
def show_year(year: int | None) -> str:
    year = year or clock.today().year
    figures = queries.year_figures(year)
    months = queries.list_months(DealStep.PAID, year)
    return render_template(
        "centre/reports/show_year.html",
        year=year,
        years=sorted({year, clock.today().year, *list_years()}, reverse=True),
        figures=figures,
        finding=finding(months),
        months=[bar(month) for month in months],
        strip=strip_of(list_roadshows(year), clock.today(), year),
        latest=min(clock.today(), clock.today().replace(year=year, month=12, day=31)),
    )


@blueprint.get("/years/<year:year>/bulletin")
@may("year.read")
def show_bulletin(year: int) -> str:
    figures = queries.year_figures(year)
    return render_template(
        "centre/reports/show_bulletin.html",
        year=year,
        figures=figures,
        sentences=sentences(figures),
        on=clock.today(),
    )


def bar(month: Month) -> MonthBar:
    return MonthBar(
        month_name(month.number),
        str(month.number),
        month.this_fen or None,
        month.last_fen or None,
        figure(month.this_fen) if month.this_fen else None,
        figure(month.last_fen) if month.last_fen else None,
    )


def finding(months: list[Month]) -> object:
    """What the chart of money by month says, as its title."""
    this, last = sum(month.this_fen for month in months), sum(month.last_fen for month in months)
    if not this:
        return _("今年还没有到账")
    reached = 0
    for month in months:
        reached += month.this_fen
        if last and reached > last:
            return _("到账金额从%(month)s起超过上年全年", month=whole_month(month.number))
    best = max(months, key=lambda month: month.this_fen)
    return _("%(month)s到账最多，%(money)s", month=whole_month(best.number), money=amount(best.this_fen))
