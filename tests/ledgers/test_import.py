"""What comes in, what is there already, what stays out."""

import io
from collections.abc import Mapping
from typing import TypeVar

import pytest
from flask import Flask
from sqlalchemy import func, select

from roadshow.audit.models import Entry
from roadshow.demo.ledger import FILE
from roadshow.foundation.actor import COMMAND
from roadshow.foundation.db import db
from roadshow.foundation.errors import Refused
from roadshow.foundation.money import WAN
from roadshow.ledgers import operations, queries
from roadshow.ledgers.ledger import read_ledger
from roadshow.ledgers.plan import Plan, SheetPlan
from roadshow.ledgers.preview import preview, preview_upload
from roadshow.ledgers.refused import refused_rows
from roadshow.outcomes.models import Row, Thread
from roadshow.outcomes.states import Kind, ThreadStep
from roadshow.programme.models import Roadshow
from roadshow.projects.models import Company, Project
from tests.conftest import Counted
from tests.ledgers import sheets

HELD = ("举办日期", "活动名称")
RATING = ("企业名称", "统一社会信用代码", "评价等级")
Thing = TypeVar("Thing")
INCUBATOR = ("名称", "所在城市", "面积", "投入运行")


def test_the_ledger_of_2021_comes_in_as_its_clerk_counts_it(inside: Flask) -> None:
    with FILE.open("rb") as file:
        plan = operations.take_in(read_ledger(file), 2021, actor=COMMAND)
    assert {sheet.sheet: counts(sheet) for sheet in plan.sheets} == {
        "路演场次": (12, 0, 0),
        "引进项目": (56, 2, 1),
        "基金投资": (34, 0, 0),
        "科技贷款": (202, 0, 0),
        "人才": (21, 0, 0),
        "域外孵化器": (9, 0, 0),
        "高企评价": (296, 0, 0),
        "政策兑付": (23, 0, 0),
    }
    assert [str(reason.words) for reason in plan.sheets[1].reasons] == [
        "统一社会信用代码校验位不符",
        "日期不存在（2月30日）",
        "金额无法识别（约三千）",
    ]


def test_every_row_is_in_the_trail(inside: Flask) -> None:
    take_in({"引进": [sheets.LANDING, sheets.landing(1), sheets.landing(2)]})
    told = select(Entry.what, func.count()).group_by(Entry.what)
    assert dict(db.session.execute(told).all()) == {
        "company.taken_in": 2,
        "project.taken_in": 2,
        "outcome.taken_in": 2,
    }


def test_a_preview_writes_nothing(inside: Flask) -> None:
    plan = preview(read_ledger(sheets.workbook({"引进": [sheets.LANDING, sheets.landing()]})), 2021)
    assert (plan.imported, count(Row), count(Company), count(Entry)) == (1, 0, 0, 0)


@pytest.mark.parametrize("year", [2021, 2022])
def test_the_same_file_again_adds_nothing(inside: Flask, year: int) -> None:
    dated: dict[str, sheets.Rows] = {
        "场次": [HELD, ("2021-01-19", "第1期")],
        "引进": [sheets.LANDING, sheets.landing()],
        "投资": [sheets.INVESTMENT, sheets.investment("示例项目1"), sheets.investment("没有台账的项目")],
        "贷款": [sheets.LOAN, ("甲", sheets.code(9), "2021-01-01", "银行", 9, "2021-02-01", 8, "2021-03-01")],
        "人才": [("人才编号", "类别", "引进企业", "入选日期"), ("1", "海外工程师", "甲", "2021-01-01")],
        "兑付": [("类别", "批次", "兑付金额", "兑付日期"), ("科发资金", "第1批", 10, "2021-01-01")],
    }
    take_in(dated)
    before = [count(table) for table in (Row, Thread, Company, Project, Roadshow, Entry)]
    plan = take_in(dated, year=year)
    assert (plan.imported, plan.duplicates) == (0, 7)
    assert [count(table) for table in (Row, Thread, Company, Project, Roadshow, Entry)] == before


def test_a_project_typed_twice_counts_once(inside: Flask) -> None:
    again = sheets.landing(
        项目名称=" 示例项目１ ", 承担企业="示例企业1（有限公司）", 统一社会信用代码=sheets.code(1).lower()
    )
    plan = take_in({"引进": [sheets.LANDING, sheets.landing(), again]})
    assert (counts(plan.sheets[0]), count(Project), count(Company)) == ((1, 1, 0), 1, 1)


def test_firms_of_one_name_are_two_by_their_codes(inside: Flask) -> None:
    other = sheets.landing(统一社会信用代码=sheets.code(2))
    plan = take_in({"引进": [sheets.LANDING, sheets.landing(), other]})
    assert (plan.imported, count(Company), count(Project)) == (2, 2, 2)


def test_a_firm_named_without_its_code_is_the_one_that_the_file_names_with_it(inside: Flask) -> None:
    hires = [
        ("人才编号", "类别", "引进企业", "入选日期"),
        ("1", "海外工程师", "示例企业1有限公司", "2021-01-01"),
    ]
    take_in({"人才": hires, "引进": [sheets.LANDING, sheets.landing()]})
    assert (count(Company), only(Row, kind=Kind.HIRE).company.uscc) == (1, sheets.code(1))


def test_a_firm_known_by_name_gets_its_code_from_a_later_file(inside: Flask) -> None:
    hires = [
        ("人才编号", "类别", "引进企业", "入选日期"),
        ("1", "海外工程师", "示例企业1有限公司", "2021-01-01"),
    ]
    take_in({"人才": hires})
    take_in({"引进": [sheets.LANDING, sheets.landing()]})
    assert only(Company).uscc == sheets.code(1)


def test_a_row_whose_code_is_that_of_a_firm_of_another_name_comes_in_and_is_told(inside: Flask) -> None:
    take_in({"引进": [sheets.LANDING, sheets.landing(1)]})
    rows = [
        sheets.landing(2, 统一社会信用代码=sheets.code(1), 承担企业=name) for name in ("完全另一家公司", None)
    ]
    plan = take_in({"引进": [sheets.LANDING, *rows]})
    words = "统一社会信用代码是“示例企业1有限公司”的，行里写的是“完全另一家公司”"
    assert [(each.line.number, str(each.words)) for each in plan.doubtful] == [(2, words)]
    assert counts(plan.sheets[0]) == (1, 1, 0)


@pytest.mark.parametrize("name", ["示例企业１ 有限公司", "示例企业1", "示例企业1股份有限公司"])
def test_a_firm_whose_name_is_spelt_otherwise_is_the_one_of_its_code(inside: Flask, name: str) -> None:
    take_in({"引进": [sheets.LANDING, sheets.landing(1)]})
    again = sheets.landing(2, 统一社会信用代码=sheets.code(1), 承担企业=name)
    assert take_in({"引进": [sheets.LANDING, again]}).doubtful == ()


def test_one_code_with_two_names_in_one_file_is_told(inside: Flask) -> None:
    deal = ("完全另一家公司", sheets.code(1), None, "示例银行", 100, "2021-03-05", None, None)
    plan = take_in({"引进": [sheets.LANDING, sheets.landing(1)], "贷款": [sheets.LOAN, deal]})
    assert [(each.sheet, each.line.number) for each in plan.doubtful] == [("贷款", 2)]


def test_a_name_that_means_two_firms_is_not_guessed(inside: Flask) -> None:
    twins = [
        sheets.LANDING,
        sheets.landing(),
        sheets.landing(项目名称="另一个", 统一社会信用代码=sheets.code(2)),
    ]
    hires = [
        ("人才编号", "类别", "引进企业", "入选日期"),
        ("1", "海外工程师", "示例企业1有限公司", "2021-01-01"),
    ]
    plan = take_in({"引进": twins, "人才": hires})
    assert [(reason.row, reason.column) for reason in plan.sheets[1].reasons] == [(2, "引进企业")]


def test_an_investment_in_a_project_that_no_ledger_describes_makes_a_stub(inside: Flask) -> None:
    take_in({"投资": [sheets.INVESTMENT, sheets.investment("示例项目1")]})
    assert only(Project).stub is True
    take_in({"引进": [sheets.LANDING, sheets.landing()]})
    assert (only(Project).stub, only(Project).company.uscc) == (False, sheets.code(1))


def test_two_equal_payments_on_two_days_are_two(inside: Flask) -> None:
    later = sheets.investment("示例项目1", 到账日期="2021-06-01")
    plan = take_in({"投资": [sheets.INVESTMENT, sheets.investment("示例项目1"), later]})
    rows = db.session.scalars(select(Row).where(Row.step == ThreadStep.PAID).order_by(Row.on))
    assert [(row.amount_fen, row.number) for row in rows] == [(300 * WAN, 1), (300 * WAN, 2)]
    assert (plan.imported, count(Thread)) == (2, 1)


@pytest.mark.parametrize("round_", ["A", "A轮融资", " Ａ轮 ", None])
def test_a_payment_whose_round_is_typed_otherwise_is_the_same_payment(
    inside: Flask, round_: str | None
) -> None:
    take_in({"投资": [sheets.INVESTMENT, sheets.investment("示例项目1")]})
    plan = take_in({"投资": [sheets.INVESTMENT, sheets.investment("示例项目1", 轮次=round_)]}, year=2022)
    assert (plan.imported, plan.duplicates, count(Thread)) == (0, 1, 1)


def test_a_deal_signed_last_year_goes_on_where_it_was(inside: Flask) -> None:
    take_in({"投资": [sheets.INVESTMENT, sheets.investment("示例项目1", 到账日期=None, 到账金额=None)]})
    plan = take_in(
        {"投资": [sheets.INVESTMENT, sheets.investment("示例项目1", 到账日期="2022-01-15")]}, year=2022
    )
    assert (plan.imported, count(Thread), count(Project)) == (1, 1, 1)
    assert [(row.step, row.year) for row in db.session.scalars(select(Row).order_by(Row.id))] == [
        (ThreadStep.SIGNED, 2021),
        (ThreadStep.PAID, 2022),
    ]


def test_the_one_amount_of_a_sheet_is_what_came_in_on_the_day_it_gives(inside: Flask) -> None:
    take_in(
        {
            "投资": [
                ("项目公司", "投资方", "投资金额", "资金到位时间"),
                ("甲公司", "示例基金", 300, "2021.5.1"),
            ]
        }
    )
    assert (only(Row).step, only(Row).amount_fen, only(Project).name) == (
        ThreadStep.PAID,
        300 * WAN,
        "甲公司",
    )


def test_a_roadshow_known_by_its_day_has_no_hours_and_no_hall(inside: Flask) -> None:
    take_in({"场次": [HELD, ("2021.1.19", "第1期"), (44215, " 第１期 ")]})
    held = only(Roadshow)
    assert (held.state, held.starts_at, held.hall_id, held.season.year) == ("held", None, None, 2021)


@pytest.mark.parametrize(
    "on",
    ["1991-09-15", "1999-12-31", "2099-01-01", "2021-02-30", "2021-06-16 24:00", "六月某日", "-1", "9" * 30],
)
def test_a_roadshow_on_an_odd_day_stays_out_and_says_why(inside: Flask, on: str) -> None:
    plan = take_in({"场次": [HELD, (on, "第1期"), ("2021-01-19", "第2期")]})
    assert ([reason.column for reason in plan.sheets[0].reasons], only(Roadshow).title) == (
        [HELD[0]],
        "第2期",
    )


def test_a_project_names_the_roadshow_of_its_own_year(inside: Flask) -> None:
    header = (*sheets.LANDING, "来源场次")
    take_in({"场次": [HELD, ("2020-01-19", "第1期")]})
    take_in({"场次": [HELD, ("2021-01-19", "第1期")]})
    take_in({"引进": [header, (*sheets.landing(引进日期="2020-03-01"), "第1期")]})
    assert only(Row).roadshow.on.year == 2020


def test_a_roadshow_that_is_none_of_ours_is_kept_as_a_note(inside: Flask) -> None:
    take_in({"引进": [(*sheets.LANDING, "来源场次"), (*sheets.landing(), "外地路演")]})
    assert (only(Row).roadshow_id, only(Row).note) == (None, "来源场次：外地路演")


def test_incubators_and_ratings_are_one_row_a_year(inside: Flask) -> None:
    standing: dict[str, sheets.Rows] = {
        "孵化器": [INCUBATOR, ("甲", "上海", 100, "是")],
        "评价": [RATING, ("甲", sheets.code(1), "绿色")],
    }
    assert [take_in(standing, year=year).imported for year in (2021, 2022, 2022)] == [2, 2, 0]
    years = db.session.scalars(select(Row.year).where(Row.kind == Kind.INCUBATOR).order_by(Row.year))
    assert list(years) == [2021, 2022]


def test_another_colour_for_the_same_year_is_a_correction_not_an_import(inside: Flask) -> None:
    take_in({"评价": [RATING, ("甲", sheets.code(1), "绿色")]})
    plan = take_in({"评价": [RATING, ("甲", sheets.code(1), "黄色")]})
    assert [(reason.column, str(reason.words)) for reason in plan.sheets[0].reasons] == [
        ("评价等级", "这一年已有一条，内容与此不同；如原来的有误，请在台账里登记更正")
    ]


def test_a_sheet_without_days_is_of_the_year_it_is_taken_in_for(inside: Flask) -> None:
    take_in({"引进": [("项目名称", "承担企业", "计划总投资"), ("甲", "乙公司", 100)]}, year=2020)
    assert (only(Row).year, only(Row).on) == (2020, None)


def test_a_list_with_a_year_for_each_row_puts_it_there(inside: Flask) -> None:
    hires = [("人才编号", "人才类别", "国籍", "入选年度"), ("a1", "海外工程师", "德国", "2019年")]
    take_in({"人才": hires}, year=2021)
    assert only(Row).year == 2019


def test_hires_that_each_year_numbers_from_one_are_not_one_another(inside: Flask) -> None:
    header = ("编号", "人才类别", "引进企业", "入选日期")
    for year in (2020, 2021, 2021):
        take_in(
            {
                "人才": [
                    header,
                    (1, "海外工程师", "甲", f"{year}-05-01"),
                    (2, "海外工程师", "甲", f"{year}-05-01"),
                ]
            }
        )
    assert [row.name for row in db.session.scalars(select(Row).order_by(Row.id))] == [
        "2020-1 甲",
        "2020-2 甲",
        "2021-1 甲",
        "2021-2 甲",
    ]


def test_a_credit_line_whose_sheet_has_no_day_for_it_is_told_with_the_loan(inside: Flask) -> None:
    header = ("企业名称", "入库日期", "授信额度", "放款金额", "放款日期")
    take_in({"贷款": [header, ("甲公司", "2021-01-01", 100, 50, "2021-02-01")]})
    rows = [(row.step, row.note) for row in db.session.scalars(select(Row).order_by(Row.id))]
    assert rows == [(ThreadStep.POOLED, "授信金额：100万元"), (ThreadStep.LENT, "授信金额：100万元")]


def test_an_amount_in_another_currency_stays_out(inside: Flask) -> None:
    header = (*sheets.INVESTMENT, "币种")
    rows = [(*sheets.investment("甲"), "美元"), (*sheets.investment("乙"), "人民币")]
    plan = take_in({"投资": [header, *rows]})
    assert [(reason.row, str(reason.words)) for reason in plan.sheets[0].reasons] == [
        (2, "币种不是人民币（美元）")
    ]


def test_a_dated_row_goes_to_its_own_year(inside: Flask) -> None:
    take_in({"引进": [sheets.LANDING, sheets.landing(引进日期="2019-03-05")]}, year=2021)
    assert only(Row).year == 2019


def test_a_day_yet_to_come_stays_out(inside: Flask) -> None:
    plan = take_in({"引进": [sheets.LANDING, sheets.landing(引进日期="2099-01-01", 计划总投资="约三千")]})
    assert [(reason.column, str(reason.words)) for reason in plan.sheets[0].reasons] == [
        ("引进日期", "2099年1月1日 周四还没有到，只登记已经发生的。请把日期改为今天或以前"),
        ("计划总投资", "金额无法识别（约三千）"),
    ]
    assert (count(Row), count(Company)) == (0, 0)


@pytest.mark.parametrize(
    ("on", "words"),
    [
        ("2099-01-01", "举办日期在今天之后，还不能登记为已举办"),
        ("1991-09-15", "举办日期早于2000年"),
    ],
)
def test_a_roadshow_on_a_day_that_cannot_be_stays_out(inside: Flask, on: str, words: str) -> None:
    plan = take_in({"路演场次": [HELD, (on, "光电子专场")]})
    assert [str(reason.words) for reason in plan.sheets[0].reasons] == [words]
    assert count(Roadshow) == 0


@pytest.mark.parametrize("on", ["2021-02-30", "24:00", "-1", "9" * 30, "下周二"])
def test_a_roadshow_whose_day_is_none_stays_out_with_its_row(inside: Flask, on: str) -> None:
    plan = take_in({"路演场次": [HELD, ("2021-03-05", "新材料专场"), (on, "光电子专场")]})
    assert [reason.row for reason in plan.sheets[0].reasons] == [3]
    assert only(Roadshow).title == "新材料专场"


def test_a_sheet_in_doubt_stays_out_whole_and_the_others_come_in(inside: Flask) -> None:
    doubtful = [(*sheets.INVESTMENT, "资金到位时间"), (*sheets.investment("甲"), "2021-01-01")]
    plan = take_in({"投资": doubtful, "引进": [sheets.LANDING, sheets.landing()]})
    assert [counts(sheet) for sheet in plan.sheets] == [(0, 0, 1), (1, 0, 0)]
    assert [(reason.row, reason.column) for reason in plan.sheets[0].reasons] == [
        (1, "到账日期、资金到位时间")
    ]


def test_an_import_costs_the_same_statements_however_long(inside: Flask, counted: Counted) -> None:
    spent = []
    for start, many in ((100, 1), (200, 30)):
        rows = [sheets.LANDING, *(sheets.landing(start + number) for number in range(many))]
        with counted() as statements:
            take_in({"引进": rows})
        spent.append(len(statements))
    assert spent[0] == spent[1]


def test_an_upload_waits_for_its_answer_and_is_taken_in_once(inside: Flask) -> None:
    doubtful = [(*sheets.INVESTMENT, "资金到位时间"), (*sheets.investment("甲"), "2021-01-01")]
    kept = operations.upload("a.xlsx", sheets.workbook({"投资": doubtful}).getvalue(), 2021, actor=COMMAND)
    (question,) = preview_upload(kept)["questions"]
    header, _equals, field = question["options"][0]["said"].rpartition("=")
    operations.answer(kept, {header: field}, actor=COMMAND)
    operations.confirm(kept, actor=COMMAND)
    with pytest.raises(Refused, match="这个文件已经导入"):
        operations.confirm(kept, actor=COMMAND)
    assert kept.counts == {"投资": [1, 0, 0]}


def test_the_rows_handed_back_keep_the_unit_that_stands_over_them(inside: Flask) -> None:
    rows = [["单位：元"], [], sheets.LANDING, sheets.landing(计划总投资=9_000_000, 统一社会信用代码="9133")]
    kept = operations.upload("a.xlsx", sheets.workbook({"引进": rows}).getvalue(), 2021, actor=COMMAND)
    (sheet,) = read_ledger(io.BytesIO(refused_rows(kept))).sheets
    assert [row.values["planned"] for row in sheet.rows] == [900 * WAN]


def test_a_file_that_cannot_come_in_is_not_kept(inside: Flask) -> None:
    with pytest.raises(Refused):
        operations.upload("a.xlsx", b"no spreadsheet", 2021, actor=COMMAND)
    assert queries.list_uploads().count() == 0


def test_an_upload_can_be_dropped(inside: Flask) -> None:
    content = sheets.workbook({"引进": [sheets.LANDING, sheets.landing()]}).getvalue()
    kept = operations.upload("a.xlsx", content, 2021, actor=COMMAND)
    operations.drop(kept, actor=COMMAND)
    assert queries.list_uploads().count() == 0


def take_in(content: Mapping[str, sheets.Rows], year: int = 2021) -> Plan:
    return operations.take_in(read_ledger(sheets.workbook(content)), year, year_differs=True, actor=COMMAND)


def counts(sheet: SheetPlan) -> tuple[int, int, int]:
    return sheet.imported, sheet.duplicates, sheet.rejected


def count(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def only(table: type[Thing], **having: object) -> Thing:
    """The one row there is."""
    return db.session.scalars(select(table).filter_by(**having)).one()
