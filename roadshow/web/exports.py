"""A list to take away: the same rows, in the same order, all of them, in the reader's language."""

import codecs
import csv
import io
import tempfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any, TypeVar
from urllib.parse import quote

from flask import request
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_login import current_user
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from werkzeug.wrappers import Response

from roadshow.audit.operations import record
from roadshow.foundation import clock
from roadshow.foundation.listing import Listed
from roadshow.foundation.money import MILLION, WAN, plain
from roadshow.foundation.workbooks import written_by_rows
from roadshow.programme.models import Roadshow

from .language import lang
from .listing import Column, Listing
from .words import money_unit

T = TypeVar("T")
CSV = "text/csv; charset=utf-8"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULAS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
MOST_ROWS = 1_000_000  # of a sheet, below the format's own bound; further ones go on the next
LONGEST_TITLE = 31  # of a sheet
AT_ONCE = 64 * 1024  # bytes
WIDE, NARROW = 28, 16  # characters
FORMATS = ((datetime, "yyyy-mm-dd hh:mm"), (date, "yyyy-mm-dd"))


def send_workbook(listing: Listing[T], rows: Listed[T] | list[T], about: str | Roadshow = "") -> Response:
    """The answer to who takes a list away, which the trail notes; ``about``: the thing whose list it is, if any."""
    return send_sheets(workbook_of(listing, rows), f"{_noted(listing, rows, about)}.xlsx")


def send_csv(listing: Listing[T], rows: Listed[T] | list[T], about: str | Roadshow = "") -> Response:
    """The same for programs, as plain text."""
    heads = [_heading(column) for column in listing.columns]
    values = ([_value(column, row) for column in listing.columns] for row in rows)
    return send_sheets(csv_of(heads, values), f"{_noted(listing, rows, about)}.csv", CSV)


def _noted(listing: Listing[T], rows: Listed[T] | list[T], about: str | Roadshow) -> str:
    """In the trail, which keeps the list's Chinese name and the roadshow apart and shows both in its reader's language;
    what the file is called."""
    facts: dict[str, object] = {
        "rows": len(rows) if isinstance(rows, list) else rows.count(),
        "asked": _asked(),
    }
    title = str(listing.title)
    with force_locale("zh"):
        named = str(listing.title)
    if isinstance(about, Roadshow):
        facts["roadshow"], about = about.title, str(about.spoken_title)
    elif about:
        named = f"{named} {about}"
    record("list.exported", current_user.actor, "list", None, named, **facts)
    return f"{title} {about}".strip().replace("/", " ") + f" {clock.today().isoformat()}"


def send_sheets(file: IO[bytes], name: str, media: str = SHEET) -> Response:
    """A file under this name; it is closed once it is sent, and nobody on the way keeps it."""
    return send_file(_parts(file), name, media)


def send_file(content: bytes | Iterator[bytes], name: str, media: str) -> Response:
    """To be kept under this name."""
    answer = Response(content, content_type=media)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return answer


def workbook_of(listing: Listing[T], rows: Iterable[T]) -> IO[bytes]:
    """Written row by row into a file that has no name: memory stays the same however long the list."""
    with written_by_rows() as book:
        sheet = _sheet(book, listing)
        for number, row in enumerate(rows, 1):
            sheet.append(list(_cells(sheet, [_value(column, row) for column in listing.columns])))
            if number % MOST_ROWS == 0:
                sheet = _sheet(book, listing)
        file = tempfile.TemporaryFile()  # noqa: SIM115  whoever reads it closes it
        book.save(file)
    file.seek(0)
    return file


def csv_of(heads: Iterable[str], rows: Iterable[Iterable[Any]]) -> IO[bytes]:
    """UTF-8 with the mark by which Excel knows it, also written row by row; text that begins like a formula gets an
    apostrophe in front, as nothing else in such a file would keep a spreadsheet from reckoning it."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  whoever reads it closes it
    file.write(codecs.BOM_UTF8)
    text = io.TextIOWrapper(file, "utf-8", newline="", write_through=True)
    lines = csv.writer(text)
    lines.writerow(map(_plain, heads))
    lines.writerows(map(_plain, row) for row in rows)
    text.detach()
    file.seek(0)
    return file


def _plain(value: Any) -> str:
    """Days as ISO 8601 has them, numbers without an exponent."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, Decimal):
        return plain(value)
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULAS) else text


def _parts(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        yield from iter(lambda: file.read(AT_ONCE), b"")


def _sheet(book: Workbook, listing: Listing[Any]) -> Any:
    sheet = book.create_sheet(str(listing.title)[:LONGEST_TITLE])
    sheet.freeze_panes = "B2"
    for number, column in enumerate(listing.columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = NARROW if column.kind else WIDE
    heads = list(_cells(sheet, [_heading(column) for column in listing.columns]))
    for cell in heads:
        cell.font = Font(bold=True)
    sheet.append(heads)
    return sheet


def _heading(column: Column[Any]) -> str:
    words = str(column.words)
    return (
        str(_("%(column)s（%(unit)s）", column=words, unit=money_unit())) if column.kind == "money" else words
    )


def _value(column: Column[T], row: T) -> Any:
    value = column.value(row)
    if column.kind == "money" and value is not None:
        return Decimal(value) / (MILLION if lang() == "en" else WAN)
    if isinstance(value, datetime):
        return clock.local(value).replace(tzinfo=None)
    return value if value is None or isinstance(value, int | Decimal | date) else str(value)


def _cells(sheet: Any, values: Iterable[Any]) -> Iterator[Any]:
    """Text stays text, also where it begins like a formula or is spelt like an error."""
    for value in values:
        text = isinstance(value, str)
        cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value) if text else value)
        if text:
            cell.data_type = "s"
            if value.startswith(FORMULAS):
                cell.quotePrefix = True  # also when somebody edits the cell
        else:
            cell.number_format = next((said for kind, said in FORMATS if isinstance(value, kind)), "General")
        yield cell


def _asked() -> str:
    """The filters and the order, as the address had them."""
    return request.query_string.decode(errors="replace")[:200]
