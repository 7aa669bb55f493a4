"""Correcting a row: the form of its kind as it stands, and why; what comes of it is another row."""

from datetime import date
from functools import cached_property
from typing import Any

from flask import render_template
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms.validators import InputRequired, Optional

from roadshow.documents.rules import LARGEST
from roadshow.foundation import clock
from roadshow.foundation.errors import Fault, Refused
from roadshow.foundation.text import reason_faults
from roadshow.outcomes import queries
from roadshow.outcomes.entries import correct_entry
from roadshow.outcomes.faults import WHY
from roadshow.outcomes.models import Row
from roadshow.outcomes.states import STEPS_OF
from roadshow.web.bodies import takes_files
from roadshow.web.fields import Prose, say
from roadshow.web.guards import may

from . import blueprint
from .logging import interests_in, known_of, offered, to_logged
from .logging_deals import PaidForm
from .logging_forms import FORMS
from .logging_parts import About, OutcomeForm
from .outcome_facts import facts_of
from .prefilling import offer_own, said_by

FORM_OF = {form.kind: form for form in FORMS.values()}


class Correction(OutcomeForm):
    """Beside the form of a kind: what it starts from, and why. A thing that is not named anew stays the very one, and a
    row that bears no day may go on without one."""

    why = Prose(_("原因"), [InputRequired(WHY)])
    row: Row

    @cached_property
    def about(self) -> About:
        project, company = self.row.project, self.row.company
        if "project" in self and project and self.project.data == project.name:
            return About(project, project.company)
        if "company" in self and company and self.company.data == company.name:
            return About(company=company)
        return super().about

    @property
    def day(self) -> date | None:
        return self.on.data or (clock.today() if self.row.on else None)

    def faults(self) -> list[Fault]:
        return super().faults() + reason_faults(self.why.data, WHY, "why")


@blueprint.route("/outcomes/<int:row_id>/correct", methods=["GET", "POST"])
@may("outcome.log")
@takes_files(LARGEST)
def correct_outcome(row_id: int) -> str | Response:
    row = queries.get_row(row_id)
    form = form_of(row)
    if form.validate_on_submit():
        try:
            return to_logged(correct_entry(row, form.entry(), form.why.data, actor=current_user.actor))
        except Refused as refusal:
            say(form, refusal)
    project, company = known_of(form)
    return render_template(
        "centre/correcting/correct_outcome.html",
        form=form,
        row=row,
        facts=facts_of(row),
        offered=offered(form, company, interests_in(form, project)),
    )


def form_of(row: Row) -> Any:
    """That of its kind, filled with the row as it stands."""
    kind: Any = type("CorrectionForm", (Correction, FORM_OF[row.kind]), {})
    form = kind(data=said_by(row))
    form.row = row
    if isinstance(form, PaidForm):
        form.offer(STEPS_OF[row.kind], together=False)
        del form.paid_on, form.paid_fen
    elif "step" in form:
        form.offer(STEPS_OF[row.kind])
    offer_own(form, row)
    if "on" in form and row.on is None:
        form.on.validators, form.on.flags.required = [Optional()], False
    return form
