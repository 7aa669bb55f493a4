"""When a call is open, what it asks of its own, and who is let in after its close."""

from datetime import datetime, timedelta

import pytest

from roadshow.foundation import clock, days
from roadshow.foundation.errors import Refused
from roadshow.pitches import asking, late, operations, queries
from roadshow.pitches.models import LateCode, Question
from roadshow.pitches.rules import QuestionFacts
from roadshow.pitches.states import PitchState as P
from roadshow.pitches.states import QuestionKind as Q
from roadshow.programme import operations as programme
from roadshow.programme.models import Roadshow
from roadshow.programme.queries import list_open_calls
from roadshow.programme.states import RoadshowState as S
from tests import make

pytestmark = pytest.mark.usefixtures("in_spring", "inside")
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
WHY = QuestionFacts("为什么来")
STAGES = QuestionFacts("怎样登台", Q.CHOICE, choices="现场 | On site\n\n线上|Online")


def calling() -> Roadshow:
    return make.roadshow(S.CALLING)


def asked(roadshow: Roadshow, facts: QuestionFacts = WHY) -> Question:
    return asking.ask(roadshow, facts, actor=make.SOMEONE)


def said(refused: pytest.ExceptionInfo[Refused]) -> tuple[str, str | None]:
    return str(refused.value), refused.value.field


def test_a_call_opens_at_its_moment_though_nobody_presses():
    roadshow = make.roadshow()
    opens, closes = clock.now() + DAY, clock.now() + 9 * DAY
    programme.open_call(roadshow, closes, opens, actor=make.SOMEONE)
    with clock.at(opens - SECOND), pytest.raises(Refused) as refused:
        operations.apply(make.project(), roadshow, actor=make.SOMEONE)
    assert str(refused.value) == f"征集{days.moment(opens)}才开始"
    assert (list_open_calls(opens - SECOND), list_open_calls(opens)) == ([], [roadshow])
    with clock.at(opens):
        assert operations.apply(make.project(), roadshow, actor=make.SOMEONE).state == P.DRAFT


@pytest.mark.parametrize("opens", [timedelta(), 9 * DAY, 10 * DAY])
def test_a_call_opens_between_now_and_its_close(opens: timedelta):
    roadshow, now = make.roadshow(), clock.now()
    with pytest.raises(Refused) as refused:
        programme.open_call(roadshow, now + 9 * DAY, now + opens, actor=make.SOMEONE)
    assert (said(refused), roadshow.state) == (("征集开始须在现在之后、征集截止之前", "opens_on"), S.PLANNED)


def test_a_call_does_not_close_before_it_opens():
    roadshow, now = make.roadshow(), clock.now()
    programme.open_call(roadshow, now + 9 * DAY, now + 3 * DAY, actor=make.SOMEONE)
    with pytest.raises(Refused) as refused:
        programme.change_call(roadshow, now + 3 * DAY, actor=make.SOMEONE)
    assert refused.value.field == "closes_on"


def test_answers_are_kept_with_the_draft_and_needed_when_it_is_handed_in():
    roadshow = calling()
    why, how = asked(roadshow, QuestionFacts("为什么来", needed=True)), asked(roadshow, STAGES)
    pitch = operations.apply(make.project(), roadshow, "", {how.id: "线上"}, actor=make.SOMEONE)
    with pytest.raises(Refused) as refused:
        operations.submit(pitch, actor=make.SOMEONE)
    assert said(refused) == ("请回答“为什么来”", f"question_{why.id}")
    operations.submit(pitch, None, {why.id: " 找资金 ", how.id: "线上"}, actor=make.SOMEONE)
    assert (pitch.state, pitch.answers) == (P.SUBMITTED, {str(why.id): "找资金", str(how.id): "线上"})


@pytest.mark.parametrize(
    ("kind", "answer", "words"),
    [
        (Q.TEXT, "长" * 201, "怎样登台最多200个字，现在是201个字"),
        (Q.LONG, "长" * 2001, "怎样登台最多2,000个字，现在是2,001个字"),
        (Q.CHOICE, "Online", "请从列表中选择一项"),
    ],
)
def test_an_answer_that_cannot_be_is_refused_at_its_question(kind: Q, answer: str, words: str):
    roadshow = calling()
    question = asked(roadshow, QuestionFacts("怎样登台", kind, choices=STAGES.choices))
    with pytest.raises(Refused) as refused:
        operations.apply(make.project(), roadshow, "", {question.id: answer}, actor=make.SOMEONE)
    assert said(refused) == (words, f"question_{question.id}")


def test_who_has_begun_to_answer_has_answered_what_was_asked():
    roadshow = calling()
    question = asked(roadshow)
    operations.apply(make.project(), roadshow, "", {question.id: "找资金"}, actor=make.SOMEONE)
    fixed = "已有项目提交或填写了申请，问题不能再改或删去，只能再加选填的"
    for act in (
        lambda: asking.reword(question, QuestionFacts("别的"), actor=make.SOMEONE),
        lambda: asking.drop(question, actor=make.SOMEONE),
    ):
        with pytest.raises(Refused, match=fixed):
            act()
    with pytest.raises(Refused) as refused:
        asked(roadshow, QuestionFacts("必答的", needed=True))
    assert said(refused) == ("已有项目提交或填写了申请，只能再加选填的问题", "needed")
    asked(roadshow, QuestionFacts("选填的"))
    assert [each.words for each in queries.list_questions(roadshow.id)] == ["为什么来", "选填的"]


def test_before_anybody_answers_a_question_may_be_another_or_none():
    roadshow = calling()
    question, other = asked(roadshow), asked(roadshow)
    asking.reword(question, STAGES, actor=make.SOMEONE)
    asking.drop(other, actor=make.SOMEONE)
    assert [
        (each.words, [str(option) for option in each.options]) for each in queries.list_questions(roadshow.id)
    ] == [("怎样登台", ["现场", "线上"])]


def test_there_are_no_more_than_ten_questions():
    roadshow = calling()
    for _number in range(10):
        asked(roadshow)
    with pytest.raises(Refused, match="一场最多10个问题"):
        asked(roadshow)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (QuestionFacts(""), "words"),
        (QuestionFacts("长" * 201), "words"),
        (QuestionFacts("预期收益率多少"), "words"),
        (QuestionFacts("怎样", Q.CHOICE, choices="一个"), "choices"),
        (QuestionFacts("怎样", Q.CHOICE, choices="同\n同"), "choices"),
        (QuestionFacts("怎样", Q.CHOICE, choices="| A\n乙"), "choices"),
        (QuestionFacts("怎样", Q.CHOICE, choices="\n".join(map(str, range(21)))), "choices"),
        (QuestionFacts("怎样", Q.CHOICE, choices="甲\n" + "长" * 101), "choices"),
    ],
)
def test_an_odd_question_is_refused_at_its_field(facts: QuestionFacts, field: str):
    with pytest.raises(Refused) as refused:
        asked(calling(), facts)
    assert refused.value.field == field


@pytest.mark.parametrize("state", sorted({S.SELECTING, S.PUBLISHED, S.HELD, S.CANCELLED}))
def test_nothing_more_is_asked_once_the_call_is_over(state: S):
    with pytest.raises(Refused):
        asked(make.roadshow(state))


def closed() -> Roadshow:
    """Its call is over and it selects."""
    return make.roadshow(S.SELECTING)


def code_for(roadshow: Roadshow, ends_at: datetime | None = None) -> LateCode:
    return late.make_code(roadshow, "示例企业", ends_at or clock.now() + DAY, actor=make.SOMEONE)


def test_with_a_code_one_project_is_handed_in_after_the_close():
    roadshow = closed()
    code = code_for(roadshow)
    typed = f" {code.code[:5].lower()}-{code.code[5:]} "
    pitch = operations.apply_and_submit(make.project(), roadshow, code=typed, actor=make.SOMEONE)
    assert (pitch.state, queries.find_code_of(pitch)) == (P.SUBMITTED, code)


def test_a_draft_that_missed_the_close_is_handed_in_with_a_code():
    roadshow = closed()
    pitch = make.pitch(roadshow, P.DRAFT)
    operations.submit(pitch, code=code_for(roadshow).code, actor=make.SOMEONE)
    assert pitch.state == P.SUBMITTED


def test_a_code_ends_at_its_moment_also_for_the_draft_that_it_let_in():
    roadshow = closed()
    code = code_for(roadshow)
    pitch = operations.apply(make.project(), roadshow, code=code.code, actor=make.SOMEONE)
    with clock.at(code.ends_at), pytest.raises(Refused) as refused:
        operations.submit(pitch, actor=make.SOMEONE)
    assert str(refused.value) == f"补报码已于{days.moment(code.ends_at)}到期"
    with clock.at(code.ends_at - SECOND):
        operations.submit(pitch, actor=make.SOMEONE)
    assert pitch.state == P.SUBMITTED


def test_a_code_is_used_once():
    roadshow = closed()
    code = code_for(roadshow)
    operations.apply(make.project(), roadshow, code=code.code, actor=make.SOMEONE)
    with pytest.raises(Refused) as refused:
        operations.apply(make.project(), roadshow, code=code.code, actor=make.SOMEONE)
    assert said(refused) == ("这个补报码已经用过", "code")
    with pytest.raises(Refused, match="这个补报码已经用过"):
        late.drop_code(code, actor=make.SOMEONE)


def test_a_code_opens_its_own_roadshow_alone():
    other = code_for(closed())
    for typed in (other.code, "NOSUCHCODE"):
        with pytest.raises(Refused) as refused:
            operations.apply(make.project(), closed(), code=typed, actor=make.SOMEONE)
        assert said(refused) == ("没有这个补报码，或不是这一场的", "code")


def test_what_is_taken_back_opens_nothing():
    roadshow = closed()
    code = code_for(roadshow)
    typed = code.code
    late.drop_code(code, actor=make.SOMEONE)
    with pytest.raises(Refused):
        operations.apply(make.project(), roadshow, code=typed, actor=make.SOMEONE)


@pytest.mark.parametrize("ends", [timedelta(), timedelta(days=50)])
def test_a_code_ends_between_now_and_the_start(ends: timedelta):
    with pytest.raises(Refused) as refused:
        code_for(closed(), clock.now() + ends)
    assert refused.value.field == "ends_on"


@pytest.mark.parametrize("state", sorted({S.PLANNED, S.LIVE, S.HELD, S.CANCELLED}))
def test_nobody_is_let_in_where_no_application_is_taken(state: S):
    with pytest.raises(Refused):
        code_for(make.roadshow(state))
