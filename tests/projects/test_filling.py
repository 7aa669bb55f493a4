"""A project's form is saved step by step, as far as it is written, and nobody writes over another's answers."""

from dataclasses import replace
from datetime import timedelta

import pytest

from roadshow.audit.models import Entry
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.foundation.errors import Overtaken, Refused
from roadshow.projects import operations
from roadshow.projects.choices import STEPS
from roadshow.projects.facts import ApplicantFacts, FinancingFacts, LandingFacts, ProjectFacts, StepFacts
from roadshow.projects.filling import fill
from roadshow.projects.models import Project
from roadshow.projects.snapshot import print_of, read, snapshot_of
from tests import make

pytestmark = pytest.mark.usefixtures("in_spring", "inside")


def save(project: Project, step: str, facts: StepFacts) -> None:
    fill(project, facts, seen=print_of(snapshot_of(project).step(step)), actor=make.SOMEONE)


def lines(project: Project) -> list[tuple[str, object]]:
    rows = db.session.query(Entry).filter_by(thing="project", thing_id=project.id).order_by(Entry.id)
    return [(row.what, row.changes) for row in rows]


def test_what_is_filled_in_is_known_as_it_was_told():
    project = make.project(whole=False)
    for step in STEPS:
        save(project, step, make.WHOLE.step(step))
    told = snapshot_of(project)
    named = replace(make.WHOLE, company=told.company, uscc=told.uscc, declared=told.declared)
    assert (told, [row.what for row in told.declared]) == (
        named,
        ["handling", "no_dispute", "passing_on", "publishing", "truth"],
    )


def test_a_frozen_copy_says_what_was_frozen():
    told = replace(snapshot_of(make.project()), market=make.WHOLE.market, team=make.WHOLE.team)
    assert read(told.kept()) == told


def test_of_an_older_copy_what_nobody_asked_then_is_not_answered():
    kept = make.WHOLE.kept()
    del kept["landing"], kept["financing"]["loan_fen"]
    kept["financing"]["asked_no_more"] = 1
    assert read(kept).landing == LandingFacts()
    assert read(kept).financing == replace(make.WHOLE.financing, loan_fen=None)


def test_a_step_is_saved_though_half_of_it_is_missing():
    project = make.project(whole=False)
    save(project, "financing", FinancingFacts(ask_fen=100))
    assert snapshot_of(project).financing == FinancingFacts(ask_fen=100)


def test_rows_are_as_many_and_in_the_order_as_they_were_saved_last():
    project = make.project(whole=False)
    first, second = make.WHOLE.team.people[0], replace(make.WHOLE.team.people[0], name="第二人")
    save(project, "team", replace(make.WHOLE.team, people=(first, second)))
    save(project, "team", replace(make.WHOLE.team, people=(second,)))
    assert snapshot_of(project).team.people == (second,)


def test_years_are_kept_with_the_latest_first():
    project, year = make.project(whole=False), make.WHOLE.market.years[0]
    later = replace(year, year=2026)
    save(project, "market", replace(make.WHOLE.market, years=(year, later)))
    assert snapshot_of(project).market.years == (later, year)


def test_who_comes_later_with_an_older_page_is_refused_and_learns_who_was_faster():
    project = make.project()
    seen = print_of(snapshot_of(project).financing)
    save(project, "financing", replace(make.WHOLE.financing, rounds=(), ask_fen=1))
    with pytest.raises(Overtaken) as refusal:
        fill(project, FinancingFacts(ask_fen=2), seen=seen, actor=make.SOMEONE)
    assert (refusal.value.who, refusal.value.did) == ("测试组织者", ["改了“融资”"])
    assert snapshot_of(project).financing.ask_fen == 1


def test_two_work_on_two_steps_without_meeting():
    project = make.project()
    seen = print_of(snapshot_of(project).applicant)
    save(project, "financing", FinancingFacts(ask_fen=1))
    fill(project, ApplicantFacts(kind="team"), seen=seen, actor=make.SOMEONE)
    assert (snapshot_of(project).financing.ask_fen, snapshot_of(project).applicant.kind) == (1, "team")


def test_what_is_saved_already_is_saved_once_though_it_comes_twice():
    project = make.project()
    seen = print_of(snapshot_of(project).financing)
    for _time in range(2):
        fill(project, FinancingFacts(ask_fen=1), seen=seen, actor=make.SOMEONE)
    assert lines(project) == [("project.filled", {"filled": "financing"})]


def test_a_sitting_is_one_line_of_the_trail_and_no_answer_stands_in_it():
    project = make.project(whole=False)
    for ask in (1, 2):
        save(project, "financing", FinancingFacts(ask_fen=ask))
    with clock.at(clock.now() + timedelta(minutes=31)):
        save(project, "financing", FinancingFacts(ask_fen=3))
    assert lines(project) == [("project.filled", {"filled": "financing"})] * 2


def test_what_was_agreed_to_keeps_its_moment_until_it_is_taken_back():
    project, given = make.project(whole=False), clock.now()
    save(project, "landing", LandingFacts(publishing=True))
    with clock.at(given + timedelta(days=1)):
        save(project, "landing", LandingFacts(publishing=True, handling=True))
        declared = {row.what: (row.at, row.by) for row in snapshot_of(project).declared}
        save(project, "landing", LandingFacts(handling=True))
    assert declared["publishing"] == (given, "测试组织者")
    assert [row.what for row in snapshot_of(project).declared] == ["handling"]
    assert ("project.took_back", {"declared": "publishing"}) in lines(project)


def test_what_was_agreed_to_in_other_words_is_asked_for_again():
    project = make.project()
    assert project.dossier is not None
    project.dossier.declared[0].version = 0
    older = project.dossier.declared[0].what
    db.session.commit()
    told = snapshot_of(project)
    assert (getattr(told.landing, older, None) or getattr(told.team, older, None)) in (False, None)
    step = "team" if older == "no_dispute" else "landing"
    save(project, step, make.WHOLE.step(step))
    assert {row.version for row in snapshot_of(project).declared} == {1}


def test_wrong_answers_are_not_saved():
    project = make.project()
    with pytest.raises(Refused) as refusal:
        save(project, "financing", FinancingFacts(equity_bp=0))
    assert (refusal.value.field, snapshot_of(project).financing.equity_bp) == ("equity_bp", 1_250)


def test_a_stub_is_one_until_what_a_project_is_registered_with_is_there():
    project = make.project(whole=False, stub=True, one_line="", sector=None, stage=None)
    save(project, "overview", ProjectFacts(project.name, "一句话"))
    still = project.stub
    save(project, "overview", ProjectFacts(project.name, "一句话", "", "energy", "a"))
    assert (still, project.stub) == (True, False)


def test_the_centre_completes_what_a_ledger_named():
    project = make.project(whole=False, stub=True, one_line="", sector=None, stage=None)
    operations.change_project(project, make.WHOLE.overview, actor=make.SOMEONE)
    assert (project.stub, snapshot_of(project).overview) == (False, make.WHOLE.overview)
