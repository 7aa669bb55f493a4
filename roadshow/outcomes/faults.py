"""What is wrong with a step, a correction or a verifying, as the deal and its rows stand."""

from datetime import date

from flask_babel import lazy_gettext as _

from roadshow.foundation.actor import Actor
from roadshow.foundation.errors import Fault
from roadshow.foundation.money import in_million, in_wan
from roadshow.foundation.steps import step_fault
from roadshow.foundation.text import Bilingual, reason_faults

from . import queries
from .models import Row, Thread
from .rules import Facts, StepFacts
from .states import ROW_STATE_WORDS, ROW_STORY, STEP_WORDS, RowState, ThreadStep, next_steps

WHY = _("请写明原因")


def verify_faults(row: Row, actor: Actor) -> list[Fault]:
    """Nobody verifies their own, or what waits no more, or what would make more paid than was signed."""
    if (faults := seeing_faults(row, RowState.VERIFIED, actor)) or row.corrects is None:
        return faults
    return correction_faults(row.corrects, row.amount_fen)


def seeing_faults(row: Row, to: RowState, actor: Actor) -> list[Fault]:
    """A second pair of eyes, and a row that waits for it."""
    if row.logged_by_id is not None and row.logged_by_id == actor.id:
        return [Fault("", _("自己登记的成果要由另一位同事核对"))]
    fault = step_fault(ROW_STORY, row.state, to, ROW_STATE_WORDS)
    return [Fault("", fault)] if fault else []


def turn_faults(thread: Thread, facts: StepFacts) -> list[Fault]:
    """Whether the deal's story has this step next, and no more is paid than was signed."""
    latest = queries.latest_step(thread)
    if facts.step not in next_steps(thread.kind, latest):
        words = _(
            "这一笔现在是“%(latest)s”，下一步不能是“%(step)s”",
            latest=STEP_WORDS[latest] if latest else _("尚未开始"),
            step=STEP_WORDS[facts.step],
        )
        return [Fault("step", words)]
    return sum_faults(thread, facts.step, facts.amount_fen or 0)


def correction_faults(wrong: Row, amount_fen: int | None) -> list[Fault]:
    """Of a step whose amount is to be this one instead."""
    if wrong.thread is None or wrong.step is None:
        return []
    return sum_faults(wrong.thread, wrong.step, (amount_fen or 0) - (wrong.amount_fen or 0))


def changed_faults(wrong: Row, new: Facts, why: str, *, today: date) -> list[Fault]:
    """Of a row that is to be as ``new`` instead, and of the cleaned reason why."""
    faults = new.faults(today)
    if "amount_fen" not in {fault.field for fault in faults}:
        faults += correction_faults(wrong, getattr(new, "amount_fen", None))
    return faults + reason_faults(why, WHY, "why")


def sum_faults(thread: Thread, step: ThreadStep, more: int) -> list[Fault]:
    """Whether ``more`` fen of a step (less, when below zero) make more paid than was signed."""
    added = {ThreadStep.PAID: more, ThreadStep.SIGNED: -more}.get(step, 0)
    if added <= 0:
        return []
    over = (
        queries.sum_of_thread(thread, ThreadStep.PAID)
        - queries.sum_of_thread(thread, ThreadStep.SIGNED)
        + added
    )
    if over > 0:
        words = _(
            "到账合计将超过签约金额%(over)s。请改小，或先更正签约记录。",
            over=Bilingual(in_wan(over), in_million(over)),
        )
        return [Fault("amount_fen", words)]
    return []
