"""How guests come to a roadshow: how many places there are of each mode, until when to answer, who may ask to come."""

from flask_babel import lazy_gettext as _
from sqlalchemy import delete, insert, select

from roadshow.audit.operations import record
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.db import db, hold, operation
from roadshow.foundation.errors import Fault, refuse_faults
from roadshow.programme.models import Roadshow

from . import queries
from .models import MODE_WITHIN, Mode, Seat, Seating
from .places import move_up, settle_held
from .rules import SEATS, SeatingFacts, capacity_of, seating_faults


def usual_seating(roadshow: Roadshow) -> SeatingFacts:
    """As many places as its halls have, on site and online, and no more than there may be."""
    capacity = capacity_of(roadshow)
    return SeatingFacts(min(capacity[Mode.ONSITE], SEATS.most), min(capacity[Mode.ONLINE], SEATS.most))


def seating_of(roadshow: Roadshow) -> SeatingFacts:
    """As it is set, or as it would be when the first is invited."""
    seating = queries.find_seating(roadshow.id)
    if seating is None:
        return usual_seating(roadshow)
    places = queries.count_places(roadshow.id)
    return SeatingFacts(
        places[Mode.ONSITE].all,
        places[Mode.ONLINE].all,
        seating.answer_by_at,
        seating.offer_hours,
        seating.open_to_public,
    )


@operation
def set_seating(roadshow: Roadshow, facts: SeatingFacts, *, actor: Actor) -> None:
    """More places let those who wait move up at once; fewer take away only free ones.

    Raises: Refused with the faults, also when more places are taken than there are to be.
    """
    hold(roadshow)
    settle_held(roadshow)
    counted = queries.count_places(roadshow.id)
    refuse_faults(seating_faults(facts, roadshow, {mode: places.all for mode, places in counted.items()}))
    was, seating = seating_of(roadshow), queries.find_seating(roadshow.id)
    if seating is None:
        seating = Seating(roadshow_id=roadshow.id)
        db.session.add(seating)
        was = SeatingFacts(0, 0)
    if seating.answer_by_at != facts.answer_by_at:
        seating.reminded_at = None
    seating.answer_by_at, seating.offer_hours = facts.answer_by_at, facts.offer_hours
    seating.open_to_public, seating.changed_at = facts.open_to_public, clock.now()
    refuse_faults(_set_places(roadshow, facts))
    before, after = vars(was), vars(facts)
    changes = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    if "online" in changes:
        changes["online_seats"] = changes.pop("online")  # of a hall it says that it is a room online
    record("seating.set", actor, "roadshow", roadshow.id, roadshow.title, **changes)
    move_up(roadshow)


@operation
def begin_seating(roadshow: Roadshow, *, actor: Actor) -> None:
    """As usual, unless it is set already. Raises: Refused when its halls have no place for anybody."""
    hold(roadshow)
    if queries.find_seating(roadshow.id) is None:
        set_seating(roadshow, usual_seating(roadshow), actor=actor)


def _set_places(roadshow: Roadshow, facts: SeatingFacts) -> list[Fault]:
    """Those of a mode that has fewer free ones than are to go."""
    counted, faults = queries.count_places(roadshow.id), list[Fault]()
    for mode, wanted in facts.places.items():
        more = wanted - counted[mode].all
        if more < 0 and -more > counted[mode].free:
            words = _(
                "%(mode)s席位已有%(taken)d个有人，不能少于这个数",
                mode=MODE_WITHIN[mode],
                taken=counted[mode].taken,
            )
            faults.append(Fault(mode.value, words))
        elif more > 0:
            _add(roadshow.id, mode, more)
        elif more < 0:
            _remove(roadshow.id, mode, -more)
    return faults


def _add(roadshow_id: int, mode: Mode, many: int) -> None:
    last = queries.find_last_seat(roadshow_id, mode)
    numbers = range(last + 1, last + 1 + many)
    db.session.execute(
        insert(Seat), [{"roadshow_id": roadshow_id, "mode": mode, "number": number} for number in numbers]
    )


def _remove(roadshow_id: int, mode: Mode, many: int) -> None:
    """Free ones with the highest numbers."""
    of_mode = (Seat.roadshow_id == roadshow_id, Seat.mode == mode)
    free = select(Seat.number).where(*of_mode, Seat.attendance_id.is_(None))
    free = free.order_by(Seat.number.desc()).limit(many)
    db.session.execute(delete(Seat).where(*of_mode, Seat.number.in_(free.scalar_subquery())))
