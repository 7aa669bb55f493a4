"""What else came about: loans step by step, talent, firms in incubators, evaluations, titles and policy money."""

from contextlib import AbstractContextManager
from datetime import date, time, timedelta
from decimal import Decimal

from roadshow.foundation import clock
from roadshow.foundation.money import WAN
from roadshow.outcomes import operations as outcomes
from roadshow.outcomes.facts import (
    EvaluationFacts,
    Facts,
    HireFacts,
    IncubatorFacts,
    PolicyPaymentFacts,
    RatingFacts,
    RecognitionFacts,
    ResidencyFacts,
    StepFacts,
)
from roadshow.outcomes.identity import ThreadOf
from roadshow.outcomes.models import Row
from roadshow.outcomes.states import Kind, ThreadStep
from roadshow.projects.models import Project

from .people import Crew

T = ThreadStep
BANK, SITE, ENGINEER = "示例农商行科技支行", "示例平湖孵化器", "海外工程师"
LOANS = (  # a project (its number), and each step: (step, days ago, 万元)
    (2, ((T.POOLED, 190, 0), (T.CREDITED, 170, 800), (T.LENT, 150, 500), (T.REPAID, 20, 200))),
    (5, ((T.POOLED, 100, 0), (T.CREDITED, 80, 300), (T.LENT, 60, 300))),
    (8, ((T.POOLED, 45, 0),)),
)
HIRES = (  # a project, the hire's number and country, and each step: (step, days ago)
    (0, "示例海外01", "德国", ((T.APPLIED, 210), (T.SELECTED, 160), (T.ON_POST, 110))),
    (2, "示例海外02", "日本", ((T.APPLIED, 70), (T.SELECTED, 25))),
)
RESIDENCIES = ((5, 118, Decimal(260)), (8, 66, Decimal("185.5")))  # a project, days ago, m²


def log(crew: Crew, projects: list[Project], today: date) -> None:
    """By recorder2, verified by recorder but for the newest talent, that nobody has looked at."""
    second, first = crew.acting("recorder2"), crew.acting("recorder")
    rows = list[Row]()
    for on, of, facts in _steps(projects, today):
        with _on(on):
            rows.append(outcomes.begin(of, facts, actor=second))
    with _on(today - timedelta(days=15)):
        rows += [outcomes.log(facts, actor=second) for facts in _alone(projects, today)]
    with _on(today - timedelta(days=14)):
        for row in rows:
            if row.name != HIRES[-1][1]:
                outcomes.verify(row, actor=first)


def _steps(projects: list[Project], today: date) -> list[tuple[date, ThreadOf, "outcomes.Stepwise"]]:
    """Day, thread and what is logged of it."""
    steps = list[tuple[date, ThreadOf, "outcomes.Stepwise"]]()
    for project, loan in LOANS:
        lent = ThreadOf(Kind.LOAN, BANK, company_id=projects[project].company_id)
        for step, ago, wan in loan:
            on = today - timedelta(days=ago)
            steps.append((on, lent, StepFacts(Kind.LOAN, step, on, wan * WAN or None)))
    for project, number, country, hire in HIRES:
        hired = ThreadOf(Kind.HIRE, number, company_id=projects[project].company_id, round=ENGINEER)
        for step, ago in hire:
            on = today - timedelta(days=ago)
            steps.append((on, hired, HireFacts(on, ENGINEER, name=number, place=country, step=step)))
    for project, ago, area in RESIDENCIES:
        company_id, on = projects[project].company_id or 0, today - timedelta(days=ago)
        facts = ResidencyFacts(T.MOVED_IN, on, company_id, SITE, area)
        steps.append((on, ThreadOf(Kind.RESIDENCY, SITE, company_id=company_id), facts))
    return steps


def _alone(projects: list[Project], today: date) -> list[Facts]:
    last, on = today.year - 1, today - timedelta(days=30)
    firms = [projects[number].company_id or 0 for number in (0, 2, 5)]
    return [
        IncubatorFacts(
            last, SITE, Decimal(3600), True, "平湖", off_site=False, running_since=date(last - 2, 6, 1)
        ),
        EvaluationFacts(last, SITE, Decimal("92.5"), "优秀"),
        *(
            RatingFacts(last, firm, colour)
            for firm, colour in zip(firms, ("绿色", "绿色", "蓝色"), strict=True)
        ),
        RecognitionFacts(
            on, firms[0], "高新技术企业", "国家级", "示例GR0001", date(on.year + 3, on.month, 1)
        ),
        PolicyPaymentFacts(on, "科发资金", 120 * WAN, "示例第1批"),
    ]


def _on(day: date) -> AbstractContextManager[None]:
    return clock.at(clock.moment(day, time(15)))
