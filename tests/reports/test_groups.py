"""Figures told apart: every group leads to exactly its rows, and together they are all of them."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roadshow.foundation import clock
from roadshow.foundation.actor import COMMAND
from roadshow.foundation.money import WAN
from roadshow.foundation.sectors import SECTORS
from roadshow.outcomes import operations
from roadshow.outcomes.facts import LandingFacts, StepFacts
from roadshow.outcomes.groups import By
from roadshow.outcomes.models import ROW_OF
from roadshow.outcomes.queries import count_rows
from roadshow.outcomes.states import Kind, RowState, ThreadStep
from roadshow.reports.measures import Measure, Question, answer
from tests import make

MANY_TIMES = settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
FIELDS = [("materials", "a"), ("energy", "seed"), (None, None), (next(iter(SECTORS)), None)]
A_ROW = st.fixed_dictionaries(
    {
        "year": st.integers(2024, 2026),
        "month": st.none() | st.integers(1, 12),
        "sort": st.sampled_from(
            [
                (Kind.INVESTMENT, ThreadStep.SIGNED),
                (Kind.INVESTMENT, ThreadStep.PAID),
                (Kind.LOAN, ThreadStep.LENT),
                (Kind.LANDING, None),
                (Kind.HIRE, None),
                (Kind.POLICY_PAYMENT, None),
            ]
        ),
        "amount_fen": st.none() | st.integers(1, 10**12),
        "state": st.sampled_from(RowState),
        "where": st.integers(0, 5),
        "corrected": st.booleans(),
    }
)


def keep(facts: dict, projects: list, roadshows: list) -> None:
    """The row, and perhaps a correction of its money."""
    project = projects[facts["where"]] if facts["where"] < len(projects) else None
    kind, step = facts["sort"]
    told = {
        "kind": kind,
        "step": step,
        "year": facts["year"],
        "on": date(facts["year"], facts["month"], 28) if facts["month"] else None,
        "counted_on": date(facts["year"], facts["month"] or 12, 28 if facts["month"] else 31),
        "fingerprint": "",
        "roadshow_id": roadshows[facts["where"] % 2].id if facts["where"] % 3 else None,
        "logged_at": clock.now(),
        "logged_by": "测试",
    }
    mine = {"project_id": project.id if project and kind is not Kind.LANDING else None}
    corrected = facts["corrected"] and bool(facts["where"] % 2)
    counts = facts["state"] is not RowState.REFUSED and not corrected
    told |= {"amount_fen": facts["amount_fen"], "state": facts["state"], "counts": counts} | mine
    row = make.saved(ROW_OF[kind](**told))
    if facts["corrected"]:
        state = RowState.VERIFIED if corrected else RowState.LOGGED
        told |= {
            "amount_fen": 7 * WAN,
            "state": state,
            "counts": corrected,
            "corrects_id": row.id,
            "why": "错",
        }
        make.saved(ROW_OF[kind](**told))


@pytest.mark.parametrize("by", By)
@given(rows=st.lists(A_ROW, max_size=5))
@MANY_TIMES
def test_every_group_leads_to_exactly_its_rows(inside, by, rows):
    projects = [make.project(sector=sector, stage=stage) for sector, stage in FIELDS]
    roadshows = [make.held(date(2025, 3, 1)), make.held(date(2025, 4, 1))]
    for row in rows:
        keep(row, projects, roadshows)
    for measure in Measure:
        question = Question(measure, by, 2024, 2025)
        groups = answer(question)
        assert [count_rows(question.rows(group)) for group in groups] == [
            (group.rows, group.fen) for group in groups
        ]
        all_rows = count_rows(question.rows())
        whole = all_rows[0] if measure in (Measure.LANDINGS, Measure.POOLED, Measure.HIRES) else all_rows[1]
        assert sum(question.value(group) for group in groups) == whole


def invest(on: date, wan: int, **facts: object) -> None:
    project = make.project(**facts)
    for step in (ThreadStep.SIGNED, ThreadStep.PAID):
        paid = StepFacts(Kind.INVESTMENT, step, on, wan * WAN)
        operations.begin_investment(project, "示例创投", "A轮", paid, actor=COMMAND)


def test_fields_stand_the_largest_first_and_what_is_not_known_last(inside):
    invest(date(2025, 3, 1), 100, sector="energy")
    invest(date(2025, 5, 1), 300, sector="materials")
    invest(date(2025, 5, 1), 900, sector=None)
    groups = answer(Question(Measure.PAID, By.SECTOR, 2025, 2025))
    assert [(group.name, group.fen // WAN) for group in groups] == [
        ("materials", 300),
        ("energy", 100),
        ("", 900),
    ]


def test_months_stand_in_the_order_of_time(inside):
    invest(date(2025, 11, 1), 100)
    invest(date(2026, 2, 1), 900)
    invest(date(2025, 3, 1), 300)
    groups = answer(Question(Measure.PAID, By.MONTH, 2025, 2026))
    assert [group.narrow for group in groups] == [
        {"year": 2025, "month": 3},
        {"year": 2025, "month": 11},
        {"year": 2026, "month": 2},
    ]


def test_landings_are_counted_and_their_plans_are_money(inside):
    operations.log(LandingFacts(make.project().id, date(2025, 3, 1), amount_fen=500 * WAN), actor=COMMAND)
    operations.log(LandingFacts(make.project().id, date(2025, 4, 1)), actor=COMMAND)
    values = {
        measure: [question.value(group) for group in answer(question)]
        for measure in (Measure.LANDINGS, Measure.PLANNED)
        for question in [Question(measure, By.YEAR, 2025, 2025)]
    }
    assert values == {Measure.LANDINGS: [2], Measure.PLANNED: [500 * WAN]}


@pytest.mark.parametrize("many", [1, 20])
def test_an_answer_is_one_statement(inside, counted, many):
    for _number in range(many):
        invest(date(2025, 3, 1), 100)
    with counted() as statements:
        answer(Question(Measure.PAID, By.SECTOR, 2025, 2025))
    assert len(statements) == 1
