"""Projects after their roadshow and their deals, as the board shows them."""

from datetime import date, timedelta

from roadshow.accounts.models import Person
from roadshow.accounts.permissions import Role
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.db import db
from roadshow.foundation.money import WAN
from roadshow.notices.models import Letter
from roadshow.outcomes import operations, pursuing
from roadshow.outcomes.board import Card, list_cards, list_to_remind
from roadshow.outcomes.cards import Wanted
from roadshow.outcomes.facts import StepFacts
from roadshow.outcomes.models import Thread
from roadshow.outcomes.pursuing import PursuitFacts
from roadshow.outcomes.states import Kind, ThreadStep
from roadshow.pitches.states import PitchState
from roadshow.programme.models import Roadshow
from roadshow.projects.models import Project
from tests import make


def ago(days: int) -> date:
    return clock.today() - timedelta(days=days)


def staged(name: str = "光芯片", days: int = 10, at: Roadshow | None = None) -> Project:
    """So many days after it was on a stage."""
    show = at or make.held(ago(days))
    return make.pitch(show, PitchState.PRESENTED, make.project(name=name)).project


def dealt(
    project: Project,
    *steps: tuple[ThreadStep, int, int],
    fund: str = "示例创投",
    round_: str = "A轮",
    actor: Actor = make.SOMEONE,
) -> Thread:
    """Each step with days ago and 万元."""
    for step, days, wan in steps:
        facts = StepFacts(Kind.INVESTMENT, step, ago(days), wan * WAN)
        row = operations.begin_investment(project, fund, round_, facts, actor=actor)
    assert row.thread is not None
    return row.thread


def cards(**wanted: object) -> list[Card]:
    return list_cards(Wanted(clock.today(), **wanted)).page(1)  # type: ignore[arg-type]  # the test says them right


def lanes(**wanted: object) -> list[tuple[str, str]]:
    """Lane and name, in the board's order."""
    return [(card.lane.value, card.name) for card in cards(**wanted)]


def colleague(role: Role = Role.ORGANISER) -> Person:
    return make.person(role)


def pursue(
    subject: Project | Thread, owner: Person | None, days: int | None = 3, what: str = "回访", **more: object
) -> None:
    next_on = None if days is None else clock.today() + timedelta(days=days)
    facts = PursuitFacts(owner.id if owner else None, next_on, what if next_on else "")
    pursuing.pursue(subject, facts, actor=make.SOMEONE, **more)  # type: ignore[arg-type]  # the test says them right


def letters() -> list[tuple[str, str]]:
    rows = db.session.query(Letter).filter_by(kind="pursuit.due").order_by(Letter.id)
    return [(row.to_name, row.body) for row in rows]


def remind() -> None:
    for pursuit in list_to_remind(clock.today()):
        pursuing.remind(pursuit)
