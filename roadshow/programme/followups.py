"""A hall's name and address stand in the calendar entry of each roadshow there."""

from roadshow.foundation.happenings import on
from roadshow.halls.happenings import HallRenamed

from .showing import show_all_changed


@on(HallRenamed)
def show_hall_renamed(happening: HallRenamed) -> None:
    show_all_changed(happening.hall_id)
