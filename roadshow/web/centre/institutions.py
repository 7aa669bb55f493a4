from flask import flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import TextAreaField
from wtforms.validators import InputRequired

from roadshow.audit.queries import list_entries_of
from roadshow.foundation.errors import Refused
from roadshow.foundation.steps import steps_for
from roadshow.investors import operations, queries
from roadshow.investors.states import STORY, InstitutionState
from roadshow.web.fields import flash_refusal, say
from roadshow.web.guards import may
from roadshow.web.paging import Shown, asked_page

from . import blueprint


class RefusalForm(FlaskForm):
    reason = TextAreaField(_("未通过的原因"), [InputRequired(_("请写明未通过的原因"))])


@blueprint.get("/institutions")
@may("institution.read")
def list_institutions() -> str:
    state, page = request.args.get("state", type=InstitutionState), asked_page()
    counts = queries.count_by_state()
    return render_template(
        "centre/institutions/list_institutions.html",
        institutions=queries.list_institutions(state, page),
        state=state,
        states=[(each, counts.get(each, 0)) for each in InstitutionState],
        shown=Shown(page, counts.get(state, 0) if state else sum(counts.values())),
    )


@blueprint.get("/institutions/<int:institution_id>")
@may("institution.read")
def show_institution(institution_id: int) -> str:
    institution = queries.get_institution(institution_id)
    return render_template(
        "centre/institutions/show_institution.html",
        institution=institution,
        steps=steps_for(STORY, institution.state, current_user.permissions),
        entries=list_entries_of("institution", institution.id),
    )


@blueprint.post("/institutions/<int:institution_id>/verify")
@may("institution.verify")
def verify_institution(institution_id: int) -> Response:
    institution = queries.get_institution(institution_id)
    try:
        operations.verify(institution, actor=current_user.actor)
        flash(_("已核验“%(name)s”。", name=institution.name))
    except Refused as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".show_institution", institution_id=institution_id))


@blueprint.route("/institutions/<int:institution_id>/refuse", methods=["GET", "POST"])
@may("institution.verify")
def refuse_institution(institution_id: int) -> str | Response:
    institution = queries.get_institution(institution_id)
    form = RefusalForm()
    if form.validate_on_submit():
        try:
            operations.refuse(institution, form.reason.data, actor=current_user.actor)
            flash(_("“%(name)s”未通过核验，机构会看到原因。", name=institution.name))
            return redirect(url_for(".show_institution", institution_id=institution_id))
        except Refused as refusal:
            say(form, refusal)
    return render_template("centre/institutions/refuse_institution.html", form=form, institution=institution)
