"""How a file that came in stands in the ledger: sheet by sheet beside its own figures, and which rows wait for what."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, false, func, select
from sqlalchemy.orm import aliased, joinedload, undefer

from roadshow.documents.models import Document
from roadshow.foundation.db import db
from roadshow.foundation.errors import Missing
from roadshow.outcomes.models import Row
from roadshow.outcomes.states import MONEY_STEPS, RowState, ThreadStep
from roadshow.outcomes.waiting import BY_SAMPLE, waits

from .columns import ROADSHOW
from .models import ImportedSheet, Sample, Upload

MOST_UNSEEN = 25  # rows of a file that may be verified without a sample: one page of those who check
MOST_SHOWN = 50  # rows that were returned or corrected


def _of_a_large_file() -> ColumnElement[bool]:
    """One that is still there to be compared with."""
    within = Row.id.between(Upload.first_row, Upload.last_row)
    large = Upload.last_row - Upload.first_row >= MOST_UNSEEN
    return exists().where(within, large, func.length(Upload.content) > 0)


BY_SAMPLE.append(_of_a_large_file)


def of_sheet(sheet: ImportedSheet) -> ColumnElement[bool]:
    """Its rows, without their later corrections."""
    if sheet.first_row is None or sheet.last_row is None:
        return false()
    return Row.id.between(sheet.first_row, sheet.last_row)


def proven() -> ColumnElement[bool]:
    """Rows with evidence, which are checked one by one."""
    return exists().where(
        Document.thing == "outcome", Document.thing_id == Row.id, Document.removed_at.is_(None)
    )


def corrected() -> ColumnElement[bool]:
    """Rows that a correction names, unless it was refused."""
    later = aliased(Row)
    return exists().where(later.corrects_id == Row.id, later.state != RowState.REFUSED)


def sampled() -> ColumnElement[bool]:
    """Rows that may be accepted with their sheet."""
    return and_(waits(), ~proven(), ~corrected())


def list_sheets(kept: Upload) -> list[ImportedSheet]:
    rows = select(ImportedSheet).where(ImportedSheet.upload_id == kept.id).order_by(ImportedSheet.place)
    return list(db.session.scalars(rows))


def list_samples(kept: Upload, *, whole: bool = False) -> list[Sample]:
    """All of a file, sheet by sheet, each sheet's last one last; ``whole`` with their lines."""
    rows = select(Sample).join(Sample.sheet).where(ImportedSheet.upload_id == kept.id)
    rows = rows.options(joinedload(Sample.sheet)).order_by(ImportedSheet.place, Sample.number)
    return list(db.session.scalars(rows.options(undefer(Sample.lines)) if whole else rows))


def list_drawn(row_ids: Collection[int]) -> dict[int, Row]:
    """Rows by id, with what a page says of them."""
    rows = select(Row).where(Row.id.in_(row_ids)).options(joinedload(Row.roadshow))
    return {row.id: row for row in db.session.scalars(rows)}


def get_sample(sample_id: int, of: int | None = None) -> Sample:
    """``of``: the file whose sample it must be. Raises: Missing."""
    sample = db.session.get(Sample, sample_id)
    if sample is None or of not in (None, sample.sheet.upload_id):
        raise Missing(f"sample {sample_id} of upload {of}")
    return sample


@dataclass(frozen=True)
class Count:
    """Of the rows that a sheet became: ``lines`` of the file that still stand, with how many ``rows``; how many rows
    wait to be accepted with the sheet (``sampled``), with evidence (``proven``) or a correction (``corrected``) one by
    one; how many were ``returned``."""

    lines: int = 0
    rows: int = 0
    sampled: int = 0
    proven: int = 0
    corrected: int = 0
    returned: int = 0
    fen: dict[str, int] = field(
        default_factory=dict
    )  # step or "" → what stands, "signed paid" for one of both

    @property
    def waiting(self) -> int:
        return self.sampled + self.proven + self.corrected


def count_rows(kept: Upload, sheets: Sequence[ImportedSheet]) -> dict[int, Count]:
    """By the sheet's place; one statement, however large the file."""
    held = [sheet for sheet in sheets if sheet.first_row is not None]
    if not held:
        return {}
    place = case(*((of_sheet(sheet), sheet.place) for sheet in held)).label("place")
    stands = Row.state != RowState.REFUSED
    steps: dict[str, ColumnElement[bool]] = {str(step): Row.step == step for step in sorted(MONEY_STEPS)}
    steps[""] = Row.step.is_(None)
    counts: dict[str, ColumnElement[bool]] = {
        "rows": stands,
        "sampled": sampled(),
        "proven": and_(waits(), ~corrected(), proven()),
        "corrected": and_(waits(), corrected()),
        "returned": Row.state == RowState.REFUSED,
    }
    line = select(
        place,
        func.max(case((stands, 1), else_=0)).label("stands"),
        *(func.count(Row.id).filter(which).label(name) for name, which in counts.items()),
        *(
            func.max(Row.amount_fen).filter(stands, which).label(f"fen_{step}")
            for step, which in steps.items()
        ),
    )
    lines = line.where(Row.id.between(kept.first_row, kept.last_row)).group_by(place, Row.source).subquery()
    either = func.coalesce(lines.c.fen_signed, lines.c.fen_paid)
    found = select(
        lines.c.place,
        func.sum(lines.c.stands),
        *(func.sum(lines.c[name]) for name in counts),
        *(func.sum(lines.c[f"fen_{step}"]) for step in steps),
        func.sum(either),
    ).group_by(lines.c.place)
    names = [*steps, f"{ThreadStep.SIGNED} {ThreadStep.PAID}"]
    return {place: _count(counts, names, told) for place, *told in db.session.execute(found)}


def _count(counts: Collection[str], names: Collection[str], told: Sequence[Any]) -> Count:
    numbers = [int(number or 0) for number in told]
    lines, after = numbers[0], 1 + len(counts)
    rows = dict(zip(counts, numbers[1:after], strict=True))
    return Count(lines, **rows, fen=dict(zip(names, numbers[after:], strict=True)))


@dataclass(frozen=True)
class Later:
    """A correction of a row of the file, or of such a correction; ``root`` is the row of the file."""

    row: Row
    root: Row


def list_corrections(kept: Upload) -> list[Later]:
    """Those that were not refused, in the order that they were logged."""
    first = select(Row.id, Row.corrects_id.label("root_id"))
    first = first.where(Row.corrects_id.between(kept.first_row, kept.last_row))
    chain = first.cte("later", recursive=True)
    chain = chain.union_all(select(Row.id, chain.c.root_id).join(chain, Row.corrects_id == chain.c.id))
    root = aliased(Row)
    rows = select(Row, root).join(chain, chain.c.id == Row.id).join(root, root.id == chain.c.root_id)
    rows = rows.where(Row.state != RowState.REFUSED).options(joinedload(Row.corrects)).order_by(Row.id)
    return [Later(*pair) for pair in db.session.execute(rows)]


def list_returned(kept: Upload) -> list[Row]:
    """Rows of the file that were refused, the first of them."""
    rows = select(Row).where(Row.id.between(kept.first_row, kept.last_row), Row.state == RowState.REFUSED)
    return list(db.session.scalars(rows.order_by(Row.id).limit(MOST_SHOWN)))


@dataclass(frozen=True)
class Sum:
    """A column of money in fen: what the file says, its own total, what stands, and what is known of the difference."""

    header: str
    file: int
    stated: int | None
    stands: int
    left: int
    apart: int
    apart_count: int

    @property
    def difference(self) -> int:
        return self.stands - self.file

    @property
    def off(self) -> int:
        """By how much the file's own total differs from its lines."""
        return 0 if self.stated is None else self.stated - self.file


@dataclass(frozen=True)
class Standing:
    """A sheet beside what became of it. ``samples`` are all that were drawn of it, the last one last."""

    sheet: ImportedSheet
    count: Count
    sums: list[Sum]
    samples: list[Sample]
    corrections: int

    @property
    def lines_in(self) -> int:
        if self.sheet.kind == ROADSHOW.name:  # they became no rows
            return self.sheet.lines - self.sheet.left_count
        return self.count.lines

    @property
    def difference(self) -> int:
        return self.lines_in - self.sheet.lines

    @property
    def differs(self) -> bool:
        return bool(
            self.difference
            or self.count.returned
            or self.corrections
            or any(each.difference or each.off for each in self.sums)
        )

    @property
    def open_sample(self) -> Sample | None:
        return self.samples[-1] if self.samples and self.samples[-1].is_open else None

    @property
    def failed(self) -> Sample | None:
        """The last sample, where a line of it was wrong."""
        return self.samples[-1] if self.samples and self.samples[-1].wrong_count else None


def standing_of(kept: Upload, sheets: Sequence[ImportedSheet], later: Sequence[Later]) -> list[Standing]:
    """Sheets with a difference first, then in the file's order."""
    counts, samples = count_rows(kept, sheets), list_samples(kept)
    found = [
        _standing(
            sheet,
            counts.get(sheet.place, Count()),
            [sample for sample in samples if sample.sheet_id == sheet.id],
            [each for each in later if _is_of(sheet, each.root)],
        )
        for sheet in sheets
    ]
    return sorted(found, key=lambda each: not each.differs)


def _standing(sheet: ImportedSheet, count: Count, samples: list[Sample], later: list[Later]) -> Standing:
    changed = Counter[str]()
    for each in later:
        if each.row.counts:
            changed[each.root.step or ""] += (each.row.amount_fen or 0) - (each.root.amount_fen or 0)
    sums = [_sum(told, count, changed) for told in sheet.sums]
    return Standing(sheet, count, sums, samples, len({each.root.id for each in later}))


def _sum(told: dict[str, Any], count: Count, changed: Counter[str]) -> Sum:
    stands = count.fen.get(" ".join(told["steps"]), 0) + sum(changed[step] for step in told["steps"])
    apart_count, apart = told["apart"]
    return Sum(told["header"], told["fen"], told["stated"], stands, told["left"], apart, apart_count)


def _is_of(sheet: ImportedSheet, row: Row) -> bool:
    first, last = sheet.first_row, sheet.last_row
    return first is not None and last is not None and first <= row.id <= last
