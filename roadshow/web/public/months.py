"""A month of the programme: its weeks, and the way to the months beside it."""

import calendar
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from roadshow.programme.rules import FIRST_YEAR, LAST_YEAR
from roadshow.web import words


@dataclass(frozen=True)
class Month:
    """``str`` is what an address calls it: 2026-11."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02}"

    @property
    def name(self) -> str:
        return str(_("%(year)d年%(month)s", year=self.year, month=words.whole_month(self.number)))

    @property
    def first(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        return date(self.year, self.number, calendar.monthrange(self.year, self.number)[1])

    @property
    def weeks(self) -> list[list[date]]:
        """Whole weeks from Monday on, with days of the months beside it."""
        return calendar.Calendar().monthdatescalendar(self.year, self.number)

    @property
    def before(self) -> "Month | None":
        return self._moved(-1)

    @property
    def after(self) -> "Month | None":
        return self._moved(1)

    def _moved(self, by: int) -> "Month | None":
        year, number = divmod(self.year * 12 + self.number - 1 + by, 12)
        return Month(year, number + 1) if FIRST_YEAR <= year <= LAST_YEAR else None


@dataclass(frozen=True)
class Twelfth:
    """A month in the row of its year, with how many roadshows it has."""

    month: Month
    label: str
    count: int


def months_of(year: int, counts: dict[int, int]) -> list[Twelfth]:
    return [
        Twelfth(Month(year, number), words.month_name(number), counts.get(number, 0))
        for number in range(1, 13)
    ]
