"""Of what a figure is asked: a range of days, narrowed by whatever its rows can be told apart by."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _
from flask_babel import lazy_pgettext

LEAP_DAY = (2, 29)
PROVINCE, CITY, COUNTY = 2, 4, 6  # digits of a code of GB/T 2260


class By(StrEnum):
    """By what rows are told apart; the value is the name of the scope's field that narrows to one of them."""

    SECTOR = "sector"
    STAGE = "stage"
    ORIGIN = "origin"
    APPLICANT = "applicant"
    CATEGORY = "category"
    PLACE = "place"
    ROADSHOW = "roadshow_id"
    REGION = "region"
    COMPANY = "company_id"
    PERSON = "person"


BY_WORDS = {
    By.SECTOR: _("技术领域"),
    By.STAGE: _("发展阶段"),
    By.ORIGIN: _("项目来源"),
    By.APPLICANT: _("申请主体"),
    By.CATEGORY: _("类别"),
    By.PLACE: _("地点"),
    By.ROADSHOW: _("来源路演"),
    By.REGION: _("地区"),
    By.COMPANY: lazy_pgettext("one", "企业"),
    By.PERSON: lazy_pgettext("one", "人员"),
}


@dataclass(frozen=True)
class Scope:
    """Both days included. None leaves a thing open; an empty word, and 0, asks for the rows that have none.

    ``region`` is a code's first 2, 4 or 6 digits, all below it included; with ``verified`` only what a second person
    has verified counts.
    """

    since: date
    until: date
    sector: str | None = None
    stage: str | None = None
    origin: str | None = None
    applicant: str | None = None
    category: str | None = None
    place: str | None = None
    roadshow_id: int | None = None
    region: str | None = None
    company_id: int | None = None
    person: str | None = None
    verified: bool = False

    @property
    def narrowed(self) -> dict[By, Any]:
        """By what, and to what."""
        return {by: getattr(self, by) for by in By if getattr(self, by) is not None}

    @property
    def before(self) -> "Scope":
        """The same days of the year before."""
        return replace(self, since=_year_before(self.since), until=_year_before(self.until))

    @property
    def year(self) -> int | None:
        """The one whose whole it is."""
        return self.since.year if (self.since, self.until) == _days_of(self.since.year) else None

    @property
    def ten_years(self) -> "list[Scope]":
        """The whole years up to the one in which it ends, oldest first."""
        last = self.until.year
        return [self.of_year(year) for year in range(last - 9, last + 1)]

    def of_year(self, year: int) -> "Scope":
        """The same of a whole year."""
        since, until = _days_of(year)
        return replace(self, since=since, until=until)

    def within(self, by: By, key: Any) -> "Scope":
        """Narrowed to one of those that it was told apart by."""
        return replace(self, **{by.value: key})


def whole_year(year: int, *, verified: bool = False) -> Scope:
    return Scope(*_days_of(year), verified=verified)


def levels(region: str | None) -> Iterator[str]:
    """33 → 3304 → 330482: a code and all above it, the province first."""
    yield from ((region or "")[:digits] for digits in (PROVINCE, CITY, COUNTY) if len(region or "") >= digits)


def next_level(region: str | None) -> int | None:
    """How many digits tell apart what lies below; None within a county, where there are firms."""
    return next((digits for digits in (PROVINCE, CITY, COUNTY) if digits > len(region or "")), None)


def _days_of(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def _year_before(on: date) -> date:
    leap = (on.month, on.day) == LEAP_DAY
    return on.replace(year=on.year - 1, **({"day": 28} if leap else {}))


FIELDS = frozenset(field.name for field in fields(Scope))
