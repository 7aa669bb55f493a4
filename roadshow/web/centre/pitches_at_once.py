"""What is done to several applications of one roadshow, or to all that match."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from roadshow.foundation.errors import Refused
from roadshow.pitches import queries
from roadshow.pitches.many import open_to_many, step_many
from roadshow.pitches.states import PitchState
from roadshow.programme.models import Roadshow
from roadshow.programme.queries import get_roadshow
from roadshow.web.asked import asked_words
from roadshow.web.fields import flash_taken, say
from roadshow.web.guards import may
from roadshow.web.picking import as_asked, picked
from roadshow.web.posting import with_letters
from roadshow.web.words import word

from . import blueprint
from .accepting import UNMAILED, ask_first
from .pitches import AT_ONCE, DeclineForm, asked_state

ASKED = (PitchState.SCREENED, PitchState.ACCEPTED, PitchState.WAITLISTED)


@blueprint.post("/roadshows/<int:roadshow_id>/pitches/step")
@may("pitch.select")
def step_pitches(roadshow_id: int) -> str | Response:
    """Several applications at once, where no word of ours is needed; asked about once, as letters go out."""
    roadshow, to = get_roadshow(roadshow_id), request.form.get("do", type=PitchState)
    if to not in AT_ONCE:
        abort(400)
    ids = _picked(roadshow)
    chosen = queries.list_picked(roadshow_id, ids) if to in ASKED and "sure" not in request.form else []
    if chosen:
        return ask_first(sorted(chosen, key=lambda pitch: ids.index(pitch.id)), to)
    taken = step_many(roadshow, ids, to, actor=current_user.actor)
    done = _("%(count)d个申请现在是“%(state)s”。", count=taken.count, state=word(to))
    flash_taken(taken, with_letters(done, UNMAILED))
    return redirect(as_asked(url_for(".list_pitches", roadshow_id=roadshow_id)))


@blueprint.post("/roadshows/<int:roadshow_id>/pitches/decline")
@may("pitch.select")
def decline_pitches(roadshow_id: int) -> str | Response:
    """First from the list, to ask for the reason; then from its own page, which asks once."""
    roadshow, form = get_roadshow(roadshow_id), DeclineForm()
    pitches = queries.list_picked(roadshow_id, _picked(roadshow))
    if not pitches:
        flash(_("没有勾选任何一项。"), "now")
        return redirect(as_asked(url_for(".list_pitches", roadshow_id=roadshow_id)))
    if "reason" in request.form and form.validate():
        try:
            ids = [pitch.id for pitch in pitches]
            taken = step_many(roadshow, ids, PitchState.DECLINED, form.reason.data, actor=current_user.actor)
            done = _("%(count)d个申请未入选，项目方会看到原因。", count=taken.count)
            flash_taken(taken, with_letters(done, UNMAILED))
            return redirect(as_asked(url_for(".list_pitches", roadshow_id=roadshow_id)))
        except Refused as refusal:
            say(form, refusal)
    return render_template(
        "centre/pitches_at_once/decline_pitches.html", form=form, roadshow=roadshow, pitches=pitches
    )


def _picked(roadshow: Roadshow) -> list[int]:
    def matching(newest: int, at_most: int) -> list[int]:
        found = queries.list_pitches_shown(roadshow.id, asked_state(), text=asked_words("q"))
        return found.ids(newest, at_most, open_to_many(roadshow, current_user.permissions))

    return picked(matching)
