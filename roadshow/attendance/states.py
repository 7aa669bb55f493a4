from enum import StrEnum

from flask_babel import lazy_gettext as _
from flask_babel import lazy_pgettext

from roadshow.foundation.steps import Step, Story
from roadshow.programme.states import BEFORE_HELD, PUBLIC


class AttendanceState(StrEnum):
    INVITED = "invited"
    TENTATIVE = "tentative"
    WAITLISTED = "waitlisted"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    CHECKED_IN = "checked_in"
    NO_SHOW = "no_show"


S = AttendanceState
_GIVES_UP = (Step(S.TENTATIVE, "seat.own"), Step(S.DECLINED, "seat.own"))
_TO_COME = (Step(S.ACCEPTED, "seat.own"), Step(S.WAITLISTED, "seat.own"))
_ANSWERS = (*_TO_COME, *_GIVES_UP)
_BY_CENTRE = (Step(S.WITHDRAWN, "attendance.keep"), Step(S.REPLACED, "seat.own"))
STORY: Story[AttendanceState] = {
    S.INVITED: (*_ANSWERS, *_BY_CENTRE),
    S.TENTATIVE: (*_TO_COME, Step(S.DECLINED, "seat.own"), *_BY_CENTRE),
    S.WAITLISTED: (
        Step(S.OFFERED, "attendance.keep"),
        Step(S.ACCEPTED, "seat.own"),
        *_GIVES_UP,
        *_BY_CENTRE,
    ),
    S.OFFERED: (
        Step(S.ACCEPTED, "seat.own"),
        Step(S.LAPSED, "attendance.keep"),
        *_GIVES_UP,
        *_BY_CENTRE,
    ),
    S.ACCEPTED: (
        Step(S.CHECKED_IN, "door.keep"),
        Step(S.NO_SHOW, "attendance.keep"),
        *_GIVES_UP,
        *_BY_CENTRE,
    ),
    S.DECLINED: (*_TO_COME, Step(S.TENTATIVE, "seat.own"), Step(S.WITHDRAWN, "attendance.keep")),
    S.LAPSED: (*_ANSWERS, Step(S.WITHDRAWN, "attendance.keep")),
    S.WITHDRAWN: (Step(S.INVITED, "attendance.keep"),),
    S.REPLACED: (),
    S.CHECKED_IN: (  # by mistake
        Step(S.ACCEPTED, "door.keep"),
        Step(S.NO_SHOW, "door.keep"),
        Step(S.WITHDRAWN, "door.keep"),
    ),
    S.NO_SHOW: (Step(S.CHECKED_IN, "door.keep"),),
}
STATE_WORDS = {
    S.INVITED: _("已邀请"),
    S.TENTATIVE: lazy_pgettext("answer", "待定"),
    S.WAITLISTED: _("候补"),
    S.OFFERED: _("已递补，待确认"),
    S.ACCEPTED: _("参加"),
    S.DECLINED: _("不参加"),
    S.LAPSED: _("逾期未确认"),
    S.WITHDRAWN: _("已取消邀请"),
    S.REPLACED: _("由同事代为参加"),
    S.CHECKED_IN: _("已签到"),
    S.NO_SHOW: _("未到场"),
}
SEATED = frozenset({S.OFFERED, S.ACCEPTED, S.CHECKED_IN, S.NO_SHOW})
"""In these somebody has a seat."""
CONFIRMED = SEATED - {S.OFFERED}
"""In these it is theirs; who was let in or did not come had one too."""
HAS_PLACE = SEATED | {S.WAITLISTED}
"""In these somebody has a seat, or a turn on the waitlist."""
MAY_HAND_OVER = frozenset(state for state, steps in STORY.items() if Step(S.REPLACED, "seat.own") in steps)
"""In these a colleague may come in one's place."""
CONCERNED = frozenset({S.INVITED, S.TENTATIVE, S.WAITLISTED, S.OFFERED, S.ACCEPTED})
"""Whom a change of plans concerns: also who has not answered, for their invitation names the day and the place."""
UNANSWERED = frozenset({S.INVITED, S.TENTATIVE})
COMING = PUBLIC & BEFORE_HELD
"""To roadshows in these states guests are invited, and answer."""
