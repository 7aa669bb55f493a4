"""The rows that stay out, as a sheet to be corrected and brought in again."""

import io
from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from .ledger import Ledger, read_ledger
from .models import Upload
from .plan import SheetPlan
from .preview import preview
from .tables import tables_in
from .workbook import Sheet, open_workbook

LONGEST_NAME = 31  # of a sheet


def refused_rows(kept: Upload) -> bytes:
    """An .xlsx of each sheet's head and refused rows as they were typed, with their reasons in a last column.

    Raises: Refused as reading the file does.
    """
    sheets = {
        table.name: table
        for sheet in open_workbook(io.BytesIO(kept.content))
        for table in tables_in(sheet, kept.said)
    }
    ledger = read_ledger(io.BytesIO(kept.content), kept.said)
    book = Workbook(write_only=True)
    for plan in preview(ledger, kept.year).sheets:
        if any(line.refused for line in plan.lines):
            _write(book, sheets[plan.sheet], _header_rows(ledger, plan.sheet), plan)
    if not book.worksheets:
        book.create_sheet(_("没有未导入的行"))
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def _header_rows(ledger: Ledger, name: str) -> range:
    layout = next(sheet.layout for sheet in ledger.sheets if sheet.name == name)
    return range(layout.header.row, layout.header.last + 1) if layout else range(0)


def _write(book: Workbook, sheet: Sheet, header: range, plan: SheetPlan) -> None:
    page = book.create_sheet(sheet.name[-LONGEST_NAME:])
    reasons = {
        line.number: _("；").join(str(reason.words) for reason in line.reasons)
        for line in plan.lines
        if line.refused
    }
    book.epoch = sheet.epoch
    kept = [
        row for row in sheet.rows if row[0] < header.stop or row[0] in reasons
    ]  # the unit over the table too
    width = max(len(cells) for _number, cells in kept)
    for number, cells in kept:
        if number < header.start:
            page.append(_row(page, cells))
        else:
            last = _("未导入的原因") if number in header else reasons[number]
            page.append(_row(page, [*cells, *[None] * (width - len(cells)), last]))


def _row(page: Any, values: Iterable[Any]) -> list[Any]:
    """Text stays text, also where it begins like a formula."""
    cells = []
    for value in values:
        cell = WriteOnlyCell(page, value)
        if isinstance(value, str):
            cell.data_type = "s"
        cells.append(cell)
    return cells
