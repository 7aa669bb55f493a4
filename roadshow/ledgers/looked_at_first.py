"""Rows of a file that came in which are looked at before all others, and why."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select

from roadshow.foundation.db import db
from roadshow.foundation.languages import spoken
from roadshow.outcomes.models import Row
from roadshow.outcomes.states import WITHIN
from roadshow.outcomes.waiting import waits

from .models import ImportedSheet, Upload
from .odd import is_over, over_words


def list_doubtful(kept: Upload, sheets: Iterable[ImportedSheet]) -> dict[int, list[object]]:
    """Row of the file that waits → why it is looked at before all others."""
    found = defaultdict[int, list[object]](list)
    named = [each for sheet in sheets for each in sheet.columns.get("misnamed", ())]
    if named:
        ids = [row_id for each in named for row_id in each["rows"]]
        waiting = set(db.session.scalars(select(Row.id).where(Row.id.in_(ids), waits())))
        for each in named:
            for row_id in waiting.intersection(each["rows"]):
                found[row_id].append(each["why"][spoken()])
    for row_id, words in _list_over(kept).items():
        found[row_id].append(words)
    return dict(sorted(found.items()))


def _list_over(kept: Upload) -> dict[int, object]:
    """Row of the file that waits → why more is paid by it than was signed, lent than the credit line, or repaid than
    lent; one statement for the sums, one for the rows."""
    within = Row.id.between(kept.first_row, kept.last_row)
    own = select(Row.thread_id).where(within, waits(), Row.thread_id.is_not(None))
    rows = select(Row.thread_id, Row.step, func.sum(Row.amount_fen)).where(Row.thread_id.in_(own), Row.counts)
    sums: dict[Any, dict[Any, int]] = {}
    for thread_id, step, fen in db.session.execute(rows.group_by(Row.thread_id, Row.step)):
        sums.setdefault(thread_id, {})[step] = int(fen or 0)
    found: dict[Any, object] = {
        (thread_id, step): over_words(of, step, bound)
        for thread_id, of in sums.items()
        for step, bound in WITHIN.items()
        if is_over(of, step, bound)
    }
    threads = {thread_id for thread_id, _step in found}
    if not threads:
        return {}
    of_file = select(Row.id, Row.thread_id, Row.step).where(within, waits(), Row.thread_id.in_(threads))
    told = db.session.execute(of_file.order_by(Row.id))
    return {id_: found[thread_id, step] for id_, thread_id, step in told if (thread_id, step) in found}
