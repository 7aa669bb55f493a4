from enum import StrEnum

from flask_babel import lazy_gettext as _

from roadshow.foundation.steps import Step, Story
from roadshow.programme.states import CHOOSING, RoadshowState


class PitchState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    SCREENED = "screened"
    ACCEPTED = "accepted"
    WAITLISTED = "waitlisted"
    LAPSED = "lapsed"
    DECLINED = "declined"
    SCHEDULED = "scheduled"
    PRESENTED = "presented"
    ABSENT = "absent"
    WITHDRAWN = "withdrawn"


class QuestionKind(StrEnum):
    TEXT = "text"
    LONG = "long"
    CHOICE = "choice"


KIND_WORDS = {
    QuestionKind.TEXT: _("一行文字"),
    QuestionKind.LONG: _("多行文字"),
    QuestionKind.CHOICE: _("选一项"),
}
S = PitchState
CLOCK = "pitch.lapse"  # nobody's permission: this step is taken by the clock
_withdrawn = Step(S.WITHDRAWN, "pitch.own")
_declined = Step(S.DECLINED, "pitch.select")
STORY: Story[PitchState] = {
    S.DRAFT: (Step(S.SUBMITTED, "pitch.own"), _withdrawn),
    S.SUBMITTED: (Step(S.SCREENED, "pitch.select"), Step(S.RETURNED, "pitch.select"), _declined, _withdrawn),
    S.RETURNED: (Step(S.SUBMITTED, "pitch.own"), _declined, _withdrawn),
    S.SCREENED: (Step(S.ACCEPTED, "pitch.select"), Step(S.WAITLISTED, "pitch.select"), _declined, _withdrawn),
    S.WAITLISTED: (Step(S.ACCEPTED, "pitch.select"), _declined, _withdrawn),
    S.ACCEPTED: (
        Step(S.SCHEDULED, "agenda.make"),
        Step(S.WAITLISTED, "pitch.select"),
        Step(S.LAPSED, CLOCK),
        _declined,
        _withdrawn,
    ),
    S.LAPSED: (Step(S.ACCEPTED, "pitch.select"),),
    S.SCHEDULED: (
        Step(S.PRESENTED, "roadshow.run"),
        Step(S.ABSENT, "roadshow.run"),
        Step(S.ACCEPTED, "agenda.make"),
        _withdrawn,
    ),
    S.DECLINED: (),
    S.PRESENTED: (),
    S.ABSENT: (),
    S.WITHDRAWN: (Step(S.DRAFT, "pitch.own"),),
}
STATE_WORDS = {
    S.DRAFT: _("草稿"),
    S.SUBMITTED: _("待初筛"),
    S.RETURNED: _("退回补正"),
    S.SCREENED: _("已过初筛"),
    S.ACCEPTED: _("已入选"),
    S.WAITLISTED: _("候补"),
    S.LAPSED: _("未按时确认"),
    S.DECLINED: _("未入选"),
    S.SCHEDULED: _("已排期"),
    S.PRESENTED: _("已路演"),
    S.ABSENT: _("缺席"),
    S.WITHDRAWN: _("已撤回"),
}
ON_STAGE = frozenset({S.ACCEPTED, S.SCHEDULED, S.PRESENTED, S.ABSENT})  # these take a place
OPEN_TO_CHANGE = frozenset({S.DRAFT, S.RETURNED})  # the applicant may still edit
BEFORE_SCREENED = OPEN_TO_CHANGE | {S.SUBMITTED}
ENDED = frozenset(state for state, steps in STORY.items() if not steps) | {S.LAPSED, S.WITHDRAWN}
STILL_IN = frozenset(S) - {S.LAPSED, S.DECLINED, S.WITHDRAWN}  # told when the roadshow moves or falls out
DURING: dict[PitchState, frozenset[RoadshowState]] = {
    S.SCREENED: CHOOSING,
    S.RETURNED: CHOOSING - {RoadshowState.PUBLISHED},
    S.ACCEPTED: CHOOSING,
    S.WAITLISTED: CHOOSING,
    S.LAPSED: CHOOSING,
    S.DECLINED: frozenset(RoadshowState) - {RoadshowState.CANCELLED},
    S.ABSENT: frozenset({RoadshowState.LIVE}),
}
"""Where the roadshow must stand for a step to this state; a state without a row asks for nothing."""
