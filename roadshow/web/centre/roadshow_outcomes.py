"""What came of a roadshow, for its page and for what follows it."""

from dataclasses import replace
from typing import Any

from roadshow.outcomes.queries import Wanted, list_rows
from roadshow.programme.models import Roadshow

from .outcome_columns import OUTCOMES, other_side, sums_in_words
from .projects import ROWS_SHOWN

_NAME, *_REST = [column for column in OUTCOMES.shown if column.by and column.by != "by"]
ITS_OUTCOMES = replace(OUTCOMES, columns=[replace(_NAME, under=other_side), *_REST]).still
"""In a narrow panel: the other side stands under the name, its own name and who logged it need not be said."""


def outcomes_at(roadshow: Roadshow) -> dict[str, Any]:
    """The latest of its rows, and of deals that came up at it, and what all of them come to."""
    wanted = Wanted(seen_at=roadshow.id)
    rows = list_rows(wanted, per_page=ROWS_SHOWN) if roadshow.is_held else []
    return {"rows": rows, "its_outcomes": ITS_OUTCOMES, "sums": sums_in_words(wanted) if rows else []}
