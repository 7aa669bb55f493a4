from enum import StrEnum

from flask_babel import lazy_gettext as _

from roadshow.foundation.steps import Step, Story


class AttendanceState(StrEnum):
    INVITED = "invited"
    TENTATIVE = "tentative"
    WAITLISTED = "waitlisted"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    CHECKED_IN = "checked_in"
    NO_SHOW = "no_show"


S = AttendanceState
_ANSWERS = (Step(S.ACCEPTED, "seat.own"), Step(S.TENTATIVE, "seat.own"), Step(S.WAITLISTED, "seat.own"))
_ENDS = (Step(S.DECLINED, "seat.own"), Step(S.WITHDRAWN, "attendance.keep"))
STORY: Story[AttendanceState] = {
    S.INVITED: (*_ANSWERS, *_ENDS),
    S.TENTATIVE: (Step(S.ACCEPTED, "seat.own"), Step(S.WAITLISTED, "seat.own"), *_ENDS),
    S.WAITLISTED: (Step(S.OFFERED, "attendance.keep"), Step(S.ACCEPTED, "seat.own"), *_ENDS),
    S.OFFERED: (Step(S.ACCEPTED, "seat.own"), Step(S.LAPSED, "attendance.keep"), *_ENDS),
    S.ACCEPTED: (Step(S.CHECKED_IN, "door.keep"), Step(S.NO_SHOW, "attendance.keep"), *_ENDS),
    S.DECLINED: _ANSWERS,
    S.LAPSED: _ANSWERS,
    S.WITHDRAWN: (Step(S.INVITED, "attendance.keep"),),
    S.CHECKED_IN: (  # by mistake
        Step(S.ACCEPTED, "door.keep"),
        Step(S.NO_SHOW, "door.keep"),
        Step(S.WITHDRAWN, "door.keep"),
    ),
    S.NO_SHOW: (Step(S.CHECKED_IN, "door.keep"),),
}
STATE_WORDS = {
    S.INVITED: _("已邀请"),
    S.TENTATIVE: _("待定"),
    S.WAITLISTED: _("候补"),
    S.OFFERED: _("已递补，待确认"),
    S.ACCEPTED: _("参加"),
    S.DECLINED: _("不参加"),
    S.LAPSED: _("逾期未确认"),
    S.WITHDRAWN: _("已取消邀请"),
    S.CHECKED_IN: _("已签到"),
    S.NO_SHOW: _("未到场"),
}
SEATED = frozenset({S.OFFERED, S.ACCEPTED, S.CHECKED_IN, S.NO_SHOW})
"""In these somebody has a seat."""
UNANSWERED = frozenset({S.INVITED, S.TENTATIVE})
