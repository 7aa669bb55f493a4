"""Several rows of the ledger verified or refused at once."""

from collections.abc import Collection

from roadshow.audit.operations import record_many
from roadshow.foundation.actor import Actor
from roadshow.foundation.db import db, hold_name, operation
from roadshow.foundation.many import Left, Taken
from roadshow.foundation.text import reason

from . import queries
from .counting import mark_refused, mark_verified
from .faults import WHY, refusal_faults, verify_faults
from .models import Row
from .naming import about, name_of
from .operations import LEDGER


@operation
def verify_many(row_ids: Collection[int], *, actor: Actor) -> Taken:
    """Each that this person may verify, seen with its evidence; the others wait on."""
    hold_name(LEDGER)
    left, done = list[Left](), list[Row]()
    for row in queries.list_picked(row_ids):
        faults = verify_faults(row, actor)  # of the rows before it too: each counts at once
        if faults:
            left.append(Left(name_of(row), faults[0].words))
            continue
        mark_verified(row, actor)
        done.append(row)
    db.session.flush()
    named = [(row.id, name_of(row)) for row in done]
    record_many("outcome.verified", actor, "outcome", named, {row.id: about(row) for row in done})
    return Taken(len(done), left)


@operation
def refuse_many(row_ids: Collection[int], why: str, *, actor: Actor) -> Taken:
    """Each that this person may refuse leaves the figures, all for the same reason; the others wait on.

    Raises: Refused without a reason.
    """
    hold_name(LEDGER)
    why = reason(why, WHY, "why")
    left, done = list[Left](), list[Row]()
    for row in queries.list_picked(row_ids):
        if faults := refusal_faults(row, actor):
            left.append(Left(name_of(row), faults[0].words))
            continue
        mark_refused(row, actor)
        db.session.flush()  # the next of its thread is asked about without it
        done.append(row)
    named = [(row.id, name_of(row)) for row in done]
    told = {row.id: about(row) | {"why": why} for row in done}
    record_many("outcome.refused", actor, "outcome", named, told)
    return Taken(len(done), left)
