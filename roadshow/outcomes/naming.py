"""How the trail calls a row of the ledger."""

from .models import Row


def name_of(row: Row) -> str:
    """As the trail names it: a person's words, the same in every language."""
    thing = row.project or row.company
    return thing.name if thing else row.name or row.category


def about(row: Row) -> dict[str, object]:
    """What the trail says of it beside its name."""
    told: dict[str, object] = {"step": row.step} if row.step else {"sort": row.kind}
    return told | ({"amount_fen": row.amount_fen} if row.amount_fen else {})
