from typing import Any

from roadshow.audit.operations import record
from roadshow.foundation.actor import Actor
from roadshow.foundation.changes import take_over
from roadshow.foundation.db import CONSTRAINT_WORDS, db, hold, operation
from roadshow.foundation.errors import Refused, refuse_faults
from roadshow.foundation.happenings import announce

from . import queries, rules
from .happenings import HallRenamed
from .hours import spelled
from .models import Hall
from .rules import HallFacts


@operation
def make_hall(facts: HallFacts, *, actor: Actor) -> Hall:
    """Raises: Refused on odd facts or a name already there."""
    facts = facts.cleaned()
    refuse_faults(rules.hall_faults(facts))
    _refuse_same_name(facts.name)
    hall = Hall(**vars(facts))
    db.session.add(hall)
    db.session.flush()
    record("hall.made", actor, "hall", hall.id, hall.name)
    return hall


@operation
def change_hall(hall: Hall, facts: HallFacts, *, closed: bool, actor: Actor) -> None:
    """A new name or address shows in the calendar entry of each roadshow there.

    New minutes and hours count for what is put there from now on; what is there keeps what it took.

    Raises: Refused on odd facts or a name already there.
    """
    facts = facts.cleaned()
    hold(hall)
    refuse_faults(rules.hall_faults(facts))
    _refuse_same_name(facts.name, hall)
    changes = take_over(hall, {**vars(facts), "closed": closed})
    record("hall.changed", actor, "hall", hall.id, hall.name, **_told(changes))
    if changes.keys() & {"name", "address", "online"}:
        announce(HallRenamed(hall.id))


def _refuse_same_name(name: str, but: Hall | None = None) -> None:
    if queries.find_hall(name) not in (None, but):
        raise Refused(CONSTRAINT_WORDS["uq_halls_hall_name"], "name")


def _told(changes: dict[str, list[Any]]) -> dict[str, object]:
    """As the trail keeps them: what is many in one word, and of a link no more than that it is another."""
    told: dict[str, object] = {name: change for name, change in changes.items() if name != "link"}
    if "hours" in changes:
        told["hours"] = [spelled(week) for week in changes["hours"]]
    if "equipment" in changes:
        told["equipment"] = [" ".join(codes) for codes in changes["equipment"]]
    return told | {"new_link": True} if "link" in changes else told
