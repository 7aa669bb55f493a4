"""Projects pass screening, get their places on stage or wait for one: asked about once, as applicants get a letter."""

from collections.abc import Callable, Iterable
from itertools import chain

from flask import flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from roadshow.foundation.errors import Refused
from roadshow.notices.outlook import morning_words, outlook_for
from roadshow.pitches import operations, queries
from roadshow.pitches.many import ACTS
from roadshow.pitches.models import Pitch
from roadshow.pitches.readers import readers_by_pitch
from roadshow.pitches.states import PitchState
from roadshow.screening.lacking import list_unread, unread_among
from roadshow.screening.models import Decision
from roadshow.web.fields import Form, flash_refusal
from roadshow.web.guards import may
from roadshow.web.posting import with_letters
from roadshow.web.words import word

from . import blueprint
from .pitch_facts import unverified

UNMAILED = _("本站还没有接通邮件，不会寄信，请另行通知项目方。")


@blueprint.post("/pitches/<int:pitch_id>/accept")
@may("pitch.select")
def accept_pitch(pitch_id: int) -> str | Response:
    return _ask_or_do(pitch_id, PitchState.ACCEPTED, operations.accept)


@blueprint.post("/pitches/<int:pitch_id>/waitlist")
@may("pitch.select")
def waitlist_pitch(pitch_id: int) -> str | Response:
    return _ask_or_do(pitch_id, PitchState.WAITLISTED, operations.waitlist)


def _ask_or_do(pitch_id: int, to: PitchState, step: Callable[..., None]) -> str | Response:
    pitch = queries.get_submitted_pitch(pitch_id)
    return take(pitch, step) if "sure" in request.form else ask_first([pitch], to)


def take(pitch: Pitch, step: Callable[..., None]) -> Response:
    """One step of one application, and what became of it and of the letters."""
    try:
        step(pitch, actor=current_user.actor)
    except Refused as refusal:
        flash_refusal(refusal)
        return back_to(pitch)
    return say_state(pitch)


def ask_first(pitches: list[Pitch], to: PitchState) -> str:
    """What follows, before it happens: who gets a letter, how many places are left; before a place on stage is given
    also whose marks are lacking."""
    roadshow, accepts = pitches[0].roadshow, to is PitchState.ACCEPTED
    unread = unread_among([pitch.id for pitch in pitches]) if accepts else ()
    readers = readers_by_pitch(pitches)
    return render_template(
        "centre/accepting/accept_pitch.html",
        form=Form(),
        roadshow=roadshow,
        pitches=pitches,
        to=to,
        told=sum(map(bool, readers.values())),
        outlook=outlook_for(ACTS[to], len(set(chain(*readers.values())))),
        morning=morning_words(),
        one="pitch_id" in (request.view_args or {}),
        back=request.form.get("back", ""),
        taken=queries.count_places_taken(roadshow.id),
        unverified=[pitch for pitch in pitches if accepts and unverified(pitch)],
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


def say_state(pitch: Pitch) -> Response:
    done = _("“%(name)s”现在是“%(state)s”。", name=pitch.brief.overview.name, state=word(pitch.state))
    flash(with_letters(done, UNMAILED))
    return back_to(pitch)
