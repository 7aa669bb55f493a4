"""A closed year is restated: what is corrected or was forgotten stands apart until that is closed too."""

from collections.abc import Iterable

from roadshow.audit.operations import record
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.db import db

from .closings import Closing, closed_years, find_last_closed


def begin(last: Closing, why: str, *, actor: Actor) -> Closing:
    """Open the restatement of a year by its last closing, when none is open; within an operation that holds the
    ledger."""
    opened = Closing(
        year=last.year,
        number=last.number + 1,
        opened_at=clock.now(),
        opened_by_id=actor.id,
        opened_by=actor.name,
        why=why,
    )
    db.session.add(opened)
    db.session.flush()
    record("closing.opened", actor, "closing", opened.id, str(last.year), number=opened.number, why=why)
    return opened


def begin_where_needed(years: Iterable[int], why: str, *, actor: Actor) -> None:
    """Rows of these years are corrected; within an operation that holds the ledger."""
    closed = closed_years()
    for year in sorted({*years} & closed.years - closed.restated):
        if last := find_last_closed(year):
            begin(last, why, actor=actor)
