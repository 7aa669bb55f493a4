"""What stands on a picture, in one language, and the picture itself."""

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cache, cached_property, lru_cache
from importlib.metadata import version

from roadshow.config import ROOT

from .setting import drawing, set_in_type

WIDTH, HEIGHT = 1200, 630
DRAWING = "card.typ"
MARK = ROOT / "static" / "img" / "mark.svg"
KEPT = 200  # pictures in memory, of some 40 KB each


@dataclass(frozen=True)
class Card:
    """Empty words leave their place to the others; ``coming`` sets the day in the colour of what is next."""

    language: str
    centre: str
    place: str
    title: str
    tag: str = ""
    news: str = ""
    day: str = ""
    hours: str = ""
    where: str = ""
    coming: bool = False
    off: bool = False

    @cached_property
    def tag_of_picture(self) -> str:
        """Known without drawing it; changes with its words, the drawing and the program that draws."""
        made_by = f"{version('typst')}\n{drawing(DRAWING).decode()}\n{mark()}"
        return hashlib.sha256(f"{made_by}\n{self._inputs}".encode()).hexdigest()[:24]

    @cached_property
    def _inputs(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)


@lru_cache(KEPT)
def draw(card: Card) -> bytes:
    """A PNG of WIDTH × HEIGHT, drawn once as long as it is kept."""
    return set_in_type(DRAWING, "png", {"card": card._inputs, "mark": mark()})


@cache
def mark() -> str:
    """The centre's mark, as SVG."""
    return MARK.read_text("utf-8")
