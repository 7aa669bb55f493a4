"""Codes for a camera, drawn as marks of the page itself."""

import segno
from markupsafe import Markup


def qr(words: str) -> Markup:
    """On white also in the dark; whoever shows it says beside it what it is."""
    drawn = segno.make_qr(words).svg_inline(omitsize=True, border=2, light="white")
    return Markup(drawn)  # noqa: S704  of our making: squares, and none of the words
