"""Each kind of row: its steps, its own facts, and what is wrong with them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from roadshow.foundation.actor import COMMAND
from roadshow.foundation.errors import Refused
from roadshow.foundation.money import WAN
from roadshow.outcomes import operations, queries
from roadshow.outcomes.facts import (
    FACTS,
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
from roadshow.outcomes.models import ROW_OF
from roadshow.outcomes.states import STEPS_OF, THREAD_STORY, Kind, ThreadStep, next_steps
from tests import make

pytestmark = pytest.mark.usefixtures("in_spring", "inside")

T = ThreadStep
TODAY, DAY = date(2026, 3, 2), date(2026, 3, 1)
DOLLARS = Exchanged("USD", 12_345_67, Decimal("7.123456"), "中国外汇交易中心")


def alone(kind: Kind) -> Facts:
    """Facts of a row of this kind that stands alone."""
    company_id = make.company().id
    known: dict[Kind, Facts] = {
        Kind.LANDING: LandingFacts(make.project().id, DAY, amount_fen=DOLLARS.fen, exchange=DOLLARS),
        Kind.INCUBATOR: IncubatorFacts(
            2026, "示例孵化器", Decimal("820.5"), True, "上海", off_site=False, running_since=date(2025, 5, 1)
        ),
        Kind.EVALUATION: EvaluationFacts(2026, "示例孵化器", Decimal("91.5"), "优秀"),
        Kind.RATING: RatingFacts(2026, company_id, "绿色"),
        Kind.RECOGNITION: RecognitionFacts(
            DAY, company_id, "高新技术企业", "国家级", "GR202633000001", date(2029, 3, 1)
        ),
        Kind.POLICY_PAYMENT: PolicyPaymentFacts(DAY, "创新券", 5 * WAN, "第1批"),
    }
    return known[kind]


def test_every_kind_has_its_facts_and_its_row() -> None:
    assert (set(FACTS), set(ROW_OF)) == (set(Kind), set(Kind))


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in STEPS_OF])
def test_a_row_says_again_what_was_logged(kind: Kind) -> None:
    facts = alone(kind)
    said = facts_of(queries.get_row(operations.log(facts, actor=COMMAND).id))
    assert replace(said, year=None) == replace(facts, year=None) if said.columns()["on"] else said == facts


def test_every_step_of_a_thread_has_its_row_in_the_story() -> None:
    assert set(THREAD_STORY) == set(ThreadStep)
    assert {step for steps in STEPS_OF.values() for step in steps} == set(ThreadStep)


LOAN = ((T.POOLED, None), (T.CREDITED, 50), (T.LENT, 30), (T.LENT, 10), (T.REPAID, 20))


def test_a_loan_goes_from_the_pool_to_its_repayment() -> None:
    of = ThreadOf(Kind.LOAN, "示例农商行科技支行", company_id=make.company().id)
    for step, wan in LOAN:
        operations.begin(of, StepFacts(Kind.LOAN, step, DAY, wan and wan * WAN), actor=COMMAND)
    thread = queries.find_thread(of)
    assert thread is not None
    assert [(row.step, row.number) for row in queries.list_steps(thread)] == [
        (T.POOLED, 1),
        (T.CREDITED, 1),
        (T.LENT, 1),
        (T.LENT, 2),
        (T.REPAID, 1),
    ]


def test_a_hire_goes_from_its_application_to_its_end_and_each_step_is_a_row() -> None:
    of = ThreadOf(Kind.HIRE, "海外26-001", company_id=make.company().id, round="海外工程师")
    for month, step, why in (
        (1, T.APPLIED, ""),
        (2, T.SELECTED, ""),
        (3, T.ON_POST, ""),
        (3, T.ENDED, "合同期满"),
    ):
        facts = HireFacts(
            date(2026, month, 1), "海外工程师", name="海外26-001", place="日本", note=why, step=step
        )
        operations.begin(of, facts, actor=COMMAND)
    thread = queries.find_thread(of)
    assert thread is not None
    assert [row.step for row in queries.list_steps(thread)] == [T.APPLIED, T.SELECTED, T.ON_POST, T.ENDED]


def test_a_hire_of_a_list_without_days_stands_at_the_step_that_was_logged_since() -> None:
    of = ThreadOf(Kind.HIRE, "海外26-001", round="海外工程师")
    selected = HireFacts(None, "海外工程师", name="海外26-001", year=2026)
    operations.begin(of, selected, actor=COMMAND)
    operations.begin(of, replace(selected, step=T.ON_POST, on=DAY), actor=COMMAND)
    thread = queries.find_thread(of)
    assert thread is not None
    assert [row.step for row in queries.list_steps(thread)] == [T.SELECTED, T.ON_POST]


def test_a_firm_moves_into_an_incubator_once_and_out_again() -> None:
    company = make.company()
    of = ThreadOf(Kind.RESIDENCY, "示例孵化器", company_id=company.id)
    into = ResidencyFacts(T.MOVED_IN, DAY, company.id, "示例孵化器", Decimal(120))
    operations.begin(of, into, actor=COMMAND)
    with pytest.raises(Refused) as twice:
        operations.begin(of, into, actor=COMMAND)
    operations.begin(of, replace(into, step=T.MOVED_OUT, on=TODAY), actor=COMMAND)
    thread = queries.find_thread(of)
    assert thread is not None
    assert (twice.value.field, queries.latest_step(thread)) == ("step", T.MOVED_OUT)


def test_what_came_to_nothing_says_why_and_may_begin_anew() -> None:
    of = ThreadOf(Kind.INVESTMENT, "示例创投", project_id=make.project().id, round="A轮")
    operations.begin(of, StepFacts(Kind.INVESTMENT, T.INTENT, DAY, WAN), actor=COMMAND)
    dropped = StepFacts(Kind.INVESTMENT, T.DROPPED, DAY, None)
    with pytest.raises(Refused) as unsaid:
        operations.begin(of, dropped, actor=COMMAND)
    operations.begin(of, replace(dropped, note="估值谈不拢"), actor=COMMAND)
    assert (unsaid.value.field, next_steps(Kind.INVESTMENT, T.DROPPED)) == ("note", (T.INTENT,))


def test_nothing_is_paid_on_a_day_before_it_was_signed() -> None:
    of = ThreadOf(Kind.INVESTMENT, "示例创投", project_id=make.project().id, round="A轮")
    operations.begin(of, StepFacts(Kind.INVESTMENT, T.SIGNED, DAY, WAN), actor=COMMAND)
    with pytest.raises(Refused, match="“到账”的日期早于“签约”的日期（2026年3月1日 周日）") as early:
        operations.begin(of, StepFacts(Kind.INVESTMENT, T.PAID, date(2026, 2, 28), WAN), actor=COMMAND)
    assert early.value.field == "on"


def test_foreign_money_counts_in_yuan_at_the_rate_of_its_day() -> None:
    assert DOLLARS.fen == 8_794_384  # 12,345.67 × 7.123456 = 87,943.84…
    row = operations.log(alone(Kind.LANDING), actor=COMMAND)
    assert (queries.get_row(row.id).amount_fen, queries.get_row(row.id).exchange) == (8_794_384, DOLLARS)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"currency": "XXX"}, "currency"),
        ({"rate": Decimal(0)}, "rate"),
        ({"rate": Decimal("NaN")}, "rate"),
        ({"rate_source": ""}, "rate_source"),
        ({"hundredths": 5}, "amount_fen"),
    ],
)
def test_a_fault_of_foreign_money_names_its_field(wrong: dict, field: str) -> None:
    facts = LandingFacts(1, DAY, amount_fen=DOLLARS.fen, exchange=replace(DOLLARS, **wrong))
    assert [fault.field for fault in facts.faults(TODAY)] == [field]


@pytest.mark.parametrize(
    ("kind", "wrong", "field"),
    [
        (Kind.INCUBATOR, {"area_m2": Decimal("NaN")}, "area_m2"),
        (Kind.INCUBATOR, {"running_since": date(2027, 1, 1)}, "running_since"),
        (Kind.INCUBATOR, {"running": False}, "running_since"),
        (Kind.EVALUATION, {"score": Decimal("100.5")}, "score"),
        (Kind.EVALUATION, {"name": ""}, "name"),
        (Kind.EVALUATION, {"name": "N/A"}, "name"),
        (Kind.RECOGNITION, {"valid_until": DAY}, "valid_until"),
        (Kind.RECOGNITION, {"category": ""}, "category"),
        (Kind.POLICY_PAYMENT, {"amount_fen": 0}, "amount_fen"),
    ],
)
def test_a_fault_names_its_field(kind: Kind, wrong: dict, field: str) -> None:
    assert [fault.field for fault in replace(alone(kind), **wrong).faults(TODAY)] == [field]


@pytest.mark.parametrize("fund", ["-", "——", "／", "N/A"])
def test_what_a_list_reads_as_an_empty_cell_is_no_fund(fund: str) -> None:
    facts = StepFacts(Kind.INVESTMENT, T.INTENT, DAY, WAN)
    with pytest.raises(Refused, match=f"投资机构不能只填“{fund}”") as refusal:
        operations.begin_investment(make.project(), fund, "", facts, actor=COMMAND)
    assert refusal.value.field == "fund"


def test_a_correction_counts_once_it_is_verified_and_what_it_corrects_no_more() -> None:
    row = operations.log(alone(Kind.EVALUATION), actor=COMMAND)
    better = operations.correct(row, {"score": Decimal(88)}, "抄错", actor=COMMAND)
    before = (row.counts, better.counts)
    operations.verify(better, actor=make.actor())
    assert (before, (row.counts, better.counts)) == ((True, False), (False, True))


def test_a_row_without_a_day_counts_on_the_last_of_its_year() -> None:
    row = operations.log(alone(Kind.RATING), actor=COMMAND)
    assert (row.on, row.counted_on) == (None, date(2026, 12, 31))
