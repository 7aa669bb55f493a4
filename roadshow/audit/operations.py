from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import insert

from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.db import db, operation

from .models import Entry


@operation
def record(
    what: str, actor: Actor, thing: str, thing_id: int | None, name: str, /, **changes: object
) -> None:
    """Write one line into the trail; ``changes`` are field=[before, after] or field=value."""
    db.session.add(
        Entry(**_line(what, actor), thing=thing, thing_id=thing_id, name=name[:300], changes=_plain(changes))
    )


@operation
def record_many(
    what: str,
    actor: Actor,
    thing: str,
    things: Iterable[tuple[int, str]],
    changes: Mapping[int, Mapping[str, object]] | None = None,
) -> None:
    """The same act on many things of one kind, (id, name) each, written at once; ``changes`` by id."""
    common = _line(what, actor) | {"thing": thing}
    rows = [
        common
        | {"thing_id": thing_id, "name": name[:300], "changes": _plain((changes or {}).get(thing_id, {}))}
        for thing_id, name in things
    ]
    if rows:
        db.session.execute(insert(Entry), rows)


def _line(what: str, actor: Actor) -> dict[str, Any]:
    return {
        "at": clock.now(),
        "actor_id": actor.id,
        "actor_name": actor.name[:100],
        "address": actor.address[:45],
        "what": what,
    }


def _plain(changes: Mapping[str, object]) -> dict[str, Any]:
    """Values as JSON can hold them; a pair stays a pair."""
    return {
        field: [_word(part) for part in value] if isinstance(value, list) else _word(value)
        for field, value in changes.items()
    }


def _word(value: object) -> Any:
    plain = value is None or isinstance(value, bool | int | str)
    return value if plain else str(getattr(value, "name", value))  # a thing by its name
