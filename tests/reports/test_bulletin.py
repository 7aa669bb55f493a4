"""The bulletin's numbers are asked of the rows, its words are the bureau's."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadshow.accounts.permissions import Role
from roadshow.demo.ledger import FILE
from roadshow.foundation.actor import COMMAND
from roadshow.foundation.money import WAN
from roadshow.ledgers import operations as ledgers
from roadshow.ledgers.ledger import read_ledger
from roadshow.outcomes import operations as outcomes
from roadshow.outcomes.facts import IncubatorFacts, LandingFacts, StepFacts
from roadshow.outcomes.states import Kind, ThreadStep
from roadshow.reports.bulletin import as_json, number, running_until, sentences, waiting
from roadshow.reports.queries import Step, list_months, list_year_lines, year_figures
from tests import make

BULLETIN = [
    "全年举办科创路演活动12场",
    "全年引进高层次科创项目56个",
    "创投基金投资科技项目22个，投资金额6.7亿元，是上年的4.2倍",
    "科技金融入库企业132家，累计发放科技支行贷款5.24亿元，是上年的2.5倍",
    "深根计划引进项目13个，其中产业化项目4个、总投资10.4亿元，基金投资1亿元",
    "域外孵化器9家，面积共计2.16万平方米，其中已投入运行5家，面积8203平方米",
]


@pytest.fixture
def ledger_of_2021(inside):
    with FILE.open("rb") as file:
        ledgers.take_in(read_ledger(file), 2021, actor=COMMAND)


def invest(year: int, wan: int, fund: str = "示例创投") -> None:
    project = make.project()
    for step in (ThreadStep.SIGNED, ThreadStep.PAID):
        facts = StepFacts(Kind.INVESTMENT, step, date(year, 5, 4), wan * WAN)
        outcomes.begin_investment(project, fund, "A轮", facts, actor=COMMAND)


def test_the_bulletin_of_2021_word_for_word(ledger_of_2021):
    assert sentences(year_figures(2021)) == BULLETIN


def test_the_figures_of_2021_by_their_names(ledger_of_2021):
    told = as_json(year_figures(2021))
    assert told["fund_investment"] == {
        "projects": 22,
        "tranches_paid": 26,
        "paid_wan": 67000,
        "previous_year_paid_wan": 16000,
        "times_previous_year": "4.2",
        "signed_this_year_paid_next_wan": 2000,
    }
    assert told["deep_root"] == {
        "projects": 13,
        "industrialised": 4,
        "planned_investment_wan": 104000,
        "fund_investment_wan": 10000,
    }
    assert (told["ratings"], told["policy_paid_wan"]) == (
        {"绿色": 15, "蓝色": 260, "黄色": 21},
        {"科发资金": 13600, "创新券": 1209},
    )


def test_what_nobody_verified_counts_and_is_told(ledger_of_2021):
    told = as_json(year_figures(2021))
    assert told["unverified"]["fund_investment"] == 26
    assert told["unverified"]["projects_brought_in"] == 56


def test_the_public_sees_only_what_is_verified(ledger_of_2021):
    assert year_figures(2021, verified_only=True).landed == 0


def test_without_a_year_before_there_are_no_times(inside):
    invest(2023, 935)
    assert sentences(year_figures(2023)) == ["创投基金投资科技项目1个，投资金额0.0935亿元"]


def test_of_a_year_without_a_figure_nothing_is_said(inside):
    invest(2023, 935)
    assert sentences(year_figures(2024)) == []


def test_firms_in_the_pool_without_a_loan_are_told_without_one(inside):
    pooled = replace(year_figures(2024), pooled=Step(things=1, rows=1, fen=0, previous_fen=0, unverified=0))
    assert sentences(pooled) == ["科技金融入库企业1家"]


def test_a_year_that_runs_is_told_up_to_today(inside):
    outcomes.log(LandingFacts(make.project().id, date(2024, 3, 1)), actor=COMMAND)
    figures = year_figures(2024)
    day = date(2024, 11, 25)
    assert [sentences(figures, running_until(2024, on)) for on in (day, date(2025, 1, 1))] == [
        ["截至11月25日，引进高层次科创项目1个"],
        ["全年引进高层次科创项目1个"],
    ]
    assert as_json(figures, day)["bulletin_zh"] == ["截至11月25日，引进高层次科创项目1个"]


def test_what_nobody_verified_is_named_beside_the_sentences(inside):
    invest(2024, 100)
    row = outcomes.log(LandingFacts(make.project().id, date(2024, 3, 1)), actor=COMMAND)
    assert waiting(year_figures(2024)) == "引进项目1个、投资到账1笔"
    outcomes.verify(row, actor=make.actor(Role.RECORDER))
    assert waiting(year_figures(2024)) == "投资到账1笔"


def test_an_investment_counts_in_the_year_it_was_paid(inside):
    project = make.project()
    signed = StepFacts(Kind.INVESTMENT, ThreadStep.SIGNED, date(2022, 12, 20), 100 * WAN)
    paid = StepFacts(Kind.INVESTMENT, ThreadStep.PAID, date(2023, 1, 15), 100 * WAN)
    for facts in (signed, paid):
        outcomes.begin_investment(project, "示例创投", "A轮", facts, actor=COMMAND)
    assert [year_figures(year).paid.fen // WAN for year in (2022, 2023)] == [0, 100]
    assert year_figures(2022).signed_paid_next_fen == 100 * WAN


def test_a_project_paid_twice_is_one_project(inside):
    project = make.project()
    for fund in ("甲创投", "乙创投"):
        for step in (ThreadStep.SIGNED, ThreadStep.PAID):
            facts = StepFacts(Kind.INVESTMENT, step, date(2023, 5, 4), 100 * WAN)
            outcomes.begin_investment(project, fund, "A轮", facts, actor=COMMAND)
    paid = year_figures(2023).paid
    assert (paid.things, paid.rows) == (1, 2)


@pytest.mark.parametrize(
    ("areas", "words"),
    [
        (("12480",), "域外孵化器1家，面积共计1.248万平方米，其中已投入运行1家，面积12480平方米"),
        (("100.5", "200"), "域外孵化器2家，面积共计0.03005万平方米，其中已投入运行2家，面积301平方米"),
    ],
)
def test_areas_are_exact_in_total_and_whole_when_running(inside, areas, words):
    for area in areas:
        facts = IncubatorFacts(2023, f"示例孵化器{area}", Decimal(area), running=True)
        outcomes.log(facts, actor=COMMAND)
    assert sentences(year_figures(2023)) == [words]


@pytest.mark.parametrize("years", [1, 10])
def test_the_year_costs_the_same_with_one_year_and_with_ten(inside, counted, years):
    for year in range(2010, 2010 + years):
        outcomes.log(LandingFacts(make.project().id, date(year, 3, 1)), actor=COMMAND)
        invest(year, 100)
    with counted() as statements:
        year_figures(2010)
        list_months(ThreadStep.PAID, 2010)
        list_year_lines()
    assert len(statements) == 21


def test_money_by_month_stands_this_year_on_last(inside):
    invest(2022, 100)
    invest(2023, 250)
    may = list_months(ThreadStep.PAID, 2023)[4]
    assert (may.number, may.this_fen // WAN, may.last_fen // WAN) == (5, 250, 100)


@given(st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False))
def test_a_number_in_json_is_the_number(exact):
    assert Decimal(json.dumps(number(exact))) == exact
