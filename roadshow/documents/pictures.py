"""A PNG or JPEG written anew: what is not a dot of the picture stays behind, where it was taken among it."""

from pathlib import Path

from PIL import Image, ImageOps

from .flaws import Flaw, Flawed
from .formats import Format

MOST_DOTS = 50_000_000
LONGEST_SIDE = 1600  # dots of a preview
QUALITY = 85
NAMED = {Format.PNG: "PNG", Format.JPEG: "JPEG"}
Image.MAX_IMAGE_PIXELS = None  # we say it ourselves, before anything is unpacked


def write_anew(path: Path, kind: Format, clean: Path) -> Image.Image:
    """The picture, upright, and written to ``clean`` in the same format. Raises: Flawed."""
    try:
        with Image.open(path, formats=[NAMED[kind]]) as opened:
            if opened.width * opened.height > MOST_DOTS:
                raise Flawed(Flaw.TOO_MANY_DOTS)
            opened.load()
            picture = ImageOps.exif_transpose(opened)
    except Image.UnidentifiedImageError:
        raise Flawed(Flaw.BROKEN) from None
    except OSError:
        raise Flawed(Flaw.CUT_OFF) from None
    except (ValueError, SyntaxError):
        raise Flawed(Flaw.BROKEN) from None
    through = kind is Format.PNG and picture.has_transparency_data
    bare = picture.convert("RGBA" if through else "RGB")
    bare.info.clear()
    bare.save(clean, NAMED[kind], quality=92)
    return bare


def write_preview(picture: Image.Image, to: Path) -> tuple[int, int]:
    """On white, as large as a page shows it; its width and height in dots."""
    small = picture.copy()
    small.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    if small.mode == "RGBA":
        ground = Image.new("RGB", small.size, "white")
        ground.paste(small, mask=small.getchannel("A"))
        small = ground
    small.convert("RGB").save(to, "JPEG", quality=QUALITY)
    return small.size
