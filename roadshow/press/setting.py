"""The one door to typst: a drawing of ours, words as data, bytes out."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Literal

import typst

HERE = Path(__file__).parent
FONT = HERE / "fonts" / "NotoSansSC-Regular.otf"
_one_at_a_time = Lock()  # a burst of strangers takes one core, not all


def set_in_type(name: str, kind: Literal["png", "pdf"], words: Mapping[str, str]) -> bytes:
    """The words come in as data: whatever typst would read as a command is a word like any other."""
    with _one_at_a_time:
        made = typst.compile(
            drawing(name),
            format=kind,
            ppi=72,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs=dict(words),
        )
    return bytes(made)


@cache
def drawing(name: str) -> bytes:
    return (HERE / name).read_bytes()


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(HERE / "fonts")]
    )
