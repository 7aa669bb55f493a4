"""Whom the institution does not want to meet."""

from flask import flash, redirect, render_template, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms.validators import InputRequired

from roadshow.foundation.errors import Refused
from roadshow.investors import avoiding
from roadshow.web.asked import asked_words
from roadshow.web.fields import Form, Text, say
from roadshow.web.guards import may

from . import blueprint
from .own import own_institution


class AvoidedForm(Form):
    name = Text(_("企业或机构名称"), [InputRequired(_("请填写名称"))])


@blueprint.route("/institution/avoided", methods=["GET", "POST"])
@may("institution.own")
def list_avoided() -> str | Response:
    institution, form = own_institution(), AvoidedForm()
    if form.validate_on_submit():
        try:
            avoiding.avoid(institution, form.name.data, actor=current_user.actor)
            flash(_("已加进回避名单。"))
            return redirect(url_for(".list_avoided"))
        except Refused as refusal:
            say(form, refusal)
    return render_template(
        "investor/avoided/list_avoided.html",
        form=form,
        institution=institution,
        avoided=avoiding.list_avoided(institution.id, asked_words("q")),
    )


@blueprint.post("/institution/avoided/<int:avoided_id>/remove")
@may("institution.own")
def remove_avoided(avoided_id: int) -> Response:
    institution = own_institution()
    avoided = avoiding.get_avoided(institution.id, avoided_id)
    name = avoided.name
    avoiding.meet_again(avoided, institution, actor=current_user.actor)
    flash(_("“%(name)s”已不在名单里。", name=name))
    return redirect(url_for(".list_avoided"))
