"""What the centre types in for somebody without an account is an application like any other."""

from dataclasses import replace
from datetime import timedelta

import pytest

from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.foundation.errors import Refused
from roadshow.notices.models import Letter
from roadshow.pitches import asking, entering, late, operations
from roadshow.pitches.entering import CorrectedFacts, EnteredFacts
from roadshow.pitches.models import Pitch
from roadshow.pitches.rules import QuestionFacts
from roadshow.pitches.states import PitchState as P
from roadshow.programme.models import Roadshow
from roadshow.programme.states import RoadshowState as S
from roadshow.projects.models import Company, Project
from roadshow.projects.rules import ProjectFacts
from tests import make

pytestmark = pytest.mark.usefixtures("in_spring", "inside")
PROJECT = ProjectFacts("示例项目", "一句话", "介绍", "materials", "a")
FACTS = EnteredFacts("示例企业", "", PROJECT, "示例联系人", "0573-8500 0000", "paper@test.example")


def enter(roadshow: Roadshow | None = None, facts: EnteredFacts = FACTS, code: str = "") -> Pitch:
    return entering.enter(roadshow or make.roadshow(S.CALLING), facts, code=code, actor=make.SOMEONE)


def fault(facts: EnteredFacts, roadshow: Roadshow | None = None) -> tuple[str | None, list[str]]:
    """The field, or the fields where there are several."""
    with pytest.raises(Refused) as refused:
        enter(roadshow, facts)
    return refused.value.field, [each.field for each in refused.value.faults]


def test_it_is_handed_in_with_its_contact_and_who_typed_it():
    pitch = enter()
    assert (pitch.state, pitch.submitted_at) == (P.SUBMITTED, clock.now())
    assert (pitch.contact_name, pitch.contact_phone, pitch.contact_email, pitch.entered_by) == (
        "示例联系人",
        "0573-8500 0000",
        "paper@test.example",
        make.SOMEONE.name,
    )


def test_the_firm_is_found_by_its_code_whatever_its_name():
    there = make.company()
    pitch = enter(facts=replace(FACTS, uscc=there.uscc or ""))
    assert (pitch.project.company_id, db.session.query(Company).count()) == (there.id, 1)


def test_the_firm_is_found_by_its_name_however_it_is_spelt():
    there = make.company(name="示例企业")
    assert enter(facts=replace(FACTS, company="示例 企业")).project.company_id == there.id


def test_of_two_firms_of_one_name_none_is_taken_for_the_other():
    make.company(name="示例企业"), make.company(name="示例企业")
    enter()
    assert db.session.query(Company).count() == 3


def test_of_two_firms_of_one_name_it_is_the_one_whose_project_it_is():
    make.company(name="示例企业")
    there = make.project(make.company(name="示例企业"), name="示例项目")
    assert (enter().project, db.session.query(Company).count()) == (there, 2)


def test_a_firm_without_a_code_has_it_from_then_on():
    there, code = make.company(name="示例企业", uscc=None), make.code(3)
    assert enter(facts=replace(FACTS, uscc=code)).project.company == there
    assert (there.uscc, db.session.query(Company).count()) == (code, 1)


def test_a_firm_of_another_code_keeps_its_own():
    there = make.company(name="示例企业", uscc=make.code(4))
    made = enter(facts=replace(FACTS, uscc=make.code(3))).project.company
    assert (there.uscc, made and made.uscc) == (make.code(4), make.code(3))


def test_a_project_that_the_firm_has_is_used_as_it_is():
    there = make.project(make.company(name="示例企业"), name="示例项目", one_line="原来的")
    assert enter().project == there
    assert (db.session.query(Project).count(), there.one_line) == (1, "原来的")


def test_a_project_that_has_applied_is_refused_and_nothing_is_left():
    roadshow = make.roadshow(S.CALLING)
    pitch = enter(roadshow)
    assert fault(FACTS, roadshow) == ("project", [])
    assert db.session.query(Pitch).all() == [pitch]


def test_a_refused_one_leaves_no_firm_and_no_project():
    roadshow = make.roadshow(S.SELECTING)
    fault(FACTS, roadshow)
    assert (db.session.query(Company).count(), db.session.query(Project).count()) == (0, 0)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (replace(FACTS, company=""), "company"),
        (replace(FACTS, uscc="91330482MA0000000X"), "uscc"),
        (replace(FACTS, project=replace(PROJECT, name="")), "project"),
        (replace(FACTS, project=replace(PROJECT, sector="")), "sector"),
        (replace(FACTS, contact_name=" "), "contact_name"),
        (replace(FACTS, contact_phone="", contact_email=""), "contact_phone"),
        (replace(FACTS, contact_phone="请打电话"), "contact_phone"),
        (replace(FACTS, contact_email="paper@test"), "contact_email"),
        (replace(FACTS, message="长" * 2001), "message"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(facts: EnteredFacts, field: str):
    assert fault(facts) == (field, [])


def test_what_the_call_asks_is_answered_here_too():
    roadshow = make.roadshow(S.CALLING)
    question = asking.ask(roadshow, QuestionFacts("为什么来", needed=True), actor=make.SOMEONE)
    assert fault(FACTS, roadshow) == (f"question_{question.id}", [])
    assert enter(roadshow, replace(FACTS, answers={question.id: "找资金"})).answers == {
        str(question.id): "找资金"
    }


def test_after_the_close_it_needs_a_code():
    roadshow = make.roadshow(S.SELECTING)
    code = late.make_code(roadshow, "示例企业", clock.now() + timedelta(days=1), actor=make.SOMEONE)
    pitch = enter(roadshow, code=code.code)
    assert (pitch.state, pitch.late_code_id) == (P.SUBMITTED, code.id)


def test_the_contact_is_told_of_each_step_and_asked_to_call():
    roadshow = make.roadshow(S.CALLING)
    pitch = enter(roadshow)
    operations.screen(pitch, actor=make.SOMEONE)
    operations.accept(pitch, actor=make.SOMEONE)
    letters = db.session.query(Letter).order_by(Letter.id).all()
    assert [letter.kind for letter in letters] == ["pitch.submitted", "pitch.screened", "pitch.accepted"]
    assert {(letter.to_id, letter.to_address) for letter in letters} == {(None, "paper@test.example")}
    assert "确认参加：请联系路演中心" in letters[-1].body
    assert "/startup/" not in letters[-1].body


CORRECTED = CorrectedFacts("示例新人", "", "new@test.example", "补上了")


def returned() -> Pitch:
    """One that was typed in, due in two days."""
    pitch = enter()
    operations.return_for_correction(pitch, "请补充", clock.now() + timedelta(days=2), actor=make.SOMEONE)
    return pitch


def test_what_was_returned_is_handed_in_again_for_its_people():
    pitch = returned()
    with clock.at(clock.now() + timedelta(days=1)):
        entering.correct(pitch, CORRECTED, actor=make.SOMEONE)
        assert (pitch.state, pitch.submitted_at, pitch.reason, pitch.due_at) == (
            P.SUBMITTED,
            clock.now(),
            "",
            None,
        )
    assert (pitch.contact_name, pitch.contact_phone, pitch.contact_email) == (
        "示例新人",
        "",
        "new@test.example",
    )
    assert pitch.message == "补上了"


def test_it_is_told_to_its_new_contact():
    entering.correct(returned(), CORRECTED, actor=make.SOMEONE)
    last = db.session.query(Letter).order_by(Letter.id.desc()).first()
    assert last is not None
    assert (last.kind, last.to_address) == ("pitch.submitted", "new@test.example")


def test_it_is_handed_in_again_after_the_close_but_not_when_overdue():
    roadshow = make.roadshow(S.CALLING)
    pitch = enter(roadshow)
    late = make.closes(roadshow) + timedelta(days=2)
    operations.return_for_correction(pitch, "请补充", late, actor=make.SOMEONE)
    with clock.at(late), pytest.raises(Refused, match="补正已于"):
        entering.correct(pitch, CORRECTED, actor=make.SOMEONE)
    with clock.at(late - timedelta(minutes=1)):
        entering.correct(pitch, CORRECTED, actor=make.SOMEONE)
    assert pitch.state == P.SUBMITTED


def test_only_what_is_returned_and_was_typed_in_is_corrected_here():
    own = make.pitch(make.roadshow(S.CALLING), P.RETURNED)
    for pitch, words in ((enter(), "不在补正"), (own, "由项目方再次提交")):
        with pytest.raises(Refused, match=words):
            entering.correct(pitch, CORRECTED, actor=make.SOMEONE)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (replace(CORRECTED, contact_name=""), "contact_name"),
        (replace(CORRECTED, contact_email=""), "contact_phone"),
        (replace(CORRECTED, message="长" * 2001), "message"),
    ],
)
def test_what_is_wrong_with_a_correction_is_said_at_its_field(facts: CorrectedFacts, field: str):
    with pytest.raises(Refused) as refused:
        entering.correct(returned(), facts, actor=make.SOMEONE)
    assert refused.value.field == field
