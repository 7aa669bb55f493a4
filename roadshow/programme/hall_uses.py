"""Other uses of a hall and days when it is out of use: entered here, where the roadshow that they would meet has its
name; ``halls`` keeps them and takes them out again."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _

from roadshow.audit.operations import record
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.db import db, hold, operation
from roadshow.foundation.errors import Fault, Refused, refuse_faults
from roadshow.halls.models import Hall, HallUse, UseKind
from roadshow.halls.uses import BlackoutFacts, Stretch, UseFacts, blackout_faults, use_faults
from roadshow.occupancy import operations as occupancy
from roadshow.occupancy.models import Occupancy

from .taking import list_told_clashes

NAMED = 5  # clashes, of a use that comes each week


@operation
def enter_use(hall: Hall, facts: UseFacts, *, actor: Actor) -> list[HallUse]:
    """All its weeks or none.

    Raises: Refused on odd facts, of a closed hall, or naming the roadshows and uses that it would meet.
    """
    facts = facts.cleaned()
    hold(hall)
    refuse_faults(use_faults(facts, now=clock.now()))
    uses = _enter(hall, UseKind.USE, facts.what, facts.stretches, "on")
    told = {"what": facts.what, "starts_at": uses[0].starts_at, "ends_at": uses[0].ends_at}
    record("hall.use_entered", actor, "hall", hall.id, hall.name, **told, until=facts.until)
    return uses


@operation
def enter_blackout(hall: Hall, facts: BlackoutFacts, *, actor: Actor) -> HallUse:
    """Raises: Refused as ``enter_use``."""
    facts = facts.cleaned()
    hold(hall)
    refuse_faults(blackout_faults(facts, now=clock.now()))
    (use,) = _enter(hall, UseKind.BLACKOUT, facts.what, facts.stretches, "first")
    told = {"why": facts.what, "first": facts.first, "last": facts.last}
    record("hall.blackout_entered", actor, "hall", hall.id, hall.name, **told)
    return use


def _enter(hall: Hall, kind: UseKind, what: str, stretches: Sequence[Stretch], field: str) -> list[HallUse]:
    if hall.closed:
        raise Refused(_("%(hall)s已停用，不用再登记", hall=hall.spoken_name))
    uses = [
        HallUse(hall_id=hall.id, kind=kind, what=what, starts_at=begins, ends_at=ends)
        for begins, ends in stretches
    ]
    rows = [_row(use) for use in uses]
    refuse_faults([Fault(field, words) for _row, words in list_told_clashes(rows)[:NAMED]])
    db.session.add_all(uses)
    db.session.flush()
    for use, row in zip(uses, rows, strict=True):
        row.by_id, use.series_id = use.id, uses[0].id if len(uses) > 1 else None
    occupancy.take(*rows)
    return uses


def _row(use: HallUse) -> Occupancy:
    """Its number follows."""
    return Occupancy(what="hall", what_id=use.hall_id, by="use", starts_at=use.starts_at, ends_at=use.ends_at)
