"""The year that a file states: by its name, its titles, its dates. Pure functions of the workbook."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _

from . import cells
from .layout import Header
from .reading import LedgerRow
from .workbook import Sheet

REFUSED_TITLES = {"zh": "%d年度未导入的行", "en": "Rows of %d that were not imported"}
"""Language → the title over rows that stayed out, by which a corrected file knows its year."""
NOT_OF_THE_ROW = frozenset({"valid_until", "running_since"})  # dates that say nothing of the row's year

_REFUSED = re.compile(
    "|".join(re.escape(title).replace("%d", r"(20\d\d)") for title in REFUSED_TITLES.values())
)
_ASIDE = re.compile(
    r"(填报|填表|制表|报送|上报|编制|打印|导出|更新|修改|截至|截止)[^;,。]*"  # says when it was written
    r"|20\d\d\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*日?"
    r"|[〔\[【(]20\d\d[〕\]】)]\s*第?\s*\d+\s*号"  # a document's number
)
_RANGE = re.compile(r"(20\d\d)年?度?\s*[-—–~至到]\s*(20\d\d)(?!\d)")
_YEAR = re.compile(r"(?<![\d.])(20\d\d)(?![\d%]|\.\d|\s*(?:万|亿|元|家|个|项|人|号|名|场|条|平方|m2))")
_HAN_YEAR = re.compile(r"二[〇零○][〇零○一二三四五六七八九]{2}(?=年)")
_HAN = {sign: str(digit) for digit, sign in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}


@dataclass(frozen=True)
class FileYear:
    """What a file says of its year.

    ``refused`` are the years in the titles over rows that stayed out of an import, ``named`` those in the file's name,
    ``titled`` those in its titles. ``dated`` counts the dated rows by the year of their first date; ``years`` are the
    years of all their dates.
    """

    refused: frozenset[int] = frozenset()
    named: frozenset[int] = frozenset()
    titled: frozenset[int] = frozenset()
    dated: Mapping[int, int] = field(default_factory=dict)
    years: frozenset[int] = frozenset()

    @property
    def is_stated(self) -> bool:
        """Whether somebody wrote it into the name or a title."""
        return bool(self.refused or self.named or self.titled)

    @property
    def year(self) -> int | None:
        """By its name, then its titles, then most of its dates; None where none of them names a single year."""
        for stated in (self.refused, self.named, self.titled):
            if len(stated) == 1:
                return next(iter(stated))
        return next((year for year, rows in self.dated.items() if 2 * rows > sum(self.dated.values())), None)

    def others(self, year: int) -> list[int]:
        """Years that speak against this one, the best stated first: by its titles, its name, most of its dates."""
        most = [max(self.dated, key=lambda each: self.dated[each])] if self.dated else []
        stated = [*sorted(self.refused), *sorted(self.titled), *sorted(self.named), *most]
        return [each for each in dict.fromkeys(stated) if each != year]

    def doubts(self, year: int) -> list[object]:
        """Why the file does not seem to be of this year, in words; empty where nothing speaks against it."""
        if self.refused:
            return (
                [] if year in self.refused else [_said(_("标题写的是%(years)s年"), self.refused, self, year)]
            )
        return [
            _said(words, stated, self, year)
            for words, stated in (
                (_("文件名写的是%(years)s年"), self.named),
                (_("标题写的是%(years)s年"), self.titled),
                (_("文件里的日期都在%(years)s年"), self.years),
            )
            if stated and year not in stated
        ]


def _said(words: object, years: Iterable[int], told: FileYear, year: int) -> object:
    """The year was read from the file where nobody chose another."""
    said = str(words) % {"years": str(_("、")).join(map(str, sorted(years)))}
    if told.year == year:
        return _("%(said)s，不是%(year)d年", said=said, year=year)
    return _("%(said)s，您选的是%(year)d年", said=said, year=year)


def years_in(text: str) -> frozenset[int]:
    """Years that a name or a title states; the day on which it was written and a document's number state none."""
    plain = _HAN_YEAR.sub(lambda found: "".join(_HAN[sign] for sign in found[0]), text)
    plain = _ASIDE.sub(" ", cells.plain(plain))
    spans = [range(int(first), int(last) + 1) for first, last in _RANGE.findall(plain)]
    return frozenset(map(int, _YEAR.findall(plain))).union(*spans)


def titles_of(sheet: Sheet, header: Header) -> tuple[str, ...]:
    """The name of a sheet, and what stands over its header."""
    over = (value for number, row in sheet.rows if number < header.row for value in row)
    return (sheet.name, *(value for value in over if isinstance(value, str)))


def year_of(name: str, titles: Iterable[str], rows: Iterable[LedgerRow]) -> FileYear:
    """What the file's name, the titles of its tables and their rows say together."""
    titles = tuple(titles)
    dated, years = Counter[int](), set[int]()
    for row in rows:
        if found := sorted(_years_of(row.values)):
            dated[found[0]] += 1
            years.update(found)
    refused = (
        year for title in titles for found in _REFUSED.finditer(title) for year in found.groups() if year
    )
    return FileYear(
        frozenset(map(int, refused)),
        years_in(name),
        frozenset().union(*map(years_in, titles)),
        dict(dated),
        frozenset(years),
    )


def _years_of(values: Mapping[str, Any]) -> Iterator[int]:
    for name, value in values.items():
        if isinstance(value, date) and name not in NOT_OF_THE_ROW:
            yield value.year
        elif name == "year":
            yield value
