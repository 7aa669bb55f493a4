"""What is wrong with a step, a correction or a verifying, as the deal and its rows stand."""

from collections.abc import Set
from datetime import date

from flask_babel import lazy_gettext as _

from roadshow.foundation.actor import Actor
from roadshow.foundation.days import lazy_full_day
from roadshow.foundation.errors import Fault
from roadshow.foundation.money import in_million, in_wan
from roadshow.foundation.steps import step_fault
from roadshow.foundation.text import Bilingual, reason_faults
from roadshow.investors.queries import find_uscc_named

from . import queries
from .closings import closed_years
from .doubles import double_faults, elsewhere, matches, own_faults
from .facts import Facts
from .identity import ThreadOf
from .models import Row, Thread
from .states import (
    ROW_STATE_WORDS,
    ROW_STORY,
    STEP_WORDS,
    WITHIN,
    Doubt,
    RowState,
    ThreadStep,
    next_steps,
)

WHY = _("请写明原因")


def verify_faults(row: Row, actor: Actor) -> list[Fault]:
    """Nobody verifies their own, or what waits no more, or what would make more paid than was signed unless whoever
    logged it was asked about that."""
    if (faults := seeing_faults(row, RowState.VERIFIED, actor)) or row.corrects is None:
        return faults
    return correction_faults(row.corrects, row.amount_fen, row.doubts)


def seeing_faults(row: Row, to: RowState, actor: Actor) -> list[Fault]:
    """A second pair of eyes, and a row that waits for it."""
    if row.logged_by_id is not None and row.logged_by_id == actor.id:
        return [Fault("", _("自己登记的成果要由另一位同事核对"))]
    if row.state is RowState.LOGGED and not row.counts and row.corrects_id is None:
        return [Fault("", _("这一条已由核对过的更正代替，不必再核对"))]
    fault = step_fault(ROW_STORY, row.state, to, ROW_STATE_WORDS)
    return [Fault("", fault)] if fault else []


def refusal_faults(row: Row, actor: Actor) -> list[Fault]:
    """The same, and a signing does not go while payments stand on it."""
    if faults := seeing_faults(row, RowState.REFUSED, actor):
        return faults
    if row.thread is None or row.step is not ThreadStep.SIGNED or not row.counts:
        return []
    if sum_faults(row.thread, row.step, -(row.amount_fen or 0)):
        return [Fault("", _("这次签约之上已有到账，请先处理那些到账记录"))]
    return []


def turn_faults(
    thread: Thread, step: ThreadStep, on: date | None, amount_fen: int | None, sure: Set[Doubt]
) -> list[Fault]:
    """Whether the thread's story has this step next and on that day, and no more is paid than was signed."""
    steps = queries.list_steps(thread)
    latest = steps[-1].step if steps else None
    if step not in next_steps(thread.kind, latest):
        words = _(
            "这一笔现在是“%(latest)s”，下一步不能是“%(step)s”",
            latest=STEP_WORDS[latest] if latest else _("尚未开始"),
            step=STEP_WORDS[step],
        )
        return [Fault("step", words)]
    return _early_faults(thread, steps, step, on) + sum_faults(thread, step, amount_fen or 0, sure)


def _early_faults(thread: Thread, steps: list[Row], step: ThreadStep, on: date | None) -> list[Fault]:
    """A step stands on one that leads to it, on the same day or before."""
    leading = [row for row in steps if row.step and step in next_steps(thread.kind, row.step)]
    if on is None or step in next_steps(thread.kind, None) or not leading:
        return []
    first = min(leading, key=lambda row: row.counted_on)
    if first.step is None or first.on is None or on >= first.on:
        return []
    words = _(
        "“%(step)s”的日期早于“%(before)s”的日期（%(on)s），请核对",
        step=STEP_WORDS[step],
        before=STEP_WORDS[first.step],
        on=lazy_full_day(first.on),
    )
    return [Fault("on", words)]


def doubt_faults(of: ThreadOf, facts: Facts, sure: Set[Doubt]) -> list[Fault]:
    """Whether it looks like a deal that the ledger has; asked of whoever is not sure that it is another."""
    return [] if Doubt.DOUBLE in sure else double_faults(matches(of, facts, queries.list_deals_beside(of)))


def again_faults(thread: Thread, facts: Facts, sure: Set[Doubt]) -> list[Fault]:
    """The same of a step in its own deal, which another roadshow may have logged already."""
    deals = [] if Doubt.DOUBLE in sure else queries.list_deals_beside(thread)
    return double_faults(
        [found for deal in deals if deal.id == thread.id for found in elsewhere(facts, deal)]
    )


def self_faults(of: ThreadOf) -> list[Fault]:
    """Whether the other side is the firm itself."""
    return own_faults(of, queries.find_firm_of(of), find_uscc_named(of.counterpart))


def correction_faults(wrong: Row, amount_fen: int | None, sure: Set[Doubt]) -> list[Fault]:
    """Of a step whose amount is to be this one instead."""
    if wrong.thread is None or wrong.step is None:
        return []
    return sum_faults(wrong.thread, wrong.step, (amount_fen or 0) - (wrong.amount_fen or 0), sure)


def changed_faults(
    wrong: Row, new: Facts, why: str, *, today: date, sure: Set[Doubt] = frozenset()
) -> list[Fault]:
    """Of a row that is to be as ``new`` instead, and of the cleaned reason why."""
    faults = new.faults(today)
    if "amount_fen" not in {fault.field for fault in faults}:
        faults += correction_faults(wrong, getattr(new, "amount_fen", None), sure)
    on: date | None = getattr(new, "on", None)
    year = on.year if on else getattr(new, "year", None)
    if year is not None and year != wrong.year:
        faults += closed_years().faults(year, on)
    return faults + reason_faults(why, WHY, "why")


def sum_faults(thread: Thread, step: ThreadStep, more: int, sure: Set[Doubt] = frozenset()) -> list[Fault]:
    """Whether ``more`` fen of a step (less, when below zero) make more paid than was signed, lent than the credit line,
    or repaid than lent. That may be, so it is asked about: whoever is ``sure`` goes on, and once somebody was in this
    thread, nobody is asked again."""
    if Doubt.OVER in sure or any(Doubt.OVER in row.doubts for row in queries.list_steps(thread)):
        return []
    for within, bound in WITHIN.items():
        added = {within: more, bound: -more}.get(step, 0)
        limit = queries.sum_of_thread(thread, bound)
        over = queries.sum_of_thread(thread, within) - limit + added
        if added > 0 and over > 0 and (limit or within is ThreadStep.PAID):
            words = _(
                "“%(within)s”合计将超过“%(bound)s”合计%(over)s。请核对；确实如此请勾选确认。",
                within=STEP_WORDS[within],
                bound=STEP_WORDS[bound],
                over=Bilingual(in_wan(over), in_million(over)),
            )
            return [Fault(Doubt.OVER, words)]
    return []
