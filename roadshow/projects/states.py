from enum import StrEnum

from flask_babel import lazy_gettext as _

from roadshow.foundation.steps import Step, Story


class JoinState(StrEnum):
    """Of a request to act for a company; its owners decide or, where it has none, staff, unless it is taken back."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


S = JoinState
STORY: Story[JoinState] = {
    S.ASKED: (
        Step(S.CONFIRMED, "company.admit"),
        Step(S.REFUSED, "company.admit"),
        Step(S.WITHDRAWN, "project.own"),
    ),
    S.CONFIRMED: (),
    S.REFUSED: (),
    S.WITHDRAWN: (),
}
STATE_WORDS = {
    S.ASKED: _("等待答复"),
    S.CONFIRMED: _("已同意"),
    S.REFUSED: _("未同意"),
    S.WITHDRAWN: _("已撤回"),
}
