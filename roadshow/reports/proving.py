"""Whether a closed year still is what it was closed as: its sums, their chain, and every row in the ledger."""

import json
from collections.abc import Iterator

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from roadshow.foundation.db import db
from roadshow.outcomes.closings import Closing, list_closings
from roadshow.outcomes.models import Row
from roadshow.outcomes.states import RowState

from .frozen import Line, canonical, lines_in, lines_of, sha256, unpacked


def list_breaks(year: int) -> list[object]:
    """What is not as it was closed, in words; empty when all holds."""
    closings = list_closings(year)
    done = [closing for closing in closings if not closing.is_open]
    found = [*_chain_breaks(done)]
    if done and not found:
        found += _row_breaks(done[-1], restated=closings[-1].is_open)
    return found


def _chain_breaks(done: list[Closing]) -> Iterator[object]:
    before = None
    for number, closing in enumerate(done, 1):
        if sha256(closing.content) != closing.sha256:
            yield _("第%(number)d号：内容与它的SHA-256不符", number=number)
            return
        content = json.loads(closing.content)
        said = (content["year"], content["number"], content["before"], content["closed_by"])
        if said != (closing.year, closing.number, before, closing.closed_by) or closing.number != number:
            yield _(
                "第%(number)d号：年度、号数、关账人或上一号的SHA-256对不上，有一号缺了或被改动", number=number
            )
            return
        if sha256(unpacked(closing.rows)) != content["rows"]["sha256"]:
            yield _("第%(number)d号：随附的逐条记录与它的SHA-256不符", number=number)
            return
        before = closing.sha256


def _row_breaks(last: Closing, *, restated: bool) -> Iterator[object]:
    """The ledger against the rows as they were last closed."""
    now = {line["id"]: line for line in lines_of(last.year)}
    replaced = _replaced_since(last)
    then = lines_in(last.rows)
    for line in then:
        found = now.pop(line["id"], None)
        if found is None:
            yield _("编号%(row)d：关账时在台账里，现在没有了", row=line["id"])
            continue
        for name in _changed(line, found, replaced):
            yield _(
                "编号%(row)d：“%(name)s”关账时是%(then)s，现在是%(now)s",
                row=line["id"],
                name=name,
                then=canonical(line[name]),
                now=canonical(found.get(name)),
            )
    for row_id in now:
        if row_id <= (last.last_row_id or 0) or not restated:
            yield _("编号%(row)d：不在关账的记录里，也不属于任何重述", row=row_id)


def _changed(then: Line, now: Line, replaced: set[int]) -> list[str]:
    """Names of what differs; that a row counts no more is right when a later correction took its place, and evidence
    may be added."""
    names = [name for name in then if then[name] != now.get(name)]
    if set(then["evidence"]) <= set(now["evidence"]):
        names = [name for name in names if name != "evidence"]
    return [name for name in names if name != "counts" or now["counts"] or then["id"] not in replaced]


def _replaced_since(last: Closing) -> set[int]:
    newer = select(Row.corrects_id).where(
        Row.id > (last.last_row_id or 0), Row.corrects_id.is_not(None), Row.state == RowState.VERIFIED
    )
    return {row_id for row_id in db.session.scalars(newer) if row_id is not None}
