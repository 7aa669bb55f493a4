from flask_babel import lazy_gettext as _

from roadshow.foundation.steps import step_fault, steps_for
from roadshow.programme.states import STATE_WORDS as ROADSHOW_WORDS
from roadshow.programme.states import RoadshowState

from .models import Pitch
from .states import DURING, STATE_WORDS, STORY, PitchState


def open_steps(here: PitchState, during: RoadshowState, permissions: frozenset[str]) -> set[PitchState]:
    """The states that someone with these permissions may lead an application to, as its roadshow stands.

    What follows from the running order (``agenda.make``) is nobody's step with one application.
    """
    permissions -= {"agenda.make"}
    anywhere = frozenset(RoadshowState)
    return {state for state in steps_for(STORY, here, permissions) if during in DURING.get(state, anywhere)}


def fault_of(pitch: Pitch, to: PitchState) -> object | None:
    """Why it cannot be led there: the story has no such step, or the roadshow does not stand where it is taken."""
    if fault := step_fault(STORY, pitch.state, to, STATE_WORDS):
        return fault
    roadshow = pitch.roadshow
    if roadshow.state in DURING.get(to, frozenset(RoadshowState)):
        return None
    return _("这场路演“%(state)s”，不能这样处理申请", state=ROADSHOW_WORDS[roadshow.state])
