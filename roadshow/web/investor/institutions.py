from flask import flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import BooleanField
from wtforms.validators import InputRequired

from roadshow.audit.queries import last_number
from roadshow.foundation import clock
from roadshow.foundation.errors import Fault, Overtaken, Refused
from roadshow.foundation.text import name_key
from roadshow.foundation.uscc import clean_uscc
from roadshow.investors import operations
from roadshow.investors.belonging import list_alike
from roadshow.investors.models import KIND_WORDS, InstitutionKind
from roadshow.investors.queries import find_own_institution
from roadshow.investors.rules import FundFacts, InstitutionFacts, institution_faults, is_due
from roadshow.investors.states import InstitutionState
from roadshow.web.asked import asked_path
from roadshow.web.facts import institution_facts
from roadshow.web.fields import Choice, Prose, Sum, Text, flash_refusal, say
from roadshow.web.guards import may
from roadshow.web.rows import DROP, MORE, FormWithRows, Row, Rows
from roadshow.web.seen import Seen

from . import blueprint
from .own import own_institution

S = InstitutionState
MEANS = {
    S.REGISTERED: _("路演中心会把登记信息与公示信息比对。核验通过前，您能看到的与公众相同。"),
    S.VERIFIED: _("路演中心已核对登记信息。修改机构信息后须重新核验。"),
    S.LAPSED: _("核验每年一次，现在已经到期，您能看到的与公众相同。请确认机构信息，由路演中心重新核验。"),
    S.REFUSED: _("请按原因修改机构信息，保存后会重新核验。"),
}


class FundRow(Row):
    name = Text(_("基金名称"))
    code = Text(_("备案编码"))

    def facts(self) -> FundFacts:
        return FundFacts(self.name.data, clean_uscc(self.code.data))


class InstitutionForm(FormWithRows):
    ROWS = ("funds",)
    name = Text(_("机构名称"), [InputRequired(_("请填写机构名称"))])
    kind = Choice(
        _("机构类型"),
        [InputRequired(_("请选择机构类型"))],
        choices=[("", _("请选择")), *((kind.value, words) for kind, words in KIND_WORDS.items())],
    )
    amac_number = Text(_("登记编号"))
    uscc = Text(_("统一社会信用代码"))
    aum_fen = Sum(_("管理规模"))
    funds = Rows(_("旗下基金"), FundRow)
    cases = Prose(_("过往案例"))

    def faults(self) -> list[Fault]:
        return institution_faults(self.facts())

    def facts(self) -> InstitutionFacts:
        """Where no kind is chosen yet, of one that needs no number."""
        return InstitutionFacts(
            self.name.data,
            InstitutionKind.ANGEL if self.kind.errors else InstitutionKind(self.kind.data),
            clean_uscc(self.uscc.data) or None,
            clean_uscc(self.amac_number.data) or None,
            self.aum_fen.fen,
            self.cases.data,
            tuple(row.facts() for row in self.funds.typed),
        )

    def is_sent(self) -> bool:
        """Whether it is to be saved: another row, or one less, is not."""
        go = request.form.get("go", "")
        self.more(go.removeprefix(MORE))
        self.drop(go.removeprefix(DROP))
        return not go and bool(self.validate_on_submit())


class NewInstitutionForm(InstitutionForm):
    """Asks once whether it is one that is there already under a name that differs in its legal form."""

    another = BooleanField(_("不是这一家，登记新的机构"))

    def faults(self) -> list[Fault]:
        return super().faults() + ([] if self.another.data else self._alike_faults())

    def _alike_faults(self) -> list[Fault]:
        key = name_key(self.name.data)
        alike = [
            one.name for one in list_alike(self.name.data) if one.name_key != key
        ]  # its own is refused anyway
        words = _(
            "已经登记了“%(name)s”。是同一家的，请申请加入；不是的，请勾选后再登记", name=_("”“").join(alike)
        )
        return [Fault("another", words)] if alike else []


class KnownInstitutionForm(InstitutionForm):
    seen = Seen()


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
        due=is_due(institution, clock.now()),
    )


@blueprint.route("/institution/new", methods=["GET", "POST"])
@may("institution.own")
def register_institution() -> str | Response:
    """``next`` is the page that asked for an institution: its reader goes back there."""
    following = asked_path()
    if request.method == "GET" and find_own_institution(current_user.id):
        return redirect(following or url_for(".show_institution"))
    form = NewInstitutionForm()
    if form.is_sent():
        try:
            operations.register_institution(form.facts(), owner=current_user.person, actor=current_user.actor)
            flash(_("已登记，等待路演中心核验。"))
            return redirect(following or url_for(".show_institution"))
        except Refused as refusal:
            say(form, refusal)
    return render_template("investor/institutions/register_institution.html", form=form, following=following)


@blueprint.route("/institution/change", methods=["GET", "POST"])
@may("institution.own")
def change_institution() -> str | Response:
    institution = own_institution()
    form = KnownInstitutionForm(obj=institution, seen=last_number("institution", institution.id))
    if form.is_sent():
        try:
            operations.change_institution(
                institution, form.facts(), seen=form.seen.number, actor=current_user.actor
            )
            flash(_("已保存机构信息。"))
            return redirect(url_for(".show_institution"))
        except Refused as refusal:
            say(form, refusal)
            if isinstance(refusal, Overtaken):
                form.seen.data = last_number("institution", institution.id)  # by now its reader knows of it
    return render_template(
        "investor/institutions/change_institution.html", form=form, institution=institution
    )


@blueprint.post("/institution/confirm")
@may("institution.own")
def confirm_facts() -> Response:
    try:
        operations.confirm_facts(own_institution(), actor=current_user.actor)
        flash(_("已确认，等待路演中心重新核验。"))
    except Refused as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".show_institution"))
