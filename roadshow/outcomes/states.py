"""The words of the ledger: kinds of rows, the steps of a thread, and the life of a row."""

from enum import StrEnum

from flask_babel import lazy_gettext as _

from roadshow.foundation.steps import Step, Story


class RowState(StrEnum):
    LOGGED = "logged"
    VERIFIED = "verified"
    REFUSED = "refused"


ROW_STORY: Story[RowState] = {
    RowState.LOGGED: (Step(RowState.VERIFIED, "outcome.verify"), Step(RowState.REFUSED, "outcome.verify")),
    RowState.VERIFIED: (),
    RowState.REFUSED: (),
}
ROW_STATE_WORDS = {
    RowState.LOGGED: _("待核对"),
    RowState.VERIFIED: _("已核对"),
    RowState.REFUSED: _("核对未通过"),
}


class Kind(StrEnum):
    LANDING = "landing"
    INVESTMENT = "investment"
    LOAN = "loan"
    HIRE = "hire"
    INCUBATOR = "incubator"
    RATING = "rating"
    POLICY_PAYMENT = "policy_payment"


KIND_WORDS = {
    Kind.LANDING: _("项目落地"),
    Kind.INVESTMENT: _("基金投资"),
    Kind.LOAN: _("科技贷款"),
    Kind.HIRE: _("人才引进"),
    Kind.INCUBATOR: _("域外孵化器"),
    Kind.RATING: _("三色评价"),
    Kind.POLICY_PAYMENT: _("政策兑付"),
}


class ThreadStep(StrEnum):
    """How far a deal has come; never added to one another."""

    INTENT = "intent"
    SIGNED = "signed"
    PAID = "paid"
    POOLED = "pooled"
    CREDITED = "credited"
    LENT = "lent"


D = ThreadStep
STEP_WORDS = {
    D.INTENT: _("意向"),
    D.SIGNED: _("签约"),
    D.PAID: _("到账"),
    D.POOLED: _("入库"),
    D.CREDITED: _("授信"),
    D.LENT: _("放贷"),
}
_log = "outcome.log"
THREAD_STORY: Story[ThreadStep] = {
    D.INTENT: (Step(D.INTENT, _log), Step(D.SIGNED, _log)),
    D.SIGNED: (Step(D.SIGNED, _log), Step(D.PAID, _log)),
    D.PAID: (Step(D.SIGNED, _log), Step(D.PAID, _log)),
    D.POOLED: (Step(D.CREDITED, _log), Step(D.LENT, _log)),
    D.CREDITED: (Step(D.CREDITED, _log), Step(D.LENT, _log)),
    D.LENT: (Step(D.CREDITED, _log), Step(D.LENT, _log)),
}
FIRST_STEPS = {Kind.INVESTMENT: (D.INTENT, D.SIGNED), Kind.LOAN: (D.POOLED, D.CREDITED)}


def next_steps(kind: Kind, latest: ThreadStep | None) -> tuple[ThreadStep, ...]:
    """What a deal's story allows after its latest step, the furthest last; without one, what may begin it."""
    return tuple(step.to for step in THREAD_STORY[latest]) if latest else FIRST_STEPS[kind]
