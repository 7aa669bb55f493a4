"""Lines copied out of a sheet: with their header or without, read and previewed as a file is."""

from typing import Any

import pytest
from flask import Flask

from roadshow.foundation.actor import COMMAND
from roadshow.foundation.errors import Refused
from roadshow.foundation.money import WAN
from roadshow.ledgers import operations, queries
from roadshow.ledgers.columns import HIRE, INVESTMENT, LANDING, POLICY_PAYMENT, RATING
from roadshow.ledgers.kinds import Kind
from roadshow.ledgers.models import Upload
from roadshow.ledgers.preview import preview_upload, read_upload
from roadshow.ledgers.refused import refused_rows
from tests.ledgers import sheets

PAYMENT = "创新券\t第1批\t１５\t2021.11.12"


def paste(kind: Kind, *lines: str) -> Upload:
    return operations.paste(kind, "\n".join(lines), 2021, actor=COMMAND)


def values(kept: Upload) -> list[dict[str, Any]]:
    (sheet,) = read_upload(kept).sheets
    return [row.values for row in sheet.rows]


@pytest.mark.parametrize(
    "header", ["类别\t批次\t兑付金额\t兑付日期", "资金类别\t批次\t兑付（万元）\t日期", None]
)
def test_lines_are_read_with_their_header_or_without(inside: Flask, header: str | None) -> None:
    kept = paste(POLICY_PAYMENT, *filter(None, (header, PAYMENT)))
    assert [(row["category"], row["batch"], row["amount"]) for row in values(kept)] == [
        ("创新券", "第1批", 15 * WAN)
    ]


def test_the_columns_may_stand_in_any_order_under_their_header(inside: Flask) -> None:
    kept = paste(POLICY_PAYMENT, "兑付日期\t兑付金额\t备注\t类别", "2021-11-12\t15\t\t创新券")
    assert [row["amount"] for row in values(kept)] == [15 * WAN]


def test_numbers_before_the_lines_are_passed_over(inside: Flask) -> None:
    kept = paste(RATING, f"1\t示例企业\t{sheets.code(1)}\t绿", f"2\t示例企业二\t{sheets.code(2)}\t蓝")
    assert [(row["firm"], row["grade"]) for row in values(kept)] == [
        ("示例企业", "绿色"),
        ("示例企业二", "蓝色"),
    ]


def test_a_cell_with_a_new_line_in_it_is_one_cell(inside: Flask) -> None:
    kept = paste(HIRE, '007\t海外工程师\t"示例\n""甲""企业"\t德国\t2021-03-05')
    assert [(row["code"], row["firm"]) for row in values(kept)] == [("007", '示例 "甲"企业')]


def test_a_quote_that_a_name_begins_with_swallows_nothing(inside: Flask) -> None:
    kept = paste(HIRE, '1号\t海外工程师\t"示例\t德国\t2021-03-05', "2号\t海外工程师\t乙\t德国\t2021-03-05")
    assert [row["firm"] for row in values(kept)] == ['"示例', "乙"]


def test_a_row_is_named_by_the_line_that_was_pasted(inside: Flask) -> None:
    kept = paste(POLICY_PAYMENT, PAYMENT, "", "创新券\t第2批\t约三千\t2021-11-12")
    (sheet,) = preview_upload(kept)["sheets"]
    assert [(reason["row"], reason["column"]) for reason in sheet["reasons"]] == [(3, "兑付金额")]


def test_what_stays_out_of_pasted_lines_is_handed_back_with_a_header(inside: Flask) -> None:
    kept = paste(POLICY_PAYMENT, "创新券\t第2批\t约三千\t2021-11-12")
    again = operations.upload("b.xlsx", refused_rows(kept), 2021, actor=COMMAND)
    (sheet,) = preview_upload(again)["sheets"]
    assert (sheet["kind"], sheet["rejected"]) == ("政策兑付", 1)


def test_a_header_that_fits_two_kinds_is_of_the_chosen_one(inside: Flask) -> None:
    kept = paste(LANDING, "项目名称\t企业名称\t引进日期", "甲\t示例\t2021-03-05")
    assert preview_upload(kept)["imported"] == 1


def test_lines_come_in_as_a_file_does(inside: Flask) -> None:
    kept = paste(POLICY_PAYMENT, PAYMENT)
    operations.confirm(kept, actor=COMMAND)
    assert kept.counts == {"政策兑付": [1, 0, 0]}


@pytest.mark.parametrize(
    ("kind", "text", "field", "words"),
    [
        (LANDING, "", "text", "请粘贴从表格里复制的行"),
        (LANDING, "\x00\x01\ufffe", "text", "请粘贴从表格里复制的行"),
        (LANDING, "\n\t\t\n", "text", "请粘贴从表格里复制的行"),
        (
            LANDING,
            "类别\t批次\t兑付金额\t兑付日期\n" + PAYMENT,
            "kind",
            "表头看起来是“政策兑付”，不是“引进项目”",
        ),
        (
            RATING,
            "甲\t乙\t丙\t丁\t戊",
            "text",
            "没有表头时各列依次为：企业名称、统一社会信用代码、评价等级，现在有5列",
        ),
        (INVESTMENT, "\t".join("x" * 501), "text", "表格超过 500 列"),
        (INVESTMENT, "甲\n" + "x" * 32_768, "text", "第2行有一格超过 32,767 字"),
        (INVESTMENT, "x\n" * 200_001, "text", "超过 200,000 行"),
    ],
)
def test_what_can_be_no_such_sheet_is_refused_and_not_kept(
    inside: Flask, kind: Kind, text: str, field: str, words: str
) -> None:
    with pytest.raises(Refused, match=words) as refusal:
        operations.paste(kind, text, 2021, actor=COMMAND)
    assert (refusal.value.field, queries.list_uploads().count()) == (field, 0)


@pytest.mark.parametrize("text", ["胡言乱语", "=1+1\t@x\t-2\t+3", '"' * 99, "\ud800\t甲", "9" * 999])
def test_nonsense_adds_nothing(inside: Flask, text: str) -> None:
    assert preview_upload(paste(POLICY_PAYMENT, text))["imported"] == 0


def test_a_hundred_thousand_lines_are_left_to_the_worker(inside: Flask) -> None:
    text = "\n".join(f"创新券\t第{number}批\t15\t2021-11-12" for number in range(100_000))
    kept = operations.paste(POLICY_PAYMENT, text, 2021, actor=COMMAND)
    assert (kept.large, kept.found) == (True, None)
