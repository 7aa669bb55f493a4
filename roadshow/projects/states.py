from enum import StrEnum

from flask_babel import lazy_gettext as _

from roadshow.foundation.steps import Step, Story


class JoinState(StrEnum):
    """Of a request to act for a company; its owners decide or, where it has none, staff."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


S = JoinState
STORY: Story[JoinState] = {
    S.ASKED: (Step(S.CONFIRMED, "company.admit"), Step(S.REFUSED, "company.admit")),
    S.CONFIRMED: (),
    S.REFUSED: (),
}
STATE_WORDS = {S.ASKED: _("等待答复"), S.CONFIRMED: _("已同意"), S.REFUSED: _("未同意")}
