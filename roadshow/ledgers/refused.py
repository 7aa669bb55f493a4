"""The rows that stay out, as a sheet to be corrected and brought in again: read anew, it is understood as it was."""

import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from flask_babel import gettext as _
from openpyxl import Workbook

from roadshow.foundation import clock
from roadshow.foundation.languages import spoken
from roadshow.foundation.workbooks import written_by_rows

from .file_year import REFUSED_TITLES
from .kinds import Reads
from .layout import Layout, spread
from .ledger import Ledger, open_tables, read_tables
from .matching import LEFT, is_sure
from .models import Upload
from .operations import KEPT
from .plan import Plan, SheetPlan
from .preview import hints_of, preview
from .reading import filled_down
from .standard import header_of
from .units import unit_words
from .workbook import Sheet
from .written import row_of

LONGEST_NAME = 31  # of a sheet


def refused_rows(kept: Upload) -> bytes:
    """Those of a file that was uploaded, against what the centre has now.

    Raises: Refused as reading the file does.
    """
    opened = open_tables(io.BytesIO(kept.content), hints_of(kept))
    ledger = read_tables(opened)
    return pack_refused(opened.tables, ledger, preview(ledger, kept.year), kept.year)


def still_offered(kept: Upload) -> bool:
    """Whether rows stayed out of a file that came in, and it is not cleared away yet."""
    stayed_out = any(rejected for _imported, _there, rejected in (kept.counts or {}).values())
    return stayed_out and kept.taken_at is not None and kept.taken_at > clock.now() - KEPT


def pack_refused(tables: Iterable[Sheet], ledger: Ledger, plan: Plan, year: int) -> bytes:
    """An .xlsx of each sheet's head and refused rows as they were typed, under a title that states their year, with
    their reasons in a last column."""
    with written_by_rows() as book:
        for table, sheet, of_sheet in zip(tables, ledger.sheets, plan.sheets, strict=True):
            if sheet.layout and any(line.refused for line in of_sheet.lines):
                title = REFUSED_TITLES[spoken()] % year
                _write(book, table, sheet.layout, of_sheet, None if title in sheet.titles else title)
        if not book.worksheets:
            book.create_sheet(_("没有未导入的行"))
        packed = io.BytesIO()
        book.save(packed)
    return packed.getvalue()


def _write(book: Workbook, sheet: Sheet, layout: Layout, plan: SheetPlan, title: str | None) -> None:
    page = book.create_sheet(sheet.name[-LONGEST_NAME:])
    if title:
        page.append(row_of(page, [title]))
    reasons = {
        line.number: _("；").join(str(reason.words) for reason in line.reasons)
        for line in plan.lines
        if line.refused
    }
    book.epoch = sheet.epoch
    rows = dict(sheet.rows)
    header = range(layout.header.row, layout.header.last + 1)
    for number in (number for number in rows if number < header.start):  # the unit over the table too
        page.append(row_of(page, rows[number]))
    width = max(len(rows[number]) for number in (*header, *reasons))
    told = _("未导入的原因")
    for cells in _heads([_wide(rows[number], width) for number in header], sheet, layout):
        page.append(row_of(page, [*cells, told]))
    filled, text = _filled(sheet, layout), _text_columns(layout)
    for number, reason in reasons.items():
        cells = _wide(rows[number], width)
        for index, blocks in filled.items():
            cells[index] = blocks.get(number) if cells[index] is None else cells[index]
        page.append(row_of(page, [*cells, reason], text))


def _wide(cells: Iterable[Any], width: int) -> list[Any]:
    row = list(cells)
    return row + [None] * (width - len(row))


def _heads(rows: list[list[Any]], sheet: Sheet, layout: Layout) -> Iterator[list[Any]]:
    """The header's one or two rows. A name that did not tell by itself what its column is now does: a person said it,
    or the other rows of the file did, which are not here any more."""
    names = dict(_telling(layout))
    if len(rows) > 1:
        for (number, index), text in spread(sheet).items():
            if number == layout.header.row and index < len(rows[0]):
                rows[0][index] = text
        for index in names:
            rows[0][index] = None
    for index, name in names.items():
        rows[-1][index] = name
    yield from rows


def _telling(layout: Layout) -> Iterator[tuple[int, str]]:
    """Column → another name, where it needs one."""
    fields = {index: name for name, index in layout.columns.items()}
    for index, names in layout.header.callings.items():
        name = fields.get(index)
        if name is None:
            if any(layout.kind.known(calling) for calling in names):
                yield index, f"{LEFT}：{names[-1]}"
        elif not is_sure(layout.kind, names, name):
            column = layout.kind.column(name)
            unit = unit_words(column.reads, layout.units.get(name, 1)) if column else ""
            yield index, header_of(layout.kind.name, name) + unit


def _filled(sheet: Sheet, layout: Layout) -> Mapping[int, Mapping[int, object]]:
    """Column → row → what a block merged from above says in it: without the rows above it would say nothing."""
    columns = ((layout.kind.column(name), index) for name, index in layout.columns.items())
    down = (index for column, index in columns if column and column.fills_down)
    return {index: blocks for index in down if (blocks := filled_down(sheet, index))}


def _text_columns(layout: Layout) -> frozenset[int]:
    """Where a code is typed: a spreadsheet makes a number of it and loses its last digits, or its first zeros."""
    return frozenset(
        index
        for name, index in layout.columns.items()
        if (column := layout.kind.column(name)) and column.reads in (Reads.TEXT, Reads.USCC)
    )
