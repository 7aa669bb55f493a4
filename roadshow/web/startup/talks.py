"""An institution's interest, and the project's answer to it: agree to a talk, propose times, decline, call it off."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from roadshow.foundation.errors import Missing, Refused
from roadshow.meetings import queries, talking
from roadshow.meetings.models import TOLD, Interest, Talk
from roadshow.meetings.states import OPEN, Reason, Side
from roadshow.projects.belonging import may_edit
from roadshow.projects.models import MemberRight
from roadshow.projects.queries import get_own_project
from roadshow.web import talks
from roadshow.web.fields import say
from roadshow.web.guards import may
from roadshow.web.posting import with_letter_to_member
from roadshow.web.talks import AcceptForm, CancelForm, DeclineForm, TalkForm

from . import blueprint

SIDE = Side.PROJECT


@blueprint.get("/interests/<int:interest_id>")
@may("project.own")
def show_interest(interest_id: int) -> str:
    interest = _own_interest(interest_id)
    talk = queries.find_talk(interest_id)
    edits = may_edit(current_user.id, interest.project.company_id)
    is_open = talk is not None and talk.state in OPEN
    return render_template(
        "startup/talks/show_interest.html",
        interest=interest,
        asker=queries.asker_of(interest),
        shown=talks.show(talk, SIDE) if talk else None,
        edits=edits,
        answers=edits and interest.level in TOLD and not is_open,
    )


@blueprint.route("/interests/<int:interest_id>/accept", methods=["GET", "POST"])
@may("project.own")
def accept_talk(interest_id: int) -> str | Response:
    interest, form = _own_interest(interest_id, MemberRight.EDITOR), AcceptForm()
    if form.validate_on_submit():
        try:
            talking.accept(interest_id, form.facts(), person=current_user.person, actor=current_user.actor)
            flash(with_letter_to_member(_("已答复。")))
            return redirect(url_for(".show_interest", interest_id=interest_id))
        except Refused as refusal:
            say(form, refusal)
    return render_template("startup/talks/accept_talk.html", form=form, interest=interest)


@blueprint.route("/interests/<int:interest_id>/decline", methods=["GET", "POST"])
@may("project.own")
def decline_talk(interest_id: int) -> str | Response:
    interest, form = _own_interest(interest_id, MemberRight.EDITOR), DeclineForm()
    if form.validate_on_submit():
        reason, message = Reason(form.reason.data), form.message.data
        try:
            talking.decline(
                interest_id, reason, message, person=current_user.person, actor=current_user.actor
            )
            flash(with_letter_to_member(_("已婉拒。")))
            return redirect(url_for(".show_interest", interest_id=interest_id))
        except Refused as refusal:
            say(form, refusal)
    return render_template("startup/talks/decline_talk.html", form=form, interest=interest)


@blueprint.route("/talks/<int:talk_id>/propose", methods=["GET", "POST"])
@may("project.own")
def propose_times(talk_id: int) -> str | Response:
    talk, form = _own_talk(talk_id), TalkForm()
    if talks.propose(form, talk, SIDE):
        flash(with_letter_to_member(_("已提出时间。")))
        return redirect(url_for(".show_interest", interest_id=talk.interest_id))
    if not form.is_submitted():
        form.show(talk)
    return render_template("startup/talks/propose_times.html", form=form, talk=talk)


@blueprint.post("/talks/<int:talk_id>/times/<int:time_id>/pick")
@may("project.own")
def pick_time(talk_id: int, time_id: int) -> Response:
    return talks.pick(_own_talk(talk_id), time_id, SIDE)


@blueprint.post("/talks/<int:talk_id>/keep")
@may("project.own")
def keep_time(talk_id: int) -> Response:
    return talks.keep(_own_talk(talk_id), SIDE)


@blueprint.route("/talks/<int:talk_id>/cancel", methods=["GET", "POST"])
@may("project.own")
def cancel_talk(talk_id: int) -> str | Response:
    talk, form = _own_talk(talk_id), CancelForm()
    if talks.cancel(form, talk, SIDE):
        flash(with_letter_to_member(_("约谈已取消。")))
        return redirect(url_for(".show_interest", interest_id=talk.interest_id))
    return render_template("startup/talks/cancel_talk.html", form=form, talk=talk)


def _own_interest(interest_id: int, right: MemberRight = MemberRight.VIEWER) -> Interest:
    """One that its owners are told of, or that has a talk. Raises: Missing, also where the right is lacking."""
    interest = queries.get_interest(interest_id)
    get_own_project(current_user.id, interest.project_id, right)
    if interest.level not in TOLD and queries.find_talk(interest_id) is None:
        raise Missing(f"interest {interest_id} for its owners")
    return interest


def _own_talk(talk_id: int) -> Talk:
    talk = queries.get_talk(talk_id)
    get_own_project(current_user.id, talk.interest.project_id, MemberRight.EDITOR)
    return talk
