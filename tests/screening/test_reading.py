"""Set up, given to reviewers, read: who may, until when, and what is refused."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from roadshow.accounts.permissions import Role
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.foundation.errors import Missing, Overtaken, Refused
from roadshow.investors.models import Contact
from roadshow.notices.models import Letter
from roadshow.outcomes.facts import StepFacts
from roadshow.outcomes.operations import begin_investment
from roadshow.outcomes.states import Kind, RowState, ThreadStep
from roadshow.pitches import operations as pitches
from roadshow.pitches.states import PitchState as P
from roadshow.programme.states import RoadshowState as S
from roadshow.projects import members
from roadshow.projects.facts import RoundFacts
from roadshow.projects.filling import fill
from roadshow.projects.models import MemberRight
from roadshow.projects.snapshot import print_of, snapshot_of
from roadshow.screening import operations, queries, reviewing
from roadshow.screening.models import ReviewerKind
from roadshow.screening.rules import USUAL, Line, SetupFacts
from roadshow.screening.states import SheetState as H
from tests import make
from tests.conftest import Counted
from tests.screening.panel import FULL, marked, passed, reading, sheet_of

pytestmark = pytest.mark.usefixtures("in_spring", "inside")


def refused(act, *said, **more) -> tuple[str, str | None]:
    with pytest.raises(Refused) as refusal:
        act(*said, actor=make.SOMEONE, **more)
    return str(refusal.value), refusal.value.field


def test_what_is_laid_down_is_checked_all_at_once():
    roadshow = make.roadshow(S.SELECTING)
    yesterday = clock.today() - timedelta(days=1)
    facts = SetupFacts(0, notice_days=31, due_on=yesterday, rubric=[Line("技术", 90)])
    with pytest.raises(Refused) as refusal:
        operations.set_up(roadshow, facts, actor=make.SOMEONE)
    assert [fault.field for fault in refusal.value.faults] == ["readers", "due_on", "notice_days", "rubric"]
    assert queries.find_setup(roadshow.id) is None


def test_marks_are_whole_numbers_whoever_asks():
    roadshow, people = reading()
    sheet = sheet_of(passed(roadshow), people[0])
    points: list[Any] = [float("nan"), 1e9, -1, "9", 2.0]
    with pytest.raises(Refused) as refusal:
        reviewing.hand_in(sheet, points, "", seen=0, actor=people[0].acting())
    assert [fault.field for fault in refusal.value.faults] == [f"points-{number}" for number in range(5)]
    assert (sheet.state, sheet.points) == (H.OPEN, [])


def test_who_forges_a_sheet_of_another_finds_none():
    roadshow, people = reading()
    sheet = sheet_of(passed(roadshow), people[0])
    for someone in (people[1], make.person(Role.JUDGE), make.person(Role.ORGANISER)):
        with pytest.raises(Missing):
            reviewing.hand_in(sheet, FULL, "", seen=0, actor=someone.acting())
    assert sheet.state is H.OPEN


def test_another_rubric_is_another_version_and_after_the_first_marks_there_is_none():
    roadshow, people = reading()
    other = SetupFacts(1, rubric=[Line("技术", 60), Line("团队", 40)])
    setup = operations.set_up(roadshow, other, actor=make.SOMEONE)
    assert (setup.version, [each.weight for each in queries.list_criteria(setup)]) == (2, [60, 40])
    marked(passed(roadshow), people[0], 60, 40)
    words, field = refused(operations.set_up, roadshow, SetupFacts(1))
    assert (words, field, setup.version) == ("已经有评委打分，评分标准不能再改", "rubric", 2)
    operations.set_up(roadshow, SetupFacts(2, rubric=other.rubric), actor=make.SOMEONE)
    assert setup.readers == 2


def test_only_judges_review():
    roadshow, _people = reading(judges=0)
    startup = make.person(Role.STARTUP)
    said = refused(operations.set_reviewers, roadshow, [startup.id])
    assert (said, queries.list_reviewers(roadshow.id)) == (("请从列表中选择评委", "people"), [])


def test_who_has_marked_stays_and_who_has_not_gives_the_applications_back():
    roadshow, (first, second) = reading()
    marked(passed(roadshow), first)
    sheet_of(passed(roadshow), second)
    operations.set_reviewers(roadshow, [first.id], actor=make.SOMEONE)
    assert [each.person for each in queries.list_reviewers(roadshow.id)] == [first]
    assert {person for _pitch, person in queries.list_pairs(roadshow.id)} == {first.id}
    words, field = refused(operations.set_reviewers, roadshow, [])
    assert (words, field) == (f"“{first.name}”已经打分，不能移出", "people")


def test_drawing_gives_each_application_its_readers_evenly_and_tells_them():
    roadshow, people = reading(judges=3, readers=2)
    for _number in range(3):
        passed(roadshow)
    make.pitch(roadshow, P.SUBMITTED)
    drawn = operations.draw_reviewers(roadshow, actor=make.SOMEONE)
    assert (drawn.given, drawn.short) == (6, 0)
    assert [queries.count_sheets(roadshow.id)[each.id] for each in people] == [{H.OPEN: 2}] * 3
    told = db.session.query(Letter).filter_by(kind="screening.assigned").all()
    assert sorted(letter.to_id for letter in told) == sorted(each.id for each in people)
    again = operations.draw_reviewers(roadshow, actor=make.SOMEONE)
    assert (again.given, db.session.query(Letter).count()) == (0, 3)


def test_drawing_names_what_has_too_few_readers():
    roadshow, _people = reading(judges=1, readers=2)
    passed(roadshow)
    drawn = operations.draw_reviewers(roadshow, actor=make.SOMEONE)
    assert (drawn.given, drawn.short) == (1, 1)


def test_drawing_prefers_who_knows_the_field():
    roadshow, (first, second) = reading()
    operations.describe_reviewer(second, ReviewerKind.TECHNICAL, ["materials"], actor=make.SOMEONE)
    operations.describe_reviewer(first, ReviewerKind.VENTURE, ["energy"], actor=make.SOMEONE)
    energy = make.pitch(roadshow, P.SCREENED, make.project(sector="energy"))
    materials = make.pitch(roadshow, P.SCREENED, make.project(sector="materials"))
    operations.draw_reviewers(roadshow, actor=make.SOMEONE)
    assert queries.list_pairs(roadshow.id) == [(energy.id, first.id), (materials.id, second.id)]


def test_who_has_left_a_firm_does_not_judge_it():
    roadshow, (former, other) = reading()
    company = make.company(make.person())
    for _time in range(2):  # also who came back and left again
        member = members.let_in(company, former, MemberRight.VIEWER, actor=make.SOMEONE)
        members.remove_member(member, actor=make.SOMEONE)
    pitch = make.pitch(roadshow, P.SCREENED, make.project(company))
    assert (queries.is_barred(pitch, former.id), queries.is_barred(pitch, other.id)) == (True, False)


def test_whose_fund_the_form_names_does_not_read_it():
    roadshow, (partner, other) = reading()
    make.saved(Contact(institution=make.institution(name="示例天使基金"), person=partner))
    make.saved(Contact(institution=make.institution(name="示例成长基金"), person=other))
    project = make.project()
    asked = snapshot_of(project).financing
    closed = (RoundFacts(investors="示例天使基金、示例个人"),)
    fill(project, replace(asked, rounds=closed), seen=print_of(asked), actor=make.SOMEONE)
    pitch = make.pitch(roadshow, P.SCREENED, project)
    assert queries.list_barred([roadshow.id]) == {(pitch.id, partner.id)}


@pytest.mark.parametrize("refused", [False, True])
def test_whose_fund_has_money_in_the_firm_does_not_read_any_project_of_it(refused: bool):
    roadshow, (partner, other) = reading()
    make.saved(Contact(institution=make.institution(name="示例（天使）基金"), person=partner))
    make.saved(Contact(institution=make.institution(name="示例（天使）基金二期"), person=other))
    company = make.company()
    said = StepFacts(Kind.INVESTMENT, ThreadStep.SIGNED, clock.today(), 100)
    row = begin_investment(make.project(company), "示例(天使)基金", "A轮", said, actor=make.SOMEONE)
    if refused:
        row.state, row.counts = RowState.REFUSED, False
    db.session.commit()
    pitches = [make.pitch(roadshow, P.SCREENED, make.project(one)) for one in (company, None)]
    barred = set() if refused else {(pitches[0].id, partner.id)}
    sheets = [(pitch, person) for pitch in pitches for person in (partner, other)]
    assert queries.list_barred([roadshow.id]) == barred
    assert [queries.is_barred(pitch, person.id) for pitch, person in sheets] == [not refused] + [False] * 3


def test_who_becomes_barred_finds_the_sheet_gone_from_list_count_and_address():
    roadshow, people = reading(judges=1)
    sheet = sheet_of(passed(roadshow), people[0])
    before = queries.count_own_sheets(people[0].id)
    institution = make.institution(uscc=sheet.pitch.project.company.uscc)
    make.saved(Contact(institution=institution, person=people[0]))
    shown, counts = list(queries.list_own_sheets(people[0].id)), queries.count_own_sheets(people[0].id)
    assert (before, shown, counts, queries.count_to_review(people[0].id)) == (
        {roadshow.id: (1, 0)},
        [],
        {},
        0,
    )


def test_nobody_is_given_what_is_their_own_firms_or_their_own_funds():
    roadshow, (member, partner) = reading()
    own = make.company(member)
    make.saved(Contact(institution=make.institution(uscc=own.uscc), person=partner))
    pitch = make.pitch(roadshow, P.SCREENED, make.project(own))
    assert operations.draw_reviewers(roadshow, actor=make.SOMEONE).given == 0
    for person in (member, partner):
        words, field = refused(operations.assign, pitch, person)
        assert (words, field) == (f"“{person.name}”须回避这份申请", "person")


def test_who_joins_the_firm_later_finds_the_application_gone():
    roadshow, (person, _other) = reading()
    pitch = passed(roadshow)
    sheet = sheet_of(pitch, person)
    operations_member = make.company(person)
    pitch.project.company = operations_member
    db.session.commit()
    with pytest.raises(Missing):
        queries.get_own_sheet(person.id, sheet.id)
    with pytest.raises(Missing):
        reviewing.keep(sheet, FULL, "", seen=0, actor=person.acting())
    assert list(queries.list_own_sheets(person.id)) == []


def test_by_hand_one_is_added_moved_and_taken_away_while_it_has_no_marks():
    roadshow, (first, second) = reading()
    pitch = passed(roadshow)
    operations.assign(pitch, first, actor=make.SOMEONE)
    assert refused(operations.assign, pitch, first) == (f"这份申请已经分给“{first.name}”", "person")
    operations.hand_over(sheet_of(pitch, first), second, actor=make.SOMEONE)
    assert queries.list_pairs(roadshow.id) == [(pitch.id, second.id)]
    operations.take_away(sheet_of(pitch, second), actor=make.SOMEONE)
    assert queries.list_pairs(roadshow.id) == []
    done = marked(pitch, first)
    gone = f"“{first.name}”已经打分，不能移走"
    assert refused(operations.take_away, done) == (gone, None)
    assert refused(operations.hand_over, done, second) == (gone, None)


def test_a_sheet_is_kept_as_a_draft_handed_in_and_changed():
    roadshow, (person, _other) = reading()
    sheet, actor = sheet_of(passed(roadshow), person), person.acting()
    reviewing.keep(sheet, [30, None, None, None, None], "先记下", seen=0, actor=actor)
    assert (sheet.state, sheet.points[0], sheet.note, sheet.number) == (H.STARTED, 30, "先记下", 1)
    reviewing.hand_in(sheet, FULL, "", seen=1, actor=actor)
    reviewing.keep(sheet, [29, 20, 20, 20, 10], "", seen=2, actor=actor)
    assert (sheet.state, sheet.total, sheet.handed_in_at) == (H.HANDED_IN, 99, clock.now())


@pytest.mark.parametrize("act", [reviewing.keep, reviewing.hand_in])
@pytest.mark.parametrize("points", [[31, 20, 20, 20, 10], [-1, 20, 20, 20, 10]])
def test_marks_out_of_bounds_are_refused_by_their_field(act, points: list[int]):
    roadshow, (person, _other) = reading()
    sheet = sheet_of(passed(roadshow), person)
    with pytest.raises(Refused) as refusal:
        act(sheet, points, "", seen=0, actor=person.acting())
    assert (refusal.value.field, sheet.state) == ("points-0", H.OPEN)


def test_what_was_handed_in_stays_whole():
    roadshow, (person, _other) = reading()
    sheet = marked(passed(roadshow), person)
    with pytest.raises(Refused) as refusal:
        reviewing.keep(sheet, [None, 20, 20, 20, 10], "", seen=1, actor=person.acting())
    assert (str(refusal.value), sheet.points) == (f"请给“{USUAL[0].name}”打分", FULL)


def test_a_stale_sheet_is_refused():
    roadshow, (person, _other) = reading()
    sheet = marked(passed(roadshow), person)
    with pytest.raises(Overtaken):
        reviewing.hand_in(sheet, [0, 0, 0, 0, 0], "", seen=0, actor=person.acting())
    assert sheet.points == FULL


def test_after_the_reading_is_closed_nothing_changes_until_it_is_opened_again():
    roadshow, (person, _other) = reading()
    sheet = marked(passed(roadshow), person)
    operations.close_reading(roadshow, actor=make.SOMEONE)
    for act in (reviewing.keep, reviewing.hand_in):
        with pytest.raises(Refused, match="评审已经截止"):
            act(sheet, [0, 0, 0, 0, 0], "", seen=1, actor=person.acting())
    with pytest.raises(Refused, match="评审已经截止"):
        reviewing.recuse(sheet, "认识", actor=person.acting())
    operations.reopen_reading(roadshow, actor=make.SOMEONE)
    reviewing.hand_in(sheet, [0, 0, 0, 0, 0], "", seen=1, actor=person.acting())
    assert sheet.total == 0


def test_another_reviewers_sheet_is_missing_and_one_of_what_is_read_no_more():
    roadshow, (first, second) = reading()
    pitch = passed(roadshow)
    sheet = sheet_of(pitch, first)
    with pytest.raises(Missing):
        queries.get_own_sheet(second.id, sheet.id)
    with pytest.raises(Missing):
        reviewing.hand_in(sheet, FULL, "", seen=0, actor=second.acting())
    pitches.withdraw(pitch, actor=make.SOMEONE)
    with pytest.raises(Missing):
        queries.get_own_sheet(first.id, sheet.id)


def test_who_keeps_away_says_why_and_another_reads_instead():
    roadshow, (first, second) = reading()
    pitch = passed(roadshow)
    sheet = marked(pitch, first)
    sheet_id = sheet.id
    assert refused(reviewing.recuse, sheet, " ") == ("请写明回避的原因", "reason")
    reviewing.recuse(sheet, "曾任技术顾问", actor=first.acting())
    assert queries.list_pairs(roadshow.id) == [(pitch.id, second.id)]
    assert [(each.person, each.reason) for each in queries.list_recusals(pitch.id)] == [
        (first, "曾任技术顾问")
    ]
    with pytest.raises(Missing):
        queries.get_own_sheet(first.id, sheet_id)
    assert refused(operations.assign, pitch, first)[1] == "person"


def test_drawing_costs_the_same_however_many_apply(counted: Counted):
    costs = []
    for many in (2, 30):
        roadshow, _people = reading(judges=2, readers=1)
        for _number in range(many):
            passed(roadshow)
        with counted() as statements:
            operations.draw_reviewers(roadshow, actor=make.SOMEONE)
        costs.append(len(statements))
    assert costs[0] == costs[1]
