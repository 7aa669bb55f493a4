"""Lines copied out of a sheet, read as a sheet of a file is: cells parted by tabs, as Excel and WPS hand them over."""

import io
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

from flask_babel import lazy_gettext as _

from roadshow.foundation.errors import Refused

from .doubts import questions
from .kinds import Kind
from .layout import find_layout
from .standard import NUMBER, form_of
from .tables import tables_in
from .workbook import MOST_COLUMNS, MOST_ROWS, NumberedRow, Sheet

MARK = b"pasted lines\n"  # begins what is kept of them, which no spreadsheet begins with
READ_AT_ONCE = 300_000  # bytes, about two thousand lines: read within a second

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ENDS = re.compile(r'"(?=[\t\n]|\Z)')
_PARTS = re.compile(r"[\t\n]")
LONGEST_CELL = 32_767  # characters that a cell can hold
LONGEST_NUMBER = 6  # digits that count lines
TRIES = 3  # ends of a quoted cell that are looked at


def is_pasted(file: BinaryIO) -> bool:
    begins = file.read(len(MARK)) == MARK
    file.seek(0)
    return begins


def open_pasted(file: BinaryIO) -> tuple[Sheet, ...]:
    """The one sheet that the lines are; a header put over them has no number of its own."""
    text = file.read()[len(MARK) :].decode()
    name, first, lines = text.split("\n", 2)
    return (Sheet(name, tuple(_numbered(lines, int(first)))),)


def pack(kind: Kind, text: str) -> tuple[bytes, dict[str, str]]:
    """The lines as they are kept, under the header of this kind where they bring none, and what the choice of the kind
    says of their columns.

    Raises: Refused when there is nothing, too much, another kind, or no telling which column is which.
    """
    text = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip("\n")
    sheet = Sheet(str(kind.words), tuple(_numbered(text, 1)))
    if not sheet.rows:
        raise Refused(_("请粘贴从表格里复制的行"), "text")
    said = _said_of(kind, sheet)
    first, lines = 1, text
    if said is None:
        first, lines = 0, "\t".join(_header(kind, sheet.rows)) + "\n" + text
    return MARK + f"{sheet.name}\n{first}\n{lines}".encode(), said or {}


def _numbered(text: str, first: int) -> Iterator[NumberedRow]:
    """Lines with something in them. Raises: Refused beyond the bounds of a file."""
    for number, cells in enumerate(_lines(text), first):
        if number > MOST_ROWS:
            raise Refused(_("超过 200,000 行，请拆分后再粘贴，或上传文件"), "text")
        if any(len(cell) > LONGEST_CELL for cell in cells):
            raise Refused(_("第%(row)d行有一格超过 32,767 字，不像是一张表", row=number), "text")
        while cells and not cells[-1].strip():
            cells.pop()
        if len(cells) > MOST_COLUMNS:
            raise Refused(_("表格超过 500 列，请删去多余的列后再导入"), "text")
        if cells:
            yield number, tuple(cell if cell.strip() else None for cell in cells)


def _lines(text: str) -> Iterator[list[str]]:
    cells: list[str] = []
    ends = [found.start() for found in _ENDS.finditer(text)]
    place = 0
    while place <= len(text):
        cell, end = _quoted(text, place, ends) or _plain(text, place)
        cells.append(cell)
        if text[end : end + 1] != "\t":
            yield cells
            cells = []
        place = end + 1


def _plain(text: str, place: int) -> tuple[str, int]:
    found = _PARTS.search(text, place)
    end = found.start() if found else len(text)
    return text[place:end], end


def _quoted(text: str, place: int, ends: Sequence[int]) -> tuple[str, int] | None:
    """Only a cell with a new line or tab in it is put in quotes when it is copied; any other is as it stands."""
    if text[place : place + 1] != '"':
        return None
    first = bisect_right(ends, place)
    for end in ends[first : first + TRIES]:
        if end - place > LONGEST_CELL:
            return None
        inner = text[place + 1 : end]
        if '"' not in inner.replace('""', ""):
            return (inner.replace('""', '"'), end + 1) if "\n" in inner or "\t" in inner else None
    return None


def _said_of(kind: Kind, sheet: Sheet) -> dict[str, str] | None:
    """None where no line is a header. Raises: Refused when it is the header of another kind."""
    layout = find_layout(next(tables_in(sheet, {})), {})
    if layout is None:
        return None
    meant = [doubt.kinds for doubt in layout.doubts] or [(layout.kind,)]
    if not any(kind in kinds for kinds in meant):
        words = _("表头看起来是“%(found)s”，不是“%(chosen)s”", found=layout.kind.words, chosen=kind.words)
        raise Refused(words, "kind")
    of_kind = (
        option
        for question in questions(layout)
        for option in question.options
        if len(layout.doubts[0].kinds) > 1 and option.field.startswith(f"{kind.name}.")
    )
    return {option.header: option.field for option in of_kind}


def _header(kind: Kind, rows: Sequence[NumberedRow]) -> list[str]:
    """The bureau's own columns in its order. Raises: Refused when there are more columns than these."""
    standard = form_of(kind.name)
    headers = [header for _field, header in standard.columns]
    width = max(len(row) for _number, row in rows)
    may_be_code = standard.columns[0][0] == "code" and width <= len(headers)
    if not may_be_code and _counts_up([row[0] for _number, row in rows]):
        headers = [NUMBER, *headers]
    if width > len(headers):
        words = _(
            "没有认出表头；没有表头时各列依次为：%(columns)s，现在有%(count)d列。请连表头一起复制，或按这个次序",
            columns="、".join(headers),
            count=width,
        )
        raise Refused(words, "text")
    return headers


def _counts_up(cells: Sequence[Any]) -> bool:
    """1, 2, 3 …, or on from where a copied part begins."""
    begins = str(cells[0])
    first = int(begins) if begins.isdecimal() and len(begins) <= LONGEST_NUMBER else -1
    return first >= 0 and list(cells) == [str(number) for number in range(first, first + len(cells))]


def count_lines(file: BinaryIO) -> int:
    count = sum(part.count(b"\n") for part in iter(lambda: file.read(io.DEFAULT_BUFFER_SIZE), b""))
    file.seek(0)
    return count
