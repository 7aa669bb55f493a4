"""Years that nothing keeps from being closed, and restatements that are ready."""

from collections.abc import Collection
from datetime import date

from roadshow.outcomes.closings import closed_years
from roadshow.outcomes.ledger_years import list_ledger_years, list_waiting_years, list_years_logged


def list_to_close(today: date) -> list[int]:
    """Years that are over and have a ledger of their own, all of it verified, but are not closed; the earliest first.
    Last year also where its outcomes were logged one by one. Three statements, and one while there is such a year."""
    logged = list_years_logged([today.year - 1])
    return _without_waiting((list_ledger_years() | logged) - closed_years().years, today)


def list_restated_to_close(today: date) -> list[int]:
    """Years whose restatement is open while no row of theirs waits."""
    return _without_waiting(closed_years().restated, today)


def _without_waiting(years: Collection[int], today: date) -> list[int]:
    over = frozenset(year for year in years if year < today.year)
    return sorted(over - list_waiting_years(over))
