"""The sheet that applications are handed over in, empty: a column for each field, and what may stand in it."""

import io
from collections.abc import Iterator, Sequence
from typing import Any

from flask_babel import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation

from roadshow.foundation.sectors import SECTORS
from roadshow.foundation.stages import STAGES
from roadshow.pitches.models import Question

from .applications import APPLICATION, MOST
from .kinds import Must

WIDE = 24  # characters
CODED = {"sector": SECTORS, "stage": STAGES}


def blank_sheet(questions: Sequence[Question]) -> io.BytesIO:
    """An .xlsx with what this call asks too; a choice is picked from a list, which stands on the second sheet."""
    book = Workbook()
    page: Any = book.active
    page.title, page.freeze_panes = _("项目申请"), "A2"
    told: Any = book.create_sheet(_("填写说明"))
    _write(told, 1, [_("列名"), _("是否必填"), _("可以填写的内容")])
    for number, (words, needed, options) in enumerate(_columns(questions), 1):
        _write(page, 1, [words], number)
        _write(told, number + 1, [words, _("必填") if needed else _("选填"), *options])
        if options:
            _offer(page, number, f"{quote_sheetname(told.title)}!{_span(number + 1, len(options))}")
    packed = io.BytesIO()
    book.save(packed)
    packed.seek(0)
    return packed


def _columns(questions: Sequence[Question]) -> Iterator[tuple[str, bool, list[str]]]:
    """Name, whether it must be filled in, and what may be chosen, where it is a choice."""
    for column in APPLICATION.columns:
        options = CODED.get(column.name, {}).values()
        yield str(column.words), column.must is Must.ALWAYS, [str(option) for option in options]
    for question in questions:
        yield str(question.spoken), question.needed, [str(option) for option in question.options]


def _span(row: int, count: int) -> str:
    """From the third column on, where the second sheet has them."""
    return f"$C${row}:${get_column_letter(count + 2)}${row}"


def _offer(page: Any, number: int, span: str) -> None:
    choice, letter = DataValidation("list", formula1=span), get_column_letter(number)
    choice.add(f"{letter}2:{letter}{MOST + 1}")
    page.add_data_validation(choice)


def _write(sheet: Any, row: int, values: Sequence[str], first: int = 1) -> None:
    """Text stays text, also where a question begins like a formula."""
    for number, value in enumerate(values, first):
        cell = sheet.cell(row, number, value)
        cell.data_type = "s"
        cell.font = Font(bold=row == 1)
        sheet.column_dimensions[get_column_letter(number)].width = WIDE
