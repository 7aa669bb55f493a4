"""What came of the roadshows held: landings, investments, loans; most are verified, some wait for either recorder."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, time, timedelta

from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.money import WAN
from roadshow.outcomes import operations as outcomes
from roadshow.outcomes.facts import LandingFacts, StepFacts
from roadshow.outcomes.models import Row
from roadshow.outcomes.states import Kind, ThreadStep
from roadshow.pitches.queries import list_pitches_of
from roadshow.pitches.states import PitchState
from roadshow.projects.models import Project

from .people import Crew

D = ThreadStep


@dataclass(frozen=True)
class Landed:
    """A project (its number), how many days ago, planned 万元, onto which platform, under which plan."""

    project: int
    ago: int
    planned: int
    place: str
    plan: str = ""


@dataclass(frozen=True)
class Dealt:
    """A project, fund and round, and each step: (step, days ago, 万元)."""

    project: int
    fund: str
    round: str
    steps: tuple[tuple[ThreadStep, int, int], ...]


LANDINGS = (
    Landed(0, 200, 12_000, "平湖创新中心", "深根计划"),
    Landed(2, 160, 6_800, "张江长三角科技城"),
    Landed(5, 120, 4_500, "明湖科创湖区", "深根计划"),
    Landed(8, 70, 9_000, "独山港经济开发区"),
)
DEALS = (
    Dealt(0, "示例湖畔创投", "A轮", ((D.INTENT, 210, 5_000), (D.SIGNED, 150, 3_000), (D.PAID, 120, 2_000))),
    Dealt(2, "示例湖畔创投", "A轮", ((D.SIGNED, 140, 1_500), (D.PAID, 100, 1_500))),
    Dealt(8, "示例产业资本", "Pre-A轮", ((D.INTENT, 55, 2_000),)),
    Dealt(9, "示例产业资本", "A轮", ((D.INTENT, 90, 4_000), (D.SIGNED, 30, 3_600))),
)


def log(crew: Crew, projects: list[Project], today: date) -> None:
    """By recorder, verified by recorder2 but for the newest; one by recorder2, so that recorder has work too."""
    recorder, second = crew.acting("recorder"), crew.acting("recorder2")
    rows = [_land(projects[landed.project], landed, today, recorder) for landed in LANDINGS]
    rows += [row for dealt in DEALS for row in _deal(projects[dealt.project], dealt, today, recorder)]
    for row in rows[:-2]:
        with _on(row.on or today, hour=17):
            outcomes.verify(row, actor=second)
    with _on(today - timedelta(days=2), hour=9):
        more = {"amount_fen": 7_200 * WAN}
        outcomes.correct(rows[1], more, "计划总投资少写了一期设备，附补充协议。", actor=recorder)
    newest = Landed(13, 6, 3_000, "平湖创新中心")
    _land(projects[newest.project], newest, today, second)


def _land(project: Project, landed: Landed, today: date, actor: Actor) -> Row:
    on = today - timedelta(days=landed.ago)
    facts = LandingFacts(
        project.id,
        on,
        company_id=project.company_id,
        roadshow_id=_where_it_pitched(project),
        amount_fen=landed.planned * WAN,
        place=landed.place,
        plan=landed.plan,
        industrialised=landed is LANDINGS[0],
    )
    with _on(on):
        return outcomes.log(facts, actor=actor)


def _deal(project: Project, dealt: Dealt, today: date, actor: Actor) -> list[Row]:
    rows = []
    for step, ago, amount in dealt.steps:
        on = today - timedelta(days=ago)
        facts = StepFacts(Kind.INVESTMENT, step, on, amount * WAN, _where_it_pitched(project))
        with _on(on):
            rows.append(outcomes.begin_investment(project, dealt.fund, dealt.round, facts, actor=actor))
    return rows


def _on(day: date, hour: int = 15) -> AbstractContextManager[None]:
    return clock.at(clock.moment(day, time(hour)))


def _where_it_pitched(project: Project) -> int | None:
    return next((p.roadshow_id for p in list_pitches_of(project.id) if p.state is PitchState.PRESENTED), None)
