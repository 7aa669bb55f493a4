"""Which row counts after somebody has seen the evidence."""

from roadshow.foundation import clock
from roadshow.foundation.actor import Actor

from .models import Row
from .states import RowState


def mark_verified(row: Row, actor: Actor) -> None:
    """It counts, in place of what it corrects."""
    _seen(row, RowState.VERIFIED, actor)
    if row.corrects is not None:
        row.corrects.counts = False
    row.counts = True


def mark_refused(row: Row, actor: Actor) -> None:
    """It counts no more; what it would have corrected goes on counting."""
    _seen(row, RowState.REFUSED, actor)
    row.counts = False


def _seen(row: Row, state: RowState, actor: Actor) -> None:
    row.state, row.verified_at, row.verified_by_id, row.verified_by = state, clock.now(), actor.id, actor.name
