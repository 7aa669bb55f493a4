"""What those who run the day hold in their hands: the running order, minute by minute."""

import json
from dataclasses import asdict, dataclass

from .setting import set_in_type


@dataclass(frozen=True)
class Line:
    """One stretch of the day; ``pause`` prints it quietly."""

    time: str
    length: str
    kind: str
    title: str
    who: str = ""
    pause: bool = False


@dataclass(frozen=True)
class RunSheet:
    """All in one language. ``facts``: name and value; ``heads``: of time, length, item, on stage."""

    language: str
    centre: str
    title: str
    name: str  # of this paper
    state: str  # which version it is
    facts: tuple[tuple[str, str], ...]
    heads: tuple[str, str, str, str]
    lines: tuple[Line, ...]


def print_run_sheet(sheet: RunSheet) -> bytes:
    """A PDF on A4, the table's heads on each page."""
    return set_in_type("run_sheet.typ", "pdf", {"sheet": json.dumps(asdict(sheet), ensure_ascii=False)})
