"""What was handed in stands as it was when its call closed, whatever becomes of the project."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from roadshow.documents import operations as documents
from roadshow.documents.models import Document
from roadshow.documents.queries import list_cited, list_current
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.foundation.errors import Refused
from roadshow.foundation.listing import Order
from roadshow.foundation.sectors import SECTORS
from roadshow.pitches import operations
from roadshow.pitches.models import Pitch
from roadshow.pitches.queries import list_pitches_shown
from roadshow.pitches.snapshots import decks_of, said_of, told_by
from roadshow.pitches.states import PitchState as P
from roadshow.programme.states import RoadshowState as S
from roadshow.projects import operations as projects
from roadshow.projects.filling import fill
from roadshow.projects.models import Project
from roadshow.projects.snapshot import print_of, snapshot_of
from tests import make
from tests.documents import made

pytestmark = pytest.mark.usefixtures("in_spring", "inside")


def ask(project: Project, fen: int) -> None:
    financing = snapshot_of(project).financing
    fill(project, replace(financing, ask_fen=fen), seen=print_of(financing), actor=make.SOMEONE)


def asked(pitch: Pitch) -> int | None:
    return told_by(pitch).financing.ask_fen


def after(pitch: Pitch, minutes: int = 0):
    return clock.at(make.closes(pitch.roadshow) + timedelta(minutes=minutes))


def test_while_the_call_is_open_an_application_says_what_its_project_says():
    pitch = make.pitch()
    ask(pitch.project, 77)
    assert (asked(pitch), pitch.frozen) == (77, None)


def test_from_the_calls_close_on_it_says_what_the_project_said_then_by_the_clock():
    pitch = make.pitch()
    ask(pitch.project, 77)
    with after(pitch):
        ask(pitch.project, 88)
        ask(pitch.project, 99)
        assert (asked(pitch), snapshot_of(pitch.project).financing.ask_fen) == (77, 99)


def test_nothing_is_copied_of_a_project_that_nobody_changes():
    pitch = make.pitch()
    with after(pitch, 5):
        assert (pitch.frozen, told_by(pitch)) == (None, snapshot_of(pitch.project))


@pytest.mark.parametrize("state", sorted(set(P) - {P.DRAFT}))
def test_all_that_was_handed_in_is_kept_whatever_became_of_it(state: P):
    pitch = make.pitch(state=state)
    with after(pitch):
        ask(pitch.project, 88)
        assert asked(pitch) == make.WHOLE.financing.ask_fen


def test_a_draft_was_never_handed_in():
    pitch = make.pitch(state=P.DRAFT, submitted_at=None)
    with after(pitch):
        ask(pitch.project, 88)
        assert (asked(pitch), pitch.frozen) == (88, None)


def test_a_firms_new_name_is_none_of_what_was_handed_in():
    pitch = make.pitch()
    company = pitch.project.company
    assert company is not None
    was = company.name
    with after(pitch):
        projects.change_company(company, "改了名的示例企业", company.uscc, actor=make.SOMEONE)
        assert (told_by(pitch).company, company.name) == (was, "改了名的示例企业")


def test_what_a_ledger_adds_later_is_none_of_it_either():
    pitch = make.pitch(of=make.project(make.company(uscc=None)))
    with after(pitch):
        projects.give_codes({pitch.project.company_id or 0: make.code(9)})
        db.session.expire_all()
        assert (told_by(pitch).uscc, snapshot_of(pitch.project).uscc) == ("", make.code(9))


def test_what_is_handed_in_again_is_what_counts():
    pitch = make.pitch()
    with after(pitch, 5):
        ask(pitch.project, 88)
    pitch.state, pitch.submitted_at = P.SUBMITTED, make.closes(pitch.roadshow) + timedelta(minutes=10)
    db.session.commit()
    with after(pitch, 15):
        handed_in = asked(pitch)
        ask(pitch.project, 99)
        assert (handed_in, asked(pitch)) == (88, 88)


def test_a_call_that_is_open_again_ends_later():
    pitch = make.pitch()
    first = make.closes(pitch.roadshow)
    with after(pitch):
        ask(pitch.project, 88)
    pitch.roadshow.call_closes_at = first + timedelta(days=2)
    db.session.commit()
    with clock.at(first + timedelta(days=1)):
        assert asked(pitch) == 88
    with after(pitch):
        ask(pitch.project, 99)
        assert asked(pitch) == 88


def test_a_call_that_is_closed_early_is_closed_then():
    pitch = make.pitch()
    operations.close_call(pitch.roadshow, actor=make.SOMEONE)
    ask(pitch.project, 88)
    assert asked(pitch) == make.WHOLE.financing.ask_fen


def test_each_application_keeps_its_own():
    project = make.project()
    early, late = make.pitch(of=project), make.pitch(of=project)
    late.roadshow.call_closes_at = make.closes(early.roadshow) + timedelta(days=1)
    db.session.commit()
    with after(early):
        ask(project, 88)
    with after(late):
        ask(project, 99)
        assert (asked(early), asked(late)) == (make.WHOLE.financing.ask_fen, 88)


def test_a_deck_that_is_replaced_after_the_close_stays_what_was_handed_in(inside: Flask):
    pitch = make.pitch()
    first = made.known(thing_id=pitch.project_id)
    with after(pitch):
        documents.replace(first.document, made.arrived(), actor=make.SOMEONE)
        made.work(inside)
        db.session.expire_all()
        newest = list_current("project", pitch.project_id)
        assert (told_by(pitch).decks, list_cited("pitch", pitch.id)) == ((first.id,), [first])
        assert [version.number for version in newest] == [2]


def _field(pitch: Pitch) -> int:
    return list(SECTORS).index(pitch.brief.overview.sector or "")


def numbers(pitch: Pitch) -> list[int]:
    """Of the decks that belong to it."""
    return [version.number for version in decks_of(pitch)]


def replaced(app: Flask, deck: Document) -> None:
    """By a next version, which is found sound."""
    documents.replace(deck, made.arrived(), actor=make.SOMEONE)
    made.work(app)
    db.session.expire_all()


def test_the_decks_of_an_application_are_the_ones_handed_in(inside: Flask):
    pitch = make.pitch()
    deck = made.known(thing_id=pitch.project_id).document
    replaced(inside, deck)
    before = numbers(pitch)
    with after(pitch):
        untouched = numbers(pitch)
        replaced(inside, deck)
        made.known(thing_id=pitch.project_id)
        assert (before, untouched, numbers(pitch)) == ([2], [2], [2])


def test_an_application_without_a_deck_gets_none_after_the_close(inside: Flask):
    pitch = make.pitch()
    with after(pitch):
        made.deck(project_id=pitch.project_id)
        made.work(inside)
        assert (numbers(pitch), len(list_current("project", pitch.project_id))) == ([], 1)


def test_of_what_is_handed_in_again_the_newer_decks_count(inside: Flask):
    pitch = make.pitch()
    deck = made.known(thing_id=pitch.project_id).document
    with after(pitch, 5):
        replaced(inside, deck)
        first = numbers(pitch)
    pitch.state, pitch.submitted_at = P.SUBMITTED, make.closes(pitch.roadshow) + timedelta(minutes=10)
    db.session.commit()
    with after(pitch, 15):
        again = numbers(pitch)
        replaced(inside, deck)
        assert (first, again, numbers(pitch)) == ([1], [2], [2])


def test_while_a_call_is_open_again_the_decks_are_the_projects(inside: Flask):
    pitch = make.pitch()
    deck = made.known(thing_id=pitch.project_id).document
    closed_at = make.closes(pitch.roadshow)
    with after(pitch):
        replaced(inside, deck)
    pitch.roadshow.call_closes_at = closed_at + timedelta(days=2)
    db.session.commit()
    with clock.at(closed_at + timedelta(days=1)):
        assert numbers(pitch) == [2]


def test_a_list_says_and_sorts_by_what_was_handed_in():
    roadshow, project = make.roadshow(S.CALLING), make.project(name="项目1", sector="energy")
    alone = make.project(name="项目2")
    alone.company = None
    pitches = [make.pitch(roadshow, of=each) for each in (project, alone)]
    with after(pitches[0]):
        new = replace(snapshot_of(project).overview, name="项目9", sector="materials", stage="b")
        fill(project, new, seen=print_of(snapshot_of(project).overview), actor=make.SOMEONE)
        columns = [said_of(answer) for answer in ("name", "company", "sector", "stage")]
        rows = db.session.execute(select(*columns).select_from(Pitch).order_by(Pitch.id))
        told = [each.brief for each in pitches]
        assert [tuple(row) for row in rows] == [
            (say.overview.name, say.company or None, say.overview.sector, say.overview.stage) for say in told
        ]
        falling = list_pitches_shown(roadshow.id, order=Order("project", falling=True)).page(1)
        assert [each.brief.overview.name for each in falling] == ["项目2", "项目1"]
        by_field = list_pitches_shown(roadshow.id, order=Order("sector")).page(1)
        assert ([each.id for each in by_field], project.name) == (
            [each.id for each in sorted(pitches, key=_field)],
            "项目9",
        )


def test_a_deck_that_was_handed_in_is_not_deleted_after_the_close():
    pitch = make.pitch()
    deck = made.known(thing_id=pitch.project_id).document
    with after(pitch), pytest.raises(Refused):
        documents.delete_document(deck, actor=make.SOMEONE)
    assert deck.removed_at is None


def test_an_application_is_not_handed_in_while_required_answers_are_missing():
    project, roadshow = make.project(whole=False), make.roadshow(S.CALLING)
    with pytest.raises(Refused) as refusal:
        operations.apply_and_submit(project, roadshow, actor=make.SOMEONE)
    said = (
        "项目资料还缺11项必填：申请主体、项目来源、联系人、手机号、联系邮箱、产品与技术、融资金额、出让股权、"
    )
    assert str(refusal.value) == f"{said}知识产权声明、资料使用同意、真实性声明。请补全后再提交"
    draft = operations.apply(project, roadshow, actor=make.SOMEONE)
    assert draft.state == P.DRAFT


def test_one_project_applies_to_several_roadshows_without_typing_again():
    project = make.project()
    pitches = [
        operations.apply_and_submit(project, make.roadshow(S.CALLING), actor=make.SOMEONE)
        for _each in range(2)
    ]
    assert [pitch.state for pitch in pitches] == [P.SUBMITTED, P.SUBMITTED]


def test_after_the_calls_close_it_still_names_whom_to_ask_now():
    pitch = make.pitch()
    with after(pitch):
        applicant = snapshot_of(pitch.project).applicant
        new = replace(applicant, contact_name="示例新联系人", contact_mobile="13900000000", staff=77)
        fill(pitch.project, new, seen=print_of(applicant), actor=make.SOMEONE)
        told = told_by(pitch).applicant
        assert (told.contact_name, told.contact_mobile) == ("示例新联系人", "13900000000")
        assert told.staff == applicant.staff
