"""The user guide of docs/, cut into topics (one for each kind of user) and their sections."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from markdown_it import MarkdownIt
from markupsafe import Markup

from roadshow.config import ROOT

FILES = {"zh": "guide.md", "en": "guide.en.md"}
# a comment names the anchor of the heading below it, the same in both languages
MARK = re.compile(r"^<!-- ([a-z-]+) -->\n(#+) (.+)\n", re.MULTILINE)
MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable("image")


@dataclass(frozen=True)
class Section:
    anchor: str
    title: str
    words: Markup


@dataclass(frozen=True)
class Topic:
    """``words`` stand before the sections; a short topic has nothing else."""

    name: str
    title: str
    words: Markup
    sections: list[Section] = field(default_factory=list)


@cache
def topics(language: str) -> dict[str, Topic]:
    """Name → topic, in the order of the guide."""
    found: dict[str, Topic] = {}
    for anchor, level, title, text in _pieces((ROOT / "docs" / FILES[language]).read_text("utf-8")):
        words = Markup(MARKDOWN.render(text))  # noqa: S704  of our own files, and HTML in them is escaped
        if level == "##":
            found[anchor] = topic = Topic(anchor, title, words)
        else:
            topic.sections.append(Section(anchor, title, words))
    return found


def _pieces(text: str) -> Iterator[tuple[str, str, str, str]]:
    """(anchor, "##" or "###", title, what stands below it)"""
    _before, *parts = MARK.split(text)
    for at in range(0, len(parts), 4):
        anchor, level, title, below = parts[at : at + 4]
        yield anchor, level, title, below
