"""How one asks to act for an institution that is registered already."""

from flask import flash, redirect, render_template, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms.validators import InputRequired

from roadshow.foundation.errors import Missing, Refused
from roadshow.investors import belonging, joining
from roadshow.investors.models import Institution
from roadshow.web.asked import asked_path, asked_words
from roadshow.web.fields import Choice, Form, Prose, Text, flash_refusal, say
from roadshow.web.guards import may

from . import blueprint


class JoinForm(Form):
    named = Text(
        _("机构全称、登记编号或统一社会信用代码"),
        [InputRequired(_("请填写机构全称、登记编号或统一社会信用代码"))],
    )
    institution = Choice(_("机构"), [InputRequired(_("请选择机构"))])
    message = Prose(_("您是谁、在机构做什么"), [InputRequired(_("请写明您是谁、在机构做什么"))])


@blueprint.route("/institution/join", methods=["GET", "POST"])
@may("institution.own")
def join_institution() -> str | Response:
    form = JoinForm(named=asked_words("named"))
    found = belonging.list_institutions_called(form.named.data or "")
    form.institution.offer([(str(each.id), each.name) for each in found])
    if form.validate_on_submit():
        try:
            _ask_to_join(found, form)
            flash(_("已提出申请，有了答复会通知您。"))
            return redirect(url_for(".today"))
        except Refused as refusal:
            say(form, refusal)
    return render_template(
        "investor/joining/join_institution.html", form=form, found=found, following=asked_path()
    )


@blueprint.post("/institution/join/withdraw")
@may("institution.own")
def withdraw_request() -> Response:
    asked = belonging.find_open_request(current_user.id)
    if asked is None:
        raise Missing(f"join request of {current_user.id}")
    name = asked.institution.name
    try:
        joining.withdraw(asked, actor=current_user.actor)
        flash(_("已撤回加入“%(name)s”的申请。", name=name))
    except Refused as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".today"))


def _ask_to_join(found: list[Institution], form: JoinForm) -> None:
    institution = next(each for each in found if str(each.id) == form.institution.data)
    joining.ask_to_join(institution, current_user.person, form.message.data, actor=current_user.actor)
