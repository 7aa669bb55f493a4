from roadshow.foundation.steps import steps_for
from roadshow.programme.states import RoadshowState

from .models import Pitch
from .states import DURING, STORY, PitchState


def open_steps(pitch: Pitch, permissions: frozenset[str]) -> set[PitchState]:
    """The states that someone with these permissions may lead it to, as its roadshow stands."""
    during = pitch.roadshow.state
    anywhere = frozenset(RoadshowState)
    return {
        state for state in steps_for(STORY, pitch.state, permissions) if during in DURING.get(state, anywhere)
    }
