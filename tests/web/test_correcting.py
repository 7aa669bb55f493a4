"""Whatever a row of any kind says can be corrected, by the form of its kind; what is corrected stays as it was."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask

from roadshow.accounts.permissions import Role
from roadshow.audit.queries import list_entries_of
from roadshow.foundation.actor import COMMAND
from roadshow.foundation.money import WAN
from roadshow.outcomes import operations, queries
from roadshow.outcomes.facts import (
    EvaluationFacts,
    Facts,
    HireFacts,
    IncubatorFacts,
    LandingFacts,
    PolicyPaymentFacts,
    RatingFacts,
    RecognitionFacts,
    ResidencyFacts,
    StepFacts,
    facts_of,
)
from roadshow.outcomes.identity import Exchanged, ThreadOf
from roadshow.outcomes.models import Row
from roadshow.outcomes.states import Kind, RowState, ThreadStep
from roadshow.web.trail import more_of
from tests import make
from tests.conftest import AsRole
from tests.web.correcting import correct
from tests.web.owned import faults

pytestmark = pytest.mark.usefixtures("in_spring")
DAY = date(2025, 5, 4)
Logged = Callable[[], Row]


def landing(**facts: Any) -> Row:
    project = make.project(name="示例光芯片")
    said = {"amount_fen": 100 * WAN, "place": "老园区", "plan": "深根计划", "note": "原来", **facts}
    return operations.log(LandingFacts(project.id, DAY, company_id=project.company_id, **said), actor=COMMAND)


def step(kind: ThreadStep, wan: int = 100, **facts: Any) -> StepFacts:
    return StepFacts(Kind.INVESTMENT, kind, **({"on": DAY, "amount_fen": wan * WAN} | facts))


def investment(**facts: Any) -> Row:
    of = ThreadOf(Kind.INVESTMENT, "示例创投", project_id=make.project(name="示例光芯片").id, round="A轮")
    return operations.begin(of, step(ThreadStep.SIGNED, **facts), actor=COMMAND)


def loan() -> Row:
    of = ThreadOf(Kind.LOAN, "示例银行", company_id=make.company(name="示例企业").id)
    return operations.begin(of, StepFacts(Kind.LOAN, ThreadStep.CREDITED, DAY, 100 * WAN), actor=COMMAND)


def hire() -> Row:
    facts = HireFacts(DAY, "海外工程师", make.company(name="示例企业").id, "T1", "德国")
    return operations.begin(ThreadOf(Kind.HIRE, "T1", round="海外工程师"), facts, actor=COMMAND)


def residency() -> Row:
    firm = make.company(name="示例企业")
    facts = ResidencyFacts(ThreadStep.MOVED_IN, DAY, firm.id, "示例孵化器", Decimal(100))
    of = ThreadOf(Kind.RESIDENCY, "示例孵化器", company_id=firm.id)
    return operations.begin(of, facts, actor=COMMAND)


def alone(facts: Callable[[], Facts]) -> Logged:
    return lambda: operations.log(facts(), actor=COMMAND)


incubator = alone(lambda: IncubatorFacts(2025, "示例孵化器", Decimal("100.5"), running=False, place="上海"))
evaluation = alone(lambda: EvaluationFacts(2025, "示例孵化器", Decimal(90), "优秀"))
rating = alone(lambda: RatingFacts(2025, make.company(name="示例企业").id, "绿色"))
recognition = alone(lambda: RecognitionFacts(DAY, make.company(name="示例企业").id, "高新技术企业", "国家级"))
payment = alone(lambda: PolicyPaymentFacts(DAY, "创新券", 100 * WAN, "第一批"))
TYPED: dict[str, tuple[Logged, dict[str, str], dict[str, object]]] = {
    "landing": (
        landing,
        {
            "on": "2025-06-01",
            "amount_fen": "120",
            "place": "新园区",
            "plan": "",
            "industrialised": "y",
            "note": "现在",
        },
        {
            "on": date(2025, 6, 1),
            "amount_fen": 120 * WAN,
            "place": "新园区",
            "plan": "",
            "industrialised": True,
            "note": "现在",
        },
    ),
    "investment": (
        investment,
        {"step": "intent", "amount_fen": "90", "on": "2025-06-01", "note": "现在"},
        {"step": ThreadStep.INTENT, "amount_fen": 90 * WAN, "on": date(2025, 6, 1), "note": "现在"},
    ),
    "foreign": (
        investment,
        {"amount_fen": "10", "currency": "USD", "rate": "7.1", "rate_source": "中间价"},
        {"amount_fen": 71 * WAN, "exchange": Exchanged("USD", 10 * WAN, Decimal("7.1"), "中间价")},
    ),
    "loan": (loan, {"note": "现在", "amount_fen": "80"}, {"note": "现在", "amount_fen": 80 * WAN}),
    "hire": (hire, {"place": "法国", "on": "2025-06-01"}, {"place": "法国", "on": date(2025, 6, 1)}),
    "residency": (residency, {"area_m2": "120.5"}, {"area_m2": Decimal("120.50")}),
    "incubator": (
        incubator,
        {"area_m2": "1,000", "place": "杭州", "running": "y", "running_since": "2025-02-03", "year": "2024"},
        {
            "area_m2": Decimal(1000),
            "place": "杭州",
            "running": True,
            "running_since": date(2025, 2, 3),
            "year": 2024,
        },
    ),
    "evaluation": (
        evaluation,
        {"score": "85.5", "category": "良好"},
        {"score": Decimal("85.5"), "category": "良好"},
    ),
    "rating": (rating, {"category": "黄色"}, {"category": "黄色"}),
    "recognition": (
        recognition,
        {"level": "省级", "certificate": "GR1", "valid_until": "2028-05-04", "category": "研发中心"},
        {"level": "省级", "certificate": "GR1", "valid_until": date(2028, 5, 4), "category": "研发中心"},
    ),
    "payment": (
        payment,
        {"name": "第二批", "amount_fen": "50", "category": "科发资金"},
        {"name": "第二批", "amount_fen": 50 * WAN, "category": "科发资金"},
    ),
}


def logged(app: Flask, log: Logged) -> int:
    with app.app_context():
        return log().id


def newest(app: Flask) -> tuple[Row, Facts]:
    with app.app_context():
        row = queries.list_rows(queries.Wanted(in_force=False, state=RowState.LOGGED), per_page=200)
        last = max(row, key=lambda each: each.id)
        return last, facts_of(last)


@pytest.mark.parametrize("kind", TYPED)
def test_every_kind_is_corrected_by_its_own_form(app: Flask, as_role: AsRole, kind: str) -> None:
    log, typed, says = TYPED[kind]
    row_id = logged(app, log)
    with app.app_context():
        before = facts_of(queries.get_row(row_id))
    answer = correct(as_role(Role.RECORDER), row_id, **typed, why="录入有误")
    assert answer.status_code == 302, faults(answer.text)
    row, facts = newest(app)
    assert (row.corrects_id, row.why, row.counts) == (row_id, "录入有误", False)
    assert {name: getattr(facts, name) for name in says} == says
    same = {name: value for name, value in vars(before).items() if name not in says and name != "year"}
    assert {name: getattr(facts, name) for name in same} == same
    with app.app_context():
        assert facts_of(queries.get_row(row_id)) == before


def test_the_next_step_of_a_hire_says_what_was_corrected(app: Flask, as_role: AsRole) -> None:
    row_id, recorder = logged(app, hire), as_role(Role.RECORDER)
    correct(recorder, row_id, place="法国", why="录入有误")
    with app.app_context():
        operations.verify(queries.get_row(row_id + 1), actor=make.actor(Role.RECORDER))
        thread_id = queries.get_row(row_id).thread_id
    recorder.post(f"/centre/deals/{thread_id}/steps/new", data={"step": "on_post", "on": "2025-07-01"})
    row, facts = newest(app)
    assert (row.step, facts.place) == (ThreadStep.ON_POST, "法国")  # type: ignore[attr-defined]  # of a hire


@pytest.mark.parametrize("kind", TYPED)
def test_a_form_that_changes_nothing_is_refused(app: Flask, as_role: AsRole, kind: str) -> None:
    answer = correct(as_role(Role.RECORDER), logged(app, TYPED[kind][0]), why="录入有误")
    assert faults(answer.text) == ["没有任何改动，不必更正"]


def test_a_wrong_fund_moves_the_step_into_its_own_deal(app: Flask, as_role: AsRole) -> None:
    row_id = logged(app, investment)
    correct(as_role(Role.RECORDER), row_id, fund="另一家创投", why="写错了机构")
    row, _facts = newest(app)
    with app.app_context():
        moved, wrong = queries.get_row(row.id), queries.get_row(row_id)
        assert moved.thread is not None
        assert (moved.thread.counterpart, moved.thread.round, moved.number) == ("另一家创投", "A轮", 1)
        told = more_of(list_entries_of("outcome", row.id)[0])
        operations.verify(moved, actor=make.actor(Role.RECORDER))
        assert [queries.list_steps(each.thread) for each in (wrong, moved) if each.thread] == [[], [moved]]
    assert "示例创投 → 另一家创投" in told


def test_a_payment_does_not_move_to_a_deal_where_nothing_was_signed(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        signed = investment()
        assert signed.thread is not None
        paid = operations.log_step(signed.thread, step(ThreadStep.PAID, 50), actor=COMMAND).id
    answer = correct(as_role(Role.RECORDER), paid, fund="另一家创投", why="写错了机构")
    assert faults(answer.text) == ["这一笔还没有登记过，不能是“到账”，请先登记“意向”或“签约”"]


def test_only_another_spelling_of_the_fund_is_no_correction(app: Flask, as_role: AsRole) -> None:
    answer = correct(as_role(Role.RECORDER), logged(app, investment), fund="示例 创投", why="写法")
    assert faults(answer.text) == ["与原来是同一笔，只差写法或备案编号，不能单独更正"]


def test_a_fund_that_is_the_firm_itself_is_refused_naming_the_field(app: Flask, as_role: AsRole) -> None:
    row_id = logged(app, investment)
    with app.app_context():
        project = queries.get_row(row_id).project
        assert project is not None
        assert project.company is not None
        own = project.company.name
    answer = correct(as_role(Role.RECORDER), row_id, fund=own, why="写错了机构")
    assert len(faults(answer.text)) == 1


@pytest.mark.parametrize(("which", "on"), [(1, "2025-05-03"), (0, "2025-05-06")], ids=["paid", "signed"])
def test_no_correction_pays_before_it_was_signed(app: Flask, as_role: AsRole, which: int, on: str) -> None:
    with app.app_context():
        signed = investment()
        assert signed.thread is not None
        paid = operations.log_step(
            signed.thread, step(ThreadStep.PAID, 50, on=date(2025, 5, 5)), actor=COMMAND
        )
        ids = [signed.id, paid.id]
    answer = correct(as_role(Role.RECORDER), ids[which], on=on, why="日期写错")
    assert [words[:13] for words in faults(answer.text)] == ["“到账”的日期早于“签约”"]


def test_more_paid_than_signed_is_asked_about_and_confirmed(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        signed = investment()
        assert signed.thread is not None
        paid = operations.log_step(signed.thread, step(ThreadStep.PAID, 50), actor=COMMAND).id
    recorder = as_role(Role.RECORDER)
    asked = correct(recorder, paid, amount_fen="120", why="少写了")
    assert "合计将超过“签约”合计20万元" in faults(asked.text)[0]
    assert correct(recorder, paid, amount_fen="120", why="少写了", over="y").status_code == 302


def test_a_correction_does_not_make_a_row_that_the_ledger_has(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        first, second = payment(), alone(lambda: PolicyPaymentFacts(DAY, "创新券", 100 * WAN, "第二批"))()
        ids = (first.id, second.id)
    answer = correct(as_role(Role.RECORDER), ids[1], name="第一批", why="写错了批次")
    assert faults(answer.text) == ["台账里已有相同的一条，没有重复登记"]


def test_a_row_without_a_day_goes_on_without_one(app: Flask, as_role: AsRole) -> None:
    row_id = logged(app, alone(lambda: LandingFacts(make.project().id, None, year=2024, place="老园区")))
    correct(as_role(Role.RECORDER), row_id, place="新园区", why="换了平台")
    row, facts = newest(app)
    assert (row.on, row.year, getattr(facts, "place", "")) == (None, 2024, "新园区")


def test_another_project_takes_the_landing_with_its_firm(app: Flask, as_role: AsRole) -> None:
    row_id = logged(app, landing)
    with app.app_context():
        other = make.project(name="示例激光雷达")
        ids = (other.id, other.company_id)
    correct(as_role(Role.RECORDER), row_id, project="示例激光雷达", why="写错了项目")
    row, _facts = newest(app)
    assert (row.project_id, row.company_id) == ids
