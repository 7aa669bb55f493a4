"""To whom a letter goes."""

import re
from dataclasses import dataclass

_HAN, _LATIN = re.compile(r"[\u3400-\u9fff]"), re.compile(r"[A-Za-z]")


@dataclass(frozen=True)
class Reader:
    """Plain values; ``language`` is None for one who never chose any."""

    id: int | None
    name: str
    address: str
    language: str | None = None


def language_by_name(reader: Reader) -> str:
    """A guess: a name in Latin letters alone reads English; one in Chinese, or none, reads Chinese."""
    known = reader.name != reader.address
    return "en" if known and _LATIN.search(reader.name) and not _HAN.search(reader.name) else "zh"
