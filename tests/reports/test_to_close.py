"""Which years wait to be closed."""

from datetime import date

import pytest

from roadshow.accounts.permissions import Role
from roadshow.outcomes import operations as outcomes
from roadshow.outcomes.facts import LandingFacts
from roadshow.outcomes.ledger_years import note_ledger
from roadshow.outcomes.many import verify_many
from roadshow.outcomes.models import Row
from roadshow.reports.closing import close_year, open_restatement
from roadshow.reports.to_close import list_restated_to_close, list_to_close
from tests import make

TODAY = date(2026, 3, 16)
pytestmark = pytest.mark.usefixtures("in_spring", "inside")


def landing(year: int) -> Row:
    return outcomes.log(LandingFacts(make.project().id, date(year, 2, 4)), actor=make.SOMEONE)


def verify(row: Row) -> None:
    verify_many([row.id], actor=make.actor(Role.RECORDER))


def test_a_year_that_is_over_waits_once_its_own_ledger_is_verified():
    for year in (2024, 2025, 2026):
        note_ledger(year, [year])
    first, _waits, running = landing(2024), landing(2025), landing(2026)
    verify(first)
    verify(running)
    assert list_to_close(TODAY) == [2024]


def test_an_older_year_without_a_ledger_of_its_own_waits_for_nothing():
    verify(landing(2024))
    assert list_to_close(TODAY) == []


def test_last_year_waits_too_where_its_outcomes_were_logged_one_by_one():
    row = landing(2025)
    assert list_to_close(TODAY) == []
    verify(row)
    assert list_to_close(TODAY) == [2025]


def test_a_closed_year_waits_again_while_it_is_restated_and_nothing_of_it_waits():
    leader = make.actor(Role.LEADER)
    note_ledger(2024, [2024])
    verify(landing(2024))
    close_year(2024, actor=leader)
    assert (list_to_close(TODAY), list_restated_to_close(TODAY)) == ([], [])
    open_restatement(2024, "遗漏一条", actor=leader)
    assert (list_to_close(TODAY), list_restated_to_close(TODAY)) == ([], [2024])
    late = landing(2024)
    assert list_restated_to_close(TODAY) == []
    verify(late)
    assert list_restated_to_close(TODAY) == [2024]
