"""Lines of a file as they were typed, each cell under its header."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time
from typing import Any

from . import cells
from .layout import Layout, find_layout
from .ledger import Opened
from .reading import filled_down
from .workbook import Sheet

LONGEST = 300  # characters of a cell that are shown

Cells = list[list[str]]
"""Header and what stands under it, from left to right; empty cells are left out."""


def line_cells(opened: Opened, wanted: Mapping[str, Collection[int]]) -> dict[str, dict[int, Cells]]:
    """Sheet → line → its cells."""
    return {
        table.name: _cells(table, layout, wanted[table.name])
        for table in opened.tables
        if table.name in wanted and (layout := find_layout(table, opened.said))
    }


def _cells(table: Sheet, layout: Layout, lines: Collection[int]) -> dict[int, Cells]:
    blocks = {index: filled_down(table, index) for index in layout.header.words}
    return {
        number: [
            [header, text]
            for index, header in sorted(layout.header.words.items())
            if (
                text := as_typed(row[index] if index < len(row) else None)
                or as_typed(blocks[index].get(number))
            )
        ]
        for number, row in table.rows
        if number in set(lines)
    }


def as_typed(value: Any) -> str:
    """A cell as its spreadsheet shows it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d" if value.time() == time() else "%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.15g}"
    return cells.plain(value)[:LONGEST]
