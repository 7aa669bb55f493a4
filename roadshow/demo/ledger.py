"""The year 2021 as a clerk's ledger tells it: imported by one recorder, checked against the original by the other."""

from datetime import date, time, timedelta
from pathlib import Path

from roadshow.foundation import clock
from roadshow.ledgers import operations as ledgers
from roadshow.ledgers.ledger import read_ledger
from roadshow.outcomes.many import verify_many
from roadshow.outcomes.queries import list_waiting, list_years

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
