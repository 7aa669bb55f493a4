"""A letter's text cut into what its HTML part draws: a table of when and where on top, paragraphs, one button.

Cut from the finished text, so both parts say the same, also where the centre has reworded it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from flask_babel import gettext as _

FACTS = ("when", "where")  # placeholders whose lines become rows of the table
EVENT = "event"  # one whose value is such lines
_LABELLED = re.compile(r"\s*([^：:]{1,40}[：:])\s*(.+)")
_ENDS_URL = r"[^\s<>\"'，。；：！？、）」”]*"


class Shape(StrEnum):
    TEXT = "text"
    FACTS = "facts"
    BUTTON = "button"


@dataclass
class Block:
    """``rows`` are label and words of a table; of a paragraph its pieces, each with the address it leads to or ""."""

    shape: Shape
    rows: list[tuple[str, str]] = field(default_factory=list)
    url: str = ""


def blocks_of(body: str, values: Mapping[str, str], base_url: str) -> list[Block]:
    """In the order of the text, but for the table, which comes first; empty lines only part paragraphs."""
    facts, button = [values[name] for name in FACTS if values.get(name)], _button(body, values, base_url)
    event = values.get(EVENT, "").split("\n")
    table, blocks = Block(Shape.FACTS), list[Block]()
    for line in filter(str.strip, body.split("\n")):
        if (row := _LABELLED.fullmatch(line)) and (line in event or any(fact in row[2] for fact in facts)):
            table.rows.append((row[1], row[2]))
        elif button and button in line:
            before, after = line.split(button, 1)
            blocks += [*_text(before, base_url), Block(Shape.BUTTON, url=button), *_text(after, base_url)]
            button = ""
        else:
            blocks += _text(line, base_url)
    return [table, *blocks] if table.rows else blocks


def letter_blocks(name: str, body: str, values: Mapping[str, str], base_url: str) -> list[Block]:
    """Those of the text, with a greeting before its first words where it has none."""
    blocks = blocks_of(body, values, base_url)
    if greeting := greeting_for(name, body):
        first_words = 1 if blocks and blocks[0].shape is Shape.FACTS else 0
        blocks.insert(first_words, Block(Shape.TEXT, [(greeting, "")]))
    return blocks


def _button(body: str, values: Mapping[str, str], base_url: str) -> str:
    """The address of the kind's own link, else the first one of ours; "" for a letter that leads nowhere."""
    link = values.get("link", "")
    if link.startswith(f"{base_url}/") and link in body:
        return link
    found = _ours(base_url).search(body)
    return found[0] if found else ""


def _text(line: str, base_url: str) -> Iterator[Block]:
    """Only addresses of our own become links, whatever else was typed into it."""
    if not line.strip():
        return
    rows, end = [], 0
    for url in _ours(base_url).finditer(line):
        rows += [(line[end : url.start()], ""), (url[0], url[0])]
        end = url.end()
    yield Block(Shape.TEXT, [*rows, (line[end:], "")])


def _ours(base_url: str) -> re.Pattern[str]:
    return re.compile(re.escape(base_url) + "/" + _ENDS_URL)


def greeting_for(name: str, body: str) -> str:
    """Words to begin with for a text that does not itself begin with the reader's name; "" where it does."""
    return "" if not name or name in body.split("\n", 1)[0] else _("%(name)s，您好：", name=name)
