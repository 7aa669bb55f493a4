"""Who is shown a page, and when, across the page itself: drawn anew each time it is shown."""

import io
from collections.abc import Sequence
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from roadshow.press.setting import FONT

SIZE, ANGLE = 26, 28  # dots, degrees
LONGEST = 50  # characters of a line
ACROSS, DOWN = 120, 130  # dots between one and the next
INK = (90, 90, 90, 70)
QUALITY = 82


def mark(picture: bytes, lines: Sequence[str]) -> bytes:
    """A JPEG with these lines all over it, each cut to ``LONGEST`` characters."""
    with Image.open(io.BytesIO(picture), formats=["JPEG"]) as opened:
        page = opened.convert("RGB")
    stamp = _stamp("\n".join(_shorten(line) for line in lines))
    wide, high = stamp.width + ACROSS, stamp.height + DOWN
    for row, top in enumerate(range(-stamp.height // 2, page.height, high)):
        for left in range(-stamp.width // 2 + (row % 2) * wide // 2, page.width, wide):
            page.paste(stamp, (left, top), stamp)
    marked = io.BytesIO()
    page.save(marked, "JPEG", quality=QUALITY)
    return marked.getvalue()


def _shorten(line: str) -> str:
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


@lru_cache(16)
def _stamp(words: str) -> Image.Image:
    font = _font()
    measured = ImageDraw.Draw(Image.new("1", (1, 1))).multiline_textbbox((0, 0), words, font=font)
    left, top, right, bottom = (round(edge) for edge in measured)
    flat = Image.new("RGBA", (right - left + 4, bottom - top + 4), (90, 90, 90, 0))
    ImageDraw.Draw(flat).multiline_text((2 - left, 2 - top), words, font=font, fill=INK)
    return flat.rotate(ANGLE, expand=True, resample=Image.Resampling.BICUBIC)


@lru_cache(1)
def _font() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT, SIZE)
