"""What a column is by its cells alone, where its header says nothing that is known."""

import re
from collections.abc import Callable
from datetime import datetime

from . import amounts, cells, days, words
from .kinds import Reads

MOST = 0.8  # of the filled cells must be so
PACKED = 8  # digits of 20210305
FEWEST = 2  # filled cells to judge by


def looks_like(reads: Reads, values: list[object]) -> bool:
    """Whether nearly all cells are of this sort; amounts, counts and free text cannot be told."""
    test = _TESTS.get(reads)
    filled = [value for value in values if not cells.is_empty(value)]
    if reads is Reads.DATE:
        filled = [value for value in filled if not _may_be_serial(value)]
    if test is None or len(filled) < FEWEST:
        return False
    return sum(map(test, filled)) >= MOST * len(filled)


def holds_counts(values: list[object]) -> bool:
    """Whether some cell is a number, or none says anything: 参会机构 may head the names or how many they are."""
    filled = [value for value in values if not cells.is_empty(value)]
    return not filled or any(_reads(amounts.read_count, value) for value in filled)


def _is_uscc(value: object) -> bool:
    return isinstance(value, str) and _reads(cells.read_uscc, value)


def _may_be_serial(value: object) -> bool:
    """A spreadsheet's number for a day, or an amount that looks like one: it says nothing of its column."""
    digits = str(value).strip()
    return digits.isdecimal() and (int(digits) in days.SERIALS or len(digits) == PACKED)


def _is_day(value: object) -> bool:
    """A bare number is no sign: an amount may look like a spreadsheet's number for a day."""
    return isinstance(value, datetime | str) and not str(value).isdigit() and _reads(days.read_date, value)


def _is_yes(value: object) -> bool:
    return isinstance(value, bool) or (
        isinstance(value, str) and not value.isdigit() and _reads(cells.read_yes, value)
    )


def _is_grade(value: object) -> bool:
    return isinstance(value, str) and _word(value) in words.GRADE_WORDS


def _is_sector(value: object) -> bool:
    return isinstance(value, str) and words.find_sector(_word(value)) is not None


def _is_round(value: object) -> bool:
    return isinstance(value, str) and words.is_round(_word(value))


def _word(value: str) -> str:
    return re.sub(r"\s", "", cells.plain(value)).casefold()


def _reads(read: Callable[[object], object], value: object) -> bool:
    try:
        return read(value) is not None
    except cells.Unreadable:
        return False


_TESTS: dict[Reads, Callable[[object], bool]] = {
    Reads.USCC: _is_uscc,
    Reads.DATE: _is_day,
    Reads.YES: _is_yes,
    Reads.GRADE: _is_grade,
    Reads.SECTOR: _is_sector,
    Reads.ROUND: _is_round,
    Reads.STAGE: _is_round,
}
