"""The words of the ledger: kinds of rows, the steps of a thread, and the life of a row."""

from enum import StrEnum

from flask_babel import lazy_gettext as _
from flask_babel import lazy_pgettext

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
    EVALUATION = "evaluation"
    RESIDENCY = "residency"
    RATING = "rating"
    RECOGNITION = "recognition"
    POLICY_PAYMENT = "policy_payment"


KIND_WORDS = {
    Kind.LANDING: _("项目落地"),
    Kind.INVESTMENT: _("基金投资"),
    Kind.LOAN: _("科技贷款"),
    Kind.HIRE: _("人才引进"),
    Kind.INCUBATOR: lazy_pgettext("one", "孵化器"),
    Kind.EVALUATION: _("孵化器考核"),
    Kind.RESIDENCY: _("入孵"),
    Kind.RATING: _("三色评价"),
    Kind.RECOGNITION: lazy_pgettext("one", "资质认定"),
    Kind.POLICY_PAYMENT: _("政策兑付"),
}


class ThreadStep(StrEnum):
    """How far a thread has come; the sums of two steps are never added to one another."""

    INTENT = "intent"
    SIGNED = "signed"
    PAID = "paid"
    POOLED = "pooled"
    CREDITED = "credited"
    LENT = "lent"
    REPAID = "repaid"
    APPLIED = "applied"
    SELECTED = "selected"
    ON_POST = "on_post"
    ENDED = "ended"
    MOVED_IN = "moved_in"
    MOVED_OUT = "moved_out"
    DROPPED = "dropped"


T = ThreadStep
STEP_WORDS = {
    T.INTENT: lazy_pgettext("step", "意向"),
    T.SIGNED: _("签约"),
    T.PAID: _("到账"),
    T.POOLED: _("入库"),
    T.CREDITED: _("授信"),
    T.LENT: _("放贷"),
    T.REPAID: _("还款"),
    T.APPLIED: _("申报"),
    T.SELECTED: _("入选"),
    T.ON_POST: _("到岗"),
    T.ENDED: _("离岗"),
    T.MOVED_IN: _("入驻"),
    T.MOVED_OUT: lazy_pgettext("residency", "退出"),
    T.DROPPED: _("终止"),
}
_log = "outcome.log"


def _to(*steps: ThreadStep) -> tuple[Step[ThreadStep], ...]:
    return tuple(Step(step, _log) for step in steps)


THREAD_STORY: Story[ThreadStep] = {
    T.INTENT: _to(T.DROPPED, T.INTENT, T.SIGNED),
    T.SIGNED: _to(T.DROPPED, T.SIGNED, T.PAID),
    T.PAID: _to(T.SIGNED, T.PAID),
    T.POOLED: _to(T.DROPPED, T.CREDITED, T.LENT),
    T.CREDITED: _to(T.DROPPED, T.CREDITED, T.LENT),
    T.LENT: _to(T.CREDITED, T.REPAID, T.LENT),
    T.REPAID: _to(T.CREDITED, T.LENT, T.REPAID),
    T.APPLIED: _to(T.DROPPED, T.SELECTED),
    T.SELECTED: _to(T.ENDED, T.ON_POST),
    T.ON_POST: _to(T.ENDED),
    T.ENDED: (),
    T.MOVED_IN: _to(T.MOVED_OUT),
    T.MOVED_OUT: _to(T.MOVED_IN),
    T.DROPPED: _to(T.INTENT, T.POOLED, T.APPLIED),  # taken up again, each kind from its beginning
}
DEALS = (Kind.INVESTMENT, Kind.LOAN)
FIRST_STEPS = {
    Kind.INVESTMENT: (T.INTENT, T.SIGNED),
    Kind.LOAN: (T.POOLED, T.CREDITED),
    Kind.HIRE: (T.APPLIED, T.SELECTED),
    Kind.RESIDENCY: (T.MOVED_IN,),
}
STEPS_OF = {
    Kind.INVESTMENT: (T.INTENT, T.SIGNED, T.PAID, T.DROPPED),
    Kind.LOAN: (T.POOLED, T.CREDITED, T.LENT, T.REPAID, T.DROPPED),
    Kind.HIRE: (T.APPLIED, T.SELECTED, T.ON_POST, T.ENDED, T.DROPPED),
    Kind.RESIDENCY: (T.MOVED_IN, T.MOVED_OUT),
}
MONEY_STEPS = frozenset({T.INTENT, T.SIGNED, T.PAID, T.CREDITED, T.LENT, T.REPAID})
END_STEPS = frozenset({T.DROPPED, T.ENDED})  # say why
WITHIN = {T.PAID: T.SIGNED, T.LENT: T.CREDITED, T.REPAID: T.LENT}  # asked about when it comes to more


def next_steps(kind: Kind, latest: ThreadStep | None) -> tuple[ThreadStep, ...]:
    """What a thread's story allows after its latest step, the furthest last; without one, what may begin it."""
    if latest is None:
        return FIRST_STEPS[kind]
    return tuple(step.to for step in THREAD_STORY[latest] if step.to in STEPS_OF[kind])


class Doubt(StrEnum):
    """What may be true and is asked about: a form shows a box to tick, and the row keeps what was affirmed."""

    OVER = "over"  # more paid than signed, lent than the credit line, repaid than lent
    DOUBLE = "double"  # another deal looks like the same


DOUBT_WORDS = {
    Doubt.OVER: _("已确认合计超出"),
    Doubt.DOUBLE: _("已确认不是同一笔"),
}
