"""A form of the ledger filled with what a row says: to correct it, or to log again one that was refused."""

from typing import Any

from flask import url_for

from roadshow.outcomes import queries
from roadshow.outcomes.facts import facts_of
from roadshow.outcomes.models import Row
from roadshow.outcomes.states import Kind, RowState
from roadshow.web.asked import asked_id
from roadshow.web.fields import Choice

from .logging_forms import FORMS

OF_THREAD = ("round", "code")


def said_by(row: Row) -> dict[str, Any]:
    """Field → what the row says there."""
    said = vars(facts_of(row)) | {"roadshow": row.roadshow_id}
    said |= {"project": row.project and row.project.name, "company": row.company and row.company.name}
    if row.thread is not None:
        other = row.thread.counterpart
        said |= {"fund": other, "bank": other} | {name: getattr(row.thread, name) for name in OF_THREAD}
    if row.exchange is not None:
        said |= {name: getattr(row.exchange, name) for name in ("currency", "rate", "rate_source")}
    return {name: value for name, value in said.items() if value is not None}


def offer_own(form: Any, row: Row) -> None:
    """Its amount while nothing is typed, and among the choices what it says, though nobody would choose it today."""
    for name in ("roadshow", "plan", "category"):
        if name in form and isinstance(form[name], Choice):
            _offer_own(form[name], row)
    if "amount_fen" in form and form.amount_fen.raw_data is None:
        form.amount_fen.show(row.exchange.hundredths if row.exchange else row.amount_fen)


def _offer_own(field: Choice, row: Row) -> None:
    """A plan that is over, a roadshow of a ledger."""
    own: dict[str, tuple[object, object]] = {
        "roadshow": (row.roadshow_id, row.roadshow.spoken_title if row.roadshow else ""),
        "plan": (getattr(row, "plan", ""), getattr(row, "plan", "")),
        "category": (row.category, row.category),
    }
    value, words = own[field.short_name]
    known = [(choice.value, choice.label) for choice in field.choices]
    if value and str(value) not in {str(each) for each, _words in known}:
        field.offer([*known, (str(value), words)])


def refused_row(kind: Kind) -> Row | None:
    """The row of this kind that the address names, to be logged again. Raises: Missing."""
    row_id = asked_id("again")
    row = queries.get_row(row_id) if row_id else None
    return row if row and row.kind is kind and row.state is RowState.REFUSED else None


def again_url(row: Row) -> str:
    """Where a refused row is logged again, with what it says filled in."""
    sort = next(sort for sort, form in FORMS.items() if form.kind is row.kind)
    named: dict[str, Any] = {
        "project": row.project_id,
        "company": row.company_id,
        "roadshow": row.roadshow_id,
    }
    return url_for("centre.log_outcome", sort=sort, again=row.id, **named)
