"""The year 2021 as a clerk's ledger tells it: imported by one recorder, checked against the original by the other; the
year before it closed."""

from datetime import date, time, timedelta
from pathlib import Path

from roadshow.foundation import clock
from roadshow.foundation.money import WAN
from roadshow.ledgers import operations as ledgers
from roadshow.ledgers.ledger import read_ledger
from roadshow.outcomes.many import verify_many
from roadshow.outcomes.operations import correct
from roadshow.outcomes.queries import Wanted, list_rows, list_waiting, list_years
from roadshow.outcomes.states import ThreadStep
from roadshow.reports.closing import close_year

from .people import Crew

FILE = Path(__file__).with_name("ledger-2021.xlsx")
YEAR = 2021
SINCE = timedelta(days=300)


def take_in(crew: Crew, today: date) -> None:
    """Import the workbook beside this file and verify its rows, long enough ago to be no news today."""
    with FILE.open("rb") as file, clock.at(clock.moment(today - SINCE, time(8))):
        ledgers.take_in(read_ledger(file), YEAR, actor=crew.acting("recorder"))
        checking = crew.acting("recorder2")
        for year in list_years():
            verify_many([row.id for row in list_waiting(year, checking.id)], actor=checking)


def close(crew: Crew, today: date) -> None:
    """The year before it, which a correction restates since a few days."""
    with clock.at(clock.moment(today - SINCE, time(15))):
        close_year(YEAR - 1, actor=crew.acting("leader"))
    with clock.at(clock.moment(today - timedelta(days=3), time(15))):
        paid = list_rows(Wanted(year=YEAR - 1, step=ThreadStep.PAID))[-1]
        less = {"amount_fen": (paid.amount_fen or 0) - 20 * WAN}
        correct(paid, less, "回单实为扣除手续费后的金额。", actor=crew.acting("recorder"))
