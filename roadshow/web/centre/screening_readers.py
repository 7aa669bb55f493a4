"""Who reads one application, and what they have said; given out by hand."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms.validators import InputRequired

from roadshow.accounts.models import Person
from roadshow.accounts.queries import get_person
from roadshow.foundation.errors import Refused
from roadshow.pitches.models import Pitch
from roadshow.pitches.queries import get_submitted_pitch
from roadshow.screening import operations, queries
from roadshow.screening.asked import asked_of
from roadshow.web.addresses import LARGEST_ID
from roadshow.web.fields import Choice, Form, flash_refusal, say
from roadshow.web.guards import may

from . import blueprint


class ReaderForm(Form):
    person = Choice(_("评委"), [InputRequired(_("请选择评委"))])


@blueprint.route("/pitches/<int:pitch_id>/readers", methods=["GET", "POST"])
@may("pitch.select")
def show_readers(pitch_id: int) -> str | Response:
    pitch = get_submitted_pitch(pitch_id)
    setup = queries.get_setup(pitch.roadshow_id)
    form, free = ReaderForm(), free_readers(pitch)
    form.person.offer([("", _("请选择")), *((str(each.id), each.name) for each in free)])
    if form.validate_on_submit():
        try:
            operations.assign(pitch, get_person(int(form.person.data)), actor=current_user.actor)
            return redirect(url_for(".show_readers", pitch_id=pitch_id))
        except Refused as refusal:
            say(form, refusal)
    return render_template(
        "centre/screening_readers/show_readers.html",
        form=form,
        pitch=pitch,
        setup=setup,
        free=free,
        asked=asked_of(pitch.roadshow_id).get(pitch_id),
        sheets=queries.list_sheets(pitch_id),
        recusals=queries.list_recusals(pitch_id),
    )


@blueprint.post("/sheets/<int:sheet_id>/hand-over")
@may("pitch.select")
def hand_over_sheet(sheet_id: int) -> Response:
    sheet, given = queries.get_sheet(sheet_id), request.form.get("person", type=int)
    pitch_id = sheet.pitch_id
    try:
        if given is None or not 0 < given <= LARGEST_ID:
            raise Refused(_("请从列表中选择评委"))
        operations.hand_over(sheet, get_person(given), actor=current_user.actor)
        flash(_("已换评委。"))
    except Refused as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".show_readers", pitch_id=pitch_id))


@blueprint.post("/sheets/<int:sheet_id>/take-away")
@may("pitch.select")
def take_away_sheet(sheet_id: int) -> Response:
    sheet = queries.get_sheet(sheet_id)
    pitch_id = sheet.pitch_id
    try:
        operations.take_away(sheet, actor=current_user.actor)
        flash(_("已撤下这位评委。"))
    except Refused as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".show_readers", pitch_id=pitch_id))


def free_readers(pitch: Pitch) -> list[Person]:
    """The roadshow's reviewers who may read it and do not yet."""
    there = {each.person_id for each in queries.list_sheets(pitch.id)}
    barred = {
        person_id for pitch_id, person_id in queries.list_barred([pitch.roadshow_id]) if pitch_id == pitch.id
    }
    reviewers = queries.list_reviewers(pitch.roadshow_id)
    return [each.person for each in reviewers if each.person_id not in there | barred]
