"""How a state is drawn for whoever reads it at this desk: a diamond where its next step is theirs."""

from collections.abc import Callable
from typing import Any

from flask_login import current_user

from roadshow.foundation import clock
from roadshow.foundation.steps import steps_for
from roadshow.investors.models import Institution
from roadshow.investors.states import InstitutionState
from roadshow.notices.models import Letter
from roadshow.notices.states import TO_SETTLE
from roadshow.outcomes.models import Row
from roadshow.outcomes.states import RowState
from roadshow.pitches.models import Pitch
from roadshow.pitches.rules import open_steps
from roadshow.pitches.states import PitchState
from roadshow.programme.models import Roadshow
from roadshow.programme.states import HELD, STORY, RoadshowState
from roadshow.web.shapes import YOURS, shape

from . import blueprint


def may_verify(row: Row) -> bool:
    """Nobody verifies what they logged themselves."""
    others = row.state is RowState.LOGGED and row.logged_by_id != current_user.id
    return others and "outcome.verify" in current_user.permissions


def steps_of(pitch: Pitch) -> set[PitchState]:
    return open_steps(pitch.state, pitch.roadshow.state, current_user.permissions)


@blueprint.app_template_filter()
def drawn(thing: Row | Pitch | Institution | Roadshow | Letter) -> str:
    """The kind of its badge."""
    waits = next(_WAITS[one] for one in type(thing).__mro__ if one in _WAITS)
    if waits(thing):
        return YOURS
    return shape(thing.standing if isinstance(thing, Institution) else thing.state)


@blueprint.app_template_filter()
def drawn_in(state: PitchState, roadshow: Roadshow) -> str:
    """The same of all a roadshow's applications that stand there."""
    return YOURS if _pitches_wait(state, roadshow) else shape(state)


def _pitches_wait(state: PitchState, roadshow: Roadshow) -> bool:
    due = state in (PitchState.SUBMITTED, PitchState.SCREENED)
    return due and bool(open_steps(state, roadshow.state, current_user.permissions))


def _institution_waits(institution: Institution) -> bool:
    waits = institution.state is InstitutionState.REGISTERED or institution.renewal_asked_at is not None
    return waits and "institution.verify" in current_user.permissions


def _roadshow_waits(roadshow: Roadshow) -> bool:
    """Its day has come, its call is over, its projects are to be chosen, or it wants a new date."""
    if roadshow.date_pending:
        return "roadshow.run" in current_user.permissions
    late = roadshow.on is not None and roadshow.on <= clock.today() and roadshow.state not in HELD
    closes_at = roadshow.call_closes_at
    closed = roadshow.state is RoadshowState.CALLING and closes_at is not None and closes_at <= clock.now()
    due = late or closed or roadshow.state is RoadshowState.SELECTING
    return due and bool(steps_for(STORY, roadshow.state, current_user.permissions))


_WAITS: dict[type, Callable[[Any], bool]] = {
    Row: may_verify,
    Pitch: lambda pitch: _pitches_wait(pitch.state, pitch.roadshow),
    Institution: _institution_waits,
    Roadshow: _roadshow_waits,
    Letter: lambda letter: letter.state in TO_SETTLE and "letter.keep" in current_user.permissions,
}
