"""What an office hands on: on A4 a heading, paragraphs, tables, pictures and notes, in the order they come."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from .setting import set_in_type


@dataclass(frozen=True)
class Heading:
    words: str
    kind: str = field(default="heading", init=False)


@dataclass(frozen=True)
class Paragraph:
    words: str
    kind: str = field(default="paragraph", init=False)


@dataclass(frozen=True)
class Table:
    """As many of the last columns as ``numbers`` says are set to the right; the ``widest`` one takes the room left."""

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: int
    widest: int = 0
    kind: str = field(default="table", init=False)


@dataclass(frozen=True)
class Picture:
    """``svg`` as ``drawing`` makes it; ``words`` say what it shows."""

    title: str
    words: str
    svg: str
    kind: str = field(default="picture", init=False)


@dataclass(frozen=True)
class Notes:
    lines: Sequence[str]
    kind: str = field(default="notes", init=False)


Part = Heading | Paragraph | Table | Picture | Notes


@dataclass(frozen=True)
class Paper:
    """All in one language; ``issued``: by whom and when, a line each; with a ``cover`` these stand on a page of their
    own, before the parts."""

    language: str
    flag: str
    issued: Sequence[str]
    title: str
    by: str
    parts: Sequence[Part]
    cover: bool = False


def print_paper(paper: Paper) -> bytes:
    """A PDF on A4, its pages numbered."""
    return set_in_type("paper.typ", "pdf", {"paper": json.dumps(asdict(paper), ensure_ascii=False)})
