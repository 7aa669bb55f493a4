"""A roadshow's poster: a sheet of A4 to hang up, or a picture for the screen of a phone."""

import json
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Literal

import segno

from .card import mark
from .setting import set_in_type

KEPT = 20  # posters in memory, of some 200 KB each
Shape = Literal["pdf", "png"]


@dataclass(frozen=True)
class Poster:
    """All in one language. ``link`` is drawn as a QR code and said beside it by ``scan``; ``facts``: name and value;
    ``off``: it is cancelled, and says so in ``news``."""

    language: str
    centre: str
    place: str
    title: str
    summary: str
    day: str
    hours: str
    facts: tuple[tuple[str, str], ...]
    link: str
    scan: str
    tag: str = ""
    news: str = ""
    off: bool = False


@lru_cache(KEPT)
def print_poster(poster: Poster, shape: Shape) -> bytes:
    """A PDF of one page of A4, or a PNG of 1080 × 1920."""
    squares = ["".join(map(str, row)) for row in segno.make_qr(poster.link).matrix]
    words = asdict(poster) | {"squares": squares, "screen": shape == "png"}
    return set_in_type("poster.typ", shape, {"poster": json.dumps(words, ensure_ascii=False), "mark": mark()})
