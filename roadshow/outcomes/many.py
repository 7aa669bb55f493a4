"""Several rows of the ledger verified at once."""

from collections.abc import Collection

from roadshow.audit.operations import record_many
from roadshow.foundation.actor import Actor
from roadshow.foundation.db import db, hold_name, operation
from roadshow.foundation.many import Left, Taken

from . import queries
from .counting import mark_verified
from .faults import verify_faults
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
