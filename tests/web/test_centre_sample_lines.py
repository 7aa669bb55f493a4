"""A line that was drawn, beside all that the ledger took from it."""

import pytest
from flask import Flask

from roadshow.accounts.permissions import Role
from roadshow.ledgers import operations
from roadshow.ledgers.columns import KINDS, ROADSHOW
from roadshow.ledgers.kinds import Kind, sure_names
from roadshow.ledgers.models import Upload
from tests import make
from tests.conftest import AsRole
from tests.ledgers import sheets
from tests.web.selecting import words_of

pytestmark = pytest.mark.usefixtures("in_spring")

ROADSHOWS = (("举办日期", "活动名称", "路演项目数"), ("2021-01-10", "示例来源路演", 6))
TYPED_AND_SHOWN: dict[str, tuple[object, str]] = {
    "project": ("示例项目甲", "示例项目甲"),
    "firm": ("示例企业甲有限公司", "示例企业甲有限公司"),
    "uscc": (sheets.code(1), sheets.code(1)),
    "sector": ("新材料", "新材料"),
    "stage": ("天使轮", "天使轮"),
    "roadshow": ("示例来源路演", "示例来源路演"),
    "on": ("2021-03-05", "2021年3月5日"),
    "platform": ("示例平台", "示例平台"),
    "planned": (710, "710万元"),
    "industrialised": ("是", "是"),
    "plan": ("示例计划", "示例计划"),
    "foreign": ("美元", "USD"),
    "foreign_sum": (100, "1,000,000"),
    "rate": ("7.1", "7.1"),
    "rate_source": ("示例汇率来源", "示例汇率来源"),
    "currency": ("人民币", "万元"),
    "note": ("示例备注", "示例备注"),
    "fund": ("示例基金", "示例基金"),
    "fund_code": ("SAB123", "SAB123"),
    "round": ("B轮", "B轮"),
    "signed": (710, "710万元"),
    "signed_on": ("2021-04-01", "2021年4月1日"),
    "paid": (710, "710万元"),
    "paid_on": ("2021-05-01", "2021年5月1日"),
    "intent": (710, "710万元"),
    "intent_on": ("2021-02-01", "2021年2月1日"),
    "dropped_on": ("2021-12-01", "2021年12月1日"),
    "pooled_on": ("2021-02-02", "2021年2月2日"),
    "bank": ("示例银行", "示例银行"),
    "credit": (710, "710万元"),
    "credit_on": ("2021-02-03", "2021年2月3日"),
    "lent": (710, "710万元"),
    "lent_on": ("2021-02-04", "2021年2月4日"),
    "repaid": (710, "710万元"),
    "repaid_on": ("2021-11-01", "2021年11月1日"),
    "code": ("RC-2021-007", "RC-2021-007"),
    "country": ("示例国", "示例国"),
    "applied_on": ("2021-01-05", "2021年1月5日"),
    "on_post_on": ("2021-06-01", "2021年6月1日"),
    "ended_on": ("2021-11-30", "2021年11月30日"),
    "name": ("示例孵化器", "示例孵化器"),
    "city": ("示例市", "示例市"),
    "area": (1200, "1,200"),
    "running": ("是", "2021年7月1日"),
    "running_since": ("2021-07-01", "2021年7月1日"),
    "off_site": ("是", "域外"),
    "score": (91, "91"),
    "moved_in_on": ("2021-03-01", "2021年3月1日"),
    "moved_out_on": ("2021-09-01", "2021年9月1日"),
    "level": ("省级", "省级"),
    "certificate": ("GR2021-1", "GR2021-1"),
    "valid_until": ("2024-03-05", "2024年3月5日"),
    "batch": ("示例批次", "示例批次"),
    "amount": (710, "710万元"),
    "person": ("示例姓名", ""),
}
OF_KIND: dict[tuple[str, str], tuple[object, str]] = {
    ("rating", "grade"): ("绿色", "绿色"),
    ("evaluation", "grade"): ("优秀", "优秀"),
    ("hire", "category"): ("国家级人才", "国家级人才"),
    ("hire_step", "category"): ("国家级人才", "国家级人才"),
    ("recognition", "category"): ("高新技术企业", "高新技术企业"),
    ("policy_payment", "category"): ("研发补助", "研发补助"),
}
NOT_KEPT = {("policy_payment", "uscc"), ("hire", "person")}
"""Of a payment only its firm's name is kept, of a talent with a number no name."""
LEDGER_KINDS = [kind for kind in KINDS if kind is not ROADSHOW]


def cell(kind: Kind, column: str) -> tuple[object, str]:
    """As it is typed, and as the page says it; a year stands in its day where there is one."""
    if column == "year":
        return 2021, "2021年3月5日" if kind.column("on") else "2021"
    return OF_KIND.get((kind.name, column)) or TYPED_AND_SHOWN[column]


def brought_in(kind: Kind, *leaving_out: str) -> Upload:
    columns = [column.name for column in kind.columns if column.name not in leaving_out]
    headers = [sure_names(kind.name, column)[0] for column in columns]
    rows = [headers, [cell(kind, column)[0] for column in columns]]
    content = sheets.workbook({"路演场次": ROADSHOWS, "一张表": rows}).getvalue()
    importer = make.actor(Role.RECORDER)
    kept = operations.upload("2021年台账.xlsx", content, 2021, actor=importer)
    operations.confirm(kept, actor=importer)
    return kept


def drawn(app: Flask, as_role: AsRole, kind: Kind, *leaving_out: str) -> str:
    checker = as_role(Role.RECORDER)
    with app.app_context():
        path = f"/centre/ledgers/{brought_in(kind, *leaving_out).id}"
    return str(checker.post(f"{path}/samples/draw", follow_redirects=True).text)


@pytest.mark.parametrize("kind", LEDGER_KINDS, ids=lambda kind: kind.name)
def test_every_column_that_is_imported_is_shown_beside_its_line(
    app: Flask, as_role: AsRole, kind: Kind
) -> None:
    page = drawn(app, as_role, kind)
    told = words_of(page, "div.proofs dd")
    kept = [column.name for column in kind.columns if (kind.name, column.name) not in NOT_KEPT]
    shown = {name: cell(kind, name)[1] for name in kept}
    assert {name: words for name, words in shown.items() if not any(words in each for each in told)} == {}
    assert words_of(page, "li.waiting summary") == []


def test_a_row_without_a_day_says_its_year(app: Flask, as_role: AsRole) -> None:
    landing = next(kind for kind in KINDS if kind.name == "landing")
    page = drawn(app, as_role, landing, "on")
    assert ("年度", "2021") in zip(
        words_of(page, "div.proofs dt"), words_of(page, "div.proofs dd"), strict=True
    )


def test_what_the_sheet_has_no_column_for_is_folded_away(app: Flask, as_role: AsRole) -> None:
    investment = next(kind for kind in KINDS if kind.name == "investment")
    page = drawn(app, as_role, investment, "fund_code", "stage")
    assert words_of(page, "div.proofs summary") == []
    with app.app_context():
        deals = [sheets.INVESTMENT, sheets.investment("示例项目甲", 轮次="C轮")]
        content = sheets.workbook(
            {"投资": [(*row, note) for row, note in zip(deals, ("序号", 1), strict=True)]}
        )
        importer = make.actor(Role.RECORDER)
        kept = operations.upload("2021年台账.xlsx", content.getvalue(), 2021, actor=importer)
        operations.confirm(kept, actor=importer)
        path = f"/centre/ledgers/{kept.id}"
    page = as_role(Role.RECORDER).post(f"{path}/samples/draw", follow_redirects=True).text
    assert words_of(page, "li.waiting summary") == ["没有用到的1列", "这张表没有的2项"]
    assert words_of(page, "li.waiting details dt") == ["序号", "统一社会信用代码", "技术领域"]
