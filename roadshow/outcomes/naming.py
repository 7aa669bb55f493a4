"""How the trail calls a row of the ledger."""

from collections.abc import Mapping
from typing import Any

from .facts import Facts
from .identity import Exchanged
from .models import Row


def name_of(row: Row) -> str:
    """As the trail names it: a person's words, the same in every language."""
    thing = row.project or row.company
    return thing.name if thing else row.name or row.category


def about(row: Row) -> dict[str, object]:
    """What the trail says of it beside its name."""
    return about_columns({"step": row.step, "kind": row.kind, "amount_fen": row.amount_fen})


def about_columns(row: Mapping[str, Any]) -> dict[str, object]:
    """The same of one that is still its columns."""
    told = {"step": row["step"]} if row.get("step") else {"sort": row["kind"]}
    return told | ({"amount_fen": row["amount_fen"]} if row.get("amount_fen") else {})


def changed_in_words(wrong: Row, row: Row, old: Facts, new: Facts) -> dict[str, object]:
    """Before and after, by the trail's names, of what a correction changes; things by their names."""
    said = {
        name: [before, vars(new)[name]] for name, before in vars(old).items() if before != vars(new)[name]
    }
    things = {
        "project_id": ("project", wrong.project, row.project),
        "company_id": ("company", wrong.company, row.company),
        "roadshow_id": ("roadshow", _title(wrong), _title(row)),
    }
    told: dict[str, object] = {}
    for name, pair in said.items():
        known, before, after = things.get(name, (_NAMES.get(name, name), *pair))
        told[known] = [_money(before), _money(after)]
    if wrong.thread is not row.thread and wrong.thread and row.thread:
        told["counterpart"] = [wrong.thread.counterpart, row.thread.counterpart]
        told["round"] = [wrong.thread.round, row.thread.round]
    return {
        name: value for name, value in told.items() if not isinstance(value, list) or value[0] != value[1]
    }


_NAMES = {"level": "rank", "exchange": "foreign"}


def _title(row: Row) -> str | None:
    return row.roadshow.title if row.roadshow else None


def _money(value: Any) -> Any:
    """What it was in another currency, as the trail can keep it."""
    if not isinstance(value, Exchanged):
        return value
    return f"{value.hundredths / 100:,.2f} {value.currency} × {value.rate.normalize():f}"
