"""Each figure is what plain counting finds, over ledgers with corrections, refusals, doubles and rows without a day."""

from collections.abc import Iterator
from datetime import date, time
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from roadshow.attendance.models import Mode
from roadshow.attendance.states import AttendanceState
from roadshow.foundation import clock
from roadshow.foundation.actor import COMMAND
from roadshow.foundation.db import db, insert_many, operation
from roadshow.foundation.money import WAN
from roadshow.meetings.models import Interest, InterestLevel
from roadshow.outcomes import operations
from roadshow.outcomes.facts import StepFacts
from roadshow.outcomes.models import ROW_OF, AlsoAt, Row, Thread
from roadshow.outcomes.states import STEPS_OF, Kind, RowState, ThreadStep
from roadshow.pitches.states import PitchState
from roadshow.programme.states import RoadshowState
from roadshow.projects.models import Project
from roadshow.reports.figures.answers import FIGURES, median, parts, value, values
from roadshow.reports.figures.figure import CHAPTER_WORDS, UNIT_WORDS, Chapter, Spread, Unit
from roadshow.reports.figures.scope import By, Scope, whole_year
from roadshow.reports.figures.sources import LEDGER
from roadshow.reports.figures.words import DEFINITIONS, NAMES
from tests import make

from .plain import COUNTED, World

MANY_TIMES = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
_codes = count(1)
YEARS = (2024, 2025, 2026)
REGIONS = ("330482", "330402", "310117", "")
CATEGORIES = {
    Kind.RATING: ("绿色", "蓝色", "黄色"),
    Kind.HIRE: ("海外工程师", "领军型创新创业团队"),
    Kind.POLICY_PAYMENT: ("科发资金", "创新券"),
    Kind.RECOGNITION: ("高新技术企业",),
}
MONEY = {Kind.LANDING, Kind.INVESTMENT, Kind.LOAN, Kind.POLICY_PAYMENT}
OF_FIRMS = {Kind.LOAN, Kind.HIRE, Kind.RESIDENCY, Kind.RATING, Kind.RECOGNITION}
DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))
A_ROW = st.fixed_dictionaries(
    {
        "sort": st.sampled_from([(kind, step) for kind in Kind for step in STEPS_OF.get(kind, (None,))]),
        "on": st.none() | DAYS,
        "year": st.sampled_from(YEARS),
        "amount_fen": st.none() | st.integers(1, 10**13),
        "state": st.sampled_from(RowState),
        "which": st.integers(0, 3),
        "where": st.integers(0, 2),
        "thread": st.integers(0, 1),
        "yes": st.booleans(),
        "yes_too": st.booleans(),
        "area": st.none() | st.decimals(0, 10**6, places=2),
        "correction": st.none() | st.sampled_from(RowState),
    }
)
SCOPES = st.builds(
    lambda first, last, narrow, verified: Scope(
        min(first, last), max(first, last), **narrow, verified=verified
    ),
    DAYS,
    DAYS,
    st.fixed_dictionaries(
        {},
        optional={
            "sector": st.sampled_from(["materials", "energy", ""]),
            "stage": st.sampled_from(["a", ""]),
            "origin": st.sampled_from(["self", ""]),
            "applicant": st.sampled_from(["overseas", ""]),
            "region": st.sampled_from(["33", "3304", "330482", "31", ""]),
            "roadshow_id": st.sampled_from([0, 1]),
            "place": st.sampled_from(["张江", ""]),
        },
    ),
    st.booleans(),
)


@pytest.fixture(autouse=True)
def _in_autumn() -> Iterator[None]:
    with clock.at(clock.moment(date(2026, 10, 1), time(9))):
        yield


class Built:
    """A few of everything, to hang rows on."""

    def __init__(self) -> None:
        self.roadshows = [make.held(date(2024, 6, 1)), make.held(date(2026, 3, 1))]
        self.roadshows[0].told_institutions, self.roadshows[0].told_visitors = 12, 60
        self.roadshows[0].venue = "张江"
        self.projects = [self._project(number) for number in range(3)]
        self.projects.append(make.saved(Project(name="无企业", name_key="无企业", made_at=clock.now())))

    def _project(self, number: int) -> Project:
        region = REGIONS[number]
        code = f"91{region}M{next(_codes):09d}" if number else None
        firm = make.company(uscc=code)
        project = make.project(
            firm, sector=("materials", "energy", None)[number], stage=("a", None, "a")[number]
        )
        assert project.dossier
        project.dossier.kind = ("company", "overseas", None)[number]
        project.dossier.region = REGIONS[(number + 1) % 4]
        return project

    def row(self, facts: dict[str, Any]) -> None:
        """The row, and perhaps a correction of it."""
        kind, step = facts["sort"]
        project = self.projects[facts["which"]]
        on = facts["on"] or (date(facts["year"], 5, 4) if step and kind is not Kind.HIRE else None)
        year = on.year if on else facts["year"]
        categories = CATEGORIES.get(kind, ("",))
        said: dict[str, Any] = {
            "step": step,
            "year": year,
            "on": on,
            "counted_on": on or date(year, 12, 31),
            "fingerprint": "",
            "amount_fen": facts["amount_fen"] if kind in MONEY else None,
            "project_id": project.id if kind in (Kind.INVESTMENT, Kind.LANDING) else None,
            "company_id": project.company_id if kind in OF_FIRMS else None,
            "roadshow_id": self.roadshows[facts["where"]].id if facts["where"] < 2 else None,
            "category": categories[facts["which"] % len(categories)],
            "name": "甲" if facts["yes"] else "",
            "logged_at": clock.now(),
            "logged_by": "测试",
            **self.own(kind, facts),
        }
        if step and (kind is not Kind.HIRE or facts["yes"]):
            said["thread_id"] = self.thread(kind, project, facts).id
        replaced = facts["correction"] is RowState.VERIFIED and facts["state"] is not RowState.REFUSED
        counts = facts["state"] is not RowState.REFUSED and not replaced
        if kind is Kind.LANDING and self.has_landed(project):
            return
        row = make.saved(ROW_OF[kind](**said, state=facts["state"], counts=counts))
        if facts["correction"] and facts["state"] is not RowState.REFUSED:
            said |= {"amount_fen": 7 * WAN} if said["amount_fen"] else {}
            right = facts["correction"]
            wanted = {
                "state": right,
                "counts": right is RowState.VERIFIED,
                "corrects_id": row.id,
                "why": "错",
            }
            make.saved(ROW_OF[kind](**said, **wanted))

    def own(self, kind: Kind, facts: dict[str, Any]) -> dict[str, Any]:
        """What only this kind has."""
        area = facts["area"] if facts["area"] is not None else Decimal(1)
        place = "张江" if facts["yes"] else ""
        site = {"area_m2": area, "running": facts["yes"], "off_site": facts["yes_too"], "place": place}
        return {
            Kind.LANDING: {
                "plan": "深根计划" if facts["yes"] else "",
                "industrialised": facts["yes_too"],
                "place": place,
            },
            Kind.HIRE: {"place": place},
            Kind.INCUBATOR: site,
            Kind.EVALUATION: {"score": min(area, Decimal(100))},
            Kind.RESIDENCY: {"area_m2": facts["area"]},
        }.get(kind, {})

    def thread(self, kind: Kind, project: Project, facts: dict[str, Any]) -> Thread:
        """Perhaps one that came up again at the other roadshow."""
        key = f"{kind}|{project.id}|{facts['thread']}"
        found = db.session.query(Thread).filter_by(key=key).one_or_none()
        if found is None:
            found = make.saved(Thread(kind=kind, key=key, counterpart="示例"))
            if facts["yes_too"]:
                make.saved(AlsoAt(thread_id=found.id, roadshow_id=self.roadshows[1].id))
        return found

    def has_landed(self, project: Project) -> bool:
        rows = db.session.query(Row).filter_by(project_id=project.id, kind=Kind.LANDING)
        return rows.first() is not None


def narrowed(scope: Scope, built: Built) -> Scope:
    """Its roadshow as the one that there is."""
    return scope.within(By.ROADSHOW, built.roadshows[1].id) if scope.roadshow_id else scope


def told(scope: Scope) -> dict[str, object]:
    """As the queries have it, of the figures that can be narrowed so."""
    asked = {name: figure for name, figure in FIGURES.items() if figure.rows.answers(scope)}
    return {name: found[0] for name, found in values(asked.values(), [scope]).items()}


@given(rows=st.lists(A_ROW, max_size=14), scopes=st.lists(SCOPES, min_size=2, max_size=4))
@MANY_TIMES
def test_each_figure_of_the_ledger_is_what_plain_counting_finds(
    inside: Flask, rows: list[dict[str, Any]], scopes: list[Scope]
) -> None:
    built = Built()
    for facts in rows:
        built.row(facts)
    for scope in (narrowed(scope, built) for scope in [*scopes, whole_year(2025)]):
        world, found = World.now(), told(scope)
        assert found == {name: COUNTED[name](world, scope) for name in found}


APPLIED = st.tuples(st.sampled_from(PitchState), st.integers(0, 3), st.integers(0, 1), st.booleans())
SAID = st.tuples(st.none() | st.sampled_from(InterestLevel), st.integers(0, 3), st.integers(0, 1), DAYS)
CAME = st.tuples(
    st.sampled_from([AttendanceState.CHECKED_IN, AttendanceState.NO_SHOW, AttendanceState.ACCEPTED]),
    st.sampled_from(Mode),
    st.integers(0, 1),
    st.integers(0, 2),
)


@given(
    applied=st.lists(APPLIED, max_size=6, unique_by=lambda one: one[1:3]),
    said=st.lists(SAID, max_size=4, unique_by=lambda one: one[1]),
    came=st.lists(CAME, max_size=5),
    scopes=st.lists(SCOPES, min_size=2, max_size=3),
)
@MANY_TIMES
def test_each_figure_of_the_roadshows_is_what_plain_counting_finds(
    inside: Flask, applied: list[Any], said: list[Any], came: list[Any], scopes: list[Scope]
) -> None:
    built, person = Built(), make.person()
    institutions = [make.institution() for _number in range(2)]
    make.undated(2026)
    make.held(date(2025, 6, 1), state=RoadshowState.CANCELLED)
    for state, which, where, sent_in in applied:
        at = make.moment(date(2024, 1, 5), 23)
        pitch = make.pitch(built.roadshows[where], state, of=built.projects[which])
        pitch.submitted_at = at if sent_in else None
        db.session.commit()
    for level, which, where, on in said:
        low = {"low_fen": 1, "high_fen": 2} if level is InterestLevel.INVEST else {}
        make.saved(
            Interest(
                level=level,
                institution=institutions[0],
                project=built.projects[which],
                roadshow=built.roadshows[where],
                person_id=person.id,
                by="测试",
                at=make.moment(on, 0, 30),
                **low,
            )
        )
    for state, mode, where, which in came:
        of = {"institution_id": institutions[which].id} if which < 2 else {}
        make.attendance(built.roadshows[where], state, mode=mode, **of)
    for scope in (narrowed(scope, built) for scope in scopes):
        world, found = World.now(), told(scope)
        assert found == {name: COUNTED[name](world, scope) for name in found}


@given(rows=st.lists(A_ROW, max_size=10), by=st.sampled_from(By))
@MANY_TIMES
def test_each_part_of_a_figure_is_the_figure_narrowed_to_it(
    inside: Flask, rows: list[dict[str, Any]], by: By
) -> None:
    built = Built()
    for facts in rows:
        built.row(facts)
    scope = Scope(date(2024, 1, 1), date(2026, 12, 31))
    for name in ("paid_fen", "paid_projects", "landed", "talent_selected", "moved_in", "policy_fen"):
        found = parts(FIGURES[name], by, scope)
        narrower = [value(FIGURES[name], scope.within(by, part.key)) for part in found]
        assert narrower == [part.value for part in found]


def invest(on: date, at: int | None = None, **facts: object) -> Project:
    project = facts.pop("project", None) or make.project(**facts)
    for step in (ThreadStep.SIGNED, ThreadStep.PAID):
        said = StepFacts(Kind.INVESTMENT, step, on, 100 * WAN, at)
        operations.begin_investment(project, "示例创投", "A轮", said, actor=COMMAND)
    return project


def test_one_deal_seen_at_two_roadshows_counts_once(inside: Flask) -> None:
    first, second = make.held(date(2025, 3, 1)), make.held(date(2025, 6, 1))
    project = make.project()
    for roadshow in (first, second):
        said = StepFacts(Kind.INVESTMENT, ThreadStep.INTENT, roadshow.on, 100 * WAN, roadshow.id)
        operations.begin_investment(project, "示例创投", "A轮", said, actor=COMMAND)
    scope = whole_year(2025)
    seen = [value(FIGURES["intent_deals"], scope.within(By.ROADSHOW, row.id)) for row in (first, second)]
    assert (value(FIGURES["intent_deals"], scope), seen) == (1, [1, 1])


def test_a_firm_lies_where_its_code_says_from_the_province_down(inside: Flask) -> None:
    project = invest(date(2025, 3, 1))
    scope = whole_year(2025)
    found = [
        [(part.key, part.value) for part in parts(FIGURES["paid_projects"], By.REGION, within)]
        for within in (scope, scope.within(By.REGION, "33"), scope.within(By.REGION, "3304"))
    ]
    assert found == [[("33", 1)], [("3304", 1)], [("330482", 1)]]
    [firm] = parts(FIGURES["paid_projects"], By.COMPANY, scope.within(By.REGION, "330482"))
    assert project.company
    assert (firm.key, firm.name) == (project.company_id, project.company.name)


def test_what_cannot_be_narrowed_so_is_not_told(inside: Flask) -> None:
    assert value(FIGURES["held"], whole_year(2025).within(By.STAGE, "a")) is None


@given(st.dictionaries(st.integers(0, 50), st.integers(1, 4), min_size=1))
def test_the_middle_of_numbers_that_are_there_often(counts: dict[int, int]) -> None:
    every = sorted(number for number, many in counts.items() for _time in range(many))
    half = len(every) // 2
    assert median(counts) == Decimal(every[half] + every[~half]) / 2


def test_every_figure_says_what_it_is_and_is_counted_here(inside: Flask) -> None:
    names = set(FIGURES)
    assert [set(NAMES), set(DEFINITIONS), set(COUNTED)] == [names] * 3
    assert (set(UNIT_WORDS), set(CHAPTER_WORDS)) == (set(Unit), set(Chapter))
    assert {figure.chapter for figure in FIGURES.values()} == set(Chapter)


@pytest.mark.parametrize("many", [1, 12])
def test_each_figure_is_one_statement_however_much_there_is(inside: Flask, counted: Any, many: int) -> None:
    for _number in range(many):
        invest(date(2025, 3, 1))
    scope = whole_year(2025)
    for figure in FIGURES.values():
        with counted() as statements:
            values([figure], scope.ten_years)
        assert len(statements) == 1, figure.name


OF_LEDGER = [figure for figure in FIGURES.values() if figure.rows.source is LEDGER]
ALONE = [
    figure.name
    for figure in OF_LEDGER
    if not figure.rows.joins and not isinstance(figure, Spread) and figure.name != "deep_root_paid_fen"
]


def fill() -> None:
    """Enough rows of every sort for a planner to choose by, and it knows them."""
    sorts = [(kind, step) for kind in Kind for step in STEPS_OF.get(kind, (None,))]
    now = clock.now()
    rows = [
        {
            "kind": kind,
            "step": step,
            "year": on.year,
            "on": on,
            "counted_on": on,
            "counts": True,
            "fingerprint": f"{number}-{place}",
            "state": RowState.LOGGED,
            "logged_at": now,
            "logged_by": "测试",
            **dict.fromkeys(("name", "category", "note", "source", "affirmed", "verified_by", "why"), ""),
        }
        for number, (kind, step) in enumerate(sorts)
        for place in range(300)
        for on in [date(2017 + place % 10, 1 + place % 12, 1)]
    ]
    operation(insert_many)(Row, rows)
    db.session.execute(text("ANALYZE"))
    db.session.commit()


def plan(rows: Any) -> str:
    """How the database goes about it."""
    asked = rows.compile(db.engine, compile_kwargs={"literal_binds": True})
    words = "EXPLAIN" if db.engine.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN"
    return "\n".join(str(line) for line in db.session.execute(text(f"{words} {asked}".replace(":", "\\:"))))


def test_a_figure_of_the_ledger_is_read_from_one_index_alone(inside: Flask) -> None:
    fill()
    alone = "Index Only Scan using" if db.engine.dialect.name == "postgresql" else "USING COVERING INDEX"
    plans = {name: plan(FIGURES[name].rows.asked([FIGURES[name].column], whole_year(2025))) for name in ALONE}
    assert [name for name, said in plans.items() if said.count(f"{alone} ix_outcomes_row_figures") != 1] == []


def test_no_figure_reads_the_whole_ledger(inside: Flask) -> None:
    fill()
    plans = {
        figure.name: plan(figure.rows.asked([figure.takes], whole_year(2025), figure.joins))
        for figure in OF_LEDGER
    }
    whole = ("Seq Scan on outcomes_row", "SCAN outcomes_row")
    assert [name for name, said in plans.items() if any(words in said for words in whole)] == []
