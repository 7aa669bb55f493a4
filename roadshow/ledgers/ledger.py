"""A file's sheets as read, before anything of ours is compared with them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import BinaryIO

from flask_babel import lazy_gettext as _

from roadshow.foundation import clock
from roadshow.foundation.bounds import Years
from roadshow.foundation.errors import Refused, refuse_faults

from .bureaus import bureau_of, with_remembered
from .columns import KINDS
from .file_year import FileYear, titles_of, year_of
from .kinds import header_key
from .layout import Layout, find_layout
from .matching import LEAVE, Said
from .pasted import is_pasted, open_pasted
from .progress import Progress, shares, unwatched
from .reading import LedgerRow, read_rows, stated_totals
from .tables import tables_in
from .workbook import Sheet, open_workbook

FIRST_YEAR = 2000


@dataclass(frozen=True)
class ReadSheet:
    """A sheet that holds anything; ``layout`` is None for one that is no ledger, its rows are left then."""

    name: str
    hidden: bool
    first_row: int
    layout: Layout | None
    rows: tuple[LedgerRow, ...]
    titles: tuple[str, ...] = ()
    stated: Mapping[str, int] = field(default_factory=dict)  # column of money → its own total


@dataclass(frozen=True)
class Ledger:
    """All sheets in the file's order; ``bureau`` is who filled it in, where anybody says so; ``name`` is the file's.
    Lines that were ``pasted`` are no ledger of a whole year."""

    sheets: tuple[ReadSheet, ...]
    bureau: str = ""
    pasted: bool = False
    name: str = ""

    @cached_property
    def file_year(self) -> FileYear:
        """What the file says of its year."""
        titles = (title for sheet in self.sheets for title in sheet.titles)
        return year_of(self.name, titles, (row for sheet in self.sheets for row in sheet.rows))


def nothing_known(_bureau: str) -> Said:
    """Of no bureau."""
    return {}


@dataclass(frozen=True)
class Hints:
    """What helps to read a file: what is ``said`` of its columns, its ``bureau`` where the file does not name it, what
    was said of a bureau's columns before, and the file's name."""

    said: Said = field(default_factory=dict)
    bureau: str = ""
    remembered: Callable[[str], Said] = nothing_known
    name: str = ""


NO_HINTS = Hints()


@dataclass(frozen=True)
class Opened:
    """The cells of every table, as they were typed, with all that is said of their columns."""

    tables: list[Sheet]
    said: Said
    bureau: str
    pasted: bool = False
    name: str = ""


def read_ledger(
    file: BinaryIO, hints: Hints = NO_HINTS, opening: Progress = unwatched, reading: Progress = unwatched
) -> Ledger:
    """The whole file read, nothing kept anywhere: first the cells, which takes most of the time, then what they say.

    Raises: Refused when it cannot be opened safely, holds formulas without values, or has no sheet of a ledger.
    """
    return read_tables(open_tables(file, hints, opening), reading)


def open_tables(file: BinaryIO, hints: Hints, progress: Progress = unwatched) -> Opened:
    """Raises: Refused as ``open_workbook`` does."""
    pasted = is_pasted(file)
    sheets = open_pasted(file) if pasted else open_workbook(file, progress)
    bureau = bureau_of(sheets) or hints.bureau
    said = with_remembered(hints.remembered(bureau), hints.said)
    tables = [table for sheet in sheets for table in tables_in(sheet, said)]
    return Opened(tables, said, bureau, pasted, hints.name)


def read_tables(opened: Opened, progress: Progress = unwatched) -> Ledger:
    """What the cells say. Raises: Refused on formulas without values, or when no table is one of a ledger."""
    told = shares(progress, [len(table.rows) for table in opened.tables])
    sheets = tuple(
        _read(table, opened.said, told_of) for table, told_of in zip(opened.tables, told, strict=True)
    )
    if not any(sheet.layout for sheet in sheets):
        raise Refused(
            _(
                "文件里没有认得出的台账：没有一张表的列名像路演场次、引进项目、基金投资、科技贷款、人才、孵化器、评价或兑付"
            )
        )
    return Ledger(sheets, opened.bureau, opened.pasted, opened.name)


def check_said(said: Said) -> None:
    """Raises: Refused when it names a field that no kind of sheet has."""
    for header, told in said.items():
        of_kind, _dot, name = told.rpartition(".")
        if told != LEAVE and not any(of_kind in ("", kind.name) and kind.column(name) for kind in KINDS):
            raise Refused(_("没有名为“%(field)s”的字段（“%(header)s”）", field=told, header=header))


def check_year(year: int) -> None:
    """Raises: Refused on a year that no ledger can be of."""
    refuse_faults(years().faults("year", _("年度"), year))


def years() -> Years:
    """Of which a ledger can be."""
    return Years(FIRST_YEAR, clock.today().year)


def unknown_headers(ledger: Ledger, said: Mapping[str, str]) -> list[str]:
    """Headers that the person names and no sheet has."""
    met: set[str] = set()
    for sheet in ledger.sheets:
        if sheet.layout:
            for names in sheet.layout.header.callings.values():
                met.update(map(header_key, names))
    return [header for header in said if header_key(header) not in met]


def _read(sheet: Sheet, said: Said, progress: Progress) -> ReadSheet:
    layout = None if sheet.hidden else find_layout(sheet, said)
    rows = tuple(read_rows(sheet, layout, progress)) if layout else ()
    titles = titles_of(sheet, layout.header) if layout else ()
    stated = stated_totals(sheet, layout) if layout else {}
    return ReadSheet(sheet.name, sheet.hidden, sheet.rows[0][0], layout, rows, titles, stated)
