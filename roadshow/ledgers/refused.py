"""The rows that stay out, as a sheet to be corrected and brought in again."""

import io
from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from .ledger import Ledger, open_tables, read_tables
from .models import Upload
from .plan import Plan, SheetPlan
from .preview import preview
from .workbook import Sheet

LONGEST_NAME = 31  # of a sheet


def refused_rows(kept: Upload) -> bytes:
    """Those of a file that was uploaded, against what the centre has now.

    Raises: Refused as reading the file does.
    """
    tables = open_tables(io.BytesIO(kept.content), kept.said)
    ledger = read_tables(tables, kept.said)
    return pack_refused(tables, ledger, preview(ledger, kept.year))


def pack_refused(tables: Iterable[Sheet], ledger: Ledger, plan: Plan) -> bytes:
    """An .xlsx of each sheet's head and refused rows as they were typed, with their reasons in a last column."""
    book = Workbook(write_only=True)
    for table, sheet, of_sheet in zip(tables, ledger.sheets, plan.sheets, strict=True):
        if sheet.layout and any(line.refused for line in of_sheet.lines):
            header = sheet.layout.header
            _write(book, table, range(header.row, header.last + 1), of_sheet)
    if not book.worksheets:
        book.create_sheet(_("没有未导入的行"))
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def _write(book: Workbook, sheet: Sheet, header: range, plan: SheetPlan) -> None:
    page = book.create_sheet(sheet.name[-LONGEST_NAME:])
    reasons = {
        line.number: _("；").join(str(reason.words) for reason in line.reasons)
        for line in plan.lines
        if line.refused
    }
    book.epoch = sheet.epoch
    # the unit over the table too
    kept = [row for row in sheet.rows if row[0] < header.stop or row[0] in reasons]
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
