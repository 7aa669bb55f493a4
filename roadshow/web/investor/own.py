"""The institution that the reader acts for, and the projects that they may read."""

from flask_login import current_user

from roadshow.attendance.access import Layer, get_readable, reader_of
from roadshow.foundation.errors import Missing
from roadshow.investors.models import Institution
from roadshow.investors.queries import find_own_institution
from roadshow.pitches.models import Pitch


def own_institution() -> Institution:
    """Raises: Missing for one who acts for none yet."""
    institution = find_own_institution(current_user.id)
    if institution is None:
        raise Missing(f"institution of {current_user.id}")
    return institution


def readable(pitch_id: int) -> Pitch:
    """Raises: Missing where the reader may not read its summary."""
    pitch, access = get_readable(reader_of(current_user.person), pitch_id)
    if not access.reads(Layer.SUMMARY):
        raise Missing(f"pitch {pitch_id} for {current_user.id}")
    return pitch
