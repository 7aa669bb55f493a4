"""Cards that stand on the tables: folded once, the same name to both sides."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from .setting import set_in_type


@dataclass(frozen=True)
class TableCard:
    """``under`` the name: of which project or house; may be empty."""

    name: str
    under: str = ""


def print_table_cards(language: str, cards: Sequence[TableCard], mark: str = "") -> bytes:
    """A PDF, one card on each A4 page; ``mark`` stands small at the fold."""
    words = json.dumps([asdict(card) for card in cards], ensure_ascii=False)
    return set_in_type("table_cards.typ", "pdf", {"language": language, "cards": words, "mark": mark})
