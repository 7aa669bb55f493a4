"""How words are set: where a heading may break, and how much room they need."""

import re
from unicodedata import east_asian_width

from flask import Flask
from markupsafe import Markup, escape

LATIN = 0.55  # of an em, on average
NARROW = 0.5  # so many, where a letter too many only makes a second line
ONE_COLUMN, TWO_COLUMNS = 6.4, 14.0  # em of a card 375 px wide
SMALL = 0.93  # names and second lines beside the words of a card
# after a word that joins two others; before a kind of roadshow; around what stands in brackets or quotation marks
SEAM = re.compile(
    r"(?<=[与及的])(?=[\u4e00-\u9fff])|(?<=”)(?=[\u4e00-\u9fff])(?!的)|(?<=申请)(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])(?=专场|[（“])"
)


def seams(words: object) -> Markup:
    """With the places where Chinese may break; ``keep-all`` in the style sheet keeps the rest of it together."""
    plain = (
        words.unescape() if isinstance(words, Markup) else str(words)
    )  # a block's words are escaped already
    return Markup("<wbr>").join(escape(part) for part in SEAM.split(plain) if part)


def em_wide(words: object, latin: float = LATIN) -> float:
    """About so many em."""
    return sum(1 if east_asian_width(sign) in "WF" else latin for sign in str(words))


def room_beside(words: object, name: object, under: object = None) -> str:
    """What a cell takes of a card on a phone: a column, two (``broad``) or the line (``whole``); ``none`` if empty."""
    if words is None or words == "":
        return "none"
    small = max(em_wide(name, NARROW), em_wide(under or "", NARROW)) * SMALL
    wide = max(em_wide(escape(words).striptags(), NARROW), small)
    if wide > TWO_COLUMNS:
        return "whole"
    return "broad" if wide > ONE_COLUMN else ""


def init_app(app: Flask) -> None:
    app.add_template_filter(seams)
    app.add_template_filter(room_beside)
