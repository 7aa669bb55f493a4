"""Somebody would like to act for a company in which nobody can decide."""

from flask import flash, redirect, render_template, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from roadshow.foundation.errors import Refused
from roadshow.projects import belonging, joining
from roadshow.web.asking_in import RefusalForm, asked_facts
from roadshow.web.facts import company_facts
from roadshow.web.fields import flash_refusal, say
from roadshow.web.guards import may
from roadshow.web.posting import with_letter_to_member

from . import blueprint


@blueprint.get("/join-requests/<int:request_id>")
@may("company.admit")
def show_join_request(request_id: int) -> str:
    asked = belonging.get_request_for_staff(request_id)
    return render_template(
        "centre/joining/show_join_request.html",
        asked=asked,
        facts=asked_facts(asked),
        company=company_facts(asked.company),
        waits=asked in belonging.list_requests_for_staff(),
    )


@blueprint.post("/join-requests/<int:request_id>/confirm")
@may("company.admit")
def confirm_join_request(request_id: int) -> Response:
    asked = belonging.get_request(request_id)
    name, company_id, company = asked.person.name, asked.company_id, asked.company.name
    try:
        joining.admit(asked, actor=current_user.actor)
        flash(_("%(name)s已是“%(company)s”的负责人。", name=name, company=company))
    except Refused as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".show_company", company_id=company_id))


@blueprint.route("/join-requests/<int:request_id>/refuse", methods=["GET", "POST"])
@may("company.admit")
def refuse_join_request(request_id: int) -> str | Response:
    asked, form = belonging.get_request_for_staff(request_id), RefusalForm()
    company_id = asked.company_id
    if form.validate_on_submit():
        try:
            joining.refuse(asked, form.reason.data, actor=current_user.actor)
            flash(with_letter_to_member(_("没有同意，写明了原因。")))
            return redirect(url_for(".show_company", company_id=company_id))
        except Refused as refusal:
            say(form, refusal)
    return render_template("centre/joining/refuse_join_request.html", form=form, asked=asked)
