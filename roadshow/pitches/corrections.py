"""What an application said when it was returned, and what it says now."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple

from roadshow.documents.models import Version
from roadshow.documents.queries import list_current
from roadshow.foundation.text import clean
from roadshow.projects.snapshot import Snapshot, read, snapshot_of

from .models import Pitch
from .rules import Answers
from .snapshots import decks_of, told_by


class Deck(NamedTuple):
    """A version of a document, by its id; kept with its names, as its owner may delete it."""

    id: int
    title: str
    file: str
    uploaded_at: str


@dataclass(frozen=True)
class Content:
    """All that an application says. ``answers``: a question's id → words; ``asked``: why it was returned."""

    told: Snapshot
    message: str
    answers: dict[str, str]
    decks: tuple[Deck, ...]
    asked: str = field(default="", compare=False)


def keep_returned(pitch: Pitch, reason: str, now: datetime) -> None:
    """Keep what it says, to compare it with what is handed in next. The caller has locked the pitch."""
    content = content_of(pitch)
    pitch.returned_at = now
    pitch.returned = {
        "told": content.told.kept(),
        "message": content.message,
        "answers": content.answers,
        "decks": [list(deck) for deck in content.decks],
        "asked": reason,
    }


def read_returned(pitch: Pitch) -> Content | None:
    """What it said when it was returned last; None for one that never was."""
    kept: dict[str, Any] | None = pitch.returned
    if kept is None:
        return None
    decks = tuple(Deck(*deck) for deck in kept["decks"])
    return Content(read(kept["told"]), kept["message"], kept["answers"], decks, kept["asked"])


def content_of(pitch: Pitch) -> Content:
    """What its readers see."""
    return _content(pitch, told_by(pitch), decks_of(pitch))


def is_corrected(pitch: Pitch) -> bool:
    """Whether anything of a returned application differs by now from what it said."""
    return read_returned(pitch) not in (None, _living(pitch))


def is_unchanged(pitch: Pitch, message: str, answers: Answers) -> bool:
    """Whether a returned application would be handed in again as it was."""
    living = _living(pitch)
    said = {str(number): words for number, typed in answers.items() if (words := clean(typed))}
    return read_returned(pitch) == replace(living, message=clean(message), answers=said)


def _living(pitch: Pitch) -> Content:
    """What it would say if it were handed in now."""
    return _content(pitch, snapshot_of(pitch.project), list_current("project", pitch.project_id))


def _content(pitch: Pitch, told: Snapshot, versions: Iterable[Version]) -> Content:
    decks = tuple(
        Deck(each.id, each.document.title, each.name, each.uploaded_at.isoformat()) for each in versions
    )
    return Content(replace(told, decks=()), pitch.message, pitch.answers or {}, decks)
