"""How pages write the value of a figure: number, unit, or that there is no record."""

from flask_babel import lazy_gettext as _

from roadshow.foundation.money import plain
from roadshow.reports.figures.answers import Value
from roadshow.reports.figures.figure import RELATIVE, UNIT_WORDS, Figure, Unit
from roadshow.reports.figures.scope import Scope
from roadshow.reports.records import NO_RECORD
from roadshow.web.words import amount, money_unit
from roadshow.web.words import figure as in_unit

from .scopes import period


def words_of_year(figure: Figure, year: Scope, value: Value, *, recorded: bool) -> str:
    lacks = not value and not recorded
    said = str(NO_RECORD) if lacks else with_unit(figure, value)
    return str(_("%(year)s：%(value)s", year=period(year), value=said))


def written(figure: Figure, value: Value, *, recorded: bool = True) -> str:
    """Its number, in the unit of its column; a dash for what cannot be told. ``recorded``: whether nothing is a 0, and
    no lack of a record."""
    if value is None:
        return "—"
    if not value and not recorded and figure.unit not in RELATIVE:
        return str(NO_RECORD)
    if figure.unit is Unit.MONEY:
        return in_unit(int(value)) or ""
    return f"{value:,}" if isinstance(value, int) else plain(value, thousands=True)


def with_unit(figure: Figure, value: Value) -> str:
    if figure.unit is Unit.MONEY and value is not None:
        return amount(int(value))
    return f"{written(figure, value)} {unit_of(figure)}"


def short(figure: Figure, value: Value) -> str:
    """In a sentence: 15场, 1.6亿元."""
    if figure.unit is Unit.MONEY and value is not None:
        return amount(int(value))
    return str(_("%(number)s%(unit)s", number=written(figure, value), unit=unit_of(figure)))


def unit_of(figure: Figure) -> str:
    return money_unit() if figure.unit is Unit.MONEY else str(UNIT_WORDS[figure.unit])
