"""A year's bulletin as text, or every figure of it as JSON."""

import json
import sys

import click
from flask.cli import with_appcontext

from roadshow.foundation import clock
from roadshow.foundation.db import check_ready
from roadshow.foundation.errors import Refused
from roadshow.ledgers.ledger import check_year
from roadshow.reports.bulletin import as_json, nothing_told, running_until, sentences
from roadshow.reports.closing import official
from roadshow.reports.queries import year_figures
from roadshow.reports.records import has_record

from .answers import NOTHING_TAKEN


@click.command("bulletin")
@click.argument("year", type=int)
@click.option(
    "--json",
    "form",
    flag_value="json",
    help="Every figure as JSON, money in 万元 and areas in m²; 0 where there are no rows, as a closing seals it.",
)
@click.option(
    "--text", "form", flag_value="text", default=True, help="The sentences, one a line (the default)."
)
@with_appcontext
def tell_bulletin(year: int, form: str) -> None:
    """The year's bulletin, from the rows of the ledger."""
    try:
        check_ready()
        check_year(year)
    except Refused as refused:
        click.echo(str(refused), err=True)
        sys.exit(NOTHING_TAKEN)
    frozen, until = official(year), running_until(year, clock.today())
    figures = frozen.figures if frozen else year_figures(year)
    if form == "json":
        told = frozen.published if frozen else as_json(figures, until)
        click.echo(json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True))
    else:
        lines = frozen.sentences["zh"] if frozen else sentences(figures, until)
        click.echo("\n".join(lines) or nothing_told(year, recorded=has_record(year)))
