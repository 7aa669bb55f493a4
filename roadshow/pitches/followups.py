from roadshow.documents.happenings import DocumentChanging
from roadshow.foundation import clock
from roadshow.foundation.happenings import on
from roadshow.programme.happenings import Restored
from roadshow.projects.happenings import Changing

from . import queries
from .snapshots import freeze


@on(Changing)
def keep_what_was_handed_in(changing: Changing) -> None:
    freeze(changing.project_ids, clock.now())


@on(DocumentChanging)
def keep_the_decks_handed_in(changing: DocumentChanging) -> None:
    if changing.thing == "project":
        freeze([changing.thing_id], clock.now())


@on(Restored)
def give_the_time_back(happening: Restored) -> None:
    """While it was off nobody could confirm a place or mend an application; none has longer than until it begins."""
    for pitch in queries.list_pitches(happening.roadshow_id):
        for name in ("confirm_by_at", "remind_at", "due_at"):
            due, starts_at = getattr(pitch, name), pitch.roadshow.starts_at
            if due and starts_at:
                setattr(pitch, name, min(due + happening.off_for, starts_at))
