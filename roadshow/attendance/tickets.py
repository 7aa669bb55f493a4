"""The code that lets a guest in: who and which ticket in numbers, signed; no name, and short, so that its QR is coarse.

20 bytes as 32 letters and digits: guest, ticket, roadshow, and half of a SHA-256 signature.
"""

import hashlib
import hmac
import struct
from base64 import b32decode, b32encode
from binascii import Error
from dataclasses import dataclass

from roadshow.foundation.errors import Missing

from .models import Attendance
from .states import AttendanceState

PURPOSE = b"attendance.ticket"
_LAYOUT = struct.Struct(">IHI")
_SIGNED = 10  # bytes of the signature
LENGTH = 32  # letters of a code
SHORT = 8  # its last ones, all of the signature: enough to tell the tickets of one roadshow apart


@dataclass(frozen=True)
class Ticket:
    """``serial`` counts the tickets of one guest: only the newest lets in."""

    attendance_id: int
    serial: int
    roadshow_id: int


def has_ticket(guest: Attendance) -> bool:
    """A confirmed seat on site; the ticket of who did not come is over."""
    return guest.has_ticket and guest.state is not AttendanceState.NO_SHOW


def ticket_of(guest: Attendance) -> Ticket:
    """Raises: Missing for who has none."""
    if not has_ticket(guest):
        raise Missing("ticket")
    return Ticket(guest.id, guest.serial, guest.roadshow_id)


def code_of(secret: str, ticket: Ticket) -> str:
    packed = _LAYOUT.pack(ticket.attendance_id, ticket.serial % 2**16, ticket.roadshow_id)
    return b32encode(packed + _signature(secret, packed)).decode()


def read_code(secret: str, typed: str) -> Ticket:
    """As a camera, a hand scanner or a person gives it: small letters, spaces and dashes do not matter.

    Raises: Missing for one that is not of our making.
    """
    try:
        content = b32decode(plain(typed))
    except (Error, ValueError) as unread:
        raise Missing("ticket") from unread
    packed, signature = content[: _LAYOUT.size], content[_LAYOUT.size :]
    if len(content) != _LAYOUT.size + _SIGNED or not hmac.compare_digest(
        signature, _signature(secret, packed)
    ):
        raise Missing("ticket")
    return Ticket(*_LAYOUT.unpack(packed))


def short_of(code: str) -> str:
    """What a guest reads out at the door when nothing can be scanned."""
    return code[-SHORT:]


def plain(typed: str) -> str:
    """The code alone, as it was made."""
    return "".join(typed.split()).replace("-", "").upper()


def spaced(code: str) -> str:
    """In groups of four, to be read aloud and typed."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))


def code_hash(code: str) -> str:
    """What a device keeps of a code, to know it again."""
    return hashlib.sha256(code.encode()).hexdigest()


def _signature(secret: str, packed: bytes) -> bytes:
    return hmac.digest(secret.encode(), PURPOSE + packed, "sha256")[:_SIGNED]
