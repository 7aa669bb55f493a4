"""How long it took, and who is still there."""

from typing import Any

from sqlalchemy import Date, bindparam, exists, func, select
from sqlalchemy.orm import aliased

from roadshow.foundation import clock
from roadshow.outcomes.models import Row
from roadshow.outcomes.queries import in_force
from roadshow.outcomes.states import ThreadStep
from roadshow.pitches.models import Pitch
from roadshow.pitches.states import PitchState
from roadshow.programme.models import Roadshow

from .days import DaysBetween, ShanghaiDay
from .figure import Chapter, Figure, Rows, Spread, Unit, many, per_mille
from .ledger import CREDITED, INTENT, MOVED_IN, POOLED, SELECTED, SIGNED
from .programme import SENT_IN

T = ThreadStep
C, U = Chapter, Unit
YEAR = 365  # days
PRESENTED = Rows(SENT_IN.source, (*SENT_IN.where, Pitch.state == PitchState.PRESENTED), SENT_IN.joins)
_today: Any = bindparam("today", callable_=clock.today, type_=Date)


def _to(step: ThreadStep) -> Any:
    """Days from a row to the first of this step in its thread, of which both bear a day."""
    later = aliased(Row)
    first = select(func.min(later.on)).where(
        later.thread_id == Row.thread_id, later.step == step, in_force(later), later.on >= Row.on
    )
    return DaysBetween(Row.on, first.correlate(Row.__table__).scalar_subquery())


def _to_signing() -> Any:
    """Days from a roadshow to the first signing of a project that pitched there."""
    signed = aliased(Row)
    first = select(func.min(signed.on)).where(
        signed.project_id == Pitch.project_id,
        signed.step == T.SIGNED,
        in_force(signed),
        signed.on >= Roadshow.on,
    )
    return DaysBetween(Roadshow.on, first.correlate(Pitch, Roadshow).scalar_subquery())


def _long_enough_ago(days: int) -> Rows:
    """Those who moved in, of whom it can be told by now."""
    passed = DaysBetween(Row.counted_on, _today) >= days
    return Rows(MOVED_IN.source, (*MOVED_IN.where, passed), MOVED_IN.joins)


def _stayed(days: int) -> Any:
    """Per mille of them that had not moved out after so many days."""
    out = aliased(Row)
    gone = exists().where(
        out.thread_id == Row.thread_id,
        out.step == T.MOVED_OUT,
        in_force(out),
        out.counted_on >= Row.counted_on,
        DaysBetween(Row.counted_on, out.counted_on) <= days,
    )
    there = many().filter(~gone.correlate(Row.__table__))
    return per_mille(there, many())


_sent_in = DaysBetween(ShanghaiDay(Pitch.submitted_at), Roadshow.on)
DURATIONS = (
    Spread("applied_to_pitched", C.DURATIONS, U.DAYS, PRESENTED, _sent_in),
    Spread("pitched_to_signed", C.DURATIONS, U.DAYS, PRESENTED, _to_signing()),
    Spread("intent_to_signed", C.DURATIONS, U.DAYS, INTENT, _to(T.SIGNED)),
    Spread("signed_to_paid", C.DURATIONS, U.DAYS, SIGNED, _to(T.PAID)),
    Spread("pooled_to_credited", C.DURATIONS, U.DAYS, POOLED, _to(T.CREDITED)),
    Spread("credited_to_lent", C.DURATIONS, U.DAYS, CREDITED, _to(T.LENT)),
    Spread("selected_to_on_post", C.DURATIONS, U.DAYS, SELECTED, _to(T.ON_POST)),
    Figure("stayed_12_months", C.DURATIONS, U.SHARE, _long_enough_ago(YEAR), _stayed(YEAR)),
    Figure("stayed_24_months", C.DURATIONS, U.SHARE, _long_enough_ago(2 * YEAR), _stayed(2 * YEAR)),
)
