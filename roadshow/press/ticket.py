"""What a guest holds in the hand at the door: a code for the scanner, and in words who, what, when and where."""

import json
from dataclasses import asdict, dataclass

import segno

from .setting import set_in_type


@dataclass(frozen=True)
class TicketSheet:
    """All in one language. ``facts``: name and value; ``code`` is drawn, ``spelled`` is its end to be read out."""

    language: str
    centre: str
    heading: str
    title: str
    name: str
    organisation: str
    facts: tuple[tuple[str, str], ...]
    code: str
    spelled: str
    note: str


def print_ticket(ticket: TicketSheet) -> bytes:
    """A PDF of one page of A5; the squares are handed over as rows of 0 and 1."""
    squares = ["".join(map(str, row)) for row in segno.make_qr(ticket.code).matrix]
    words = asdict(ticket) | {"squares": squares}
    return set_in_type("ticket.typ", "pdf", {"ticket": json.dumps(words, ensure_ascii=False)})
