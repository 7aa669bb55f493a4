"""The next step of what goes step by step: a deal, a hire, a residency."""

from flask import render_template
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from roadshow.audit.queries import list_entries_of
from roadshow.documents.rules import LARGEST
from roadshow.foundation.errors import Refused
from roadshow.outcomes import queries
from roadshow.outcomes.entries import log_next
from roadshow.outcomes.models import Thread
from roadshow.outcomes.states import DEALS, Kind, ThreadStep, next_steps
from roadshow.web.bodies import takes_files
from roadshow.web.fields import say
from roadshow.web.guards import may
from roadshow.web.words import known

from . import blueprint
from .logging import asked_step, rate_sources, to_logged
from .logging_next import next_form


@blueprint.route("/deals/<int:thread_id>/steps/new", methods=["GET", "POST"])
@may("outcome.log")
@takes_files(LARGEST)
def log_step(thread_id: int) -> str | Response:
    deal = queries.get_thread(thread_id)
    steps = queries.list_steps(deal)
    ways = next_steps(deal.kind, steps[-1].step if steps else None)
    if deal.kind in DEALS:  # ends on the board, where the reason is asked for
        ways = tuple(step for step in ways if step is not ThreadStep.DROPPED)
    form = next_form(deal, ways, asked_step(ways) or (ways[-1] if steps and ways else None))
    if form.validate_on_submit():
        try:
            row = log_next(deal, form.entry(), actor=current_user.actor)
            return to_logged(row, both=form.then is not None)
        except Refused as refusal:
            say(form, refusal)
    return render_template(
        "centre/deals/log_step.html",
        form=form,
        deal=deal,
        thing=thing_of(deal),
        subtitle=subtitle_of(deal),
        sums=queries.sums_by_step(deal.kind, steps),
        steps=steps,
        offered=rate_sources(),
        entries=list_entries_of("outcome", *queries.list_row_ids(deal)),
    )


def thing_of(deal: Thread) -> str:
    """Whose it is."""
    thing = deal.project or deal.company
    return thing.name if thing else deal.counterpart


def subtitle_of(deal: Thread) -> object:
    """In one line."""
    said = {"other": deal.counterpart, "own": thing_of(deal), "round": known(deal.round)}
    match deal.kind:
        case Kind.INVESTMENT if deal.round:
            return _("%(other)s投资%(own)s，%(round)s", **said)
        case Kind.INVESTMENT:
            return _("%(other)s投资%(own)s", **said)
        case Kind.LOAN if deal.counterpart:
            return _("%(other)s贷款给%(own)s", **said)
        case Kind.LOAN:
            return _("%(own)s，尚无银行", **said)
        case Kind.HIRE:
            return _("%(round)s %(other)s", **said)
        case _:
            return _("%(own)s，入驻%(other)s", **said)
