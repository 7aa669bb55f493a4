"""What came of a roadshow, for its page."""

from dataclasses import replace
from typing import Any

from roadshow.outcomes.queries import Wanted, list_rows
from roadshow.programme.models import Roadshow

from .outcome_columns import OUTCOMES
from .projects import ROWS_SHOWN

_SHOWN = [column for column in OUTCOMES.shown if column.by != "by"]
ITS_OUTCOMES = replace(OUTCOMES, columns=[replace(column, by="", under=None) for column in _SHOWN])
"""Its own name need not stand under each, nor who logged it beside it."""


def outcomes_at(roadshow: Roadshow) -> dict[str, Any]:
    """The latest of its rows, and of deals that came up at it."""
    rows = list_rows(Wanted(seen_at=roadshow.id), per_page=ROWS_SHOWN) if roadshow.is_held else []
    return {"rows": rows, "its_outcomes": ITS_OUTCOMES}
