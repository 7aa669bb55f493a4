"""The rows under a header."""

from collections.abc import Sequence

import pytest

from roadshow.ledgers.ledger import ReadSheet, read_ledger
from tests.ledgers import sheets


def test_totals_blank_rows_notes_signatures_and_repeated_headers_are_no_rows() -> None:
    rows = [
        ["2021年引进项目"],
        sheets.LANDING,
        sheets.landing(1),
        [],
        ["  "],
        ["小 计", None, None, None, 1200],
        sheets.LANDING,
        sheets.landing(2),
        ["本页合计：", None, None, None, 1200],
        ["合计2个", None, None, None, 2400],
        ["注：含续建项目"],
        ["填表人：张三", None, "审核人：李四"],
    ]
    assert [row.number for row in read(rows).rows] == [3, 8]


@pytest.mark.parametrize(
    "numbers", [range(1, 8), [f"（{n}）" for n in range(1, 8)], ["栏次", *(str(n) for n in range(1, 7))]]
)
def test_a_row_that_numbers_the_columns_is_no_row(numbers: Sequence[object]) -> None:
    assert [row.number for row in read([sheets.LANDING, list(numbers), sheets.landing()]).rows] == [3]


def test_sums_without_a_word_before_them_are_no_row() -> None:
    rows = [sheets.LANDING, sheets.landing(), (None, None, None, None, 1200, None, None)]
    assert [row.number for row in read(rows).rows] == [2]


def test_a_band_of_one_cell_a_remark_and_a_header_spaced_otherwise_are_no_rows() -> None:
    rows = [
        sheets.LANDING,
        ["一、电子信息领域"],
        sheets.landing(1),
        ["其中：产业化项目", None, None, None, 1200],
        [f"{header} " for header in sheets.LANDING],
        sheets.landing(2),
        ["说明", "1.本表不含续建项目"],
        ["2.金额为协议数"],
    ]
    assert [row.number for row in read(rows).rows] == [3, 6]


def test_a_category_spaced_out_is_the_same_category() -> None:
    rows: sheets.Rows = [["类别", "批次", "兑付金额"], ["创 新 券", "第1批", 10]]
    assert read(rows).rows[0].values["category"] == "创新券"


def test_tables_under_one_another_are_each_read_under_their_own_header() -> None:
    loans = [sheets.LOAN, ("甲", sheets.code(9), "2021-01-01", "银行", 9, "2021-02-01", 8, "2021-03-01")]
    rows = [["一、引进项目"], sheets.LANDING, sheets.landing(1), ["合计"], []]
    rows += [["二、贷款"], ["单位：元"], *loans, sheets.LOAN, loans[1]]
    landings, lent = read_ledger(sheets.workbook({"台账": rows})).sheets
    assert (landings.name, [row.number for row in landings.rows]) == ("台账", [3])
    assert (lent.name, [row.number for row in lent.rows]) == ("台账（第6行起）", [9, 11])
    assert lent.rows[0].values["lent"] == 8 * 100


def test_a_header_printed_again_in_another_order_begins_a_table() -> None:
    other = [tuple(reversed(sheets.LANDING)), tuple(reversed(sheets.landing(2)))]
    first, second = read_ledger(sheets.workbook({"一": [sheets.LANDING, sheets.landing(1), *other]})).sheets
    assert [row.values["firm"] for row in (*first.rows, *second.rows)] == [
        "示例企业1有限公司",
        "示例企业2有限公司",
    ]


def test_a_header_printed_again_under_a_row_of_words_begins_no_table() -> None:
    words = sheets.landing(
        2, 统一社会信用代码=None, 引进日期="2021-03-05", 计划总投资="300万", 所属计划="深根计划"
    )
    (sheet,) = read_ledger(
        sheets.workbook(
            {"一": [sheets.LANDING[::-1], words[::-1], sheets.LANDING[::-1], sheets.landing(3)[::-1]]}
        )
    ).sheets
    assert [row.number for row in sheet.rows] == [2, 4]


def test_a_table_far_down_a_sheet_is_found() -> None:
    rows = [*([f"第{n}条说明", "略"] for n in range(60)), sheets.LANDING, sheets.landing(1)]
    assert [row.number for row in read(rows).rows] == [62]


def test_a_band_over_a_group_of_rows_is_no_row() -> None:
    rows = [sheets.LANDING, ["一、电子信息领域"], sheets.landing(1), ["二、新材料领域"], sheets.landing(2)]
    assert [row.number for row in read(rows, ["A2:G2", "A4:G4"]).rows] == [3, 5]


def test_all_faults_of_a_row_come_in_the_order_of_its_columns() -> None:
    wrong = sheets.landing(
        统一社会信用代码="91330482MA20219991", 引进日期="2021年2月30日", 计划总投资="约三千"
    )
    (row,) = read([sheets.LANDING, wrong]).rows
    assert [(fault.row, fault.column, str(fault.words)) for fault in row.faults] == [
        (2, "统一社会信用代码", "统一社会信用代码校验位不符"),
        (2, "引进日期", "日期不存在（2月30日）"),
        (2, "计划总投资", "金额无法识别（约三千）"),
    ]


def test_the_deep_root_plan_is_known_in_any_words_and_its_denial_is_none() -> None:
    said = ["深根计划（第二批）", "纳入深根计划", "非深根计划", "未列入深根计划", "其他计划"]
    rows = [sheets.LANDING, *(sheets.landing(n, 所属计划=plan) for n, plan in enumerate(said))]
    plans = [row.values.get("plan") for row in read(rows).rows]
    assert plans == ["深根计划", "深根计划", None, None, "其他计划"]


def test_what_a_row_must_say_is_missed() -> None:
    (row,) = read([sheets.LANDING, sheets.landing(项目名称=None, 引进日期="")]).rows
    assert [(fault.column, str(fault.words)) for fault in row.faults] == [
        ("项目名称", "项目名称未填写"),
        ("引进日期", "引进日期未填写"),
    ]


def test_a_firm_merged_over_several_rows_is_meant_in_each_but_its_amount_is_not() -> None:
    rows: list[tuple[object, ...]] = [sheets.LOAN]
    rows += [("甲公司", sheets.code(1), "2021-01-01", "银行", 10, "2021-02-01", 5, "2021-03-01")]
    rows += [(None, None, None, None, None, None, 6, "2021-04-01")]
    first, second = read(rows, ["A2:A3", "B2:B3", "D2:D3", "E2:E3"]).rows
    assert second.values == {
        "firm": first.values["firm"],
        "uscc": first.values["uscc"],
        "bank": "银行",
        "lent": 6 * 10_000_00,
        "lent_on": second.values["lent_on"],
    }


def test_a_column_that_asks_for_the_plan_by_yes_and_no_names_it() -> None:
    header: list[object] = ["项目名称", "引进日期", "是否深根计划项目"]
    rows: list[list[object]] = [
        header,
        ["甲", "2021-01-01", "是"],
        ["乙", "2021-01-01", "否"],
        ["丙", "2021-01-01", None],
    ]
    assert [row.values.get("plan") for row in read(rows).rows] == ["深根计划", None, None]


def test_another_bureaus_word_for_a_trade_is_no_fault() -> None:
    header: list[object] = ["项目名称", "技术领域", "引进日期"]
    rows: list[list[object]] = [
        header,
        ["甲", "新一代信息技术", "2021-01-01"],
        ["乙", "新材料", "2021-01-01"],
    ]
    assert [row.values.get("sector") for row in read(rows).rows] == [None, "materials"]


def read(rows: sheets.Rows, merges: list[str] | None = None) -> ReadSheet:
    (sheet,) = read_ledger(sheets.workbook({"一": rows}, {"一": merges or []})).sheets
    return sheet
