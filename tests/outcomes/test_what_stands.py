"""Nothing counts twice by way of a correction, and nothing is left standing on a row that went."""

from datetime import date

import pytest

from roadshow.accounts.permissions import Role
from roadshow.foundation.actor import COMMAND
from roadshow.foundation.errors import Refused
from roadshow.foundation.money import WAN
from roadshow.outcomes import operations, queries
from roadshow.outcomes.entries import Entry, join
from roadshow.outcomes.facts import HireFacts, LandingFacts, RatingFacts, StepFacts
from roadshow.outcomes.identity import ThreadOf
from roadshow.outcomes.models import Row
from roadshow.outcomes.queries import Wanted
from roadshow.outcomes.states import Doubt, Kind, ThreadStep
from tests import make

IN_MAY, IN_JUNE, IN_AUGUST = (date(2021, month, 4) for month in (5, 6, 8))
T = ThreadStep
pytestmark = pytest.mark.usefixtures("inside")


def rating(of: int) -> Row:
    return operations.log(RatingFacts(2021, of, "绿色"), actor=COMMAND)


def verify(row: Row) -> None:
    operations.verify(row, actor=make.actor(Role.RECORDER))


def signed(wan: int = 100) -> Row:
    facts = StepFacts(Kind.INVESTMENT, T.SIGNED, IN_MAY, wan * WAN)
    return operations.begin_investment(make.project(), "长河创投", "A轮", facts, actor=COMMAND)


def paid(deal: Row, wan: int, on: date = IN_JUNE) -> Row:
    facts = StepFacts(Kind.INVESTMENT, T.PAID, on, wan * WAN)
    return operations.log_step(deal.thread, facts, actor=COMMAND, sure={Doubt.OVER})


def sums(deal: Row) -> dict[T, int]:
    assert deal.thread
    return queries.sums_by_step(deal.kind, queries.list_steps(deal.thread))


def test_two_rows_are_not_corrected_to_the_same():
    firms = [make.company() for _each in range(3)]
    first, second = (rating(firm.id) for firm in firms[:2])
    operations.correct(first, {"company_id": firms[2].id}, "企业写错", actor=COMMAND)
    with pytest.raises(Refused, match="已有相同的一条"):
        operations.correct(second, {"company_id": firms[2].id}, "企业写错", actor=COMMAND)


def test_what_was_wrong_of_one_firm_may_come_true_of_it():
    one, other = make.company(), make.company()
    verify(operations.correct(rating(one.id), {"company_id": other.id}, "企业写错", actor=COMMAND))
    rating(one.id)
    assert queries.count_rows(Wanted(kind=Kind.RATING))[0] == 2


def test_a_project_that_another_was_taken_for_lands_itself():
    one, other = make.project(), make.project()
    row = operations.log(LandingFacts(one.id, IN_MAY), actor=COMMAND)
    verify(operations.correct(row, {"project_id": other.id}, "项目写错", actor=COMMAND))
    operations.log(LandingFacts(one.id, IN_JUNE), actor=COMMAND)
    assert queries.count_rows(Wanted(kind=Kind.LANDING))[0] == 2
    with pytest.raises(Refused, match="已有相同的一条"):
        operations.log(LandingFacts(other.id, IN_JUNE), actor=COMMAND)


def test_a_correction_that_came_out_of_order_meanwhile_is_not_verified():
    deal = signed()
    late = operations.correct(deal, {"on": IN_AUGUST}, "日期写错", actor=COMMAND)
    paid(deal, 50)
    with pytest.raises(Refused, match="“到账”的日期早于“签约”"):
        verify(late)


def _overpaid() -> Row:
    deal = signed()
    paid(deal, 150)
    return deal


def _lent() -> Row:
    of = ThreadOf(Kind.LOAN, "海宁银行", company_id=make.company().id)
    line = operations.begin(of, StepFacts(Kind.LOAN, T.CREDITED, IN_MAY, 100 * WAN), actor=COMMAND)
    operations.log_step(line.thread, StepFacts(Kind.LOAN, T.LENT, IN_JUNE, 50 * WAN), actor=COMMAND)
    return line


def _on_post() -> Row:
    def step(at: ThreadStep, on: date) -> HireFacts:
        return HireFacts(on, "海外工程师", name="HZ-1", step=at)

    of = ThreadOf(Kind.HIRE, "HZ-1", round="海外工程师")
    selected = operations.begin(of, step(T.SELECTED, IN_MAY), actor=COMMAND)
    operations.log_step(selected.thread, step(T.ON_POST, IN_JUNE), actor=COMMAND)
    return selected


@pytest.mark.parametrize(
    ("begun", "after"),
    [(_overpaid, "到账"), (_lent, "放贷"), (_on_post, "到岗")],
    ids=["paid", "lent", "on post"],
)
def test_a_row_is_not_refused_while_another_stands_on_it_alone(begun, after):
    with pytest.raises(Refused, match=f"在它之后已登记“{after}”"):
        operations.refuse(begun(), "没有凭证", actor=make.actor(Role.RECORDER))


@pytest.mark.parametrize("begun", [_overpaid, _lent, _on_post], ids=["paid", "lent", "on post"])
def test_a_row_may_be_refused_once_what_came_after_it_is_verified(begun):
    first, checker = begun(), make.actor(Role.RECORDER)
    operations.verify(queries.list_steps(first.thread)[1], actor=checker)
    operations.refuse(first, "没有凭证", actor=checker)
    assert [row.id for row in queries.list_steps(first.thread)] == [first.id + 1]


def test_one_of_two_signings_may_be_refused():
    deal = signed()
    again = operations.log_step(
        deal.thread, StepFacts(Kind.INVESTMENT, T.SIGNED, IN_JUNE, 20 * WAN), actor=COMMAND
    )
    paid(deal, 50)
    operations.refuse(again, "没有凭证", actor=make.actor(Role.RECORDER))
    assert sums(deal)[T.SIGNED] == 100 * WAN


def test_a_row_that_was_replaced_waits_for_nobody():
    wrong = rating(make.company().id)
    verify(operations.correct(wrong, {"category": "黄色"}, "颜色写错", actor=COMMAND))
    assert (queries.count_waiting(0), queries.list_waiting(2021, 0)) == (0, [])


def test_a_deal_that_is_not_alike_by_what_is_typed_now_is_not_joined():
    deal = signed()
    facts = StepFacts(Kind.INVESTMENT, T.PAID, IN_JUNE, 50 * WAN)
    other = ThreadOf(Kind.INVESTMENT, "别家创投", project_id=deal.project_id, round="A轮")
    with pytest.raises(Refused, match="与选中的那一笔对不上"):
        join(deal.thread, Entry(facts, other), actor=COMMAND)
    assert sums(deal)[T.PAID] == 0
