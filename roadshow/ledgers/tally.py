"""What each sheet of a file says, beside the rows of the ledger that it became; nothing is written here."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any

from flask_babel import lazy_gettext as _

from roadshow.foundation.languages import in_each
from roadshow.outcomes.states import ThreadStep

from .columns import ROADSHOW
from .kinds import Reads
from .layout import Layout
from .ledger import Ledger, ReadSheet
from .models import ImportedSheet
from .plan import Line, Plan, SheetPlan, source_of

MOST_LEFT = 200  # lines of a sheet that are kept with their reason
_STEPS = {
    "planned": "",
    "amount": "",
    "signed": ThreadStep.SIGNED,
    "paid": ThreadStep.PAID,
    "credit": ThreadStep.CREDITED,
    "lent": ThreadStep.LENT,
    "intent": ThreadStep.INTENT,
    "repaid": ThreadStep.REPAID,
}
"""Column of money → the step whose amount it is; empty for a row that is no step."""


@dataclass(frozen=True)
class Entry:
    """A row of the ledger that came from a line of a file, as the import wrote it."""

    id: int
    source: str
    step: ThreadStep | None
    amount_fen: int | None


def tally(ledger: Ledger, plan: Plan, entries: Iterable[Entry]) -> list[ImportedSheet]:
    """One for each sheet, in the file's order, not written yet. ``plan`` is of any time: which lines came in is told by
    the entries."""
    of_line: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        of_line[entry.source].append(entry)
    return [
        _sheet(place, sheet, of_sheet, of_line)
        for place, (sheet, of_sheet) in enumerate(zip(ledger.sheets, plan.sheets, strict=True))
    ]


def _sheet(place: int, sheet: ReadSheet, plan: SheetPlan, of_line: dict[str, list[Entry]]) -> ImportedSheet:
    layout = sheet.layout
    ids = [entry.id for row in sheet.rows for entry in of_line.get(source_of(sheet.name, row.number), ())]
    left = [line for line in plan.lines if _stayed_out(line, sheet, plan, of_line)]
    return ImportedSheet(
        place=place,
        name=sheet.name[:120],
        kind=layout.kind.name if layout else "",
        lines=len(sheet.rows),
        first_row=min(ids, default=None),
        last_row=max(ids, default=None),
        sums=list(_sums(sheet, layout, {line.number for line in left}, of_line)) if layout else [],
        left=[_left(line, plan) for line in left[:MOST_LEFT]] or _left_whole(plan),
        left_count=len(left),
        there_count=sum(not line.refused and not plan.about_all for line in left),
        columns={
            "extras": list(plan.extras),
            "by_content": list(plan.by_content),
            "fields": list(layout.columns) if layout else [],
            "misnamed": list(islice(_misnamed(sheet, plan, of_line), MOST_LEFT)),
        },
    )


def _misnamed(sheet: ReadSheet, plan: SheetPlan, of_line: dict[str, list[Entry]]) -> Iterable[dict[str, Any]]:
    for line in plan.lines:
        entries = of_line.get(source_of(sheet.name, line.number))
        if line.misnamed and entries:
            ids = [entry.id for entry in entries]
            yield {"rows": ids, "why": in_each(partial(str, line.misnamed))}


def _stayed_out(line: Line, sheet: ReadSheet, plan: SheetPlan, of_line: dict[str, list[Entry]]) -> bool:
    """Roadshows became no rows: of them only those that were refused are known."""
    if sheet.layout and sheet.layout.kind is ROADSHOW:
        return bool(line.refused or plan.about_all)
    return source_of(sheet.name, line.number) not in of_line


def _left(line: Line, plan: SheetPlan) -> dict[str, Any]:
    reasons = plan.about_all or line.reasons
    why = in_each(lambda: str(_("；")).join(_in_words(reason) for reason in reasons)) if reasons else None
    return {"line": line.number, "says": line.says, "why": why}


def _left_whole(plan: SheetPlan) -> list[dict[str, Any]]:
    """Of a sheet that was not read at all."""
    return [
        {"line": reason.row, "says": "", "why": in_each(lambda reason=reason: str(reason.words))}  # type: ignore[misc]
        for reason in plan.about_all
    ]


def _in_words(reason: Any) -> str:
    if not reason.column:
        return str(reason.words)
    return str(_("%(column)s：%(why)s", column=reason.column, why=reason.words))


def _sums(
    sheet: ReadSheet, layout: Layout, left: set[int], of_line: dict[str, list[Entry]]
) -> Iterable[dict[str, Any]]:
    for column in layout.kind.columns:
        if column.reads is not Reads.AMOUNT or column.name not in _STEPS or column.name not in layout.columns:
            continue
        steps = [_STEPS[column.name]]
        if column.name == "signed" and "paid" not in layout.columns:
            steps.append(ThreadStep.PAID)  # the sheet's one amount
        cells = [(row.number, row.values[column.name]) for row in sheet.rows if row.values.get(column.name)]
        apart = [
            fen
            for number, fen in cells
            if number not in left and not _has(of_line.get(source_of(sheet.name, number), []), steps)
        ]
        yield {
            "field": column.name,
            "header": layout.header.words[layout.columns[column.name]],
            "steps": [str(step) for step in steps],
            "fen": sum(fen for _number, fen in cells),
            "left": sum(fen for number, fen in cells if number in left),
            "apart": [len(apart), sum(apart)],
            "stated": sheet.stated.get(column.name),
        }


def _has(entries: list[Entry], steps: list[str | ThreadStep]) -> bool:
    return any(entry.amount_fen and (entry.step or "") in steps for entry in entries)
