"""How the trail calls a row of the ledger."""

from collections.abc import Mapping
from typing import Any

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
