from enum import StrEnum

from flask_babel import lazy_gettext as _

from roadshow.foundation.steps import Step, Story
from roadshow.pitches.states import PitchState


class SheetState(StrEnum):
    OPEN = "open"
    STARTED = "started"
    HANDED_IN = "handed_in"


S = SheetState
STORY: Story[SheetState] = {
    S.OPEN: (Step(S.STARTED, "review.own"), Step(S.HANDED_IN, "review.own")),
    S.STARTED: (Step(S.HANDED_IN, "review.own"),),
    S.HANDED_IN: (),  # it may be changed, and stays handed in
}
STATE_WORDS = {S.OPEN: _("未评审"), S.STARTED: _("已存草稿"), S.HANDED_IN: _("已交评分")}
READ = frozenset(
    {PitchState.SCREENED, PitchState.WAITLISTED, PitchState.ACCEPTED, PitchState.SCHEDULED}
)  # of these the sheets are shown to their reviewers
DECIDED = (PitchState.ACCEPTED, PitchState.WAITLISTED, PitchState.DECLINED)
