"""Which decks a reviewer may look at: those that were handed in with what they read."""

from roadshow.documents.models import Version
from roadshow.documents.opening import Allowed
from roadshow.foundation.errors import Missing
from roadshow.pitches.snapshots import decks_of

from . import queries
from .models import Sheet


def list_decks(sheet: Sheet) -> list[Version]:
    """None where the reading is blind: a deck names its firm."""
    return [] if queries.get_setup(sheet.pitch.roadshow_id).blind else decks_of(sheet.pitch)


def get_deck(sheet: Sheet, version_id: int) -> Version:
    """Raises: Missing, also of a version that came later than what was handed in."""
    version = next((each for each in list_decks(sheet) if each.id == version_id), None)
    if version is None:
        raise Missing(f"deck {version_id} of sheet {sheet.id}")
    return version


def allowed(version: Version) -> Allowed:
    """What can be looked at, with its reader's name across, is not given away as a file."""
    return Allowed(look=True, download=not version.previews)
