"""The forms of the ledger, one for each kind of row; a new kind adds its own here."""

from decimal import Decimal
from typing import ClassVar

from flask_babel import lazy_gettext as _
from wtforms import BooleanField
from wtforms.validators import InputRequired, Optional

from roadshow.foundation import clock
from roadshow.foundation.errors import Fault
from roadshow.outcomes.facts import (
    EvaluationFacts,
    HireFacts,
    IncubatorFacts,
    LandingFacts,
    PolicyPaymentFacts,
    RatingFacts,
    RecognitionFacts,
    ResidencyFacts,
)
from roadshow.outcomes.identity import ThreadOf
from roadshow.outcomes.rules import COLOURS, DEEP_ROOT
from roadshow.outcomes.states import Kind, ThreadStep
from roadshow.projects.models import Company, Project
from roadshow.web.fields import Amount, Choice, Day, Text
from roadshow.web.figures import Figure, MoneyForm, YearField
from roadshow.web.words import TYPED

from .logging_deals import InvestmentForm, LoanForm
from .logging_parts import (
    FOREIGN,
    MONEY,
    NEW,
    REST,
    CompanyForm,
    DatedForm,
    Groups,
    OutcomeForm,
    ProjectForm,
    RoadshowField,
    SteppedForm,
    id_of,
)


class LandingForm(ProjectForm, DatedForm, MoneyForm):
    kind = Kind.LANDING
    groups: ClassVar[Groups] = (
        (_("哪个项目"), ("project", *NEW, "on", "roadshow")),
        (_("落在哪里"), ("place", *MONEY, "plan", "industrialised")),
        REST,
    )
    folded = (NEW, FOREIGN)
    on = Day(_("引进日期"), [InputRequired(_("请填写日期"))])
    amount_fen = Amount(_("计划总投资"))
    roadshow = RoadshowField(_("来源路演"))
    place = Text(_("落地平台"))
    plan = Choice(_("所属计划"), choices=[("", _("无")), (DEEP_ROOT, _("深根计划"))])
    industrialised = BooleanField(_("已产业化"))

    def facts(self, project: Project | None, company: Company | None) -> LandingFacts:
        return LandingFacts(
            id_of(project),
            self.day,
            company_id=company.id if company else None,
            roadshow_id=self.roadshow.data,
            amount_fen=self.fen,
            place=self.place.data,
            plan=self.plan.data,
            industrialised=self.industrialised.data,
            note=self.note.data,
            exchange=self.exchange,
        )

    def faults(self) -> list[Fault]:
        return super().faults() + self.money_faults()


class HireForm(CompanyForm, SteppedForm):
    kind = Kind.HIRE
    groups: ClassVar[Groups] = (
        (_("引进对象"), ("category", "name", "place", "company", "new_company")),
        (_("进度"), ("step", "on")),
        REST,
    )
    category = Text(_("类别"), [InputRequired(_("请填写类别"))])
    name = Text(_("人才编号"))
    place = Text(_("来自"))
    company = Text(_("用人单位"))

    def facts(self, project: Project | None, company: Company | None) -> HireFacts:
        return HireFacts(
            self.day,
            self.category.data,
            company_id=company.id if company else None,
            name=self.name.data,
            place=self.place.data,
            note=self.note.data,
            step=self.step.data or ThreadStep.SELECTED,
        )

    def thread(self, project: Project | None, company: Company | None) -> ThreadOf | None:
        """One without a number stands alone, and cannot go on."""
        if not self.name.data and self.step.data is ThreadStep.SELECTED:
            return None
        company_id = company.id if company else None
        return ThreadOf(Kind.HIRE, self.name.data, company_id=company_id, round=self.category.data)


class IncubatorForm(OutcomeForm):
    kind = Kind.INCUBATOR
    groups: ClassVar[Groups] = (
        (_("哪个孵化器"), ("name", "place", "off_site")),
        (_("这一年的情况"), ("year", "area_m2", "running", "running_since")),
        REST,
    )
    name = Text(_("名称"), [InputRequired(_("请填写名称"))])
    place = Text(_("所在城市"))
    off_site = BooleanField(_("域外孵化器"), default=True)
    year = YearField(_("年度"), [InputRequired(_("请填写年度"))])
    area_m2 = Figure(_("面积"), [InputRequired(_("请填写面积"))])
    running = BooleanField(_("已投入运行"))
    running_since = Day(_("投入运行日期"), [Optional()])

    def facts(self, project: Project | None, company: Company | None) -> IncubatorFacts:
        return IncubatorFacts(
            self.year.otherwise(clock.today().year),
            self.name.data,
            self.area_m2.data if self.area_m2.data is not None else Decimal(1),
            self.running.data,
            place=self.place.data,
            note=self.note.data,
            off_site=self.off_site.data,
            running_since=self.running_since.data,
        )


class EvaluationForm(OutcomeForm):
    kind = Kind.EVALUATION
    groups: ClassVar[Groups] = ((_("考核结果"), ("name", "year", "score", "category")), REST)
    name = Text(_("名称"), [InputRequired(_("请填写名称"))])
    year = YearField(_("年度"), [InputRequired(_("请填写年度"))])
    score = Figure(_("得分"), [InputRequired(_("请填写得分"))])
    category = Text(_("考核等级"))

    def facts(self, project: Project | None, company: Company | None) -> EvaluationFacts:
        score = self.score.data if self.score.data is not None else Decimal(0)
        year = self.year.otherwise(clock.today().year)
        return EvaluationFacts(year, self.name.data, score, self.category.data, self.note.data)


class ResidencyForm(CompanyForm, SteppedForm):
    kind = Kind.RESIDENCY
    groups: ClassVar[Groups] = (
        (_("入孵双方"), ("company", "new_company", "name")),
        (_("进度"), ("step", "on", "area_m2")),
        REST,
    )
    name = Text(_("孵化器"), [InputRequired(_("请填写孵化器"))])
    area_m2 = Figure(_("面积"))

    def facts(self, project: Project | None, company: Company | None) -> ResidencyFacts:
        step = self.step.data or ThreadStep.MOVED_IN
        return ResidencyFacts(
            step, self.day, id_of(company), self.name.data, self.area_m2.data, self.note.data
        )

    def thread(self, project: Project | None, company: Company | None) -> ThreadOf:
        return ThreadOf(Kind.RESIDENCY, self.name.data, company_id=id_of(company))


class RatingForm(CompanyForm):
    kind = Kind.RATING
    groups: ClassVar[Groups] = ((_("评价结果"), ("company", "new_company", "year", "category")), REST)
    year = YearField(_("年度"), [InputRequired(_("请填写年度"))])
    category = Choice(
        _("评价等级"),
        [InputRequired(_("请选择评价等级"))],
        choices=[("", _("请选择")), *((colour, TYPED[colour]) for colour in COLOURS)],
    )

    def facts(self, project: Project | None, company: Company | None) -> RatingFacts:
        year = self.year.otherwise(clock.today().year)
        return RatingFacts(year, id_of(company), self.category.data or COLOURS[0], self.note.data)


class RecognitionForm(CompanyForm, DatedForm):
    kind = Kind.RECOGNITION
    groups: ClassVar[Groups] = (
        (_("认定内容"), ("company", "new_company", "category", "level", "on")),
        (_("证书"), ("certificate", "valid_until")),
        REST,
    )
    category = Text(_("资质"), [InputRequired(_("请填写资质"))])
    level = Text(_("级别"))
    on = Day(_("认定日期"), [InputRequired(_("请填写日期"))])
    certificate = Text(_("证书编号"))
    valid_until = Day(_("有效期至"), [Optional()])

    def facts(self, project: Project | None, company: Company | None) -> RecognitionFacts:
        return RecognitionFacts(
            self.day,
            id_of(company),
            self.category.data,
            level=self.level.data,
            certificate=self.certificate.data,
            valid_until=self.valid_until.data,
            note=self.note.data,
        )


class PolicyPaymentForm(DatedForm):
    kind = Kind.POLICY_PAYMENT
    groups: ClassVar[Groups] = ((_("兑付内容"), ("category", "name", "amount_fen", "on")), REST)
    category = Text(_("资金类别"), [InputRequired(_("请填写类别"))])
    name = Text(_("批次"))
    amount_fen = Amount(_("金额"), [InputRequired(_("请填写金额"))])
    on = Day(_("兑付日期"), [InputRequired(_("请填写日期"))])

    def facts(self, project: Project | None, company: Company | None) -> PolicyPaymentFacts:
        return PolicyPaymentFacts(
            self.day,
            self.category.data,
            1 if self.amount_fen.fen is None else self.amount_fen.fen,
            self.name.data,
            self.note.data,
        )


FORMS: dict[str, type[OutcomeForm]] = {
    "landings": LandingForm,
    "investments": InvestmentForm,
    "loans": LoanForm,
    "hires": HireForm,
    "residencies": ResidencyForm,
    "incubators": IncubatorForm,
    "evaluations": EvaluationForm,
    "ratings": RatingForm,
    "recognitions": RecognitionForm,
    "policy-payments": PolicyPaymentForm,
}
"""By the word that their address has."""
