from enum import StrEnum

from flask_babel import lazy_gettext as _

from roadshow.foundation.steps import Step, Story


class LetterState(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    FAILED = "failed"
    BOUNCED = "bounced"
    KEPT = "kept"


S = LetterState
WORKER = "letter.send"  # nobody's permission: these steps are the worker's, or the mail server's word
_again = Step(S.QUEUED, "letter.keep")
_left = Step(S.KEPT, "letter.keep")
STORY: Story[LetterState] = {
    S.QUEUED: (Step(S.SENDING, WORKER), Step(S.KEPT, WORKER), Step(S.FAILED, WORKER)),
    S.SENDING: (
        Step(S.SENT, WORKER),
        Step(S.QUEUED, WORKER),
        Step(S.FAILED, WORKER),
        Step(S.UNCERTAIN, WORKER),
        Step(S.KEPT, WORKER),
    ),
    S.SENT: (Step(S.BOUNCED, WORKER),),
    S.UNCERTAIN: (Step(S.SENT, WORKER), Step(S.FAILED, WORKER), Step(S.BOUNCED, WORKER), _again, _left),
    S.FAILED: (_again, _left),
    S.BOUNCED: (_again, _left),
    S.KEPT: (),
}
STATE_WORDS = {
    S.QUEUED: _("待发送"),
    S.SENDING: _("正在发送"),
    S.SENT: _("已发出"),
    S.UNCERTAIN: _("不确定是否发出"),
    S.FAILED: _("没有发出"),
    S.BOUNCED: _("已退信"),
    S.KEPT: _("不发送"),
}
NOT_SENT = (S.UNCERTAIN, S.FAILED)  # perhaps, or surely; of a reader's address it tells nothing
TO_SETTLE = (S.UNCERTAIN, S.FAILED, S.BOUNCED)  # somebody sends them again or leaves them
