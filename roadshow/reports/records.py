"""Which years the centre has a record of, and which of them the public may be told: decided here alone."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from flask_babel import lazy_gettext as _

from roadshow.outcomes import queries as outcomes
from roadshow.outcomes.closings import closed_years
from roadshow.outcomes.ledger_years import list_ledger_years, list_waiting_years, list_years_by_hand
from roadshow.programme import queries as programme

from .figures.answers import Value
from .figures.scope import Scope

NO_RECORD = _("无记录")


@dataclass(frozen=True)
class Records:
    """The years with a record: closed, with a ledger of their own, with roadshows of ours, or with rows logged for
    them by hand. A row of another year in a ledger is no record of that year."""

    years: frozenset[int]

    def has(self, year: int) -> bool:
        return year in self.years

    def cover(self, scope: Scope) -> bool:
        """Whether any year of these days has a record."""
        return any(year in self.years for year in range(scope.since.year, scope.until.year + 1))

    def lack(self, value: Value, scope: Scope) -> bool:
        """Whether nothing stands for "no record" and not for zero."""
        return not value and not self.cover(scope)


def records() -> Records:
    """A constant number of statements."""
    years = closed_years().years | list_ledger_years() | programme.list_years()
    return Records(years | list_years_by_hand(set(outcomes.list_years()) - years))


class Told(StrEnum):
    """What the public is told of a year."""

    FIGURES = "figures"
    BEING_VERIFIED = "being_verified"
    NO_RECORD = "no_record"


def public_years(today: date) -> dict[int, Told]:
    """Years that are over, last year first, without a gap; empty before any year can be told.

    Figures are shown of a year that is closed, and of one with a ledger of its own of which no row waits. Any other
    year with a record is being verified. Rows by hand, or out of another year's ledger, begin no public year.
    """
    closed, ledgers = closed_years().years, list_ledger_years()
    whole = closed | (ledgers - list_waiting_years(ledgers - closed))
    of_itself = closed | ledgers | programme.list_years()
    recorded = of_itself | list_years_by_hand(set(outcomes.list_years()) - of_itself)
    first = min(of_itself, default=today.year)

    def told(year: int) -> Told:
        if year in whole:
            return Told.FIGURES
        return Told.BEING_VERIFIED if year in recorded else Told.NO_RECORD

    return {year: told(year) for year in range(today.year - 1, first - 1, -1)}
