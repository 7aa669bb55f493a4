"""A plan as a page tells it, in the reader's language and no longer than somebody reads: plain enough to be kept."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _

from roadshow.foundation.days import full_day
from roadshow.outcomes.states import KIND_WORDS, STEP_WORDS, Kind

from .doubts import Question
from .odd import money
from .plan import ROADSHOW, Line, LineEntry, Plan, SheetPlan

MOST_REASONS, MOST_ADDED = 200, 100  # of a sheet
MOST_DOUBTFUL = 100  # of a file
MOST_WORDS = 10  # of a column

Told = dict[str, Any]


def entries_in_words(rows: int, entries: Mapping[str, int]) -> str:
    """How many entries so many rows became, kind by kind: one row may be several steps."""
    of_ledger = {Kind(kind): count for kind, count in entries.items() if kind != ROADSHOW}
    parts = [
        _("%(kind)s%(count)d条", kind=KIND_WORDS[kind], count=count) for kind, count in of_ledger.items()
    ]
    held, total = entries.get(ROADSHOW, 0), sum(of_ledger.values())
    parts_in_words = str(_("、")).join(map(str, parts))
    if held and not total:
        return str(_("%(rows)s行，记为路演%(held)d场", rows=f"{rows:,}", held=held))
    if held:
        return str(
            _(
                "%(rows)s行，记为成果%(total)s条（%(parts)s）和路演%(held)d场",
                rows=f"{rows:,}",
                total=f"{total:,}",
                parts=parts_in_words,
                held=held,
            )
        )
    return str(
        _(
            "%(rows)s行，记为%(total)s条：%(parts)s",
            rows=f"{rows:,}",
            total=f"{total:,}",
            parts=parts_in_words,
        )
    )


def result_in_words(counts: Mapping[str, Any] | None, entries: Mapping[str, int] | None) -> str:
    """The same of an upload that came in; empty before, and where nobody kept it."""
    rows = sum(imported for imported, _there, _out in (counts or {}).values())
    return entries_in_words(rows, entries) if entries else ""


def tell(plan: Plan, text: str = "") -> Told:
    """``text``: only the reasons that have it are told."""
    return {
        "imported": plan.imported,
        "duplicates": plan.duplicates,
        "rejected": plan.rejected,
        "questions": [_question(question) for question in plan.questions],
        "unread": [
            {"sheet": sheet.sheet, **_question(question)}
            for sheet in plan.sheets
            for question in sheet.unread
        ],
        "unlisted": [
            {"sheet": sheet.sheet, "header": header, "words": words[:MOST_WORDS], "count": len(words)}
            for sheet in plan.sheets
            for header, words in sheet.unlisted
        ],
        "sheets": [_sheet(sheet, text) for sheet in plan.sheets],
        "entries": plan.entries,
        "file_year": plan.file_year,
        "year_doubts": [str(doubt) for doubt in plan.year_doubts],
        "other_years": list(plan.other_years),
        "doubtful": [
            {"sheet": each.sheet, "words": str(each.words), **_line(each.line)}
            for each in plan.doubtful[:MOST_DOUBTFUL]
        ],
        "more_doubtful": max(len(plan.doubtful) - MOST_DOUBTFUL, 0),
        "recurring": [vars(sheet) for sheet in plan.recurring],
    }


def _question(question: Question) -> Told:
    options = [{"said": option.said, "words": str(option.words)} for option in question.options]
    return {"words": str(question.words), "options": options}


def _line(line: Line) -> Told:
    return {"row": line.number, "says": line.says, "entries": [_entry(entry) for entry in line.entries]}


def _entry(entry: LineEntry) -> str:
    """Its step, its day, its money."""
    step = STEP_WORDS[entry.step] if entry.step else None
    parts = (step, full_day(entry.on) if entry.on else None, entry.amount_fen and money(entry.amount_fen))
    return " ".join(str(part) for part in parts if part)


def narrowed(told: Told, text: str) -> Told:
    """The same of a plan that was told before."""
    sheets = [
        sheet | {"reasons": [each for each in sheet["reasons"] if _has(sheet["sheet"], each, text)]}
        for sheet in told["sheets"]
    ]
    return told | {"sheets": sheets} if text else told


def _has(sheet: str, reason: Told, text: str) -> bool:
    line = _("%(sheet)s 第%(row)d行", sheet=sheet, row=reason["row"])
    return text.lower() in f"{line} {reason['column']} {reason['words']}".lower()


def _sheet(sheet: SheetPlan, text: str) -> Told:
    added = [line for line in sheet.lines if line.added]
    told = ({"row": each.row, "column": each.column, "words": str(each.words)} for each in sheet.reasons)
    there = [] if sheet.about_all else [line for line in sheet.lines if line.there]
    reasons = [each for each in told if _has(sheet.sheet, each, text)]
    return {
        "sheet": sheet.sheet,
        "kind": None if sheet.kind is None else str(sheet.kind),
        "imported": sheet.imported,
        "duplicates": sheet.duplicates,
        "rejected": sheet.rejected,
        "reasons": reasons[:MOST_REASONS],
        "more_reasons": max(len(reasons) - MOST_REASONS, 0),
        "extras": list(sheet.extras),
        "by_content": list(sheet.by_content),
        "added": [_line(line) for line in added[:MOST_ADDED]],
        "more_added": max(len(added) - MOST_ADDED, 0),
        "there": [_line(line) for line in there[:MOST_ADDED]],
        "more_there": max(len(there) - MOST_ADDED, 0),
    }
