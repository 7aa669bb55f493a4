"""How far the projects of a year's roadshows came: each counted once a stage, and at every stage that it passed.

A stage is what an application is now: one declined or withdrawn after it was screened counts among the applied alone.
Signed and paid are what came after the roadshow that the project presented at.
"""

from dataclasses import dataclass
from enum import StrEnum

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, Select, exists, func, select

from roadshow.foundation.db import db
from roadshow.outcomes.models import Row
from roadshow.outcomes.queries import in_force
from roadshow.outcomes.states import ThreadStep
from roadshow.pitches.models import Pitch
from roadshow.pitches.states import ON_STAGE, PitchState
from roadshow.programme.models import Roadshow
from roadshow.programme.queries import in_year


class Reached(StrEnum):
    """The stages, each part of the one before."""

    APPLIED = "applied"
    SCREENED = "screened"
    ACCEPTED = "accepted"
    PRESENTED = "presented"
    SIGNED = "signed"
    PAID = "paid"


R = Reached
REACHED_WORDS = {
    R.APPLIED: _("已提交申请"),
    R.SCREENED: _("已通过初筛"),
    R.ACCEPTED: _("已入选"),
    R.PRESENTED: _("已登台路演"),
    R.SIGNED: _("路演后签约"),
    R.PAID: _("签约后到账"),
}
SCREENED = ON_STAGE | {PitchState.SCREENED, PitchState.WAITLISTED, PitchState.LAPSED}


@dataclass(frozen=True)
class Stage:
    """How many projects came so far."""

    reached: Reached
    projects: int


def list_stages(year: int) -> list[Stage]:
    """All six, in their order; one statement."""
    counts = [select(func.count()).select_from(projects_at(stage, year).subquery()) for stage in Reached]
    found = db.session.execute(select(*(count.scalar_subquery() for count in counts))).one()
    return [Stage(stage, count) for stage, count in zip(Reached, found, strict=True)]


def projects_at(reached: Reached, year: int) -> Select[int]:
    """The ids of the projects that came so far, each once."""
    rows = select(Pitch.project_id).join(Roadshow, Roadshow.id == Pitch.roadshow_id)
    return rows.where(in_year(year), *_passed(reached)).distinct()


def _passed(reached: Reached) -> list[ColumnElement[bool]]:
    match reached:
        case R.APPLIED:
            return [Pitch.submitted_at.is_not(None)]
        case R.SCREENED:
            return [Pitch.state.in_(SCREENED)]
        case R.ACCEPTED:
            return [Pitch.state.in_(ON_STAGE)]
        case R.PRESENTED:
            return [Pitch.state == PitchState.PRESENTED]
        case R.SIGNED:
            return [*_passed(R.PRESENTED), _since(ThreadStep.SIGNED)]
        case R.PAID:
            return [*_passed(R.SIGNED), _since(ThreadStep.PAID)]


def _since(step: ThreadStep) -> ColumnElement[bool]:
    """The project came to this step on the day of its roadshow or later."""
    rows = exists().where(Row.project_id == Pitch.project_id, Row.step == step, Row.on >= Roadshow.on)
    return rows.where(in_force()).correlate(Pitch, Roadshow)
