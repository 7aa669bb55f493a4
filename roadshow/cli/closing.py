"""Commands that close a year, restate it, and prove that it still is what it was closed as."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask.cli import with_appcontext

from roadshow.foundation.db import check_ready
from roadshow.foundation.errors import Refused
from roadshow.ledgers.ledger import check_year
from roadshow.outcomes.closings import list_closings
from roadshow.reports import closing, proving

from .answers import NOTHING_TAKEN, actor_of

BROKEN = 3  # exit status
AS = click.option("--as", "email", metavar="EMAIL", help="Who does it; without, it is noted as by command.")
YEAR = click.argument("year", type=int)


@click.command("close")
@with_appcontext
@YEAR
@AS
def close_year(year: int, email: str | None) -> None:
    """Freeze a year's figures for good; every row of it must be verified."""
    with _answering(year):
        done = closing.close_year(year, actor=actor_of(email, "year.close"))
        click.echo(f"{year}年度已关账，第1号，SHA-256 {done.sha256}")


@click.command("restate")
@with_appcontext
@YEAR
@click.option("--why", required=True, help="The reason.")
@click.option("--close", "closes", is_flag=True, help="Close the restatement that is open.")
@AS
def restate_year(year: int, why: str, closes: bool, email: str | None) -> None:
    """Open the restatement of a closed year, so that forgotten rows may come in; or close the one that is open."""
    with _answering(year):
        act = closing.close_restatement if closes else closing.open_restatement
        done = act(year, why, actor=actor_of(email, "year.close"))
        state = f"已关账，SHA-256 {done.sha256}" if closes else "已开启"
        click.echo(f"{year}年度重述第{done.number}号{state}")


@click.command("verify")
@with_appcontext
@YEAR
@click.option("--sha256", "told", help="The sum as it was printed or written down when the year was closed.")
def verify_year(year: int, told: str | None) -> None:
    """Whether a closed year still is what it was closed as: its sums, their chain, every row in the ledger."""
    with _answering(year):
        done = [each for each in list_closings(year) if not each.is_open]
        if not done:
            raise Refused(f"{year}年度还没有关账")
        breaks = [str(words) for words in proving.list_breaks(year)]
        if told and told.strip().lower() not in {each.sha256 for each in done}:
            breaks.append(f"{told.strip()} 不是{year}年度任何一号的SHA-256")
        for each in done:
            click.echo(
                f"第{each.number}号  {each.closed_at:%Y-%m-%d %H:%M}Z  {each.closed_by}  {each.sha256}"
            )
        for words in breaks:
            click.echo(words, err=True)
        if breaks:
            sys.exit(BROKEN)
        click.echo(f"{year}年度核验一致")


@contextmanager
def _answering(year: int) -> Iterator[None]:
    """A refusal is told, and ends the command."""
    try:
        check_ready()
        check_year(year)
        yield
    except Refused as refused:
        click.echo(str(refused), err=True)
        sys.exit(NOTHING_TAKEN)


CLOSING = (close_year, restate_year, verify_year)
