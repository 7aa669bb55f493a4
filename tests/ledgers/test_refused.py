"""The rows that stayed out, corrected in their cell and brought in again: only these, and understood as they were."""

import io
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select

from roadshow.demo.ledger import FILE
from roadshow.foundation.actor import COMMAND
from roadshow.foundation.db import db
from roadshow.foundation.money import WAN, YUAN
from roadshow.ledgers import operations
from roadshow.ledgers.models import Upload
from roadshow.ledgers.plan import Plan
from roadshow.ledgers.refused import refused_rows
from roadshow.outcomes.models import Row
from tests.ledgers import sheets

DAY = datetime(2021, 3, 5)  # noqa: DTZ001  as a cell has it


def test_a_corrected_row_comes_in_alone(inside: Flask) -> None:
    rows = [sheets.LANDING, sheets.landing(1), sheets.landing(2, 引进日期="2021-02-30")]
    kept = upload({"引进": rows})
    operations.confirm(kept, actor=COMMAND)
    again = corrected(refused(kept), {"引进日期": "2021-02-28"})
    assert [(sheet.imported, sheet.duplicates, sheet.rejected) for sheet in again.sheets] == [(1, 0, 0)]


def test_days_zeros_and_codes_stay_as_they_were_typed(inside: Flask) -> None:
    hires = [
        ("人才编号", "类别", "引进企业", "统一社会信用代码", "入选日期"),
        ("007", "海外工程师", "示例企业", sheets.code(7), DAY),
        ("008", "", "示例企业", sheets.code(7), 44251),
    ]
    book = refused(
        upload({"人才": [hires[0], ("007", "", "示例企业", sheets.code(7), hires[1][4]), hires[2]]})
    )
    cells = [
        [(cell.value, cell.number_format) for cell in row[:5]] for row in book["人才"].iter_rows(min_row=3)
    ]
    assert cells == [
        [
            ("007", "@"),
            (None, "@"),
            ("示例企业", "@"),
            (sheets.code(7), "@"),
            (DAY, "yyyy-mm-dd"),
        ],
        [("008", "@"), (None, "@"), ("示例企业", "@"), (sheets.code(7), "@"), (44251, "General")],
    ]


def test_what_a_person_said_of_the_columns_is_not_asked_again(inside: Flask) -> None:
    headers = ("摘要", "投资机构", "资金（元）", "签约日期", "资金到位时间", "到账日期")
    rows = [headers, ("甲", "示例基金", "三百", "2021-04-01", "2021-05-01", "2021-06-01")]
    kept = upload({"投资": rows})
    said = {"摘要": "investment.project", "资金（元）": "signed", "到账日期": "paid_on"}
    operations.answer(kept, said, actor=COMMAND)
    again = corrected(refused(kept), {"投资金额（元）": "3000000"})
    assert (again.questions, again.imported) == ((), 1)
    assert [row.amount_fen for row in db.session.scalars(select(Row))] == [3_000_000 * YUAN] * 2
    assert {row.on for row in db.session.scalars(select(Row))} == {date(2021, 4, 1), date(2021, 6, 1)}


def test_a_column_known_by_the_other_rows_is_known_without_them(inside: Flask) -> None:
    headers = ("项目名称", "承担企业", "证号", "引进日期", "计划总投资")
    good = [(f"甲{number}", f"示例{number}", sheets.code(number), "2021-03-05", 100) for number in range(4)]
    kept = upload({"引进": [headers, *good, ("乙", "示例乙", sheets.code(9), "2021-03-05", "约三千")]})
    book = refused(kept)
    assert book["引进"]["C2"].value == "统一社会信用代码"
    corrected(book, {"计划总投资": 3000})
    (row,) = db.session.scalars(select(Row))
    assert row.company is not None
    assert (row.company.uscc, row.amount_fen) == (sheets.code(9), 3000 * WAN)


def test_a_row_in_a_merged_block_keeps_what_the_block_says(inside: Flask) -> None:
    rows: sheets.Rows = [
        ("项目名称", "投资机构", "签约情况", None, "到账情况", None),
        (None, None, "金额", "日期", "金额", "日期"),
        ("甲", "示例基金", 100, "2021-03-01", 50, "2021-04-01"),
        (None, None, None, None, "五十", "2021-05-01"),
    ]
    merges = {"投资": ["A1:A2", "B1:B2", "C1:D1", "E1:F1", "A3:A4", "B3:B4"]}
    content = sheets.workbook({"投资": rows}, merges).getvalue()
    kept = operations.upload("a.xlsx", content, 2021, actor=COMMAND)
    book = refused(kept)
    book["投资"]["E4"].value = 50
    assert [line.says for line in brought_in(book).sheets[0].lines] == ["甲 示例基金"]
    (row,) = db.session.scalars(select(Row))
    assert (row.step, row.on, row.amount_fen) == ("paid", date(2021, 5, 1), 50 * WAN)


def test_the_wrong_row_of_the_ledger_of_2021_comes_in_once_it_is_corrected(inside: Flask) -> None:
    kept = operations.upload("2021.xlsx", FILE.read_bytes(), 2021, actor=COMMAND)
    operations.confirm(kept, actor=COMMAND)
    again = operations.upload("2021.xlsx", FILE.read_bytes(), 2021, actor=COMMAND)
    book = refused(again)
    (page,) = book.worksheets
    header = {cell.value: cell.column for cell in page[4]}
    for name, value in {
        "统一社会信用代码": sheets.code(9),
        "引进日期": "2021-02-28",
        "计划总投资": "3000",
    }.items():
        page.cell(5, header[name]).value = value
    plan = brought_in(book)
    assert (page.title, plan.imported, plan.duplicates, plan.rejected) == ("引进项目", 1, 0, 0)


def upload(content: Mapping[str, sheets.Rows]) -> Upload:
    return operations.upload("a.xlsx", sheets.workbook(content).getvalue(), 2021, actor=COMMAND)


def refused(kept: Upload) -> Any:
    return load_workbook(io.BytesIO(refused_rows(kept)))


def corrected(book: Any, changes: Mapping[str, object]) -> Plan:
    """The first row under the header with these cells changed, as somebody would in a spreadsheet."""
    (page,) = book.worksheets
    header = {cell.value: cell.column for cell in page[2]}
    for name, value in changes.items():
        page.cell(3, header[name]).value = value
    return brought_in(book)


def brought_in(book: Any) -> Plan:
    content = io.BytesIO()
    book.save(content)
    kept = operations.upload("b.xlsx", content.getvalue(), 2021, actor=COMMAND)
    plan = operations.confirm(kept, actor=COMMAND)
    assert plan is not None
    return plan
