"""A file whose row looks like a deal that the centre has: a person looks, the other rows come in."""

import pytest
from flask import Flask

from roadshow.foundation.actor import COMMAND
from roadshow.ledgers import operations
from roadshow.ledgers.ledger import read_ledger
from roadshow.ledgers.plan import Plan
from tests import make
from tests.ledgers import sheets

PROJECT = "示例项目1"


def take_in(*deals: tuple[object, ...]) -> Plan:
    rows = {"投资": [sheets.INVESTMENT, *deals]}
    return operations.take_in(read_ledger(sheets.workbook(rows)), 2021, actor=COMMAND)


@pytest.fixture(autouse=True)
def known(inside: Flask) -> None:
    """A deal of round A, signed for 300 on 1 April and paid on 1 May."""
    operations.take_in(
        read_ledger(sheets.workbook({"引进": [sheets.LANDING, sheets.landing(1)]})), 2021, actor=COMMAND
    )
    take_in(sheets.investment(PROJECT))


def reasons(plan: Plan) -> list[str]:
    return [str(reason.words) for reason in plan.sheets[0].reasons]


LIKE = (
    "台账里已有很像的一笔：示例基金 A轮，2021年5月1日 周六到账300万元。"
    "是同一笔的不必再导入；确是另一笔的，请在成果登记里登记并勾选确认"
)


@pytest.mark.parametrize(
    "changes",
    [
        {"轮次": "Series A", "签约日期": "2021-04-20", "到账日期": "2021-05-20"},
        {"轮次": "B轮", "投资金额": 310, "到账金额": 310, "签约日期": "2021-04-20", "到账日期": "2021-05-20"},
        {
            "投资机构": "示例基金管理有限公司",
            "轮次": "B轮",
            "签约日期": "2021-04-02",
            "到账日期": "2021-05-02",
        },
    ],
)
def test_what_looks_like_a_deal_that_is_there_stays_out_and_says_which(changes: dict[str, object]) -> None:
    plan = take_in(sheets.investment(PROJECT, **changes), sheets.investment("示例项目9"))
    assert (reasons(plan), plan.imported, plan.rejected) == ([LIKE], 1, 1)


@pytest.mark.parametrize(
    "changes",
    [
        {"轮次": "B轮", "投资金额": 900, "到账金额": 900},
        {"轮次": "B轮", "签约日期": "2021-09-01", "到账日期": "2021-09-02"},
        {"投资机构": "示例另一基金"},
    ],
)
def test_another_deal_comes_in(changes: dict[str, object]) -> None:
    assert (reasons(take_in(sheets.investment(PROJECT, **changes))), 1) == ([], 1)


def test_the_same_deal_again_is_there_already_and_no_double() -> None:
    plan = take_in(sheets.investment(PROJECT))
    assert (plan.imported, plan.rejected) == (0, 0)


@pytest.mark.parametrize("fund", ["示例企业1有限公司", "示例企业1 有限公司", "示例自有资本"])
def test_a_fund_that_is_the_firm_itself_stays_out(fund: str) -> None:
    make.institution(name="示例自有资本", uscc=sheets.code(1))
    plan = take_in(sheets.investment(PROJECT, 投资机构=fund))
    assert reasons(plan) == [f"“{fund}”就是这个项目自己的企业，不能登记为对方。请核对"]


def test_a_fund_that_is_a_firm_of_the_same_file_stays_out() -> None:
    landings = [sheets.LANDING, sheets.landing(7)]
    deals = [sheets.INVESTMENT, sheets.investment("示例项目7", 投资机构="示例企业7有限公司")]
    file = sheets.workbook({"引进": landings, "投资": deals})
    assert operations.take_in(read_ledger(file), 2021, actor=COMMAND).rejected == 1
