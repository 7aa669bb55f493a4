"""How far projects came: each once a stage, counted as it is now, leading to exactly the projects counted."""

from datetime import date, timedelta

import pytest

from roadshow.foundation.actor import COMMAND
from roadshow.foundation.money import WAN
from roadshow.outcomes import operations
from roadshow.outcomes.facts import StepFacts
from roadshow.outcomes.states import Kind, ThreadStep
from roadshow.pitches.states import PitchState
from roadshow.projects.models import Project
from roadshow.projects.queries import Wanted, count_projects
from roadshow.reports.funnel import Reached, list_stages, projects_at
from tests import make

ON = date(2025, 6, 16)
P = PitchState
PASSED = {
    P.DRAFT: 0,
    P.SUBMITTED: 1,
    P.RETURNED: 1,
    P.DECLINED: 1,
    P.WITHDRAWN: 1,
    P.SCREENED: 2,
    P.WAITLISTED: 2,
    P.LAPSED: 2,
    P.ACCEPTED: 3,
    P.SCHEDULED: 3,
    P.ABSENT: 3,
    P.PRESENTED: 4,
}


def counts(year: int = 2025) -> list[int]:
    return [stage.projects for stage in list_stages(year)]


def presented(on: date = ON) -> Project:
    return make.pitch(make.held(on), P.PRESENTED).project


def deal(project: Project, *steps: tuple[ThreadStep, date]) -> None:
    for step, on in steps:
        facts = StepFacts(Kind.INVESTMENT, step, on, 100 * WAN)
        operations.begin_investment(project, "示例创投", "A轮", facts, actor=COMMAND)


@pytest.mark.parametrize("state", P)
def test_an_application_has_passed_so_many_stages(inside, state):
    make.pitch(make.held(ON), state, **({"submitted_at": None} if state is P.DRAFT else {}))
    assert counts() == [1] * PASSED[state] + [0] * (6 - PASSED[state])


def test_a_draft_that_was_withdrawn_was_never_applied(inside):
    make.pitch(make.held(ON), P.WITHDRAWN, submitted_at=None)
    assert counts() == [0] * 6


def test_a_project_at_two_roadshows_is_one(inside):
    project = presented()
    make.pitch(make.held(date(2025, 9, 1)), P.PRESENTED, of=project)
    assert counts() == [1, 1, 1, 1, 0, 0]


def test_a_roadshow_counts_in_the_year_of_its_day(inside):
    presented(date(2024, 12, 31))
    presented(date(2025, 1, 1))
    assert (counts(2024), counts(2025)) == ([1, 1, 1, 1, 0, 0], [1, 1, 1, 1, 0, 0])


@pytest.mark.parametrize(("days", "signed"), [(-1, 0), (0, 1), (400, 1)])
def test_signed_is_what_came_from_the_day_of_the_roadshow_on(inside, days, signed):
    deal(presented(), (ThreadStep.SIGNED, ON + timedelta(days=days)))
    assert counts()[4:] == [signed, 0]


def test_paid_is_part_of_what_was_signed_after_the_roadshow(inside):
    later = ON + timedelta(days=30)
    deal(presented(), (ThreadStep.SIGNED, ON - timedelta(days=30)), (ThreadStep.PAID, later))
    deal(presented(), (ThreadStep.SIGNED, later), (ThreadStep.PAID, later))
    assert counts()[4:] == [1, 1]


def test_who_only_applied_is_not_among_the_signed(inside):
    deal(make.pitch(make.held(ON), P.DECLINED).project, (ThreadStep.SIGNED, ON))
    assert counts() == [1, 0, 0, 0, 0, 0]


def test_every_stage_leads_to_exactly_its_projects(inside):
    for state in P:
        make.pitch(make.held(ON), state)
    deal(presented(), (ThreadStep.SIGNED, ON), (ThreadStep.PAID, ON))
    listed = [count_projects(Wanted(among=projects_at(stage, 2025))) for stage in Reached]
    assert listed == counts()


@pytest.mark.parametrize("many", [1, 12])
def test_the_funnel_is_one_statement(inside, counted, many):
    for _number in range(many):
        presented()
    with counted() as statements:
        list_stages(2025)
    assert len(statements) == 1
