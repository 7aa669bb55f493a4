"""A guest's personal link: signed, so that any letter can carry it again, and revoked by counting their serial up."""

from roadshow.foundation.db import db
from roadshow.foundation.errors import Gone, Missing
from roadshow.foundation.signing import read_signed, signed
from roadshow.foundation.site import address_of

from .models import Attendance
from .states import AttendanceState

SALT = "attendance.come"
OVER = frozenset({AttendanceState.WITHDRAWN, AttendanceState.REPLACED})


def token_of(guest_id: int, serial: int) -> str:
    return signed(SALT, [guest_id, serial])


def link_of(guest_id: int, serial: int) -> str:
    """The whole address, which a letter carries."""
    return address_of(f"/come/{token_of(guest_id, serial)}")


def get_guest_by(token: str) -> Attendance:
    """Raises: Missing for a link that is not of our making, Gone for one that is revoked."""
    value = read_signed(SALT, token)
    if not (isinstance(value, list) and len(value) == 2 and all(type(part) is int for part in value)):  # noqa: PLR2004
        raise Missing("personal link")
    guest = db.session.get(Attendance, value[0])
    if guest is None:
        raise Missing("personal link")
    if guest.serial != value[1] or guest.state in OVER:
        raise Gone("personal link")
    return guest
