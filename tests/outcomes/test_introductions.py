"""Who introduced whom: as an institution marked it, or as somebody noted it."""

from datetime import timedelta

import pytest

from roadshow.foundation import clock
from roadshow.foundation.errors import Missing, Refused
from roadshow.investors import merging
from roadshow.meetings import operations as meetings
from roadshow.meetings.models import InterestLevel
from roadshow.meetings.rules import InterestFacts
from roadshow.outcomes import pursuing
from roadshow.outcomes.introductions import list_introduced, list_of_institution
from roadshow.outcomes.states import ThreadStep
from tests import make
from tests.attendance.coming import institution, investor, on_stage
from tests.outcomes.pursued import ago, cards, dealt, staged

pytestmark = pytest.mark.usefixtures("in_spring", "inside")
T = ThreadStep


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
