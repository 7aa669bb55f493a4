"""A sheet with several tables under one another, as a sheet for each: none is read under the header of another."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Any

from .columns import KINDS
from .kinds import bare_key, header_key
from .layout import DEEPEST_HEADER, NEARLY, Header, headers_at, spread
from .matching import Said, match_kind
from .reading import is_total
from .workbook import Sheet

FEWEST_NAMES = 3  # of columns in the header of a further table
MOST_TITLES = 4  # lines over a header
LOOKED_AT = 3  # cells of a row, one of which a header would name a column with


def tables_in(sheet: Sheet, said: Said) -> Iterator[Sheet]:
    """The sheet itself where it holds one table; a further one is called after the row that it begins with."""
    starts = list(_starts(sheet, {header_key(header): name for header, name in said.items()}))
    cuts = [0, *(_with_title(sheet, start) for start in starts[1:]), len(sheet.rows)]
    if starts and starts[0] >= DEEPEST_HEADER:
        cuts[0] = _with_title(sheet, starts[0])
    for begin, end in pairwise(cuts):
        rows = sheet.rows[begin:end]
        first, last = rows[0][0], rows[-1][0]
        name = f"{sheet.name}（第{first}行起）" if begin > cuts[0] else sheet.name
        merges = tuple(block for block in sheet.merges if first <= block.top <= last)
        yield replace(sheet, name=name, rows=rows, merges=merges)


def _starts(sheet: Sheet, keyed: Said) -> Iterator[int]:
    """Places of the headers; one that is only printed again is none."""
    merged = spread(sheet)
    before: Header | None = None
    for place, (number, row) in enumerate(sheet.rows):
        if (before and number <= before.row + 1) or not _may_be_header(row):
            continue
        header = _header_at(sheet, place, merged, keyed)
        if header is not None:
            if before is None or header.names != before.names:
                yield place
            before = header


def _header_at(sheet: Sheet, place: int, merged: Mapping[tuple[int, int], str], keyed: Said) -> Header | None:
    """One row, or two of which neither is one alone."""
    headers = list(headers_at(sheet, place, merged))
    named = next((header for header in headers if _names_a_kind(header, keyed)), None)
    if named is None or named.row == named.last:
        return named
    below = next(headers_at(sheet, place + 1, merged), None)
    return None if below is not None and _names_a_kind(below, keyed) else named


def _names_a_kind(header: Header, keyed: Said) -> bool:
    matches = (match_kind(kind, header.callings, keyed, []) for kind in KINDS)
    return any(match.fits or (match.missing and match.by_headers >= NEARLY) for match in matches)


def _may_be_header(row: tuple[Any, ...]) -> bool:
    filled = [value for value in row if value is not None]
    if len(filled) < FEWEST_NAMES or not all(isinstance(value, str) for value in filled):
        return False
    return any(key(value) in _known_keys() for value in filled[:LOOKED_AT] for key in (header_key, bare_key))


@cache
def _known_keys() -> frozenset[str]:
    return frozenset(key for kind in KINDS for key in kind.by_key)


def _with_title(sheet: Sheet, start: int) -> int:
    """Where the lines above a header begin that only give its title and unit."""
    grouped = {block.top for block in sheet.merges if block.right > block.left}
    begin = start
    while begin and start - begin < MOST_TITLES:
        number, row = sheet.rows[begin - 1]
        if not _is_title(row) and number not in grouped:
            break
        begin -= 1
    return begin


def _is_title(row: tuple[Any, ...]) -> bool:
    return sum(value is not None for value in row) < FEWEST_NAMES and not is_total(row)
