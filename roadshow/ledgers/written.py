"""Cells of a workbook that we write: what is text stays text, whatever it begins with and whoever edits it later."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

TEXT, DAY = "@", "yyyy-mm-dd"  # formats
FORMULAS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
EXACT = 15  # digits that a spreadsheet keeps of a number


def row_of(page: Any, values: Iterable[Any], text: Collection[int] = ()) -> list[Any]:
    """``text``: columns where a code is typed, of which a spreadsheet would make a number."""
    return [_cell(page, value, index in text) for index, value in enumerate(values)]


def _cell(page: Any, value: Any, is_text: bool) -> Any:
    if isinstance(value, Decimal):
        value = _exact(value)
    if not isinstance(value, str):
        cell = WriteOnlyCell(page, value)
        if is_text:
            cell.number_format = TEXT
        elif _is_day(value):
            cell.number_format = DAY
        return cell
    cell = WriteOnlyCell(page, ILLEGAL_CHARACTERS_RE.sub("", value))
    cell.data_type, cell.number_format = "s", TEXT
    if value.startswith(FORMULAS):
        cell.quotePrefix = True
    return cell


def _is_day(value: Any) -> bool:
    return isinstance(value, date) and (not isinstance(value, datetime) or value.time() == time())


def _exact(number: Decimal) -> Decimal | str:
    """As text where a spreadsheet would round it."""
    number = number.normalize()
    return f"{number:f}" if len(number.as_tuple().digits) > EXACT else number
