"""Ledgers larger than any clerk's, made from the demo's."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import openpyxl
from stdnum.cn import uscc

from roadshow.demo.ledger import FILE

CODE = re.compile(r"91\d{6}M\w{9}")
LEAST_HEADERS = 3
SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # that may stand in a code
Row = tuple[object, ...]


def write_larger(path: Path, times: int) -> None:
    """The demo's ledger with every row so many times, each time with other names and codes."""
    small, large = openpyxl.load_workbook(FILE), openpyxl.Workbook(write_only=True)
    for sheet in small:
        rows = [tuple(row) for row in sheet.iter_rows(values_only=True)]
        begins = 1 + next(number for number, row in enumerate(rows) if len(_filled(row)) >= LEAST_HEADERS)
        copy = large.create_sheet(sheet.title)
        for row in [*rows[:begins], *_multiplied(rows[begins:], times)]:
            copy.append(row)
    large.save(path)


def write_longest(path: Path, rows: int) -> None:
    """One sheet of so many landings, its header among them."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("引进项目")
    sheet.append(("项目名称", "承担企业", "统一社会信用代码", "引进日期", "计划总投资"))
    for number in range(1, rows):
        body = f"91330482MB{number:07d}"
        code = body + uscc.calc_check_digit(body)
        sheet.append((f"示例长表{number}", f"示例长表企业{number}", code, "2021-03-05", 1200))
    book.save(path)


def read_cells(path: Path) -> int:
    """What it takes at least: openpyxl alone reads every cell, and counts those that hold something."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    return sum(len(_filled(row)) for sheet in book for row in sheet.iter_rows(values_only=True))


def _multiplied(rows: Sequence[Row], times: int) -> Iterable[Row]:
    for number in range(times):
        for row in rows:
            yield tuple(_renamed(cell, number) if isinstance(cell, str) and number else cell for cell in row)


def _filled(row: Row) -> list[object]:
    return [cell for cell in row if cell is not None]


def _renamed(text: str, number: int) -> str:
    """The same words of another firm, project, person, batch or roadshow."""
    text = CODE.sub(lambda code: _recoded(code[0], number), text).replace("示例", f"示例{number}系")
    text = re.sub(r"(?<=海外)\d+", lambda digits: f"{digits[0]}{number:02d}", text)
    return re.sub(r"第(\d+)([期批])", lambda found: f"第{int(found[1]) + 100 * number}{found[2]}", text)


def _recoded(code: str, number: int) -> str:
    body = f"{code[:8]}N{SIGNS[number]}{code[10:17]}"
    return body + uscc.calc_check_digit(body)
