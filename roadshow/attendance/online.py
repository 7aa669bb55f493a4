"""The link into an online room is for those who may come, decided from the facts of that moment."""

from collections.abc import Collection

from roadshow.accounts.models import Person
from roadshow.halls.models import Hall
from roadshow.occupancy.queries import list_taken_by
from roadshow.pitches.queries import list_own_on_stage
from roadshow.programme.queries import list_roadshows_by_id
from roadshow.programme.states import BEFORE_HELD

from .models import Attendance
from .queries import list_seated_online
from .states import COMING


def list_rooms(roadshow_ids: Collection[int], person: Person) -> dict[int, list[Hall]]:
    """Roadshow → its online rooms that this person may enter: staff; of what is public who has a seat online, whose
    project has a place on stage, and who has a turn in it. None once it is over or cancelled."""
    shown = [row for row in list_roadshows_by_id(roadshow_ids) if row.state in BEFORE_HELD]
    online = {row.id: rooms for row in shown if (rooms := [hall for hall in row.halls if hall.online])}
    if not online or "roadshow.read" in person.permissions:
        return online
    open_to = {row.id for row in shown if row.is_public} & _comes_to(person, online)
    return {roadshow_id: rooms for roadshow_id, rooms in online.items() if roadshow_id in open_to}


def rooms_of(guest: Attendance) -> list[Hall]:
    """Those that who holds this guest's link may enter: with a confirmed seat online, until it is over."""
    there = guest.is_seated_online and guest.roadshow.state in COMING
    return [hall for hall in guest.roadshow.halls if hall.online] if there else []


def _comes_to(person: Person, roadshow_ids: Collection[int]) -> set[int]:
    own = list_own_on_stage(person.id) if "pitch.own" in person.permissions else set()
    return own | list_taken_by("person", person.id) | list_seated_online(person, roadshow_ids)
