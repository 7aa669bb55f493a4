"""Where a table begins, what kind it is, and which column is which field."""

import pytest

from roadshow.ledgers.columns import KINDS
from roadshow.ledgers.doubts import questions, reason_of
from roadshow.ledgers.kinds import Kind, bare_key, header_key, sure_names
from roadshow.ledgers.layout import Layout, find_layout
from roadshow.ledgers.standard import STANDARDS, Standard
from roadshow.ledgers.workbook import open_workbook
from tests.ledgers import sheets

PAID = ("项目名称", "投资机构", "投资金额", "到账日期")


def test_no_header_means_two_fields_of_one_kind() -> None:
    clashes = []
    for kind in KINDS:
        means: dict[str, str] = {}
        for column in kind.columns:
            for name in sure_names(kind.name, column.name):
                for key in {header_key(name), bare_key(name)}:
                    if means.setdefault(key, column.name) != column.name:
                        clashes.append((kind.name, name, means[key], column.name))
    assert clashes == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_field_has_six_names_of_the_trade_or_more(kind: Kind) -> None:
    few = {column.name for column in kind.columns if len(sure_names(kind.name, column.name)) < 6}
    assert few == set()


@pytest.mark.parametrize(
    "firm", ["承担企业", "企业全称", "项目公司", "实施主体", "公司 名称", "所属企业（全称）"]
)
@pytest.mark.parametrize("on", ["引进日期", "落地时间", "落户日期", "项目落地时间"])
@pytest.mark.parametrize("planned", ["计划总投资", "总投资额（万元）", "拟投资额", "协议投资额"])
def test_other_bureaus_headers_are_known(firm: str, on: str, planned: str) -> None:
    layout = layout_of([[planned, on, "备用", firm, "项目全称"], [1, "2021-01-01", "x", "甲公司", "乙"]])
    assert layout.kind.name == "landing"
    assert layout.columns == {"planned": 0, "on": 1, "firm": 3, "project": 4}
    assert layout.extras == ("备用",)


@pytest.mark.parametrize("paid_on", ["到账日期", "实缴日期", "资金到位时间", "打款时间", "实际到账日期"])
def test_the_day_of_a_payment_has_many_names(paid_on: str) -> None:
    layout = layout_of([["被投项目", "基金名称", "到账金额", paid_on], ["甲", "乙", 1, "2021-01-01"]])
    assert layout.columns == {"project": 0, "fund": 1, "paid": 2, "paid_on": 3}


def test_a_round_is_a_stage_of_a_landing_and_a_round_of_an_investment() -> None:
    landing = layout_of([["项目名称", "轮次", "落地平台", "引进日期"], ["甲", "A轮", "乙", "2021-01-01"]])
    investment = layout_of([[*PAID, "轮次"], ["甲", "乙", 1, "2021-01-01", "A轮"]])
    assert landing.columns["stage"] == 1
    assert investment.columns["round"] == 4


def test_the_header_stands_under_titles_units_and_blank_rows() -> None:
    layout = layout_of(
        [["2021年台账"], ["填报单位：科技局", None, "单位：元"], [], PAID, ["甲", "乙", 1, "2021-01-01"]]
    )
    assert layout.header.row == 4
    assert layout.units["signed"] == 100


@pytest.mark.parametrize(
    ("line", "fen"),
    [
        ("单位：万元", 10**6),
        ("（单位:元）", 100),
        ("金额单位：元；面积单位：平方米", 100),
        ("单位：万元、平方米", 10**6),
        ("填报单位：开元街道办事处", 10**6),
        ("填报单位：科技局    单位：亿元", 10**10),
    ],
)
def test_the_unit_over_a_table_is_that_of_its_bare_figures(line: str, fen: int) -> None:
    assert layout_of([[line], PAID, ["甲", "乙", 1, "2021-01-01"]]).units["signed"] == fen


def test_a_unit_in_the_header_wins_over_the_sheets() -> None:
    header = ["项目名称", "投资机构", "投资金额（亿元）", "到账金额", "到账日期"]
    layout = layout_of([["单位：元"], header, ["甲", "乙", 1, 2, "2021-01-01"]])
    assert {name: layout.units[name] for name in ("signed", "paid")} == {"signed": 10**10, "paid": 100}


def test_a_header_of_two_rows_is_read_together() -> None:
    rows = [
        ["项目名称", "投资机构", "签约", None, "到账", None],
        [None, None, "金额", "日期", "金额", "日期"],
    ]
    rows.append(["甲", "乙", 1, "2021-01-01", 1, "2021-02-01"])
    merges = ["A1:A2", "B1:B2", "C1:D1", "E1:F1"]
    layout = layout_of(rows, merges)
    assert (layout.header.row, layout.header.last) == (1, 2)
    assert layout.columns == {"project": 0, "fund": 1, "signed": 2, "signed_on": 3, "paid": 4, "paid_on": 5}


def test_a_group_called_a_situation_is_read_with_its_columns() -> None:
    rows = [["项目名称", "投资机构", "签约情况", None, "到账情况", None]]
    rows += [[None, None, "金额（亿元）", "日期", "金额（万元）", "日期"]]
    rows.append(["甲", "乙", 1, "2021-01-01", 1, "2021-02-01"])
    layout = layout_of(rows, ["A1:A2", "B1:B2", "C1:D1", "E1:F1"])
    assert layout.columns == {"project": 0, "fund": 1, "signed": 2, "signed_on": 3, "paid": 4, "paid_on": 5}
    assert {name: layout.units[name] for name in ("signed", "paid")} == {"signed": 10**10, "paid": 10**6}


def test_payments_side_by_side_are_asked_about() -> None:
    header = ["项目名称", "投资机构", "投资金额", "签约日期"]
    header += ["首期到账金额", "首期到账日期", "二期到账金额", "二期到账日期"]
    layout = layout_of([header, ["甲", "乙", 9, "2021-01-01", 4, "2021-02-01", 5, "2021-03-01"]])
    assert [doubt.candidates for doubt in layout.doubts] == [
        ("首期到账日期", "二期到账日期"),
        ("首期到账金额", "二期到账金额"),
    ]


def test_columns_without_a_telling_header_are_known_by_their_cells() -> None:
    header = ["项目名称", "证件", "何时", "情况一", "计划总投资", "赛跑道"]
    body = [[f"项目{n}", sheets.code(n), "2021.3.5", "是", 100, "新材料"] for n in (1, 2, 3)]
    layout = layout_of([header, *body])
    assert layout.by_content == {"uscc", "on", "industrialised", "sector"}
    assert layout.columns == {
        "project": 0,
        "uscc": 1,
        "on": 2,
        "industrialised": 3,
        "planned": 4,
        "sector": 5,
    }


def test_a_colour_makes_a_rating_whatever_its_header_says() -> None:
    layout = layout_of([["单位", "今年"], ["甲公司", "绿"], ["乙公司", "黄牌"]])
    assert (layout.kind.name, layout.columns) == ("rating", {"firm": 0, "grade": 1})


def test_days_alone_make_no_landing() -> None:
    (sheet,) = open_workbook(
        sheets.workbook({"一": [["项目名称", "企业名称", "联系日"], ["甲", "乙", "2021-01-01"]]})
    )
    assert find_layout(sheet, {}) is None


def test_two_columns_for_one_field_are_not_guessed_between() -> None:
    layout = layout_of([[*PAID, "资金到位时间"], ["甲", "乙", 1, "2021-01-01", "2021-01-02"]])
    (question,) = questions(layout)
    assert [option.said for option in question.options] == ["到账日期=paid_on", "资金到位时间=paid_on"]
    reason = reason_of(layout)
    assert (reason.row, reason.column) == (1, "到账日期、资金到位时间")
    assert str(reason.words) == ("“到账日期”、“资金到位时间”都可能是“到账日期”；没有猜测，本表各行均未导入")
    assert reason.by_command == (
        '；请用以下参数指明：--map "到账日期=paid_on" / --map "资金到位时间=paid_on"'
    )


@pytest.mark.parametrize(
    "said", [{"资金到位时间": "paid_on"}, {"资金 到位时间": "investment.paid_on"}, {"到账日期": "-"}]
)
def test_what_the_person_says_settles_it(said: dict[str, str]) -> None:
    layout = layout_of([[*PAID, "资金到位时间"], ["甲", "乙", 1, "2021-01-01", "2021-01-02"]], said=said)
    assert (layout.columns["paid_on"], layout.doubts) == (4, ())


def test_columns_of_one_name_are_told_apart_by_their_place() -> None:
    rows: list[list[object]] = [[*PAID, "到账日期"], ["甲", "乙", 1, "2021-01-01", "2021-01-02"]]
    (question,) = questions(layout_of(rows))
    assert [option.said for option in question.options] == ["到账日期#1=paid_on", "到账日期#2=paid_on"]
    assert layout_of(rows, said={"到账日期#2": "paid_on"}).columns["paid_on"] == 4


def test_two_kinds_that_fit_alike_are_asked_about() -> None:
    rows: list[list[object]] = [
        ["企业名称", "资金类别", "兑付金额", "授信金额", "入库日期"],
        ["甲公司", "科发资金", 10, 20, "2021-01-01"],
    ]
    layout = layout_of(rows)
    (question,) = questions(layout)
    kinds = [option.field.partition(".")[0] for option in question.options]
    assert kinds == ["loan", "policy_payment"]
    header, field = question.options[1].said.split("=")
    assert layout_of(rows, said={header: field}).kind.name == "policy_payment"


@pytest.mark.parametrize(
    "rows",
    [
        [["项目", "数量", "金额（万元）"], ["基金投资", 22, 67000], ["科技贷款", 132, 52400]],
        [["类别", "数量", "金额（万元）"], ["基金投资", 22, 67000], ["科技贷款", 132, 52400]],
        [["项目", "单位", "金额"], ["基金投资", "万元", 67000], ["科技贷款", "万元", 52400]],
        [["日期", "名称", "负责人"], ["2021-01-01", "打印机", "张三"], ["2021-01-05", "茶歇", "李四"]],
        [["编号", "企业名称", "类别", "认定日期"], ["GR1", "甲", "制造", "2021-01-02"]],
        [["企业名称", "统一社会信用代码", "入选日期"], ["甲", sheets.code(1), "2021-01-02"]],
        [["名称", "地址", "面积", "容纳人数"], ["1号厅", "路演中心", 200, 100]],
        [["项目名称", "企业名称", "统一社会信用代码", "技术领域"], ["甲", "乙", sheets.code(1), "新材料"]],
    ],
)
def test_a_summary_or_a_list_of_something_else_is_no_ledger(rows: sheets.Rows) -> None:
    (sheet,) = open_workbook(sheets.workbook({"一": rows}))
    assert find_layout(sheet, {}) is None


@pytest.mark.parametrize("other", ["是否高企", "是否科技型中小企业（是/否）"])
def test_a_column_known_as_something_else_is_no_field_whatever_its_cells_hold(other: str) -> None:
    rows: sheets.Rows = [
        [*sheets.LANDING[:5], other],
        [*sheets.landing(1)[:5], "是"],
        [*sheets.landing(2)[:5], "否"],
    ]
    layout = layout_of(rows)
    assert ("industrialised" in layout.columns, layout.extras) == (False, (other,))


def test_a_day_of_repayment_is_not_the_day_of_the_loan() -> None:
    rows: sheets.Rows = [
        ["企业名称", "银行", "贷款金额", "到期日"],
        *(["甲", "某行", 9, f"2022-0{n}-01"] for n in (1, 2)),
    ]
    assert layout_of(rows).columns == {"firm": 0, "bank": 1, "lent": 2}


def test_a_unit_in_one_header_is_that_of_its_column_alone() -> None:
    header = ["项目名称", "投资机构", "投资金额", "到账金额（单位：亿元）", "到账日期"]
    layout = layout_of([header, ["甲", "乙", 1, 2, "2021-01-01"]])
    assert {name: layout.units[name] for name in ("signed", "paid")} == {"signed": 10**6, "paid": 10**10}


def test_a_column_of_days_is_known_though_some_are_spreadsheet_numbers() -> None:
    rows: sheets.Rows = [
        ["何时", "活动名称", "到场人数"],
        *([day, f"第{n}期", 50] for n, day in enumerate([44260, "2021.3.5", 20210306, "2021-03-07", 44270])),
    ]
    assert layout_of(rows).columns == {"on": 0, "title": 1, "told_visitors": 2}


def test_a_header_that_asks_whether_names_no_firm() -> None:
    rows = [["高企名称", "信用代码", "评价等级", "是否高企"], ["甲", sheets.code(1), "绿色", "是"]]
    assert layout_of(rows).columns == {"firm": 0, "uscc": 1, "grade": 2}


def test_a_theme_that_is_a_sector_is_no_second_title() -> None:
    header = ["举办日期", "活动名称", "专场主题"]
    rows: sheets.Rows = [header, *([f"2021-0{n}-01", f"第{n}期", "新材料"] for n in (1, 2))]
    assert layout_of(rows).columns == {"on": 0, "title": 1, "sector": 2}


def test_people_named_without_a_number_are_hires() -> None:
    rows = [["姓名", "类别", "用人单位", "入职时间"], ["某某", "海外工程师", "甲", "2021-01-01"]]
    layout = layout_of(rows)
    assert (layout.kind.name, layout.columns) == ("hire", {"person": 0, "category": 1, "firm": 2, "on": 3})


def test_names_under_a_header_that_may_count_are_left() -> None:
    header = ["举办日期", "活动名称", "路演项目", "参会机构"]
    rows: sheets.Rows = [header, ["2021-01-01", "第1期", "甲、乙", 20], ["2021-02-01", "第2期", "丙", 30]]
    layout = layout_of(rows)
    assert layout.columns == {"on": 0, "title": 1, "told_institutions": 3}
    assert layout.extras == ("路演项目",)


INVESTED = ["被投项目", "备案编号", "轮次", "掏钱的", "投资金额", "签约日期", "到账日期", "联系人"]


def test_a_sheet_that_lacks_one_column_of_its_kind_asks_which_it_is() -> None:
    rows: sheets.Rows = [INVESTED, ["甲", "S1", "A轮", "示例基金", 300, "2021-04-01", "2021-05-01", "张三"]]
    layout = layout_of(rows)
    (question,) = questions(layout)
    assert str(question.words) == "看列名像“基金投资”，但没有一列认得出是“投资机构”"
    assert [option.said for option in question.options] == ["掏钱的=investment.fund"]
    assert layout_of(rows, said={"掏钱的": "investment.fund"}).columns["fund"] == 3


def test_a_kind_that_the_person_names_is_not_doubted_again() -> None:
    header = ["项目名称", "企业名称", "信用代码", "轮次", "协议投资额", "签约日期", "落地平台", "联络"]
    rows: sheets.Rows = [header, ["甲", "乙", sheets.code(1), "A轮", 100, "2021-01-01", "丙园区", "张三"]]
    assert layout_of(rows, said={"项目名称": "landing.project"}).kind.name == "landing"


def test_what_is_said_of_a_header_in_one_sheet_asks_nothing_in_another() -> None:
    rows: sheets.Rows = [["举办日期", "名称", "形式"], ["2021-01-01", "第1期", "线上"]]
    layout = layout_of(rows, said={"名称": "incubator.name"})
    assert (layout.kind.name, layout.columns["title"], layout.doubts) == ("roadshow", 1, ())


def layout_of(
    rows: sheets.Rows, merges: list[str] | None = None, said: dict[str, str] | None = None
) -> Layout:
    (sheet,) = open_workbook(sheets.workbook({"一": rows}, {"一": merges or []}))
    layout = find_layout(sheet, said or {})
    assert layout is not None
    return layout


@pytest.mark.parametrize("standard", STANDARDS, ids=lambda standard: standard.kind)
def test_the_bureaus_own_sheets_are_known_by_their_headers_alone(standard: Standard) -> None:
    columns = (*standard.columns, *standard.more)
    layout = layout_of([[standard.title_of(2021)], [standard.unit], [header for _field, header in columns]])
    assert (layout.kind.name, layout.doubts) == (standard.kind, ())
    assert layout.columns == {field: index for index, (field, _header) in enumerate(columns)}
