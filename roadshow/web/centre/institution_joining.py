"""Somebody would like to act for an institution: where it has no contacts, staff answer."""

from flask import flash, redirect, render_template, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from roadshow.foundation.errors import Refused
from roadshow.investors import belonging, joining
from roadshow.investors.states import JoinState
from roadshow.web.asking_in import RefusalForm, asked_facts
from roadshow.web.facts import institution_facts
from roadshow.web.fields import flash_refusal, say
from roadshow.web.guards import may
from roadshow.web.posting import with_letter_to_member

from . import blueprint


@blueprint.get("/institution-requests/<int:asked_id>")
@may("institution.verify")
def show_institution_request(asked_id: int) -> str:
    asked = belonging.get_request_for_staff(asked_id)
    return render_template(
        "centre/institution_joining/show_institution_request.html",
        asked=asked,
        waits=asked.state is JoinState.ASKED,
        facts=asked_facts(asked),
        institution=institution_facts(asked.institution),
    )


@blueprint.post("/institution-requests/<int:asked_id>/confirm")
@may("institution.verify")
def confirm_institution_request(asked_id: int) -> Response:
    asked = belonging.get_request_for_staff(asked_id)
    name, institution_id = asked.person.name, asked.institution_id
    try:
        joining.confirm(asked, actor=current_user.actor)
        flash(_("%(name)s已加入机构。", name=name))
    except Refused as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".show_institution", institution_id=institution_id))


@blueprint.route("/institution-requests/<int:asked_id>/refuse", methods=["GET", "POST"])
@may("institution.verify")
def refuse_institution_request(asked_id: int) -> str | Response:
    asked, form = belonging.get_request_for_staff(asked_id), RefusalForm()
    institution_id = asked.institution_id
    if form.validate_on_submit():
        try:
            joining.refuse(asked, form.reason.data, actor=current_user.actor)
            flash(with_letter_to_member(_("没有同意，写明了原因。")))
            return redirect(url_for(".show_institution", institution_id=institution_id))
        except Refused as refusal:
            say(form, refusal)
    return render_template(
        "centre/institution_joining/refuse_institution_request.html", form=form, asked=asked
    )
