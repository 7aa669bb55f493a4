"""Rows that wait to be checked and are looked at before all others, and why."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

from roadshow.foundation.db import db
from roadshow.foundation.languages import spoken
from roadshow.outcomes.models import Row
from roadshow.outcomes.states import DOUBT_WORDS, WITHIN, Doubt
from roadshow.outcomes.waiting import ToCheck, waits

from .models import ImportedSheet, Upload
from .odd import is_over, over_words
from .queries import rows_of

MOST = 500  # rows that stand before all others in the list of whoever checks


def list_doubtful(kept: Upload, sheets: Iterable[ImportedSheet]) -> dict[int, list[object]]:
    """Row of the file that waits → why it is looked at before all others."""
    return _doubtful(and_(rows_of(kept), waits()), [sheet.columns for sheet in sheets])


def list_doubtful_to_check(wanted: ToCheck, files: Iterable[Upload]) -> dict[int, list[object]]:
    """The same of all that somebody may verify, and of what was logged though it was asked about, the oldest of them;
    ``files`` are those with rows that wait."""
    of_files = ImportedSheet.upload_id.in_([kept.id for kept in files])
    to_check = Row.id.in_(wanted.rows().with_only_columns(Row.id))
    found = _doubtful(to_check, db.session.scalars(select(ImportedSheet.columns).where(of_files)))
    affirmed = select(Row.id, Row.affirmed).where(to_check, Row.affirmed != "")
    for row_id, doubts in db.session.execute(affirmed.order_by(Row.id).limit(MOST)):
        found.setdefault(row_id, [DOUBT_WORDS[Doubt(doubt)] for doubt in doubts.split()])
    return dict(sorted(found.items())[:MOST])


def _doubtful(among: ColumnElement[bool], columns: Iterable[dict[str, Any]]) -> dict[int, list[object]]:
    """``columns`` as the sheets have them; of rows that wait."""
    found = defaultdict[int, list[object]](list)
    named = [each for of_sheet in columns for each in of_sheet.get("misnamed", ())]
    if named:
        ids = [row_id for each in named for row_id in each["rows"]]
        waiting = set(db.session.scalars(select(Row.id).where(Row.id.in_(ids), among)))
        for each in named:
            for row_id in waiting.intersection(each["rows"]):
                found[row_id].append(each["why"][spoken()])
    for row_id, words in _list_over(among).items():
        found[row_id].append(words)
    return dict(sorted(found.items()))


def _list_over(among: ColumnElement[bool]) -> dict[int, object]:
    """Row → why more is paid by it than was signed, lent than the credit line, or repaid than lent; one statement for
    the sums, one for the rows."""
    own = select(Row.thread_id).where(among, Row.thread_id.is_not(None))
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
    of_deals = select(Row.id, Row.thread_id, Row.step).where(among, Row.thread_id.in_(threads))
    told = db.session.execute(of_deals.order_by(Row.id))
    return {id_: found[thread_id, step] for id_, thread_id, step in told if (thread_id, step) in found}
