"""What anyone may have as data: roadshows that were held, and what came of years that are over, by their schemas.

Of the years only what the public page of results has: see ``records.public_years``; of nothing else a firm, a person or
money.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from roadshow.foundation.money import YUAN
from roadshow.foundation.sectors import SECTORS
from roadshow.foundation.text import Bilingual
from roadshow.outcomes.closings import closed_years
from roadshow.programme.models import Roadshow
from roadshow.programme.queries import list_public_held

from .bulletin import number
from .closing import with_official
from .queries import YearLine, list_year_lines
from .records import Told, public_years

Json = dict[str, Any]
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
DRAFT = "https://json-schema.org/draft/2020-12/schema"
WITHHELD = {"years_being_verified": Told.BEING_VERIFIED, "years_not_published": Told.NOT_PUBLISHED}
_COUNT: Json = {"type": ["integer", "null"], "minimum": 1}
_YUAN: Json = {"type": ["number", "null"], "exclusiveMinimum": 0, "multipleOf": 0.01}
_CALENDAR_YEAR: Json = {"type": "integer", "minimum": 2000, "maximum": 2100}
_TWICE: Json = {
    "type": "object",
    "properties": {"zh": {"type": "string"}, "en": {"type": "string"}},
    "required": ["zh", "en"],
    "additionalProperties": False,
}


@dataclass(frozen=True)
class Source:
    """By whose address and name it is published."""

    base_url: str
    centre: Bilingual

    def address(self, name: str) -> str:
        return f"{self.base_url}/open/{name}"


@dataclass(frozen=True)
class PublicYear:
    """A year as the public is told of it; ``line`` has its figures, where these are shown."""

    year: int
    told: Told
    line: YearLine | None = None


def list_public_years(today: date) -> list[PublicYear]:
    """Years that are over, newest first and without a gap: verified figures, of a closed year those it closed with."""
    found = {line.year: line for line in list_year_lines(verified_only=True)}
    told = public_years(today)
    shown = [found.get(year) or YearLine(year, 0, 0, 0, 0) for year in told if told[year] is Told.FIGURES]
    lines = {line.year: line for line in with_official(shown)}
    return [PublicYear(year, told[year], lines.get(year)) for year in told]


def years_data(source: Source, today: date) -> Json:
    closed, years = closed_years().years, list_public_years(today)
    return _published(source, "years") | {
        "years": [_year(one.line, closed=one.year in closed) for one in years if one.line],
        **{name: [one.year for one in years if one.told is told] for name, told in WITHHELD.items()},
    }


def roadshows_data(source: Source) -> Json:
    held = [_roadshow(roadshow, source) for roadshow in list_public_held()]
    return _published(source, "roadshows") | {"roadshows": held}


def years_schema(source: Source) -> Json:
    properties = {
        "year": _said("The calendar year", _CALENDAR_YEAR),
        "closed": _said(
            "Whether its figures are frozen. Those of a year that is not are wholly verified, and may be corrected",
            {"type": "boolean"},
        ),
        "roadshows_held": _said("Roadshows held, by their day; null: none recorded", _COUNT),
        "projects_brought_in": _said(
            "Different projects that landed, by their day; null: none recorded", _COUNT
        ),
        "fund_investment_paid_yuan": _said(
            "Paid in by funds, by the day of each payment, in yuan; intents and what is only signed are no part of"
            " it; null: none recorded",
            _YUAN,
        ),
        "loans_lent_yuan": _said(
            "Lent by sci-tech branches of banks, by the day of each loan, in yuan; what was repaid is included; null:"
            " none recorded",
            _YUAN,
        ),
    }
    withheld = {
        "years_being_verified": "Years that are over and of which rows of the ledger still wait to be verified",
        "years_not_published": "Other years that are over and have records of which nothing is published yet",
    }
    years: Json = {"type": "array", "items": _CALENDAR_YEAR, "uniqueItems": True}
    title = "What came of the roadshows of each year that is closed or wholly verified"
    return _schema(
        source,
        "years",
        title,
        properties,
        **{name: _said(f"{words}: no figures of them", years) for name, words in withheld.items()},
    )


def roadshows_schema(source: Source) -> Json:
    sectors = [*SECTORS, None]
    properties = {
        "uid": _said("Its name for life, also in the calendars", {"type": "string", "format": "uuid"}),
        "date": _said("The day it was held, in Chinese time", {"type": "string", "format": "date"}),
        "title": _said("In Chinese and English; what has no English is said in Chinese", _TWICE),
        "field": _said(
            "Of the eight fields that the state supports; null for none in particular", {"enum": sectors}
        ),
        "place": _said("Where it was held", _TWICE),
        "url": _said("Its page", {"type": "string", "format": "uri"}),
    }
    return _schema(source, "roadshows", "Roadshows that were held", properties)


def _year(line: YearLine, *, closed: bool) -> Json:
    return {
        "year": line.year,
        "closed": closed,
        "roadshows_held": line.held or None,
        "projects_brought_in": line.landed or None,
        "fund_investment_paid_yuan": number(Decimal(line.paid_fen) / YUAN) or None,
        "loans_lent_yuan": number(Decimal(line.lent_fen) / YUAN) or None,
    }


def _roadshow(roadshow: Roadshow, source: Source) -> Json:
    return {
        "uid": roadshow.uid,
        "date": str(roadshow.on),
        "title": _twice(roadshow.spoken_title),
        "field": roadshow.sector,
        "place": _twice(roadshow.spoken_where),
        "url": f"{source.base_url}/roadshows/{roadshow.uid}",
    }


def _published(source: Source, name: str) -> Json:
    return {
        "$schema": source.address(f"{name}.schema.json"),
        "publisher": _twice(source.centre),
        "licence": LICENCE,
    }


def _schema(source: Source, name: str, title: str, properties: Json, **more: Json) -> Json:
    """Of a list of such things, and ``more`` beside it; nothing besides is in it."""
    one = {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
    whole = {
        "$schema": {"type": "string", "format": "uri"},
        "publisher": _said("The centre; to be named by whoever uses the data", _TWICE),
        "licence": _said("The terms of use", {"const": LICENCE}),
        name: {"type": "array", "items": one},
        **more,
    }
    return {
        "$schema": DRAFT,
        "$id": source.address(f"{name}.schema.json"),
        "title": title,
        "type": "object",
        "properties": whole,
        "required": list(whole),
        "additionalProperties": False,
    }


def _said(words: str, what: Json) -> Json:
    return {"description": words} | what


def _twice(words: Bilingual) -> Json:
    return {"zh": words.zh, "en": words.en}
