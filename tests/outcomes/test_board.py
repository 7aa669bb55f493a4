"""Where projects and deals stand after the roadshow, who pursues them, until when, and why they ended."""

from datetime import timedelta

import pytest

from roadshow.accounts.models import Person
from roadshow.accounts.permissions import Role
from roadshow.audit.queries import last_number, list_entries_of
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.foundation.errors import Missing, Overtaken, Refused
from roadshow.foundation.money import WAN
from roadshow.investors import merging
from roadshow.meetings import operations as meetings
from roadshow.meetings.models import InterestLevel
from roadshow.meetings.rules import InterestFacts
from roadshow.notices.models import Letter
from roadshow.outcomes import operations, pursuing, queries
from roadshow.outcomes.board import count_cards, find_card, list_due, list_to_remind
from roadshow.outcomes.cards import Wanted
from roadshow.outcomes.facts import StepFacts
from roadshow.outcomes.introductions import list_introduced, list_of_institution
from roadshow.outcomes.models import AlsoAt, Thread
from roadshow.outcomes.pursuing import PursuitFacts
from roadshow.outcomes.pursuits import Ending, Lane
from roadshow.outcomes.states import Kind, ThreadStep
from roadshow.projects.models import Project
from tests import make
from tests.attendance.coming import institution, investor, on_stage
from tests.outcomes.pursued import ago, cards, dealt, lanes, staged

pytestmark = pytest.mark.usefixtures("in_spring", "inside")
T = ThreadStep
WHY = "估值差得太远"


def colleague(role: Role = Role.ORGANISER) -> Person:
    return make.person(role)


def pursue(
    subject: Project | Thread, owner: Person | None, days: int | None = 3, what: str = "回访", **more: object
) -> None:
    next_on = None if days is None else clock.today() + timedelta(days=days)
    facts = PursuitFacts(owner.id if owner else None, next_on, what if next_on else "")
    pursuing.pursue(subject, facts, actor=make.SOMEONE, **more)  # type: ignore[arg-type]  # the test says them right


def letters() -> list[tuple[str, str]]:
    rows = db.session.query(Letter).filter_by(kind="pursuit.due").order_by(Letter.id)
    return [(row.to_name, row.body) for row in rows]


def remind() -> None:
    for pursuit in list_to_remind(clock.today()):
        pursuing.remind(pursuit)


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


def test_what_an_institution_marked_was_introduced_by_the_roadshow_until_somebody_notes_another() -> None:
    pitch = on_stage(of=make.project(name="光芯片"))
    fund = institution(name="示例创投")
    person = investor(pitch.roadshow, fund)
    meetings.say_interest(pitch.id, InterestFacts(InterestLevel.TALK), person=person, actor=person.acting())
    project, thing = pitch.project, (pitch.project_id, None)
    [marked] = list_introduced([project.id], [])[thing]
    assert (marked.whom, str(marked.by), marked.noted_id) == ("示例创投", pitch.roadshow.title, None)
    assert list_introduced([project.id], [], marked=False) == {}
    broker = make.institution(name="引路资本")
    pursuing.introduce(project, "示例 创投", "老王（引路资本）", actor=make.SOMEONE)
    [noted] = list_introduced([project.id], [])[thing]
    assert (noted.by, noted.institution_id, noted.by_institution_id) == (
        "老王（引路资本）",
        fund.id,
        broker.id,
    )
    for house in (fund, broker):
        assert [known.thing for known in list_of_institution(house.id)] == ["光芯片"]


def test_what_was_marked_since_a_deal_began_brought_nobody_to_it() -> None:
    pitch = on_stage(of=make.project(name="光芯片"))
    person = investor(pitch.roadshow, institution(name="示例创投"))
    dealt(pitch.project, (T.INTENT, 2, 100))
    meetings.say_interest(pitch.id, InterestFacts(InterestLevel.TALK), person=person, actor=person.acting())
    assert [card.introduced for card in cards()] == [[]]
    with clock.at(clock.now() - timedelta(days=5)):
        other = investor(pitch.roadshow, institution(name="早来创投"))
        meetings.say_interest(pitch.id, InterestFacts(InterestLevel.TALK), person=other, actor=other.acting())
    meetings.say_interest(pitch.id, InterestFacts(InterestLevel.FOLLOW), person=other, actor=other.acting())
    deal = dealt(pitch.project, (T.INTENT, 1, 100), fund="早来创投")
    assert [[one.whom for one in card.introduced] for card in cards(thread_id=deal.id)] == [["早来创投"]]


def test_a_card_of_a_deal_names_who_introduced_its_fund_alone() -> None:
    show = make.held(ago(9), "春季专场")
    project = staged(at=show)
    deal = dealt(project, (T.INTENT, 5, 100), fund="甲创投")
    pursuing.introduce(deal, "甲创投", "春季专场", actor=make.SOMEONE)
    pursuing.introduce(deal, "乙创投", "老王", actor=make.SOMEONE)
    assert [[(one.whom, one.by_roadshow_id) for one in card.introduced] for card in cards()] == [
        [("甲创投", show.id)]
    ]


@pytest.mark.parametrize(
    ("whom", "by", "field"),
    [("", "老王", "whom"), ("甲创投", "", "by"), ("甲创投", "甲 创投", "by"), ("自家企业", "老王", "whom")],
)
def test_an_introduction_names_two_and_not_the_firm_itself(whom: str, by: str, field: str) -> None:
    project = make.project(make.company(name="自家企业"))
    with pytest.raises(Refused) as refused:
        pursuing.introduce(project, whom, by, actor=make.SOMEONE)
    assert refused.value.field == field


def test_an_introduction_is_taken_away_from_its_own_thing_alone() -> None:
    project, other = staged(), staged("机器人")
    row = pursuing.introduce(project, "甲创投", "老王", actor=make.SOMEONE)
    with pytest.raises(Missing):
        pursuing.forget_introduction(other, row.id, actor=make.SOMEONE)
    pursuing.forget_introduction(project, row.id, actor=make.SOMEONE)
    assert list_introduced([project.id], []) == {}


def test_a_merged_institution_keeps_whom_it_was_introduced_to() -> None:
    kept, gone = make.institution(name="甲创投"), make.institution(name="甲创投基金")
    pursuing.introduce(staged(), "甲创投基金", "老王", actor=make.SOMEONE)
    merging.merge(kept, gone, actor=make.SOMEONE)
    assert [known.introduced.whom for known in list_of_institution(kept.id)] == ["甲创投基金"]


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
