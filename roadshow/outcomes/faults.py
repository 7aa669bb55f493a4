"""What is wrong with a step, a correction or a verifying, as the deal and its rows stand."""

from collections.abc import Iterable, Mapping, Set
from datetime import date
from typing import NamedTuple

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
from .rules import thread_faults
from .states import (
    ROW_STATE_WORDS,
    ROW_STORY,
    STEP_WORDS,
    WITHIN,
    Doubt,
    Kind,
    RowState,
    ThreadStep,
    next_steps,
)

WHY = _("请写明原因")


def verify_faults(row: Row, actor: Actor) -> list[Fault]:
    """Nobody verifies their own, or what waits no more, or a correction that by what came since would make more paid
    than was signed, unless whoever logged it was asked about that, or would stand out of order."""
    if (faults := seeing_faults(row, RowState.VERIFIED, actor)) or row.corrects is None:
        return faults
    faults = correction_faults(row.corrects, row.thread, row.step, row.amount_fen, row.doubts)
    if row.thread is None or row.step is None:
        return faults
    if row.thread is not row.corrects.thread:
        return faults + _turn_of(row.thread, row.kind, row.step, row.on)
    return faults + _order_faults(row.corrects, row.thread, row.step, row.on)


def seeing_faults(row: Row, to: RowState, actor: Actor) -> list[Fault]:
    """A second pair of eyes, and a row that waits for it."""
    if row.logged_by_id is not None and row.logged_by_id == actor.id:
        return [Fault("", _("自己登记的成果要由另一位同事核对"))]
    if row.state is RowState.LOGGED and not row.counts and row.corrects_id is None:
        return [Fault("", _("这一条已由核对过的更正代替，不必再核对"))]
    fault = step_fault(ROW_STORY, row.state, to, ROW_STATE_WORDS)
    return [Fault("", fault)] if fault else []


def refusal_faults(row: Row, actor: Actor) -> list[Fault]:
    """The same, and a step does not go while others that wait stand on it; what was verified is borne out by itself."""
    if faults := seeing_faults(row, RowState.REFUSED, actor):
        return faults
    if row.thread is None or not row.counts:
        return []
    paid = any(each.step is ThreadStep.PAID and _waits(each) for each in queries.list_steps(row.thread))
    if row.step is ThreadStep.SIGNED and paid and sum_faults(row.thread, {row.step: -(row.amount_fen or 0)}):
        return [Fault("", _("这次签约之上已有到账，请先处理那些到账记录"))]
    if bare := _left_bare(row, row.thread):
        return [Fault("", _("在它之后已登记“%(step)s”，请先处理那一条", step=STEP_WORDS[bare]))]
    return []


def _left_bare(row: Row, thread: Thread) -> ThreadStep | None:
    """A step of the thread that waits and stands on this row alone."""
    steps = [each for each in queries.list_steps(thread) if each.step]
    for other in filter(_waits, steps):
        leading = [
            each for each in steps if each.step is not other.step and other.step in _next(thread, each)
        ]
        if leading == [row] and other.step not in next_steps(thread.kind, None):
            return other.step
    return None


def _waits(row: Row) -> bool:
    return row.state is RowState.LOGGED


def _next(thread: Thread, row: Row) -> tuple[ThreadStep, ...]:
    return next_steps(thread.kind, row.step)


def turn_faults(
    thread: Thread, step: ThreadStep, on: date | None, amount_fen: int | None, sure: Set[Doubt]
) -> list[Fault]:
    """Whether the thread's story has this step next and on that day, and no more is paid than was signed."""
    return _turn_of(thread, thread.kind, step, on) or sum_faults(thread, {step: amount_fen or 0}, sure)


def _turn_of(thread: Thread | None, kind: Kind, step: ThreadStep, on: date | None) -> list[Fault]:
    steps = queries.list_steps(thread) if thread else []
    latest = steps[-1].step if steps else None
    if step not in next_steps(kind, latest):
        if latest is None:
            first = str(_("或")).join(f"“{STEP_WORDS[each]}”" for each in next_steps(kind, None))
            words = _(
                "这一笔还没有登记过，不能是“%(step)s”，请先登记%(first)s", step=STEP_WORDS[step], first=first
            )
        else:
            words = _(
                "这一笔现在是“%(latest)s”，下一步不能是“%(step)s”",
                latest=STEP_WORDS[latest],
                step=STEP_WORDS[step],
            )
        return [Fault("step", words)]
    return _early_faults(kind, _stands(steps), step, on)


def _order_faults(wrong: Row, thread: Thread, step: ThreadStep, on: date | None) -> list[Fault]:
    """Whether a step on this day in place of ``wrong`` comes too early, or too late for one that stands on it."""
    others = _stands([row for row in queries.list_steps(thread) if row.id != wrong.id])
    for other in others:
        rest = [each for each in others if each is not other]
        before = _early_faults(thread.kind, [*rest, *_stands([wrong])], other.step, other.on)
        if not before and (
            late := _early_faults(thread.kind, [*rest, _Stand(step, on)], other.step, other.on)
        ):
            return late
    return _early_faults(thread.kind, others, step, on)


class _Stand(NamedTuple):
    """A step and its day, where it has one."""

    step: ThreadStep
    on: date | None


def _stands(rows: Iterable[Row]) -> list[_Stand]:
    return [_Stand(row.step, row.on) for row in rows if row.step]


def _early_faults(kind: Kind, steps: list[_Stand], step: ThreadStep, on: date | None) -> list[Fault]:
    """A step stands on one that leads to it, on the same day or before."""
    leading = [each for each in steps if step in next_steps(kind, each.step)]
    if on is None or step in next_steps(kind, None) or not leading:
        return []
    first = min(leading, key=lambda each: each.on or date.min)
    if first.on is None or on >= first.on:
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


def correction_faults(
    wrong: Row, thread: Thread | None, step: ThreadStep | None, amount_fen: int | None, sure: Set[Doubt]
) -> list[Fault]:
    """Of the sums of steps, once this step of this thread, with this amount, stands in place of ``wrong``."""
    gone, came = -(wrong.amount_fen or 0), amount_fen or 0
    faults = []
    if thread is not wrong.thread:
        faults += sum_faults(wrong.thread, {wrong.step: gone}, sure) if wrong.thread and wrong.step else []
        return faults + (sum_faults(thread, {step: came}, sure) if thread and step else [])
    if thread is None or step is None or wrong.step is None:
        return []
    more = {step: came} if step is not wrong.step else {}
    return sum_faults(thread, {wrong.step: gone if more else gone + came} | more, sure)


def changed_faults(
    wrong: Row,
    new: Facts,
    why: str,
    *,
    today: date,
    sure: Set[Doubt] = frozenset(),
    moves: ThreadOf | None = None,
) -> list[Fault]:
    """Of a row that is to be as ``new`` instead, in another thread where it ``moves``, and of its cleaned reason."""
    faults = new.faults(today)
    step: ThreadStep | None = getattr(new, "step", None)
    on: date | None = getattr(new, "on", None)
    amount_fen = getattr(new, "amount_fen", None)
    if moves is not None:
        faults += thread_faults(moves) + self_faults(moves)
    if not {"amount_fen", "on", "step"} & {fault.field for fault in faults}:
        thread = queries.find_thread(moves) if moves else wrong.thread
        faults += correction_faults(wrong, thread, step, amount_fen, sure)
        if moves is not None and step is not None:
            faults += _turn_of(thread, moves.kind, step, on)
        elif thread is not None and step is not None:
            faults += _order_faults(wrong, thread, step, on)
    year = on.year if on else getattr(new, "year", None)
    if year is not None and year != wrong.year:
        faults += closed_years().faults(year, on)
    return faults + reason_faults(why, WHY, "why")


def sum_faults(thread: Thread, more: Mapping[ThreadStep, int], sure: Set[Doubt] = frozenset()) -> list[Fault]:
    """Whether so many fen more of a step (less, when below zero) make more paid than was signed, lent than the credit
    line, or repaid than lent. That may be, so it is asked about: whoever is ``sure`` goes on, and once somebody was in
    this thread, nobody is asked again."""
    steps = queries.list_steps(thread)
    if Doubt.OVER in sure or any(Doubt.OVER in row.doubts for row in steps):
        return []
    sums = queries.sums_by_step(thread.kind, steps)
    for within, bound in WITHIN.items():
        added = more.get(within, 0) - more.get(bound, 0)
        limit = sums.get(bound, 0)
        over = sums.get(within, 0) - limit + added
        if added > 0 and over > 0 and (limit or within is ThreadStep.PAID):
            words = _(
                "“%(within)s”合计将超过“%(bound)s”合计%(over)s。请核对；确实如此请勾选确认。",
                within=STEP_WORDS[within],
                bound=STEP_WORDS[bound],
                over=Bilingual(in_wan(over), in_million(over)),
            )
            return [Fault(Doubt.OVER, words)]
    return []
