"""An institution's own notes on a project."""

from flask import flash, redirect, render_template, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms.validators import InputRequired

from roadshow.foundation.errors import Fault, Missing, Refused
from roadshow.meetings import operations
from roadshow.meetings.models import Note
from roadshow.meetings.queries import get_own_note
from roadshow.meetings.rules import note_faults
from roadshow.pitches.models import Pitch
from roadshow.web.fields import Form, Prose, say
from roadshow.web.guards import may

from . import blueprint
from .own import own_institution, readable

NOTES = "/projects/<int:pitch_id>/notes"


class NoteForm(Form):
    text = Prose(_("笔记"), [InputRequired(_("请写下笔记"))])

    def faults(self) -> list[Fault]:
        return note_faults(self.text.data)


@blueprint.route(f"{NOTES}/new", methods=["GET", "POST"])
@may("interest.own")
def write_note(pitch_id: int) -> str | Response:
    pitch, form = readable(pitch_id), NoteForm()
    if form.validate_on_submit():
        try:
            operations.write_note(
                pitch_id, form.text.data, person=current_user.person, actor=current_user.actor
            )
            flash(_("已保存笔记，同事可以看到。"))
            return _back(pitch)
        except Refused as refusal:
            say(form, refusal)
    return render_template("investor/notes/write_note.html", form=form, pitch=pitch)


@blueprint.route(f"{NOTES}/<int:note_id>", methods=["GET", "POST"])
@may("interest.own")
def change_note(pitch_id: int, note_id: int) -> str | Response:
    pitch = readable(pitch_id)
    note = _own(pitch, note_id)
    form = NoteForm(obj=note)
    if form.validate_on_submit():
        try:
            operations.change_note(
                note_id, form.text.data, person=current_user.person, actor=current_user.actor
            )
            flash(_("已修改笔记。"))
            return _back(pitch)
        except Refused as refusal:
            say(form, refusal)
    return render_template("investor/notes/change_note.html", form=form, pitch=pitch, note=note)


@blueprint.post(f"{NOTES}/<int:note_id>/delete")
@may("interest.own")
def delete_note(pitch_id: int, note_id: int) -> Response:
    pitch = readable(pitch_id)
    _own(pitch, note_id)
    operations.delete_note(note_id, person=current_user.person, actor=current_user.actor)
    flash(_("已删去笔记。"))
    return _back(pitch)


def _own(pitch: Pitch, note_id: int) -> Note:
    """Raises: Missing, also for one on another project."""
    note = get_own_note(current_user.id, own_institution().id, note_id)
    if note.project_id != pitch.project_id:
        raise Missing(f"note {note_id} on project {pitch.project_id}")
    return note


def _back(pitch: Pitch) -> Response:
    return redirect(url_for(".show_project", pitch_id=pitch.id, _anchor="notes"))
