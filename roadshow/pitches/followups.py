from roadshow.documents.happenings import DocumentChanging
from roadshow.foundation import clock
from roadshow.foundation.happenings import on
from roadshow.projects.happenings import Changing

from .snapshots import freeze


@on(Changing)
def keep_what_was_handed_in(changing: Changing) -> None:
    freeze(changing.project_ids, clock.now())


@on(DocumentChanging)
def keep_the_decks_handed_in(changing: DocumentChanging) -> None:
    if changing.thing == "project":
        freeze([changing.thing_id], clock.now())
