"""What came of past years, in figures that anyone may read: of years that are closed or wholly verified."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from flask import render_template
from flask_babel import lazy_gettext as _
from flask_babel import lazy_pgettext, ngettext

from roadshow.foundation import clock
from roadshow.foundation.money import times
from roadshow.reports.opened import PublicYear, list_public_years
from roadshow.reports.queries import YearLine
from roadshow.reports.records import NO_RECORD, Told
from roadshow.web.guards import open_to_all
from roadshow.web.words import amount, amount_number, amount_unit

from . import blueprint

MOST_YEARS = 10  # in a picture
WITHHELD = {Told.BEING_VERIFIED: _("正在核对"), Told.NOT_PUBLISHED: _("尚未公布")}


@dataclass(frozen=True)
class Column:
    """One year of a picture. ``words`` is its figure, or why there is none; ``share`` is of the highest, 0 to 1."""

    year: int
    words: str
    share: float
    told: Told


@dataclass(frozen=True)
class Card:
    """One figure: of the last complete year in large, beside the year before, and of all years as a picture."""

    name: object
    number: str
    unit: object
    beside: object
    columns: list[Column]
    say: str


@dataclass(frozen=True)
class TableRow:
    """A year with its figures, or years one after another without."""

    first: int
    last: int
    told: Told
    line: YearLine | None


@blueprint.get("/results")
@open_to_all
def list_results() -> str:
    years = list_public_years(clock.today())
    lines = [one.line for one in years if one.line and any(_values(one.line))]
    return render_template(
        "public/results/list_results.html",
        year=lines[0].year if lines else None,
        finding=_finding(lines),
        cards=list(_cards(lines, years)),
        rows=list(_rows(years)),
        no_record=NO_RECORD,
        withheld=WITHHELD,
    )


def _values(line: YearLine) -> tuple[int, ...]:
    return line.held, line.landed, line.paid_fen, line.lent_fen


def _rows(years: Sequence[PublicYear]) -> Iterator[TableRow]:
    for (told, line), together in groupby(years, lambda one: (one.told, one.line)):
        of_these = list(together)
        yield TableRow(of_these[-1].year, of_these[0].year, told, line)


def _cards(lines: list[YearLine], years: Sequence[PublicYear]) -> Iterator[Card]:
    if not lines:
        return
    line, before = lines[0], next((other for other in lines if other.year == lines[0].year - 1), None)
    told = _for_a_picture(years, line.year)
    kinds: list[tuple[object, object, Callable[[YearLine], int]]] = [
        (_("举办路演"), _("场"), lambda of: of.held),
        (lazy_pgettext("many", "引进项目"), _("个"), lambda of: of.landed),
        (_("基金投资到账"), None, lambda of: of.paid_fen),
        (_("发放科技贷款"), None, lambda of: of.lent_fen),
    ]
    for name, unit, value in kinds:
        now, then = value(line), value(before) if before else 0
        yield Card(
            name,
            "" if not now else f"{now:,}" if unit else amount_number(now),
            unit or amount_unit(now),
            _beside(now, then, unit) if before and now else "",
            _columns(told, value, unit),
            str(name),
        )


def _for_a_picture(years: Sequence[PublicYear], last: int) -> list[PublicYear]:
    """Oldest first, up to the last year with figures, or of which figures are not shown yet."""
    kept = [one for one in years if one.year <= last or one.told in WITHHELD]
    until = max(one.year for one in kept)
    return [one for one in reversed(years) if one.year <= until][-MOST_YEARS:]


def _columns(years: list[PublicYear], value: Callable[[YearLine], int], unit: object) -> list[Column]:
    most = max([1, *(value(one.line) for one in years if one.line)])
    return [_column(one, value(one.line) if one.line else 0, most, unit) for one in years]


def _column(one: PublicYear, value: int, most: int, unit: object) -> Column:
    if value:
        return Column(one.year, f"{value:,}" if unit else amount(value), value / most, one.told)
    if one.told in WITHHELD:
        return Column(one.year, str(WITHHELD[one.told]), 0, one.told)
    return Column(one.year, str(NO_RECORD), 0, Told.NO_RECORD)


def _beside(now: int, before: int, unit: object) -> object:
    """Against the year before, which is complete too; a multiple only where it is more."""
    if not before:
        return _("上年无记录")
    said = _("%(count)s%(unit)s", count=f"{before:,}", unit=unit) if unit else amount(before)
    if now <= before or unit:
        return _("上年%(value)s", value=said)
    return _("上年%(value)s，是上年的%(times)s倍", value=said, times=times(now, before))


def _finding(lines: list[YearLine]) -> object:
    """The last complete year in one sentence; what was paid beside the year before, if that is complete too."""
    if not lines:
        return None
    line = lines[0]
    before = sum(other.paid_fen for other in lines if other.year == line.year - 1)
    said = [
        ngettext("举办路演%(num)d场", "举办路演%(num)d场", line.held) if line.held else "",
        ngettext("引进项目%(num)d个", "引进项目%(num)d个", line.landed) if line.landed else "",
        _paid(line.paid_fen, before) if line.paid_fen else "",
        _("发放科技贷款%(money)s", money=amount(line.lent_fen)) if line.lent_fen else "",
    ]
    what = str(_("，")).join(str(words) for words in said if words)
    return _("%(year)d年%(what)s。", year=line.year, what=what)


def _paid(fen: int, before: int) -> object:
    """Of what is less than the year before no times are told."""
    if not before:
        return _("基金投资到账%(money)s", money=amount(fen))
    if fen < before:
        return _("基金投资到账%(money)s（上年%(before)s）", money=amount(fen), before=amount(before))
    return _("基金投资到账%(money)s，是上年的%(times)s倍", money=amount(fen), times=times(fen, before))
