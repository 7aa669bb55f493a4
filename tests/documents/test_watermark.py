"""What stands across a page names its reader, whatever they call themselves."""

import io

from PIL import Image

from roadshow.documents.watermark import LONGEST, mark


def page() -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (1600, 900), "white").save(content, "JPEG")
    return content.getvalue()


def ink(lines: list[str]) -> int:
    """Dots that are not white."""
    with Image.open(io.BytesIO(mark(page(), lines))) as marked:
        return sum(marked.convert("L").histogram()[:240])


def test_both_lines_are_drawn() -> None:
    assert ink(["示例郑", "账号12"]) > ink(["示例郑"]) > 0


def test_a_long_line_is_cut_so_that_the_stamp_fits_the_page() -> None:
    assert mark(page(), ["x" * 400, "账号12"]) == mark(page(), ["x" * (LONGEST - 1) + "…", "账号12"])
