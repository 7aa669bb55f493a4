"""What the institution looks for: one form, which any of its contacts fills in."""

import re

from flask import flash, redirect, render_template, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import Form as AnyForm
from wtforms.validators import InputRequired, ValidationError

from roadshow.audit.queries import last_number
from roadshow.foundation.errors import Fault, Overtaken, Refused
from roadshow.foundation.regions import region_code, region_name
from roadshow.foundation.sectors import SECTORS
from roadshow.foundation.stages import STAGES
from roadshow.investors import mandates
from roadshow.investors.choices import PARTS, REINVESTMENT
from roadshow.investors.mandates import MandateFacts, find_facts, mandate_faults
from roadshow.web.fields import Choice, Form, Prose, Sum, Text, Ticks, say
from roadshow.web.guards import may
from roadshow.web.seen import Seen
from roadshow.web.words import in_a_row

from . import blueprint
from .own import own_institution

_BETWEEN = re.compile(r"[、，,；;\s]+")


class Places(Text):
    """Regions by their names or codes; ``codes`` after validation."""

    codes: tuple[str, ...] = ()

    def process_data(self, value: tuple[str, ...] | None) -> None:  # type: ignore[override]  # of codes
        self.data = in_a_row(map(region_name, value or ()))

    def pre_validate(self, form: AnyForm) -> None:
        try:
            found = [region_code(named) for named in _BETWEEN.split(self.data) if named]
        except Refused as refusal:
            raise ValidationError(str(refusal)) from refusal
        self.codes = tuple(dict.fromkeys(found))


class MandateForm(Form):
    sectors = Ticks(_("关注领域"), [InputRequired(_("请至少选一个技术领域"))], words=SECTORS)
    stages = Ticks(_("投资阶段"), [InputRequired(_("请至少选一个投资阶段"))], words=STAGES)
    ticket_from_fen = Sum(_("单笔最低"), [InputRequired(_("请填写%(name)s金额", name=_("单笔最低")))])
    ticket_to_fen = Sum(_("单笔最高"), [InputRequired(_("请填写%(name)s金额", name=_("单笔最高")))])
    regions = Places(_("关注地区"))
    part = Choice(
        _("领投或跟投"),
        [InputRequired(_("请从列表中选择一项"))],
        choices=PARTS.items(),
        default=MandateFacts.part,
    )
    reinvestment = Choice(
        _("返投"),
        [InputRequired(_("请从列表中选择一项"))],
        choices=REINVESTMENT.items(),
        default=MandateFacts.reinvestment,
    )
    words = Prose(_("补充说明"))
    seen = Seen()

    def faults(self) -> list[Fault]:
        return mandate_faults(self.facts())

    def facts(self) -> MandateFacts:
        return MandateFacts(
            tuple(code for code in SECTORS if code in (self.sectors.data or ())),
            tuple(code for code in STAGES if code in (self.stages.data or ())),
            self.ticket_from_fen.fen,
            self.ticket_to_fen.fen,
            self.regions.codes,
            self.part.data,
            self.reinvestment.data,
            self.words.data,
        )


@blueprint.route("/institution/mandate", methods=["GET", "POST"])
@may("institution.own")
def change_mandate() -> str | Response:
    institution = own_institution()
    form = MandateForm(obj=find_facts(institution.mandate), seen=last_number("institution", institution.id))
    if form.validate_on_submit():
        try:
            mandates.set_mandate(institution, form.facts(), seen=form.seen.number, actor=current_user.actor)
            flash(_("已保存投资偏好，“今天”里先列相符的场次。"))
            return redirect(url_for(".change_mandate"))
        except Refused as refusal:
            say(form, refusal)
            if isinstance(refusal, Overtaken):
                form.seen.data = last_number("institution", institution.id)  # by now its reader knows of it
    return render_template("investor/mandates/change_mandate.html", form=form, institution=institution)
