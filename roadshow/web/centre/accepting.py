"""Projects get their places on stage: asked about once, as their applicants get a letter."""

from collections.abc import Iterable

from flask import flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from roadshow.foundation.errors import Refused
from roadshow.pitches import operations, queries
from roadshow.pitches.models import Pitch
from roadshow.pitches.states import PitchState
from roadshow.screening.lacking import list_unread, unread_among
from roadshow.screening.models import Decision
from roadshow.web.fields import Form, flash_refusal
from roadshow.web.guards import may
from roadshow.web.words import word

from . import blueprint
from .pitch_facts import unverified


@blueprint.post("/pitches/<int:pitch_id>/accept")
@may("pitch.select")
def accept_pitch(pitch_id: int) -> str | Response:
    pitch = queries.get_submitted_pitch(pitch_id)
    if "sure" not in request.form:
        return ask_to_accept([pitch])
    try:
        operations.accept(pitch, actor=current_user.actor)
        flash(_("“%(name)s”现在是“%(state)s”。", name=pitch.brief.overview.name, state=word(pitch.state)))
    except Refused as refusal:
        flash_refusal(refusal)
    return back_to(pitch)


def ask_to_accept(pitches: list[Pitch]) -> str:
    """What follows, before it happens: who gets a letter, how many places are left, whose marks are lacking."""
    roadshow, unread = pitches[0].roadshow, unread_among([pitch.id for pitch in pitches])
    return render_template(
        "centre/accepting/accept_pitch.html",
        form=Form(),
        roadshow=roadshow,
        pitches=pitches,
        one=request.endpoint == "centre.accept_pitch",
        back=request.form.get("back", ""),
        taken=queries.count_places_taken(roadshow.id),
        unverified=[pitch for pitch in pitches if unverified(pitch)],
        unread=[pitch for pitch in pitches if pitch.id in unread],
    )


def lacking_of(roadshow_id: int, decisions: Iterable[Decision]) -> dict[str, list[Pitch]]:
    """The same of decisions that wait to be sent: whose marks are lacking, and of those shown whose company is not
    verified."""
    accepted = [each.pitch for each in decisions if each.to is PitchState.ACCEPTED]
    return {"unread": list_unread(roadshow_id), "unverified": list(filter(unverified, accepted))}


def back_to(pitch: Pitch) -> Response:
    """To the list when the button stood there."""
    if request.form.get("back") == "list":
        return redirect(url_for(".list_pitches", roadshow_id=pitch.roadshow_id))
    return redirect(url_for(".show_pitch", pitch_id=pitch.id))
