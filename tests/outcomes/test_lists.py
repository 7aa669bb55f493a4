"""In which order the ledger is listed, and where a deal is listed that was corrected."""

from datetime import date

import pytest

from roadshow.foundation.actor import COMMAND
from roadshow.foundation.money import WAN
from roadshow.outcomes import operations
from roadshow.outcomes.facts import LandingFacts
from roadshow.outcomes.lists import list_rows_shown
from roadshow.outcomes.models import Row
from roadshow.outcomes.queries import Wanted, list_rows
from roadshow.outcomes.waiting import ToCheck, list_to_check
from tests import make

pytestmark = pytest.mark.usefixtures("inside")


def landed(on: date | None, year: int | None = None) -> Row:
    return operations.log(LandingFacts(make.project().id, on, year=year, amount_fen=WAN), actor=COMMAND)


def test_what_bears_no_day_is_listed_by_the_last_of_its_year() -> None:
    old, new, none = landed(date(2021, 5, 4)), landed(date(2022, 1, 1)), landed(None, 2021)
    assert list_rows(Wanted()) == list_rows_shown(Wanted()).page(1) == [new, none, old]


def test_what_waits_of_one_thing_is_seen_by_its_days() -> None:
    project = make.project()
    none = operations.log(LandingFacts(project.id, None, year=2021), actor=COMMAND)
    day = {"on": date(2021, 5, 4), "year": None}
    correction = operations.correct(none, day, "有日期", actor=COMMAND)
    assert list_to_check(ToCheck(0)).page(1) == [correction, none]
