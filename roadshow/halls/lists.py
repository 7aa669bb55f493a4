"""The desk's list of this room, in the order that its reader wants."""

from sqlalchemy import select

from roadshow.foundation.listing import Listed, Order, containing, ordered

from .models import Hall

HALLS_BY = {
    "name": Hall.name,
    "closed": Hall.closed,
    "capacity": Hall.capacity,
    "setup": Hall.setup_minutes,
    "teardown": Hall.teardown_minutes,
}


def list_halls_shown(order: Order | None = None, text: str = "") -> Listed[Hall]:
    """Open ones first, then by name; ``text`` is part of a name or an address."""
    rows = containing(select(Hall), text, Hall.name, Hall.name_en, Hall.address)
    return Listed(ordered(rows, HALLS_BY, order, Hall.closed, Hall.name, Hall.id))
