"""Pictures of figures as SVG, for paper: bars from left to right and one under another; a word is never markup."""

from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width
from xml.etree import ElementTree as ET

WIDE = 460  # points, as wide as a sheet of A4 between its margins
INK, QUIET, NOW, BEFORE, EDGE, LINE = "#17212F", "#56647A", "#1B4F9C", "#D5E2F5", "#7F9FCC", "#7C899B"
FONT, SIZE = "Noto Sans CJK SC", 9
HIGH, TOP, FOOT = 130, 16, 18  # of bars that stand, over them, under them
ROW, THICK, MOST_LABEL = 19, 11, 190


@dataclass(frozen=True)
class Bar:
    """``words`` is its figure as it is read; ``before`` is what the year before had."""

    label: str
    value: float
    words: str
    before: float = 0


def standing(bars: Sequence[Bar]) -> str:
    """Side by side, each behind what the year before had, if any bar has that."""
    svg = _sheet(TOP + HIGH + FOOT)
    most = max([1, *(max(bar.value, bar.before) for bar in bars)])
    room, base = WIDE / max(len(bars), 1), TOP + HIGH
    wide, aside = min(room * 0.6, 34), 0.2 if any(bar.before for bar in bars) else 0
    for number, bar in enumerate(bars):
        middle = (number + 0.5) * room
        if bar.before:
            high = bar.before / most * HIGH
            _box(svg, (middle - wide * (0.5 + aside), base - high), (wide, high), BEFORE)
        if bar.value:
            high = bar.value / most * HIGH
            _box(svg, (middle - wide * (0.5 - aside), base - high), (wide, high), NOW)
            _say(svg, (middle + wide * aside, base - high - 4), bar.words, "middle", INK)
        _say(svg, (middle, base + 13), bar.label, "middle", QUIET)
    _box(svg, (0, base), (WIDE, 0.7), LINE)
    return ET.tostring(svg, "unicode")


def lying(bars: Sequence[Bar]) -> str:
    """One under another, the name before its bar, the figure behind it."""
    svg = _sheet(max(len(bars), 1) * ROW)
    left = min(max([0, *(_wide(bar.label) for bar in bars)]) + 8, MOST_LABEL)
    room = WIDE - left - max([0, *(_wide(bar.words) for bar in bars)]) - 8
    most = max([1, *(bar.value for bar in bars)])
    for number, bar in enumerate(bars):
        top, long = number * ROW + (ROW - THICK) / 2, bar.value / most * room
        _say(svg, (left - 6, top + THICK - 2), _cut(bar.label), "end", INK)
        _box(svg, (left, top), (long, THICK), NOW)
        _say(svg, (left + long + 5, top + THICK - 2), bar.words, "start", INK)
    _box(svg, (left - 0.4, 0), (0.7, len(bars) * ROW), LINE)
    return ET.tostring(svg, "unicode")


def _sheet(high: float) -> ET.Element:
    return ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {WIDE} {high:g}"})


def _box(svg: ET.Element, at: tuple[float, float], size: tuple[float, float], fill: str) -> None:
    """What is light has an edge."""
    said = dict(zip(("x", "y", "width", "height"), (f"{part:.1f}" for part in (*at, *size)), strict=True))
    edge = {"stroke": EDGE, "stroke-width": "0.7"} if fill == BEFORE else {}
    ET.SubElement(svg, "rect", said | {"fill": fill} | edge)


def _say(svg: ET.Element, at: tuple[float, float], words: str, anchor: str, fill: str) -> None:
    place = {"x": f"{at[0]:.1f}", "y": f"{at[1]:.1f}", "text-anchor": anchor, "fill": fill}
    text = ET.SubElement(svg, "text", place | {"font-family": FONT, "font-size": str(SIZE)})
    text.text = words


def _wide(words: str) -> float:
    """About so many points."""
    return SIZE * sum(1 if east_asian_width(sign) in "WF" else 0.58 for sign in words)


def _cut(label: str) -> str:
    """As far as there is room for it."""
    while _wide(label) > MOST_LABEL - 8:
        label = label.rstrip("…")[:-1] + "…"
    return label
