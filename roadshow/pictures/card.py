"""What stands on a picture, in one language, and the picture itself."""

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cache, cached_property, lru_cache
from importlib.metadata import version
from pathlib import Path
from threading import Lock

import typst

from roadshow.config import ROOT

WIDTH, HEIGHT = 1200, 630
DRAWING = Path(__file__).with_name("card.typ")
FONTS = Path(__file__).with_name("fonts")
MARK = ROOT / "static" / "img" / "mark.svg"
KEPT = 200  # pictures in memory, of some 40 KB each
_one_at_a_time = Lock()  # a burst of strangers takes one core, not all


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
        made_by = f"{version('typst')}\n{_drawing().decode()}\n{_mark()}"
        return hashlib.sha256(f"{made_by}\n{self._inputs}".encode()).hexdigest()[:24]

    @cached_property
    def _inputs(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)


def draw(card: Card) -> bytes:
    """A PNG of WIDTH × HEIGHT, drawn once as long as it is kept."""
    with _one_at_a_time:
        return _drawn(card)


@lru_cache(KEPT)
def _drawn(card: Card) -> bytes:
    """The words come in as data: whatever typst would read as a command is a word like any other."""
    picture = typst.compile(
        _drawing(),
        format="png",
        ppi=72,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"card": card._inputs, "mark": _mark()},
    )
    return bytes(picture)


@cache
def _drawing() -> bytes:
    return DRAWING.read_bytes()


@cache
def _mark() -> str:
    return MARK.read_text("utf-8")


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
