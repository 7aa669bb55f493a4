"""Which bureau filled a file in, and what was said of its columns before, so that the next file is not asked about."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _

from roadshow.foundation.bounds import text_faults
from roadshow.foundation.errors import refuse_faults
from roadshow.foundation.text import one_line

from . import cells
from .kinds import header_key
from .matching import Said, of_kind_alone
from .workbook import Sheet

LONGEST = 100  # characters of a bureau's name
_NAMES_ITSELF = re.compile(r"(?:填报|报送|上报|填表|制表)(?:单位|部门)(?:\([^)]*\))?\s*:\s*([^\s;,|]*)")
_LOOKED_AT = 30  # rows of each sheet


def bureau_named(typed: str) -> str:
    """Raises: Refused when it is too long."""
    name = one_line(typed)
    refuse_faults(text_faults("bureau", _("填报单位"), name, LONGEST))
    return name


def bureau_of(sheets: Iterable[Sheet]) -> str:
    """As the first sheet that says it has it; empty where none does."""
    return next((bureau for sheet in sheets if not sheet.hidden for bureau in _named_in(sheet)), "")


def _named_in(sheet: Sheet) -> Iterator[str]:
    """填报单位：科技局 in one cell, or the name in the cell beside it."""
    for _number, row in sheet.rows[:_LOOKED_AT]:
        said = [cells.plain(value) for value in row if isinstance(value, str)]
        for place, text in enumerate(said):
            if found := _NAMES_ITSELF.search(text):
                beside = said[place + 1] if place + 1 < len(said) else ""
                if name := (found[1] or beside)[:LONGEST].strip():
                    yield name


@dataclass(frozen=True)
class Answer:
    """What a person said of a column of one kind of sheet; ``header`` as the file spells it."""

    kind: str
    header: str
    field: str


def told_of(layouts: Iterable[Any], said: Said) -> Iterator[Answer]:
    """Which of these answers the sheets of a file went by, kind by kind."""
    keyed = {header_key(header): told for header, told in said.items()}
    for layout in layouts:
        for names in layout.header.callings.values():
            for name in names:
                if told := keyed.get(header_key(name)):
                    yield Answer(layout.kind.name, name, told)


def as_said(answers: Iterable[Any]) -> dict[str, str]:
    """What is remembered, to be read with: of each kind of sheet its own answer alone."""
    said: dict[str, str] = {}
    for answer in answers:
        told = of_kind_alone(answer.kind, answer.field)
        key = header_key(answer.header)
        said[key] = " ".join(filter(None, (said.get(key), told)))
    return said


def with_remembered(remembered: Mapping[str, str], said: Said) -> dict[str, str]:
    """What is said of this file wins."""
    return {**remembered, **{header_key(header): told for header, told in said.items()}}
