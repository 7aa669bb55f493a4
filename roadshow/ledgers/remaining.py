"""What is left of a sheet to be drawn from: lines that nobody has looked at, then those that were compared already."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from sqlalchemy import false, or_, select

from roadshow.foundation.db import db
from roadshow.outcomes.models import Row
from roadshow.outcomes.waiting import waits

from .models import ImportedSheet, Sample
from .standing import of_sheet, sampled

Lines = dict[int, list[int]]  # number of a line → ids of its rows


@dataclass
class Remaining:
    """Of one sheet: lines by number with their rows that may be accepted with it, ``unseen`` or ``seen`` in a sample
    with a wrong line; ``left_out`` are rows that are checked one by one, ``wrong`` those that were found wrong and
    could not be refused yet."""

    unseen: Lines = field(default_factory=dict)
    seen: Lines = field(default_factory=dict)
    left_out: list[int] = field(default_factory=list)
    wrong: Lines = field(default_factory=dict)

    @property
    def to_draw(self) -> Lines:
        """What the next sample is drawn from: seen lines only once no other is left, and nothing before what was found
        wrong is out of the way."""
        return {} if self.wrong else self.unseen or self.seen

    @property
    def is_seen(self) -> bool:
        """Whether every line that waits was compared: they are compared once more, all of them, and accepted."""
        return bool(self.seen) and not self.unseen


def remaining_of(sheets: Collection[ImportedSheet], samples: Iterable[Sample]) -> dict[int, Remaining]:
    """By the sheet's id, in one statement; ``samples`` are all of these sheets, with their lines."""
    found = {sheet.id: Remaining() for sheet in sheets}
    seen, wrong = defaultdict[int, set[int]](set), defaultdict[int, set[int]](set)
    for sample in samples:
        if sample.wrong_count:
            seen[sample.sheet_id] |= {line["line"] for line in sample.lines}
            wrong[sample.sheet_id] |= wrong_rows(sample)
    of_any = or_(false(), *map(of_sheet, sheets))
    rows = select(Row.id, Row.source, sampled()).where(of_any, waits()).order_by(Row.id)
    for row_id, source, together in db.session.execute(rows):
        sheet_id = next(sheet.id for sheet in sheets if _has(sheet, row_id))
        rest, line = found[sheet_id], _line_of(source)
        if row_id in wrong[sheet_id]:
            rest.wrong.setdefault(line, []).append(row_id)
        elif together:
            (rest.seen if line in seen[sheet_id] else rest.unseen).setdefault(line, []).append(row_id)
        else:
            rest.left_out.append(row_id)
    return found


def wrong_rows(sample: Sample) -> set[int]:
    """Ids of the rows that were found wrong: of their line all, where it was not said which."""
    rows = {line["line"]: line["rows"] for line in sample.lines}
    return {row_id for each in sample.wrong for row_id in each.get("rows") or rows[each["line"]]}


def _has(sheet: ImportedSheet, row_id: int) -> bool:
    return (sheet.first_row or 0) <= row_id <= (sheet.last_row or 0)


def _line_of(source: str) -> int:
    return int(source.rpartition("第")[2].removesuffix("行"))
