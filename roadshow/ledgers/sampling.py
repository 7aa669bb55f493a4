"""A sheet of an imported file is accepted at once, after lines drawn by lot were compared with the file."""

import io
from collections.abc import Collection

from flask_babel import lazy_gettext as _
from sqlalchemy import or_, select

from roadshow.audit.operations import record
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.db import db, hold, hold_name, operation
from roadshow.foundation.errors import Refused
from roadshow.foundation.lots import lot, new_seed
from roadshow.foundation.many import Taken
from roadshow.foundation.text import reason
from roadshow.jobs import operations as jobs
from roadshow.jobs.models import Task
from roadshow.jobs.queries import has_live
from roadshow.outcomes.faults import WHY
from roadshow.outcomes.many import refuse_many, verify_rows
from roadshow.outcomes.models import Row
from roadshow.outcomes.operations import LEDGER
from roadshow.outcomes.states import RowState
from roadshow.outcomes.waiting import waits

from . import queries
from .ledger import Opened, open_tables, read_tables
from .letters import tell_recorders
from .looked_at_first import list_doubtful
from .models import ACCEPT, CHECK_JOBS, DRAW, ImportedSheet, Sample, Upload
from .plan import source_of
from .preview import hints_of, preview
from .remaining import Remaining, remaining_of
from .standing import corrected, list_samples, list_sheets, of_sheet, sampled
from .sure import may_check
from .tally import Entry, tally
from .typed_lines import line_cells

FEWEST, ONE_IN = 10, 20  # lines of a sheet in a sample: at least so many, and 5 %


def size_of(lines: int, before: int = 0) -> int:
    """How many of so many lines are drawn: all where there are few, and after a sample with a wrong line twice as many
    as it had."""
    return min(lines, max(FEWEST, -(-lines // ONE_IN), 2 * before))


@operation
def draw(kept: Upload, *, actor: Actor) -> int | None:
    """Draw a sample of every sheet that waits without one; of how many. Of a large file the worker does, and None is
    answered.

    Raises: Refused by whoever imported it, when the file is there no more, or when nothing can be drawn.
    """
    hold(kept)
    _refuse_importer(kept, actor)
    if not kept.content:
        raise Refused(_("文件的内容已清除，不能再抽样对照，请逐条核对"))
    if kept.large:
        _ask(DRAW, kept, actor)
        return None
    return _draw(kept, open_tables(io.BytesIO(kept.content), hints_of(kept)), actor)


@operation
def draw_large(kept: Upload, opened: Opened, task: Task) -> None:
    """What ``draw`` asked for; the samples and the end of the job are one commit.

    Raises: Refused as ``draw`` does, Missing when it was called off meanwhile.
    """
    jobs.finish(task)
    hold(kept)
    _draw(kept, opened, task.actor)


def _draw(kept: Upload, opened: Opened, actor: Actor) -> int:
    sheets = list_sheets(kept) or note_sheets(kept, opened)
    before = list_samples(kept, whole=True)
    rest, doubtful = remaining_of(sheets, before), list_doubtful(kept, sheets)
    drawn = []
    for sheet in sheets:
        own = [sample for sample in before if sample.sheet_id == sheet.id]
        if sample := _draw_of(sheet, own, rest[sheet.id], doubtful, actor):
            drawn.append(sample)
    if not drawn:
        raise Refused(_("没有可以抽样的表：已抽样的请先对照，有不符的行请先处理"))
    cells = line_cells(opened, {each.sheet.name: [line["line"] for line in each.lines] for each in drawn})
    for sample in drawn:
        of_line = cells[sample.sheet.name]
        sample.lines = [line | {"cells": of_line.get(line["line"], [])} for line in sample.lines]
        told = {"sheet": sample.sheet.name, "seed": sample.seed, "drawn": sample.size, "among": sample.among}
        record("ledger.sampled", actor, "upload", kept.id, kept.name, **told)
    return len(drawn)


def note_sheets(kept: Upload, opened: Opened) -> list[ImportedSheet]:
    """What the sheets of a file say that came in before that was noted at once."""
    ledger = read_tables(opened)
    rows = select(Row.id, Row.source, Row.step, Row.amount_fen).where(queries.rows_of(kept))
    entries = [Entry(*row) for row in db.session.execute(rows)]
    return add_sheets(kept, tally(ledger, preview(ledger, kept.year), entries))


def add_sheets(kept: Upload, sheets: list[ImportedSheet]) -> list[ImportedSheet]:
    for sheet in sheets:
        sheet.upload_id = kept.id
    db.session.add_all(sheets)
    db.session.flush()
    return sheets


def _draw_of(
    sheet: ImportedSheet, before: list[Sample], rest: Remaining, doubtful: Collection[int], actor: Actor
) -> Sample | None:
    """None where it has one that is open, or what was found wrong still waits, or no line is left. Lines with
    ``doubtful`` rows are in it beside those drawn; once every line was looked at, all that are left."""
    lines = rest.to_draw
    if not lines or (before and before[-1].is_open):
        return None
    seed, twice = new_seed(), before[-1].size if before and before[-1].wrong_count else 0
    size = len(lines) if rest.is_seen else size_of(len(lines), twice)
    by_lot = sorted(lines, key=lambda line: lot(seed, source_of(sheet.name, line)))[:size]
    drawn = sorted({*by_lot, *(line for line, rows in lines.items() if set(rows).intersection(doubtful))})
    sample = Sample(
        sheet_id=sheet.id,
        sheet=sheet,
        number=len(before) + 1,
        seed=seed,
        size=len(drawn),
        among=len(lines),
        lines=[{"line": line, "rows": lines[line]} for line in drawn],
        left_out=rest.left_out,
        importer_id=sheet.upload.uploaded_by_id,
        drawn_at=clock.now(),
        drawn_by_id=actor.id,
        drawn_by=actor.name[:100],
    )
    db.session.add(sample)
    db.session.flush()
    return sample


@operation
def mark_wrong(
    sample: Sample, line: int, why: str, *, row_ids: Collection[int] | None = None, actor: Actor
) -> Taken:
    """A line does not agree with the file: its rows, or those of them that are named, go back to whoever logged them,
    and the sheet is not accepted on this sample. What could not be refused is told.

    Raises: Refused by the importer, without a reason, when the sheet was accepted or the line marked already, or when
    a row that is named cannot go without another of its line.
    """
    kept = hold(sample.sheet.upload)
    hold_name(LEDGER)
    _refuse_importer(kept, actor)
    why = reason(why, WHY, "why")
    drawn = next((each for each in sample.lines if each["line"] == line), None)
    if sample.accepted_at is not None or drawn is None:
        raise Refused(_("这张表刚刚已接受，请刷新后再看；有误请登记更正"))
    if line in {each["line"] for each in sample.wrong}:
        raise Refused(_("第%(row)d行已标为不符", row=line))
    waiting = set(db.session.scalars(select(Row.id).where(Row.id.in_(drawn["rows"]), waits())))
    picked = waiting if row_ids is None else waiting.intersection(row_ids)
    if waiting and not picked:
        raise Refused(_("请勾选哪几条与文件不符"), "rows")
    taken = refuse_many(picked, why, actor=actor, last_first=True)
    if taken.left and picked < waiting:
        raise Refused(taken.left[0].why, "rows")
    told = {"line": line, "why": why, "by": actor.name, "rows": sorted(picked)}
    sample.wrong = [*sample.wrong, told]
    sample.wrong_count += 1
    where = source_of(sample.sheet.name, line)
    record("ledger.sample_wrong", actor, "upload", kept.id, kept.name, row=where, seed=sample.seed, why=why)
    tell_recorders(kept, picked, where, why, by=actor)
    return taken


@operation
def accept(
    kept: Upload, *, compared: bool, sheet_ids: Collection[int] = (), actor: Actor
) -> tuple[int, int] | None:
    """Verify what waits in these sheets, or in all that were sampled: how many sheets, how many rows. Of a large file
    the worker does, and None is answered.

    Raises: Refused by the importer, unless somebody ``compared`` the sample, when no sheet is sampled, or when rows of
    a sample are no longer what was drawn.
    """
    hold(kept)
    _refuse_importer(kept, actor)
    if not compared:
        raise Refused(_("请先确认已逐行对照"), "compared")
    samples = [
        sample
        for sample in list_samples(kept, whole=True)
        if sample.is_open and (not sheet_ids or sample.sheet_id in sheet_ids)
    ]
    if not samples:
        raise Refused(_("没有可以接受的表：可能刚刚已接受，或需要重新抽样"))
    for sample in samples:
        sample.compared_at = clock.now()
    if kept.large:
        _ask(ACCEPT, kept, actor)
        return None
    return len(samples), sum(_accept(kept, sample, actor) for sample in samples)


@operation
def accept_large(kept: Upload, sample: Sample, task: Task) -> None:
    """One sheet of those for which ``accept`` asked, in one commit.

    Raises: as ``accept`` does, Missing when it was called off meanwhile.
    """
    jobs.hold_task(task)
    hold(kept)
    if sample.is_open:
        _accept(kept, sample, task.actor)


def list_compared(kept: Upload) -> list[Sample]:
    """Those whose sheets the worker is to accept."""
    return [sample for sample in list_samples(kept) if sample.is_open and sample.compared_at is not None]


def _accept(kept: Upload, sample: Sample, actor: Actor) -> int:
    """What waits as it did when the sample was drawn; a row that was corrected or got evidence since waits on."""
    hold_name(LEDGER)
    sheet = sample.sheet
    own = select(Row.id).where(of_sheet(sheet), Row.logged_by_id == actor.id).limit(1)
    if actor.id is not None and db.session.scalar(own) is not None:
        raise Refused(_("“%(sheet)s”里有您登记的成果，要由另一位同事核对", sheet=sheet.name))
    if moved := _moved(sample):
        raise Refused(
            _(
                "“%(sheet)s”抽出的第%(row)d行在抽样之后被退回或更正，不能按这次抽样接受；请把它标为不符，再重新抽样",
                sheet=sheet.name,
                row=moved,
            )
        )
    plain = select(Row).where(of_sheet(sheet), sampled(), Row.id.not_in(sample.left_out))
    count = verify_rows(plain, actor=actor)
    sample.accepted_at, sample.accepted_count = clock.now(), count
    sample.accepted_by_id, sample.accepted_by = actor.id, actor.name[:100]
    told = {"sheet": sheet.name, "seed": sample.seed, "drawn": sample.size, "accepted": count}
    record("ledger.sheet_accepted", actor, "upload", kept.id, kept.name, **told)
    return count


def _moved(sample: Sample) -> int | None:
    """A line of which a row was refused or corrected since it was drawn."""
    ids = {row_id: line["line"] for line in sample.lines for row_id in line["rows"]}
    changed = select(Row.id).where(Row.id.in_(ids), or_(Row.state == RowState.REFUSED, corrected()))
    row_id = db.session.scalar(changed.order_by(Row.id).limit(1))
    return ids[row_id] if row_id else None


def _ask(kind: str, kept: Upload, actor: Actor) -> None:
    if has_live(CHECK_JOBS, kept.id):
        raise Refused(_("这份台账正在后台处理，请等它完成"))
    jobs.ask(kind, kept.id, actor=actor)


def _refuse_importer(kept: Upload, actor: Actor) -> None:
    if not may_check(kept, actor):
        raise Refused(_("自己导入的台账要由另一位同事核对"))
