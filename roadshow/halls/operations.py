from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import delete

from roadshow.audit.operations import record
from roadshow.audit.queries import list_entries_of
from roadshow.audit.words import DID
from roadshow.foundation.actor import Actor
from roadshow.foundation.changes import take_over
from roadshow.foundation.db import CONSTRAINT_WORDS, db, hold, operation
from roadshow.foundation.errors import Overtaken, Refused, refuse_faults
from roadshow.foundation.happenings import announce
from roadshow.occupancy import operations as occupancy

from . import queries, rules
from .happenings import HallPlaced, HallRenamed
from .hours import spelled
from .models import Hall, HallUse
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
def change_hall(hall: Hall, facts: HallFacts, *, closed: bool, seen: str = "", actor: Actor) -> None:
    """A new name, address or place on the map shows in the calendar entry of each roadshow there.

    New minutes and hours count for what is put there from now on; what is there keeps what it took. ``seen`` is the
    version that the change began from, as its form carries it.

    Raises: Refused on odd facts or a name already there; Overtaken when there is a newer version.
    """
    facts = facts.cleaned()
    hold(hall)
    _refuse_overtaken(hall, seen)
    refuse_faults(rules.hall_faults(facts))
    _refuse_same_name(facts.name, hall)
    changes = take_over(hall, {**vars(facts), "closed": closed})
    hall.version += 1
    record("hall.changed", actor, "hall", hall.id, hall.name, **_told(changes))
    if changes.keys() & {"name", "name_en", "address", "address_en", "online"}:
        announce(HallRenamed(hall.id))
    elif "point" in changes:
        announce(HallPlaced(hall.id))


@operation
def remove_use(use: HallUse, *, and_later: bool = False, actor: Actor) -> int:
    """The hall is free again; with ``and_later`` also in the weeks that follow. How often that was.

    Raises: Refused once it is over.
    """
    hall = hold(queries.get_hall(use.hall_id))
    hold(use)
    if use.is_over:
        raise Refused(_("已经结束的占用和暂停使用留作记录，不能删去"))
    uses = queries.list_series_from(use) if and_later else [use]
    told = {"what": use.what, "starts_at": use.starts_at, "ends_at": uses[-1].ends_at}
    ids = [each.id for each in uses]
    occupancy.free_used("use", ids)
    db.session.execute(delete(HallUse).where(HallUse.id.in_(ids)))
    record("hall.use_removed", actor, "hall", hall.id, hall.name, **told)
    return len(ids)


def _refuse_overtaken(hall: Hall, seen: str) -> None:
    if seen in ("", str(hall.version)):
        return
    last = next((entry for entry in list_entries_of("hall", hall.id) if entry.what == "hall.changed"), None)
    raise Overtaken(last.actor_name if last else "", [str(DID[last.what])] if last else [])


def _refuse_same_name(name: str, but: Hall | None = None) -> None:
    if queries.find_hall(name) not in (None, but):
        raise Refused(CONSTRAINT_WORDS["uq_halls_hall_name"], "name")


def _told(changes: dict[str, list[Any]]) -> dict[str, object]:
    """As the trail keeps them: what is many in one word, and of a link no more than that it is another."""
    told: dict[str, object] = {name: change for name, change in changes.items() if name != "link"}
    if "point" in changes:
        told["point"] = [point and str(point) for point in changes["point"]]
    if "hours" in changes:
        told["hours"] = [spelled(week) for week in changes["hours"]]
    if "equipment" in changes:
        told["equipment"] = [" ".join(codes) for codes in changes["equipment"]]
    return told | {"new_link": True} if "link" in changes else told
