"""A spreadsheet file opened with suspicion: bounded before it is unpacked, read once as a stream."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO
from xml.etree.ElementTree import Element

from flask_babel import lazy_gettext as _
from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

from roadshow.foundation.errors import Missing, Refused

from .progress import EVERY, Progress, shares, unwatched

NO_WORKBOOK = _("文件的内容不是 .xlsx 表格，改名不算；请用表格软件打开后另存为 .xlsx 再上传")
LARGEST_FILE = 50_000_000  # bytes
LARGEST_UNPACKED = 500_000_000  # bytes, as the zip directory says; zipfile gives no more than that
LARGEST_RATIO = 250  # a member packed tighter than this is a bomb, not a table …
RATIO_COUNTS_FROM = 20_000_000  # … when it unpacks to as many bytes
MOST_MEMBERS = 5_000
MOST_ROWS = 200_000
MOST_COLUMNS = 500
PART = 1 << 20  # bytes looked through at once
READ_AT_ONCE = 1_000_000  # bytes unpacked, two thousand rows and more: read within a second

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # an old .xls, or any Office file with a password
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WORKSHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_WORKBOOK = re.compile(r"xl/workbook\d*\.xml", re.IGNORECASE)

NumberedRow = tuple[int, tuple[Any, ...]]
Cell = tuple[int, int]  # row from 1, column from 0


@dataclass(frozen=True)
class Merge:
    """A merged block; rows from 1, columns from 0, ends included. Its value stands in the first cell."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Sheet:
    """What a sheet holds: its rows with something in them, numbered as the person sees them."""

    name: str
    rows: tuple[NumberedRow, ...]
    merges: tuple[Merge, ...] = ()
    unvalued: frozenset[Cell] = frozenset()  # formulas whose result the file does not carry
    hidden: bool = False
    epoch: datetime = datetime(1899, 12, 30)  # noqa: DTZ001  a day without a zone, as Excel counts


def open_workbook(file: BinaryIO, progress: Progress = unwatched) -> tuple[Sheet, ...]:
    """The sheets that hold anything, in the file's order.

    Raises: Refused when it is too big, no spreadsheet, encrypted, a bomb or broken.
    """
    look_before_unpacking(file)
    try:
        return tuple(_sheets(file, progress))
    except (Refused, Missing):  # Missing: whoever looks on has called it off
        raise
    except Exception as broken:  # whatever a hostile or torn file makes zip, XML and openpyxl raise
        raise Refused(
            _("文件已损坏或不是标准的 .xlsx 表格，无法读取；请用表格软件打开后另存为 .xlsx 再试")
        ) from broken


def look_before_unpacking(file: BinaryIO) -> int:
    """How many bytes there will be to read. Raises: Refused as ``open_workbook`` does."""
    size = file.seek(0, 2)
    file.seek(0)
    if size > LARGEST_FILE:
        raise Refused(_("文件超过 50 MB，请拆分后再导入"))
    if file.read(8) == _OLE:
        raise Refused(_ole_words(file.read(LARGEST_FILE)))
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise Refused(NO_WORKBOOK) from None
    _check_members(members)
    file.seek(0)
    return sum(member.file_size for member in members if not member.filename.startswith("xl/media/"))


def count_rows(file: BinaryIO) -> int:
    """About how many rows there are to read, found in a moment; 0 where that cannot be told."""
    try:
        with zipfile.ZipFile(file) as archive:
            return sum(_count_in(archive, name) for name in archive.namelist() if _WORKSHEET.fullmatch(name))
    except Exception:  # whatever a hostile or torn file makes the unpacking raise: the reading will say why
        return 0
    finally:
        file.seek(0)


def _count_in(archive: zipfile.ZipFile, name: str) -> int:
    with archive.open(name) as source:
        return sum(part.count(b"<row ") for part in iter(lambda: source.read(PART), b""))


def _ole_words(rest: bytes) -> object:
    if _ENCRYPTED in rest:
        return _("文件已加密，请去掉打开密码后再导入")
    return _("这是旧版 .xls 文件或加密文件，请另存为不带密码的 .xlsx 后再导入")


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    if any(member.flag_bits & 1 for member in members):
        raise Refused(_("文件已加密，请去掉打开密码后再导入"))
    if sum(member.file_size for member in members) > LARGEST_UNPACKED or len(members) > MOST_MEMBERS:
        raise Refused(_("文件解压后超过 500 MB，不予打开"))
    if any(_is_bomb(member) for member in members):
        raise Refused(_("文件的压缩比异常，疑似压缩炸弹，不予打开"))
    if not any(_WORKBOOK.fullmatch(member.filename) for member in members):
        raise Refused(NO_WORKBOOK)


def _is_bomb(member: zipfile.ZipInfo) -> bool:
    return member.file_size > RATIO_COUNTS_FROM and member.file_size > LARGEST_RATIO * max(
        member.compress_size, 1
    )


def _sheets(file: BinaryIO, progress: Progress) -> Iterator[Sheet]:
    book: Any = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    sizes = [book._archive.getinfo(worksheet._worksheet_path).file_size for worksheet in book.worksheets]
    left = MOST_ROWS
    for worksheet, size, told in zip(book.worksheets, sizes, shares(progress, sizes), strict=True):
        sheet = _read_sheet(worksheet, left, size, told)
        left -= len(sheet.rows)
        if sheet.rows:
            yield sheet


class _Parser(WorkSheetParser):
    """openpyxl's own stream of rows, which also notes each formula that comes without its result."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unvalued: set[Cell] = set()

    def parse_cell(self, element: Element) -> dict[str, Any]:
        cell: dict[str, Any] = super().parse_cell(element)
        if cell["value"] is None and element.find(FORMULA_TAG) is not None:
            self.unvalued.add((cell["row"], cell["column"] - 1))
        return cell


def _read_sheet(worksheet: Any, most: int, size: int, progress: Progress) -> Sheet:
    """Straight from the parser: the sheet's own word on its size may lie, gaps and order of rows do not matter."""
    book = worksheet.parent
    rows: list[NumberedRow] = []
    with book._archive.open(worksheet._worksheet_path) as source:
        parser = _Parser(
            source,
            worksheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for number, cells in parser.parse():
            if row := _row_of(cells):
                if number > MOST_ROWS or len(rows) >= most:
                    raise Refused(_("文件超过 200,000 行，请拆分后再导入"))
                rows.append((number, row))
                if not len(rows) % EVERY:
                    progress(source.tell() / size)
    rows.sort(key=lambda row: row[0])
    merged = parser.merged_cells.mergeCell if parser.merged_cells is not None else ()
    return Sheet(
        name=worksheet.title,
        rows=tuple(rows),
        merges=tuple(Merge(*_corners(block.ref)) for block in merged),
        unvalued=frozenset(parser.unvalued),
        hidden=worksheet.sheet_state != "visible",
        epoch=book.epoch,
    )


def _row_of(cells: list[dict[str, Any]]) -> tuple[Any, ...]:
    """The values up to the last one; empty when the row holds nothing but white space."""
    filled = [(cell["column"], cell["value"]) for cell in cells if cell["value"] is not None]
    if not any(not isinstance(value, str) or value.strip() for _column, value in filled):
        return ()
    width = max(column for column, _value in filled)
    if width > MOST_COLUMNS:
        raise Refused(_("表格超过 500 列，请删去多余的列后再导入"))
    row: list[Any] = [None] * width
    for column, value in filled:
        row[column - 1] = value
    return tuple(row)


def _corners(reference: str) -> tuple[int, int, int, int]:
    left, top, right, bottom = (1 if bound is None else bound for bound in range_boundaries(reference))
    return top, left - 1, bottom, right - 1
