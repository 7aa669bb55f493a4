"""Who pursues projects and deals, until when, and why they ended."""

from datetime import timedelta

import pytest

from roadshow.accounts.permissions import Role
from roadshow.audit.queries import last_number, list_entries_of
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.foundation.errors import Overtaken, Refused
from roadshow.outcomes import operations, pursuing
from roadshow.outcomes.board import count_cards, find_card, list_due, list_to_remind
from roadshow.outcomes.cards import Wanted
from roadshow.outcomes.facts import StepFacts
from roadshow.outcomes.pursuing import PursuitFacts
from roadshow.outcomes.pursuits import Ending
from roadshow.outcomes.states import Kind, ThreadStep
from tests import make
from tests.outcomes.pursued import ago, cards, colleague, dealt, lanes, letters, pursue, remind, staged

pytestmark = pytest.mark.usefixtures("in_spring", "inside")
T = ThreadStep
WHY = "估值差得太远"


def test_the_owner_has_one_letter_when_the_day_comes_and_another_when_it_was_moved() -> None:
    owner, project = colleague(), staged()
    pursue(project, owner, 2)
    remind()
    assert letters() == []
    with clock.at(clock.now() + timedelta(days=2)):
        remind()
        remind()
        [(name, body)] = letters()
        assert (name, "回访" in body, f"/centre/board/project-{project.id}" in body) == (
            owner.name,
            True,
            True,
        )
        assert [pursuit.project_id for pursuit in list_due(owner.id, clock.today())] == [project.id]
        pursue(project, owner, 1)
        remind()
        assert (len(letters()), list_due(owner.id, clock.today())) == (1, [])
    with clock.at(clock.now() + timedelta(days=3)):
        remind()
        assert len(letters()) == 2


def test_who_takes_over_what_is_due_has_the_letter_too() -> None:
    first, second, project = colleague(), colleague(), staged()
    pursue(project, first, 1)
    with clock.at(clock.now() + timedelta(days=1)):
        remind()
        pursue(project, second, 0)
        remind()
    assert [name for name, _body in letters()] == [first.name, second.name]


def test_nobody_is_reminded_of_what_ended_or_may_not_sign_in_any_more() -> None:
    gone, project = colleague(), staged()
    pursue(project, gone, 1)
    deal = dealt(staged("机器人"), (T.INTENT, 3, 100))
    pursue(deal, colleague(), 1)
    operations.log_step(
        deal, StepFacts(Kind.INVESTMENT, T.DROPPED, ago(0), None, note=WHY), actor=make.SOMEONE
    )
    gone.active = False
    db.session.commit()
    with clock.at(clock.now() + timedelta(days=1)):
        remind()
    assert (letters(), list_to_remind(ago(-9))) == ([], [])


@pytest.mark.parametrize(
    ("facts", "fields"),
    [
        ({"owner": False}, ["owner_id"]),
        ({"what": ""}, ["next_what"]),
        ({"days": -1}, ["next_on"]),
        ({"days": 2000}, ["next_on"]),
        ({"days": None, "what": "回访"}, ["next_on"]),
        ({"what": "长" * 201, "note": "长" * 2001}, ["next_what", "note"]),
    ],
)
def test_what_is_next_names_a_day_to_come_what_is_done_and_by_whom(
    facts: dict[str, object], fields: list[str]
) -> None:
    said: dict[str, object] = {"owner": True, "days": 1, "what": "回访", "note": "", **facts}
    days = said["days"]
    wanted = PursuitFacts(
        1 if said["owner"] else None,
        None if days is None else clock.today() + timedelta(days=int(str(days))),
        str(said["what"]),
        str(said["note"]),
    )
    assert [fault.field for fault in wanted.faults(clock.today())] == fields


def test_a_past_day_that_stands_is_kept_and_only_who_may_pursues() -> None:
    owner, project = colleague(), staged()
    pursue(project, owner, 1)
    with clock.at(clock.now() + timedelta(days=5)):
        facts = PursuitFacts(owner.id, ago(4), "回访", "还没回")
        assert pursuing.pursue(project, facts, actor=make.SOMEONE).note == "还没回"
        stranger = PursuitFacts(make.person(Role.INVESTOR).id, ago(4), "回访")
        with pytest.raises(Refused) as refused:
            pursuing.pursue(project, stranger, actor=make.SOMEONE)
    assert refused.value.field == "owner_id"


def test_whoever_was_overtaken_changes_nothing_and_is_told_by_whom() -> None:
    owner, project = colleague(), staged()
    pursue(project, owner)
    pursuit = pursuing.find_pursuit(project)
    assert pursuit is not None
    seen = last_number("pursuit", pursuit.id)
    pursue(project, None, None)
    with pytest.raises(Overtaken, match="测试组织者刚刚安排了跟进"):
        pursue(project, owner, seen=seen)
    assert pursuing.find_pursuit(project).owner_id is None  # type: ignore[union-attr]  # it is there


def test_a_deal_is_pursued_as_its_project_was_until_it_has_its_own() -> None:
    owner, second, project = colleague(), colleague(), staged()
    pursue(project, owner, 2)
    deal = dealt(project, (T.INTENT, 0, 100))
    assert [card.owner for card in cards()] == [owner]
    pursuing.introduce(deal, "示例创投", "老张", actor=make.SOMEONE)
    [card] = cards()
    assert card.pursuit is not None
    assert (card.pursuit.thread_id, card.owner, card.pursuit.next_what) == (deal.id, owner, "回访")
    pursue(deal, second, 1)
    assert [card.owner for card in cards()] == [second]
    with clock.at(clock.now() + timedelta(days=2)):
        remind()
    assert [name for name, _body in letters()] == [second.name]


def test_a_project_ends_with_a_reason_and_is_opened_again() -> None:
    project = staged()
    pursue(project, colleague())
    with pytest.raises(Refused, match="为什么终止"):
        pursuing.close(project, Ending.TERMS, " ", actor=make.SOMEONE)
    pursuing.close(project, Ending.TERMS, WHY, actor=make.SOMEONE)
    assert lanes() == [("dropped", "光芯片")]
    assert count_cards(Wanted(clock.today())).endings == {Ending.TERMS: 1}
    with pytest.raises(Refused, match="重新开启"):
        pursue(project, colleague())
    pursuing.reopen(project, actor=make.SOMEONE)
    assert (lanes(), count_cards(Wanted(clock.today())).endings) == ([("waiting", "光芯片")], {})


def test_a_deal_ends_as_a_step_of_the_ledger_with_its_note() -> None:
    thread = dealt(staged(), (T.SIGNED, 5, 100))
    row = pursuing.drop(thread, Ending.DILIGENCE, WHY, ago(1), actor=make.SOMEONE)
    assert (row.step, row.note, lanes()) == (T.DROPPED, WHY, [("dropped", "光芯片")])
    assert count_cards(Wanted(clock.today())).endings == {Ending.DILIGENCE: 1}
    operations.refuse(row, "还在谈", actor=make.actor(Role.RECORDER))
    assert (lanes(), count_cards(Wanted(clock.today())).endings) == ([("signed", "光芯片")], {})


def test_an_end_that_was_logged_without_a_reason_of_the_list_is_counted_as_such() -> None:
    thread = dealt(staged(), (T.INTENT, 5, 100))
    end = StepFacts(Kind.INVESTMENT, T.DROPPED, ago(1), None, note=WHY)
    operations.log_step(thread, end, actor=make.SOMEONE)
    assert count_cards(Wanted(clock.today())).endings == {None: 1}


def test_a_project_with_a_deal_ends_by_its_deal() -> None:
    project = staged()
    dealt(project, (T.INTENT, 5, 100))
    with pytest.raises(Refused, match="在那一笔上终止"):
        pursuing.close(project, Ending.TERMS, WHY, actor=make.SOMEONE)
    assert (pursuing.find_pursuit(project), find_card(project, clock.today())) == (None, None)


def test_all_that_was_done_is_in_the_trail() -> None:
    owner, project = colleague(), staged()
    pursuing.take(project, actor=owner.acting())
    pursue(project, owner)
    row = pursuing.introduce(project, "甲创投", "老王", actor=make.SOMEONE)
    pursuing.forget_introduction(project, row.id, actor=make.SOMEONE)
    pursuing.close(project, Ending.TERMS, WHY, actor=make.SOMEONE)
    pursuing.reopen(project, actor=make.SOMEONE)
    pursuit = pursuing.find_pursuit(project)
    assert pursuit is not None
    did = [entry.what.split(".")[1] for entry in list_entries_of("pursuit", pursuit.id)]
    assert did[::-1] == ["taken", "kept", "introduced", "unintroduced", "ended", "reopened"]
