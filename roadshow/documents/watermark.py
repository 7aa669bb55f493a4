"""Who is shown a page, and when, across the page itself: drawn anew each time it is shown."""

import io
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from roadshow.press.setting import FONT

SIZE, ANGLE = 26, 28  # dots, degrees
ACROSS, DOWN = 120, 130  # dots between one and the next
INK = (90, 90, 90, 70)
QUALITY = 82


def mark(picture: bytes, words: str) -> bytes:
    """A JPEG with these words all over it."""
    with Image.open(io.BytesIO(picture), formats=["JPEG"]) as opened:
        page = opened.convert("RGB")
    stamp = _stamp(words)
    wide, high = stamp.width + ACROSS, stamp.height + DOWN
    for row, top in enumerate(range(-stamp.height // 2, page.height, high)):
        for left in range(-stamp.width // 2 + (row % 2) * wide // 2, page.width, wide):
            page.paste(stamp, (left, top), stamp)
    marked = io.BytesIO()
    page.save(marked, "JPEG", quality=QUALITY)
    return marked.getvalue()


@lru_cache(16)
def _stamp(words: str) -> Image.Image:
    font = _font()
    left, top, right, bottom = (round(edge) for edge in font.getbbox(words))
    flat = Image.new("RGBA", (right - left + 4, bottom - top + 4), (90, 90, 90, 0))
    ImageDraw.Draw(flat).text((2 - left, 2 - top), words, font=font, fill=INK)
    return flat.rotate(ANGLE, expand=True, resample=Image.Resampling.BICUBIC)


@lru_cache(1)
def _font() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT, SIZE)
