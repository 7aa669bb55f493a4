"""The link into an online room is for those who may come, decided from the facts of that moment."""

from collections.abc import Collection

from roadshow.accounts.models import Person
from roadshow.halls.models import Hall
from roadshow.investors.queries import is_verified_contact
from roadshow.occupancy.queries import list_taken_by
from roadshow.programme.queries import list_roadshows_by_id
from roadshow.programme.states import BEFORE_HELD

from .queries import list_own_on_stage


def list_rooms(roadshow_ids: Collection[int], person: Person) -> dict[int, list[Hall]]:
    """Roadshow → its online rooms that this person may enter: staff; of what is public the contacts of verified
    institutions, whose project has a place on stage, and who has a turn in it. None once it is over or cancelled."""
    shown = [row for row in list_roadshows_by_id(roadshow_ids) if row.state in BEFORE_HELD]
    online = {row.id: rooms for row in shown if (rooms := [hall for hall in row.halls if hall.online])}
    if not online or "roadshow.read" in person.permissions:
        return online
    public = {row.id for row in shown if row.is_public}
    is_verified = "investor.enter" in person.permissions and is_verified_contact(person.id)
    open_to = public & (set(online) if is_verified else _comes_to(person))
    return {roadshow_id: rooms for roadshow_id, rooms in online.items() if roadshow_id in open_to}


def _comes_to(person: Person) -> set[int]:
    own = list_own_on_stage(person.id) if "pitch.own" in person.permissions else set()
    return own | list_taken_by("person", person.id)
