"""A year is closed: every row verified, its figures frozen with a sum over them; what comes later restates it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from flask_babel import lazy_gettext as _
from sqlalchemy import func, select

from roadshow.audit.operations import record
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.db import db, hold_name, operation
from roadshow.foundation.errors import Fault, Refused, refuse_faults
from roadshow.foundation.languages import in_each
from roadshow.foundation.text import reason
from roadshow.outcomes.closings import (
    Closing,
    find_last_closed,
    find_open,
    list_last_closed,
)
from roadshow.outcomes.models import Row
from roadshow.outcomes.operations import LEDGER
from roadshow.outcomes.restating import begin
from roadshow.outcomes.waiting import count_waiting_of

from .bulletin import Json, as_json, sentences
from .figures.answers import FIGURES, values
from .figures.scope import whole_year
from .frozen import canonical, lines_of, of_plain, pack, sha256, to_plain
from .queries import YearFigures, YearLine, year_figures

FORM = "roadshow year 1"  # of the content, should it ever be written otherwise
WHY = _("请写明为什么重述")


@dataclass(frozen=True)
class Official:
    """The figures of a closed year that hold, whatever the ledger says by now."""

    closing: Closing
    figures: YearFigures
    published: dict[str, Json]  # as the bureau's systems know them
    sentences: dict[str, list[str]]  # language → the bulletin's
    named: dict[str, Json]  # every figure of the registry that there was then


def official(year: int) -> Official | None:
    """None while the year is not closed."""
    closing = find_last_closed(year)
    return official_of(closing) if closing else None


def official_of(closing: Closing) -> Official:
    content = json.loads(closing.content)
    return Official(
        closing,
        of_plain(YearFigures, content["all"]),
        content["figures"],
        content["sentences"],
        content["named"],
    )


def with_official(lines: Iterable[YearLine]) -> list[YearLine]:
    """The same row of years, the closed ones as they were closed; one statement."""
    frozen = {closing.year: official_of(closing).figures for closing in list_last_closed()}
    return [_line(line, frozen.get(line.year)) for line in lines]


def closing_faults(year: int, today: date) -> list[Fault]:
    """Why a year, or the restatement of one, cannot be closed now."""
    if year >= today.year:
        return [Fault("year", _("%(year)d年还没有结束，到%(next)d年才能关账", year=year, next=year + 1))]
    waiting = sum(count_waiting_of(year).values())
    if waiting:
        words = _("还有%(count)d条没有核对，全部核对后才能关账", count=waiting)
        return [Fault("", words)]
    return []


@operation
def close_year(year: int, *, actor: Actor) -> Closing:
    """Freeze the figures of a year for good. Raises: Refused while it runs, or a row waits, or when it is closed."""
    hold_name(LEDGER)
    if find_last_closed(year):
        raise Refused(_("%(year)d年度已经关账", year=year))
    refuse_faults(closing_faults(year, clock.today()))
    now = clock.now()
    closing = Closing(year=year, number=1, opened_at=now, opened_by_id=actor.id, opened_by=actor.name)
    _freeze(closing, None, "", actor)
    record("closing.closed", actor, "closing", closing.id, str(year), sha256=closing.sha256)
    return closing


@operation
def open_restatement(year: int, why: str, *, actor: Actor) -> Closing:
    """From now on a row of a closed year that was forgotten may come in. Raises: Refused without a reason, when the
    year is not closed, or is being restated already."""
    hold_name(LEDGER)
    last = find_last_closed(year)
    if last is None:
        raise Refused(_("%(year)d年度还没有关账，可以直接登记", year=year))
    if find_open(year):
        raise Refused(_("%(year)d年度的重述已经开启", year=year))
    return begin(last, reason(why, WHY, "why"), actor=actor)


@operation
def close_restatement(year: int, why: str, *, actor: Actor) -> Closing:
    """The figures as they are now become the official ones, chained to those before. Raises: Refused without a reason,
    when none is open, or while a row waits."""
    hold_name(LEDGER)
    last, closing = find_last_closed(year), find_open(year)
    if last is None or closing is None:
        raise Refused(_("%(year)d年度没有正在进行的重述", year=year))
    refuse_faults(closing_faults(year, clock.today()))
    why = reason(why, WHY, "why")
    _freeze(closing, last, why, actor)
    record(
        "closing.restated",
        actor,
        "closing",
        closing.id,
        str(year),
        number=closing.number,
        sha256=closing.sha256,
        why=closing.why,
    )
    return closing


def _freeze(closing: Closing, before: Closing | None, why: str, actor: Actor) -> None:
    """All is asked before the closing says anything: it is closed at once or not at all."""
    rows, figures, now = pack(lines_of(closing.year)), year_figures(closing.year), clock.now()
    last_row_id = db.session.scalar(select(func.max(Row.id))) or 0
    content = {
        "form": FORM,
        "year": closing.year,
        "number": closing.number,
        "why": why,
        "closed_at": now.isoformat(),
        "closed_by": actor.name,
        "before": before.sha256 if before else None,
        "rows": {"sha256": rows.sha256, "count": rows.count, "kinds": rows.kinds},
        "figures": in_each(lambda: as_json(figures))["zh"],
        "sentences": in_each(lambda: [*sentences(figures)]),
        "all": to_plain(figures),
        "named": named_figures(closing.year),
    }
    closing.closed_at, closing.closed_by_id, closing.closed_by, closing.why = now, actor.id, actor.name, why
    closing.content = canonical(content)
    closing.sha256 = sha256(closing.content)
    closing.rows, closing.last_row_id = rows.content, last_row_id
    db.session.add(closing)
    db.session.flush()


def named_figures(year: int) -> dict[str, Json]:
    """Every figure that has a name and a definition, in the unit of its registry."""
    found = values(FIGURES.values(), [whole_year(year)])
    return {
        name: str(told) if isinstance(told := answers[0], Decimal) else told
        for name, answers in found.items()
    }


def _line(line: YearLine, figures: YearFigures | None) -> YearLine:
    if figures is None:
        return line
    return replace(
        line,
        held=figures.held,
        landed=figures.landed,
        paid_fen=figures.paid.fen,
        lent_fen=figures.lent.fen,
    )
