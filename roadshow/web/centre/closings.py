"""A year is closed, restated, and what it was closed as is taken away to be proven."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms.validators import InputRequired

from roadshow.audit.operations import record
from roadshow.audit.queries import list_entries_of
from roadshow.foundation import clock
from roadshow.foundation.errors import Missing, Refused
from roadshow.outcomes.closings import Closing, list_closings
from roadshow.outcomes.models import Row
from roadshow.outcomes.returned import count_to_put_right
from roadshow.outcomes.waiting import count_waiting_of
from roadshow.reports import closing
from roadshow.reports.frozen import unpacked
from roadshow.reports.restated import differs, restated
from roadshow.web.exports import send_file
from roadshow.web.facts import Fact
from roadshow.web.fields import Form, Prose, flash_refusal, say
from roadshow.web.guards import may
from roadshow.web.paging import Shown, asked_page

from . import blueprint
from .brief import brief_of
from .corrected import Change, changes_of
from .outcome_facts import said_of


class WhyForm(Form):
    why = Prose(_("原因"), [InputRequired(closing.WHY)])


@dataclass(frozen=True)
class Sides:
    """A row of a restatement: what it changes, or, where it corrects none, all that it says."""

    row: Row
    changes: list[Change]
    facts: list[Fact]


@blueprint.get("/years/<year:year>/closing")
@may("year.read")
def show_closing(year: int) -> str:
    closings = list_closings(year)
    return render_template(
        "centre/closings/show_closing.html",
        year=year,
        closings=closings,
        waiting=count_waiting_of(year),
        refused=0 if closings else count_to_put_right(year),
        reasons=[] if closings else closing.closing_faults(year, clock.today()),
        brief=None if closings else brief_of(year, clock.today()),
        differs=differs(year) if closings and not closings[-1].is_open else [],
        entries=list_entries_of("closing", *(each.id for each in closings)),
    )


@blueprint.post("/years/<year:year>/close")
@may("year.close")
def close_year(year: int) -> Response:
    try:
        closing.close_year(year, actor=current_user.actor)
        flash(_("%(year)d年度已关账，数字从此不再改动。", year=year))
    except Refused as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".show_closing", year=year))


@blueprint.route("/years/<year:year>/restatement/new", methods=["GET", "POST"])
@may("year.close")
def open_restatement(year: int) -> str | Response:
    form = WhyForm()
    if form.validate_on_submit():
        try:
            opened = closing.open_restatement(year, form.why.data, actor=current_user.actor)
            flash(_("已开启重述，现在可以补登和更正%(year)d年度的成果。", year=year))
            return redirect(url_for(".show_restatement", year=year, statement=opened.number))
        except Refused as refusal:
            say(form, refusal)
    return render_template("centre/closings/open_restatement.html", form=form, year=year)


@blueprint.get("/years/<year:year>/closings/<int:statement>")
@may("year.read")
def show_restatement(year: int, statement: int) -> str:
    return _restatement(_numbered(year, statement), WhyForm())


@blueprint.post("/years/<year:year>/closings/<int:statement>")
@may("year.close")
def close_restatement(year: int, statement: int) -> str | Response:
    form, found = WhyForm(), _numbered(year, statement)
    if form.validate_on_submit():
        try:
            closing.close_restatement(year, form.why.data, actor=current_user.actor)
            flash(_("重述已关账，%(year)d年度的正式数字以此为准。", year=year))
            return redirect(url_for(".show_restatement", year=year, statement=statement))
        except Refused as refusal:
            say(form, refusal)
    return _restatement(found, form)


@blueprint.get("/years/<year:year>/closings/<int:statement>.json")
@may("year.read")
def download_figures(year: int, statement: int) -> Response:
    """The very text that the sum is of."""
    found = _numbered(year, statement)
    return _sent(found, found.content, "figures", "application/json")


@blueprint.get("/years/<year:year>/closings/<int:statement>/rows.jsonl")
@may("year.read")
def download_rows(year: int, statement: int) -> Response:
    """The very lines that the sum in the figures is of."""
    found = _numbered(year, statement)
    return _sent(found, unpacked(found.rows) if found.rows else "", "rows", "application/x-ndjson")


def _numbered(year: int, number: int) -> Closing:
    """Raises: Missing."""
    found = next((each for each in list_closings(year) if each.number == number), None)
    if found is None:
        raise Missing(f"closing {number} of {year}")
    return found


def _restatement(found: Closing, form: WhyForm) -> str:
    page, shown = asked_page(), None
    changed = restated(found) if found.number > 1 else None
    if changed:
        shown = Shown(page, changed.rows.count())
        if found.is_open and not form.is_submitted():
            form.why.data = found.why
    return render_template(
        "centre/closings/show_restatement.html",
        found=found,
        year=found.year,
        first=None if changed else closing.official_of(found),
        changed=changed,
        rows=[Sides(row, changes_of(row), said_of(row)) for row in changed.rows.page(page)]
        if changed
        else [],
        shown=shown,
        waiting=count_waiting_of(found.year) if found.is_open else {},
        refused=count_to_put_right(found.year) if found.is_open else 0,
        form=form,
        entries=list_entries_of("closing", found.id),
    )


def _sent(found: Closing, content: str, what: str, kind: str) -> Response:
    """To be kept; who took it away is noted. Raises: Missing while it is open."""
    if found.is_open:
        raise Missing(f"closing {found.number} of {found.year} is open")
    name = f"{found.year}-{found.number}-{what}.{'json' if what == 'figures' else 'jsonl'}"
    record("list.exported", current_user.actor, "list", None, name)
    return send_file(content.encode(), name, kind)
