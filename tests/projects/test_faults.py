"""What is wrong with the answers of a project's form; what is missing is told by the meter."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from roadshow.foundation.money import LARGEST, WAN
from roadshow.projects import faults
from roadshow.projects.facts import (
    WHOLE_BP,
    FinancingFacts,
    LandingFacts,
    MarketFacts,
    ProjectFacts,
    RightFacts,
    StepFacts,
    TeamFacts,
    TeammateFacts,
    YearFacts,
)
from roadshow.projects.meter import ASKED, progress_of
from roadshow.projects.snapshot import Snapshot
from tests import make

pytestmark = pytest.mark.usefixtures("in_spring", "inside")
STEPS = [
    make.WHOLE.overview,
    make.WHOLE.applicant,
    make.WHOLE.technology,
    make.WHOLE.market,
    make.WHOLE.financing,
    make.WHOLE.team,
    make.WHOLE.landing,
]


def said(facts: StepFacts) -> list[tuple[str, str]]:
    return [(fault.field, str(fault)) for fault in faults.faults_of(facts)]


@pytest.mark.parametrize("facts", STEPS, ids=lambda facts: type(facts).__name__)
def test_a_whole_step_has_no_fault(facts: StepFacts):
    assert said(facts) == []


@pytest.mark.parametrize("facts", STEPS[1:], ids=lambda facts: type(facts).__name__)
def test_an_empty_step_has_no_fault_either(facts: StepFacts):
    assert said(type(facts)()) == []


def test_a_project_keeps_its_name_while_the_rest_is_missing():
    assert said(ProjectFacts("")) == [("name", "请填写项目名称")]


def test_what_a_list_reads_as_an_empty_cell_is_no_name():
    assert said(replace(make.WHOLE.overview, name="－")) == [("name", "项目名称不能只填“－”")]


@pytest.mark.parametrize("promise", ["稳赚不赔", "保本收益", "保 本", "承诺\n收益", "预期收益率8%"])
def test_the_public_is_promised_no_return(promise: str):
    (fault,) = faults.overview_faults(replace(make.WHOLE.overview, one_line=promise))
    assert (fault.field, str(fault).endswith("公开文字不得承诺回报，请删去")) == ("one_line", True)


@pytest.mark.parametrize("words", ["环保本地化设备", "确保本项目安全", "质保本年到期"])
def test_words_that_only_contain_a_promise_are_none(words: str):
    assert said(replace(make.WHOLE.overview, one_line=words)) == []


@pytest.mark.parametrize(
    ("number", "digits"), [("1380000000", 10), ("138000000000", 12), ("23800000000", 11), ("abc", 0)]
)
def test_a_mobile_number_has_its_eleven_digits(number: str, digits: int):
    words = f"手机号“{number}”不对，现在是{digits}位数字。大陆手机号11位，境外号码以+和国家代码开头"
    assert said(replace(make.WHOLE.applicant, contact_mobile=number)) == [("contact_mobile", words)]


def test_nobody_researches_who_does_not_work_there():
    facts = replace(make.WHOLE.applicant, staff=5, research_staff=6)
    assert said(facts) == [("research_staff", "研发人员不能多于员工总数5人")]


def test_a_firm_is_not_registered_tomorrow():
    facts = replace(make.WHOLE.applicant, registered_on=date(2026, 3, 3))
    assert said(facts) == [("registered_on", "注册日期不能晚于今天")]


@pytest.mark.parametrize("equity", [0, 10_001, -1])
def test_no_more_is_sold_than_the_whole(equity: int):
    assert said(FinancingFacts(equity_bp=equity)) == [("equity_bp", "出让股权须大于0，最多100")]


@pytest.mark.parametrize("ask", [0, -1, LARGEST + 1])
def test_an_ask_is_an_amount_that_there_is(ask: int):
    assert [field for field, _words in said(FinancingFacts(ask_fen=ask))] == ["ask_fen"]


def years(*numbers: int | None) -> MarketFacts:
    return MarketFacts(years=tuple(YearFacts(number, WAN) for number in numbers))


@pytest.mark.parametrize(
    ("numbers", "field", "words"),
    [
        ((2025, 2023), "years", "年度须相连，中间不能缺年"),
        ((2025, 2025), "years", "同一年度只填一行"),
        ((2025, 2024, 2023, 2022), "years", "经营数据最多填3年"),
        ((2027,), "years-0-year", "年度“2027”须是1980至2026的整数"),
        ((2025, None), "years-1-year", "请填写年度"),
    ],
)
def test_years_follow_each_other_and_have_been(numbers: tuple[int | None, ...], field: str, words: str):
    assert said(years(*numbers)) == [(field, words)]


def test_a_fault_of_a_row_stands_at_its_field():
    facts = TeamFacts((TeammateFacts("甲"), TeammateFacts(role="总工")), (RightFacts("invention"),))
    assert said(facts) == [("people-1-name", "请填写姓名"), ("rights-0-title", "请填写知识产权的名称")]


def test_a_text_has_its_bound():
    facts = replace(make.WHOLE.technology, product="长" * 5001)
    assert said(facts) == [("product", "产品与技术最多5,000个字，现在是5,001个字")]


def test_a_choice_that_is_none_of_ours_is_refused():
    assert said(LandingFacts(wish="moon")) == [("wish", "请从列表中选择一项")]


@given(ask=some.integers(1, LARGEST), equity=some.integers(1, WHOLE_BP))
def test_pre_money_and_ask_are_the_whole_to_the_nearest_hundred_yuan(ask: int, equity: int):
    pre = FinancingFacts(ask_fen=ask, equity_bp=equity).pre_money_fen
    assert pre is not None
    assert abs((pre + ask) * equity - ask * WHOLE_BP) * 2 <= 10_000 * equity


def test_nothing_is_computed_of_half_an_answer():
    assert (FinancingFacts(ask_fen=WAN).pre_money_fen, FinancingFacts(equity_bp=5).pre_money_fen) == (
        None,
        None,
    )


def test_nothing_is_missing_of_a_whole_form():
    assert progress_of(make.WHOLE).missing == []


def test_of_a_project_just_registered_all_else_is_missing():
    missing = progress_of(Snapshot(make.WHOLE.overview)).missing
    assert missing == [asked for asked in ASKED if asked.step != "overview"]


@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: asked.field)
def test_each_answer_that_is_required_is_missed_alone(asked):
    step = make.WHOLE.step(asked.step)
    without = replace(make.WHOLE, **{asked.step: replace(step, **{asked.field: None})})
    assert progress_of(without).missing == [asked]
