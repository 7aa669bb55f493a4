"""What came of the roadshows held: landings, investments, loans; most are verified, some wait for either recorder."""

from datetime import date, timedelta

from roadshow.foundation.money import WAN
from roadshow.outcomes import operations as outcomes
from roadshow.outcomes.models import Row
from roadshow.outcomes.rules import LandingFacts, StepFacts
from roadshow.outcomes.states import DealStep, Kind
from roadshow.pitches.queries import list_pitches_of
from roadshow.pitches.states import PitchState
from roadshow.projects.models import Project

from .people import Crew

# project's number, days ago, planned 万元, platform, plan
LANDINGS = (
    (0, 200, 12_000, "平湖创新中心", "深根计划"),
    (2, 160, 6_800, "张江长三角科技城", ""),
    (5, 120, 4_500, "明湖科创湖区", "深根计划"),
    (8, 70, 9_000, "独山港经济开发区", ""),
)
# project's number, fund, round, [(step, days ago, 万元)]
DEALS = (
    (
        0,
        "示例湖畔创投",
        "A轮",
        ((DealStep.INTENT, 210, 5_000), (DealStep.SIGNED, 150, 3_000), (DealStep.PAID, 120, 2_000)),
    ),
    (2, "示例湖畔创投", "A轮", ((DealStep.SIGNED, 140, 1_500), (DealStep.PAID, 100, 1_500))),
    (8, "示例产业资本", "Pre-A轮", ((DealStep.INTENT, 55, 2_000),)),
    (9, "示例产业资本", "A轮", ((DealStep.INTENT, 90, 4_000), (DealStep.SIGNED, 30, 3_600))),
)


def log(crew: Crew, projects: list[Project], today: date) -> None:
    """By recorder, verified by recorder2 but for the newest; one by recorder2, so that recorder has work too."""
    recorder, second = crew.acting("recorder"), crew.acting("recorder2")
    rows = [_landing(crew, projects[number], today, *facts) for number, *facts in LANDINGS]
    rows += [row for deal in DEALS for row in _deal(crew, projects, today, *deal)]
    for row in rows[:-2]:
        outcomes.verify(row, actor=second)
    wrong = rows[1]
    outcomes.correct(
        wrong, {"amount_fen": 7_200 * WAN}, "计划总投资少写了一期设备，附补充协议。", actor=recorder
    )
    talent = LandingFacts(
        projects[13].id, today - timedelta(days=6), amount_fen=3_000 * WAN, place="平湖创新中心"
    )
    outcomes.log(talent, actor=second)


def _landing(crew: Crew, project: Project, today: date, ago: int, planned: int, place: str, plan: str) -> Row:  # noqa: PLR0913  a row of the table above
    facts = LandingFacts(
        project.id,
        today - timedelta(days=ago),
        company_id=project.company_id,
        roadshow_id=_where_it_pitched(project),
        amount_fen=planned * WAN,
        place=place,
        plan=plan,
        industrialised=planned > 10_000,  # noqa: PLR2004  the largest one
    )
    return outcomes.log(facts, actor=crew.acting("recorder"))


def _deal(  # noqa: PLR0913  a row of the table above
    crew: Crew,
    projects: list[Project],
    today: date,
    number: int,
    fund: str,
    round_: str,
    steps: tuple[tuple[DealStep, int, int], ...],
) -> list[Row]:
    project = projects[number]
    return [
        outcomes.begin_investment(
            project,
            fund,
            round_,
            StepFacts(
                Kind.INVESTMENT, step, today - timedelta(days=ago), amount * WAN, _where_it_pitched(project)
            ),
            actor=crew.acting("recorder"),
        )
        for step, ago, amount in steps
    ]


def _where_it_pitched(project: Project) -> int | None:
    return next((p.roadshow_id for p in list_pitches_of(project.id) if p.state is PitchState.PRESENTED), None)
