"""What became of an interest of this reader's institution: the project's answer, and the talk that follows."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from roadshow.attendance.access import list_open, reader_of
from roadshow.meetings import queries
from roadshow.meetings.models import Talk
from roadshow.meetings.states import Side
from roadshow.web import talks
from roadshow.web.guards import may
from roadshow.web.interests import in_words
from roadshow.web.posting import with_letter_to_member
from roadshow.web.talks import CancelForm, TalkForm

from . import blueprint
from .own import own_institution

SIDE = Side.INSTITUTION


@blueprint.get("/interests/<int:interest_id>")
@may("interest.own")
def show_interest(interest_id: int) -> str:
    """The project's page is linked where it may be read still."""
    interest = queries.get_own_interest(own_institution().id, interest_id)
    talk = queries.find_talk(interest_id)
    key = (interest.roadshow_id, interest.project_id)
    return render_template(
        "investor/talks/show_interest.html",
        interest=interest,
        said=in_words(interest),
        pitch_id=list_open(reader_of(current_user.person), [key]).get(key),
        shown=talks.show(talk, SIDE) if talk else None,
    )


@blueprint.route("/talks/<int:talk_id>/propose", methods=["GET", "POST"])
@may("interest.own")
def propose_times(talk_id: int) -> str | Response:
    talk, form = _own_talk(talk_id), TalkForm()
    if talks.propose(form, talk, SIDE):
        flash(with_letter_to_member(_("已提出时间。")))
        return redirect(url_for(".show_interest", interest_id=talk.interest_id))
    if not form.is_submitted():
        form.show(talk)
    return render_template("investor/talks/propose_times.html", form=form, talk=talk)


@blueprint.post("/talks/<int:talk_id>/times/<int:time_id>/pick")
@may("interest.own")
def pick_time(talk_id: int, time_id: int) -> Response:
    return talks.pick(_own_talk(talk_id), time_id, SIDE)


@blueprint.post("/talks/<int:talk_id>/keep")
@may("interest.own")
def keep_time(talk_id: int) -> Response:
    return talks.keep(_own_talk(talk_id), SIDE)


@blueprint.route("/talks/<int:talk_id>/cancel", methods=["GET", "POST"])
@may("interest.own")
def cancel_talk(talk_id: int) -> str | Response:
    talk, form = _own_talk(talk_id), CancelForm()
    if talks.cancel(form, talk, SIDE):
        flash(with_letter_to_member(_("约谈已取消。")))
        return redirect(url_for(".show_interest", interest_id=talk.interest_id))
    return render_template("investor/talks/cancel_talk.html", form=form, talk=talk)


def _own_talk(talk_id: int) -> Talk:
    return queries.get_own_talk(own_institution().id, talk_id)
