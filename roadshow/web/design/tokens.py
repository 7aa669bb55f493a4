"""The tokens as their style sheet says them, so that no page can tell another value."""

import re
from dataclasses import dataclass

from roadshow.config import ROOT

SHEET = ROOT / "static" / "css" / "tokens.css"
_VALUE = re.compile(r"--([\w-]+):\s*([^;]+);")
_COLOUR = re.compile(r"#[0-9A-F]{6}")
_SIZE = re.compile(r"[\d.]+(?:rem|px)")


@dataclass(frozen=True)
class Token:
    """``dark`` is the same as ``light`` where the scheme changes nothing."""

    name: str
    light: str
    dark: str


def colours() -> list[Token]:
    return [token for token in _tokens() if _COLOUR.fullmatch(token.light)]


def sizes(group: str) -> list[Token]:
    """Those whose names begin so: t (type), s (space), radius, control."""
    return [token for token in _tokens() if token.name.startswith(group) and _SIZE.fullmatch(token.light)]


def _tokens() -> list[Token]:
    """The sheet has two dark blocks, which are equal."""
    light, dark, _same = map(
        _values, (block for block in SHEET.read_text("utf-8").split("{") if "--page:" in block)
    )
    return [Token(name, value, dark.get(name, value)) for name, value in light.items()]


def _values(block: str) -> dict[str, str]:
    return dict(_VALUE.findall(block))
