"""The plans of a roadshow as each reader knows them: not those of a letter that was overtaken before it went out."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from flask_babel.speaklater import LazyString

from roadshow.foundation.text import Bilingual
from roadshow.notices.kinds import Change
from roadshow.notices.operations import put_right
from roadshow.notices.purposes import end_untrue
from roadshow.notices.queries import list_overtaken_plans
from roadshow.programme.date_block import event_lines, hours_of, place_of
from roadshow.programme.models import Roadshow, Stand

MOVES = ("roadshow.postponed", "roadshow.changed")


def overtake(roadshow: Roadshow, change: Change) -> None:
    """What waits and is not true after ``change`` is not sent; what else waits goes out with the plans of now."""
    end_untrue(roadshow.id, change)
    refresh(roadshow)


def refresh(roadshow: Roadshow) -> None:
    """What waits names the roadshow as it is now."""
    if roadshow.stand is not None:
        said = {"when": LazyString(hours_of, roadshow), "where": LazyString(place_of, roadshow)}
        put_right(roadshow.id, said | {"title": roadshow.spoken_title, "event": event_lines(roadshow)})


def by_known(roadshow_id: int, was: Stand, addresses: Collection[str]) -> list[tuple[Stand, set[str]]]:
    """Plans, and those of these addresses whose readers know them: as they ``was``, or as they were before that."""
    overtaken = list_overtaken_plans(roadshow_id, MOVES)
    found: list[tuple[Stand, set[str]]] = []
    for address in addresses:
        stand = _stand_of(overtaken[address]) if address in overtaken else was
        known = next((those for plans, those in found if plans == stand), None)
        if known is None:
            found.append((stand, {address}))
        else:
            known.add(address)
    return found


def values_of(stand: Stand) -> dict[str, Any]:
    """As a letter of a move keeps the plans before it."""
    return {
        "starts_at": stand.starts_at.isoformat(),
        "ends_at": stand.ends_at.isoformat(),
        "where": [stand.where.zh, stand.where.en],
        "branches": [[hall.zh, hall.en] for hall in stand.branches],
    }


def _stand_of(values: Mapping[str, Any]) -> Stand:
    starts_at, ends_at = (datetime.fromisoformat(values[name]) for name in ("starts_at", "ends_at"))
    branches = [Bilingual(*hall) for hall in values["branches"]]
    return Stand(starts_at, ends_at, Bilingual(*values["where"]), branches)
