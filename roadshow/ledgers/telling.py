"""A plan as a page tells it, in the reader's language and no longer than somebody reads: plain enough to be kept."""

from collections import Counter
from typing import Any

from roadshow.outcomes.states import Kind

from .doubts import Question
from .plan import Plan, SheetPlan

MOST_REASONS, MOST_ADDED = 200, 100  # of a sheet

Told = dict[str, Any]


def tell(plan: Plan) -> Told:
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
        "sheets": [_sheet(sheet) for sheet in plan.sheets],
        "entries": _entries(plan),
        "file_year": plan.file_year,
        "year_doubts": [str(doubt) for doubt in plan.year_doubts],
        "recurring": [vars(sheet) for sheet in plan.recurring],
    }


def _entries(plan: Plan) -> list[Told]:
    """How many entries the new rows become, kind by kind, and roadshows."""
    counts = Counter(row["kind"] for row in plan.rows)
    told = [{"kind": kind.value, "count": counts[kind]} for kind in Kind if counts[kind]]
    return told + ([{"kind": "roadshow", "count": len(plan.roadshows)}] if plan.roadshows else [])


def _question(question: Question) -> Told:
    options = [{"said": option.said, "words": str(option.words)} for option in question.options]
    return {"words": str(question.words), "options": options}


def _sheet(sheet: SheetPlan) -> Told:
    added = [line for line in sheet.lines if line.added]
    reasons = sheet.reasons
    return {
        "sheet": sheet.sheet,
        "kind": None if sheet.kind is None else str(sheet.kind),
        "imported": sheet.imported,
        "duplicates": sheet.duplicates,
        "rejected": sheet.rejected,
        "reasons": [
            {"row": reason.row, "column": reason.column, "words": str(reason.words)}
            for reason in reasons[:MOST_REASONS]
        ],
        "more_reasons": max(len(reasons) - MOST_REASONS, 0),
        "extras": list(sheet.extras),
        "by_content": list(sheet.by_content),
        "added": [{"row": line.number, "says": line.says} for line in added[:MOST_ADDED]],
        "more_added": max(len(added) - MOST_ADDED, 0),
    }
