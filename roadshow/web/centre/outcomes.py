from flask import flash, redirect, render_template, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms.validators import InputRequired

from roadshow.audit.queries import list_entries_of
from roadshow.documents.queries import list_documents
from roadshow.foundation.errors import Refused
from roadshow.foundation.sectors import SECTORS
from roadshow.outcomes import operations, queries
from roadshow.outcomes.faults import WHY
from roadshow.outcomes.lists import (
    count_by_state,
    list_rows_shown,
    list_verifiable_ids,
    verifiable,
)
from roadshow.outcomes.many import verify_many
from roadshow.outcomes.models import Row
from roadshow.outcomes.queries import Wanted
from roadshow.outcomes.returned import reasons_of
from roadshow.outcomes.states import KIND_WORDS, STEP_WORDS, RowState
from roadshow.web.documents import lines_of
from roadshow.web.exports import send_csv, send_workbook
from roadshow.web.fields import (
    Form,
    Prose,
    flash_refusal,
    flash_taken,
    say,
)
from roadshow.web.guards import may, way
from roadshow.web.paging import Shown, asked_page
from roadshow.web.picking import picked
from roadshow.web.words import month_name

from . import blueprint
from .outcome_columns import OUTCOMES, month_of, sums_in_words
from .outcome_facts import facts_of
from .prefilling import again_url
from .scopes import figure_kept
from .standing import may_verify
from .wanted import WITHOUT, asked_for, said, told


class ReasonForm(Form):
    why = Prose(_("原因"), [InputRequired(WHY)])


CHOSEN = frozenset({"year", "month", "kind", "step", "sector", "q"})  # the list's own choices


@blueprint.get("/outcomes")
@may("outcome.read")
def list_outcomes() -> str:
    wanted = asked_for()
    page = asked_page()
    count, _total = queries.count_rows(wanted)
    rows = list_rows_shown(wanted, OUTCOMES.order).page(page)
    return render_template(
        "centre/outcomes/list_outcomes.html",
        listing=OUTCOMES,
        rows=rows,
        month_of=month_of,
        pickable={row.id for row in rows if may_verify(row)},
        wanted=wanted,
        told=told(wanted),
        asked=said(wanted),
        kept={
            name: value for name, value in said(wanted).items() if name not in CHOSEN | figure_kept().keys()
        },
        sums=sums_in_words(wanted) if may_be_summed(wanted) else [],
        shown=Shown(page, count),
        year_choices=[(year, year) for year in queries.list_years()],
        months=[(number, month_name(number)) for number in range(1, 13)] + [(WITHOUT, _("无日期"))],
        sectors=[*SECTORS.items(), (WITHOUT, _("未注明领域"))],
        counts=count_by_state(wanted),
        verifiable=verifiable(wanted, current_user.id),
        waiting=queries.count_waiting(current_user.id) if wanted.state is RowState.LOGGED else 0,
        kinds=KIND_WORDS,
        steps=STEP_WORDS,
    )


@blueprint.get("/outcomes.xlsx")
@may("outcome.read")
def export_outcomes() -> Response:
    return send_workbook(OUTCOMES, list_rows_shown(asked_for(), OUTCOMES.order))


@blueprint.get("/outcomes.csv")
@may("outcome.read")
def export_outcomes_csv() -> Response:
    """The same rows for programs."""
    return send_csv(OUTCOMES, list_rows_shown(asked_for(), OUTCOMES.order))


def may_be_summed(wanted: Wanted) -> bool:
    """Whether nothing stands here beside its own correction."""
    return wanted.state not in (RowState.LOGGED, RowState.REFUSED)


@blueprint.get("/outcomes/<int:row_id>")
@may("outcome.read")
def show_outcome(row_id: int) -> str:
    row = queries.get_row(row_id)
    return render_template(
        "centre/outcomes/show_outcome.html",
        row=row,
        facts=facts_of(row),
        verifiable=may_verify(row),
        waits_for_another=row.state is RowState.LOGGED and row.logged_by_id == current_user.id,
        corrections=queries.list_corrections_of(row),
        refused_for=reasons_of([row.id]).get(row.id) if row.state is RowState.REFUSED else None,
        again=_again_url(row),
        thread=queries.list_steps(row.thread) if row.thread else [],
        documents=lines_of(list_documents("outcome", row_id), "centre.show_document"),
        entries=list_entries_of("outcome", *(queries.list_row_ids(row.thread) if row.thread else [row.id])),
    )


def _again_url(row: Row) -> str | None:
    """Where whoever logs outcomes goes on with a row that was refused: a correction once more from what it was of."""
    if row.state is not RowState.REFUSED:
        return None
    if row.corrects_id is not None:
        return way("centre.correct_outcome", row_id=row.corrects_id)
    return again_url(row) if "outcome.log" in current_user.permissions else None


@blueprint.post("/outcomes/<int:row_id>/verify")
@may("outcome.verify")
def verify_outcome(row_id: int) -> Response:
    row = queries.get_row(row_id)
    try:
        operations.verify(row, actor=current_user.actor)
        flash(_("已核对，计入%(year)d年度数字。", year=row.year))
    except Refused as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".show_outcome", row_id=row_id))


@blueprint.post("/outcomes/verify")
@may("outcome.verify")
def verify_outcomes() -> Response:
    """Several at once, or all that match; back to the list as it was asked for."""
    wanted = asked_for()
    ids = picked(lambda newest, at_most: list_verifiable_ids(wanted, current_user.id, newest, at_most))
    taken = verify_many(ids, actor=current_user.actor)
    flash_taken(taken, _("已核对%(count)d条，计入年度数字。", count=taken.count))
    return redirect(url_for(".list_outcomes", **said(wanted)))


@blueprint.route("/outcomes/<int:row_id>/refuse", methods=["GET", "POST"])
@may("outcome.verify")
def refuse_outcome(row_id: int) -> str | Response:
    row = queries.get_row(row_id)
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            operations.refuse(row, form.why.data, actor=current_user.actor)
            flash(_("已标为核对未通过，不再计入年度数字。"))
            return redirect(url_for(".show_outcome", row_id=row_id))
        except Refused as refusal:
            say(form, refusal)
    return render_template("centre/outcomes/refuse_outcome.html", form=form, row=row, facts=facts_of(row))
