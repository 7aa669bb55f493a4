from datetime import datetime

from flask_babel import lazy_gettext as _

from roadshow.foundation.days import lazy_moment
from roadshow.foundation.errors import Fault
from roadshow.foundation.steps import step_fault, steps_for
from roadshow.programme.models import Roadshow
from roadshow.programme.states import STATE_WORDS as ROADSHOW_WORDS
from roadshow.programme.states import RoadshowState
from roadshow.projects.meter import progress_of
from roadshow.projects.models import Project
from roadshow.projects.snapshot import snapshot_of

from .models import Pitch
from .states import DURING, STATE_WORDS, STORY, PitchState


def open_steps(here: PitchState, during: RoadshowState, permissions: frozenset[str]) -> set[PitchState]:
    """The states that someone with these permissions may lead an application to, as its roadshow stands.

    What follows from the running order (``agenda.make``) is nobody's step with one application.
    """
    permissions -= {"agenda.make"}
    anywhere = frozenset(RoadshowState)
    return {state for state in steps_for(STORY, here, permissions) if during in DURING.get(state, anywhere)}


def missing_faults(project: Project) -> list[Fault]:
    """What an application is not handed in without, as one sentence."""
    missing = progress_of(snapshot_of(project)).missing
    if not missing:
        return []
    which = str(_("、")).join(str(asked.words) for asked in missing)
    words = _("项目资料还缺%(count)d项必填：%(which)s。请补全后再提交", count=len(missing), which=which)
    return [Fault("project", words)]


def fault_of(pitch: Pitch, to: PitchState) -> object | None:
    """Why it cannot be led there: the story has no such step, or the roadshow does not stand where it is taken."""
    if fault := step_fault(STORY, pitch.state, to, STATE_WORDS):
        return fault
    roadshow = pitch.roadshow
    if roadshow.state in DURING.get(to, frozenset(RoadshowState)):
        return None
    return _("这场路演“%(state)s”，不能这样处理申请", state=ROADSHOW_WORDS[roadshow.state])


def late_fault(pitch: Pitch, now: datetime) -> object | None:
    """Why it cannot be handed in any more: the first time until the call closes, corrected until it is due."""
    if pitch.state is not PitchState.RETURNED or pitch.due_at is None:
        return call_fault(pitch.roadshow, now)
    if pitch.roadshow.state not in DURING[PitchState.RETURNED]:
        return _("这场路演“%(state)s”，不能再补正", state=ROADSHOW_WORDS[pitch.roadshow.state])
    if now >= pitch.due_at:
        return _("补正已于%(due)s截止，需要延期请联系路演中心", due=lazy_moment(pitch.due_at))
    return None


def call_fault(roadshow: Roadshow, now: datetime) -> object | None:
    """``call_closes_at`` decides, whether or not somebody has closed the call since."""
    if roadshow.state is not RoadshowState.CALLING or roadshow.call_closes_at is None:
        return _("这场路演现在不征集项目")
    if now >= roadshow.call_closes_at:
        return _("征集已于%(closed)s截止", closed=lazy_moment(roadshow.call_closes_at))
    return None


def may_extend(pitch: Pitch) -> bool:
    """Whether it is being corrected and its roadshow still waits for it."""
    return pitch.state is PitchState.RETURNED and pitch.roadshow.state in DURING[PitchState.RETURNED]


def due_faults(roadshow: Roadshow, due_at: datetime, now: datetime) -> list[Fault]:
    """Of the moment until which something may be corrected."""
    if due_at <= now:
        return [Fault("due_on", _("补正截止须晚于现在（%(now)s）", now=lazy_moment(now)))]
    if roadshow.starts_at and due_at > roadshow.starts_at:
        starts = lazy_moment(roadshow.starts_at)
        return [Fault("due_on", _("补正截止须早于路演开始（%(starts)s）", starts=starts))]
    return []
