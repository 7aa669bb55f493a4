"""A hall's name and address stand in the calendar entry of each roadshow there."""

from roadshow.foundation import clock
from roadshow.foundation.happenings import announce, on
from roadshow.halls.happenings import HallPlaced, HallRenamed

from .happenings import Renamed
from .queries import list_coming_in
from .showing import show_all_changed, show_place_changed


@on(HallRenamed)
def show_hall_renamed(happening: HallRenamed) -> None:
    show_all_changed(happening.hall_id)
    for roadshow in list_coming_in(happening.hall_id, clock.today()):
        announce(Renamed(roadshow.id))


@on(HallPlaced)
def show_hall_placed(happening: HallPlaced) -> None:
    """In calendars; a map is no reason for a letter."""
    show_place_changed(happening.hall_id)
