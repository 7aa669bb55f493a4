"""Where projects and deals stand after the roadshow."""

from datetime import timedelta

import pytest

from roadshow.accounts.permissions import Role
from roadshow.foundation import clock
from roadshow.foundation.money import WAN
from roadshow.outcomes import operations, queries
from roadshow.outcomes.board import count_cards
from roadshow.outcomes.cards import Wanted
from roadshow.outcomes.facts import StepFacts
from roadshow.outcomes.models import AlsoAt, Thread
from roadshow.outcomes.pursuits import Lane
from roadshow.outcomes.states import Kind, ThreadStep
from tests import make
from tests.outcomes.pursued import ago, cards, colleague, dealt, lanes, pursue, staged

pytestmark = pytest.mark.usefixtures("in_spring", "inside")
T = ThreadStep


def test_a_project_waits_from_its_stage_on_until_it_has_a_deal() -> None:
    make.pitch(of=make.project(name="没上台"))
    chip, robot = staged("光芯片", 20), staged("机器人", 5)
    assert lanes() == [("waiting", "光芯片"), ("waiting", "机器人")]
    dealt(chip, (T.INTENT, 3, 500))
    assert lanes() == [("waiting", "机器人"), ("intent", "光芯片")]
    assert [(card.since, card.moved) for card in cards(project_id=robot.id)] == [(ago(5), ago(5))]


def test_a_deal_stands_at_its_latest_step_in_force_with_its_three_sums() -> None:
    thread = dealt(staged(), (T.INTENT, 9, 500), (T.SIGNED, 6, 400), (T.PAID, 2, 100))
    [card] = cards()
    assert (card.lane, card.since) == (Lane.PAID, ago(2))
    assert card.sums == {T.INTENT: 500 * WAN, T.SIGNED: 400 * WAN, T.PAID: 100 * WAN}
    operations.refuse(queries.list_steps(thread)[-1], "回单不符", actor=make.actor(Role.RECORDER))
    assert [(card.lane, card.since) for card in cards()] == [(Lane.SIGNED, ago(6))]


def test_a_deal_of_which_every_row_was_refused_is_none_and_its_project_waits_again() -> None:
    thread = dealt(staged(), (T.INTENT, 3, 500))
    operations.refuse(queries.list_steps(thread)[0], "没有这回事", actor=make.actor(Role.RECORDER))
    assert lanes() == [("waiting", "光芯片")]


def test_a_firms_loan_stands_on_the_board_of_loans() -> None:
    thread = make.saved(
        Thread(
            kind=Kind.LOAN, key="loan|x", company_id=make.company(name="甲企业").id, counterpart="示例银行"
        )
    )
    operations.log_step(thread, StepFacts(Kind.LOAN, T.POOLED, ago(4), None), actor=make.SOMEONE)
    operations.log_step(thread, StepFacts(Kind.LOAN, T.CREDITED, ago(1), 300 * WAN), actor=make.SOMEONE)
    assert (lanes(kind=Kind.LOAN), lanes()) == ([("credited", "甲企业")], [])


def test_cards_are_narrowed_by_roadshow_owner_day_and_stillness() -> None:
    show, owner = make.held(ago(60)), colleague()
    old, new = staged("老项目", at=show), staged("新项目", 2)
    deal = dealt(new, (T.INTENT, 1, 100), fund="远洋Ocean创投")
    assert lanes(roadshow_id=show.id) == lanes(still=30) == [("waiting", "老项目")]
    assert lanes(text="远洋ocean") == lanes(text="新项目") == [("intent", "新项目")]
    pursue(deal, owner, 1)
    assert (lanes(owner_id=owner.id), lanes(owner_id=0)) == ([("intent", "新项目")], [("waiting", "老项目")])
    assert lanes(due=True) == []
    with clock.at(clock.now() + timedelta(days=1)):
        assert lanes(due=True) == [("intent", "新项目")]
    pursue(old, owner, 9)
    assert lanes(still=30) == []
    assert count_cards(Wanted(clock.today(), lane=Lane.INTENT)).lanes == {Lane.WAITING: 1, Lane.INTENT: 1}


def test_a_deal_seen_at_two_roadshows_is_found_at_both_and_stands_once() -> None:
    show, other = make.held(ago(60)), make.held(ago(20))
    deal = dealt(staged(at=show), (T.INTENT, 5, 100))
    make.saved(AlsoAt(thread_id=deal.id, roadshow_id=other.id))
    assert lanes(roadshow_id=show.id) == lanes(roadshow_id=other.id) == lanes() == [("intent", "光芯片")]


def test_what_is_due_first_stands_first_in_its_lane() -> None:
    first, second, third = staged("甲", 30), staged("乙", 20), staged("丙", 10)
    pursue(third, colleague(), 1)
    pursue(second, colleague(), 2)
    assert [name for _lane, name in lanes()] == ["丙", "乙", "甲"]
    assert first.name == "甲"
