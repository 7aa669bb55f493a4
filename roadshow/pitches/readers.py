"""Whom letters about applications reach: everyone who acts for the project, and whom the centre typed in as its
contact."""

from collections.abc import Collection

from roadshow.accounts.letters import reader_of
from roadshow.notices.readers import Reader
from roadshow.projects.queries import list_owners

from .models import Pitch


def readers_by_pitch(pitches: Collection[Pitch]) -> dict[int, list[Reader]]:
    """Pitch id → its readers; a contact without an account is one whose ``id`` is None."""
    owners: dict[int, list[Reader]] = {}
    for project_id, member in list_owners([pitch.project_id for pitch in pitches]):
        owners.setdefault(project_id, []).append(reader_of(member.person))
    return {pitch.id: _with_contact(pitch, owners.get(pitch.project_id, [])) for pitch in pitches}


def _with_contact(pitch: Pitch, owners: list[Reader]) -> list[Reader]:
    if pitch.contact_email and pitch.contact_email not in {reader.address for reader in owners}:
        return [*owners, Reader(None, pitch.contact_name, pitch.contact_email)]
    return owners
