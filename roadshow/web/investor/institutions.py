from flask import flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms.validators import InputRequired

from roadshow.foundation.errors import Fault, Missing, Refused
from roadshow.foundation.uscc import clean_uscc
from roadshow.investors import operations
from roadshow.investors.models import KIND_WORDS, Institution, InstitutionKind
from roadshow.investors.queries import find_own_institution
from roadshow.investors.rules import InstitutionFacts, institution_faults
from roadshow.investors.states import InstitutionState
from roadshow.web.facts import institution_facts
from roadshow.web.fields import Choice, Form, Text, say
from roadshow.web.guards import may

from . import blueprint

S = InstitutionState
MEANS = {
    S.REGISTERED: _("路演中心会把登记信息与公示信息比对。核验通过前，您能看到的与公众相同。"),
    S.VERIFIED: _("路演中心已核对登记信息。修改机构信息后须重新核验。"),
    S.LAPSED: _("核验每年一次，现在已经到期，您能看到的与公众相同。请确认机构信息，由路演中心重新核验。"),
    S.REFUSED: _("请按原因修改机构信息，保存后会重新核验。"),
}


class InstitutionForm(Form):
    name = Text(_("机构名称"), [InputRequired(_("请填写机构名称"))])
    kind = Choice(
        _("机构类型"),
        [InputRequired(_("请选择机构类型"))],
        choices=[("", _("请选择")), *((kind.value, words) for kind, words in KIND_WORDS.items())],
    )
    amac_number = Text(_("登记编号"))
    uscc = Text(_("统一社会信用代码"))

    def faults(self) -> list[Fault]:
        return institution_faults(self.facts())

    def facts(self) -> InstitutionFacts:
        """Where no kind is chosen yet, of one that needs no number."""
        return InstitutionFacts(
            self.name.data,
            InstitutionKind.ANGEL if self.kind.errors else InstitutionKind(self.kind.data),
            clean_uscc(self.uscc.data) or None,
            clean_uscc(self.amac_number.data) or None,
        )


@blueprint.get("/institution")
@may("institution.own")
def show_institution() -> str | Response:
    institution = find_own_institution(current_user.id)
    if institution is None:
        return redirect(url_for(".register_institution"))
    return render_template(
        "investor/institutions/show_institution.html",
        institution=institution,
        facts=institution_facts(institution),
        means=MEANS[institution.standing],
    )


@blueprint.route("/institution/new", methods=["GET", "POST"])
@may("institution.own")
def register_institution() -> str | Response:
    if request.method == "GET" and find_own_institution(current_user.id):
        return redirect(url_for(".show_institution"))
    form = InstitutionForm()
    if form.validate_on_submit():
        try:
            operations.register_institution(form.facts(), owner=current_user.person, actor=current_user.actor)
            flash(_("已登记，等待路演中心核验。"))
            return redirect(url_for(".show_institution"))
        except Refused as refusal:
            say(form, refusal)
    return render_template("investor/institutions/register_institution.html", form=form)


@blueprint.route("/institution/change", methods=["GET", "POST"])
@may("institution.own")
def change_institution() -> str | Response:
    institution = _own_institution()
    form = InstitutionForm(obj=institution)
    if form.validate_on_submit():
        try:
            operations.change_institution(institution, form.facts(), actor=current_user.actor)
            flash(_("已保存机构信息。"))
            return redirect(url_for(".show_institution"))
        except Refused as refusal:
            say(form, refusal)
    return render_template(
        "investor/institutions/change_institution.html", form=form, institution=institution
    )


def _own_institution() -> Institution:
    institution = find_own_institution(current_user.id)
    if institution is None:
        raise Missing(f"institution of {current_user.id}")
    return institution
