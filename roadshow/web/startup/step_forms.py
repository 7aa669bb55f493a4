"""The form of each step of a project; its fields are called as the facts are."""

from dataclasses import replace

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Field
from wtforms.validators import Optional

from roadshow.accounts.models import Person
from roadshow.accounts.rules import clean_email
from roadshow.foundation.mobile import clean_mobile
from roadshow.foundation.sectors import SECTORS
from roadshow.foundation.stages import ROUNDS, STAGES
from roadshow.projects.choices import DECLARED, KINDS, LEVELS, READINESS, RIGHTS, SOURCES, WISHES
from roadshow.projects.facts import (
    ApplicantFacts,
    FinancingFacts,
    LandingFacts,
    MarketFacts,
    ProjectFacts,
    RightFacts,
    RoundFacts,
    StepFacts,
    TeamFacts,
    TeammateFacts,
    TechnologyFacts,
    YearFacts,
)
from roadshow.projects.faults import AREA, FIRST_YEAR, STAFF
from roadshow.projects.meter import ASKED
from roadshow.projects.snapshot import print_of
from roadshow.web.fields import Day, Prose, Sum, Text, Whole
from roadshow.web.figures import YearField
from roadshow.web.rows import Row, Rows

from .steps import Percent, Pick, Place, StepForm


class OverviewForm(StepForm):
    name = Text(_("项目名称"))
    one_line = Text(_("一句话介绍"))
    sector = Pick(_("技术领域"), SECTORS)
    stage = Pick(_("发展阶段"), STAGES)
    description = Prose(_("项目介绍"))

    def facts(self) -> ProjectFacts:
        return ProjectFacts(
            name=self.name.data,
            one_line=self.one_line.data,
            description=self.description.data,
            sector=self.sector.code,
            stage=self.stage.code,
        )


class ApplicantForm(StepForm):
    kind = Pick(_("申请主体"), KINDS)
    source = Pick(_("项目来源"), SOURCES)
    contact_name = Text(_("联系人"))
    contact_mobile = Text(_("手机号"))
    contact_email = Text(_("联系邮箱"))
    registered_on = Day(_("注册日期"), [Optional()])
    region = Place(_("所在地区"))
    address = Text(_("地址"))
    capital_fen = Sum(_("注册资本"))
    staff = Whole(_("员工人数"), within=STAFF)
    research_staff = Whole(_("研发人员"), within=STAFF)

    def facts(self) -> ApplicantFacts:
        return ApplicantFacts(
            kind=self.kind.code,
            source=self.source.code,
            contact_name=self.contact_name.data,
            contact_mobile=clean_mobile(self.contact_mobile.data),
            contact_email=clean_email(self.contact_email.data),
            registered_on=self.registered_on.data,
            region=self.region.code,
            address=self.address.data,
            capital_fen=self.capital_fen.fen,
            staff=self.staff.data,
            research_staff=self.research_staff.data,
        )


class TechnologyForm(StepForm):
    readiness = Pick(_("技术成熟度"), READINESS)
    product = Prose(_("产品与技术"))
    certificates = Prose(_("资质认定"))
    awards = Prose(_("获奖情况"))

    def facts(self) -> TechnologyFacts:
        return TechnologyFacts(
            readiness=int(self.readiness.code)
            if self.readiness.code and self.readiness.code.isdecimal()
            else None,
            product=self.product.data,
            certificates=self.certificates.data,
            awards=self.awards.data,
        )


class YearRow(Row):
    year = YearField(_("年度"), first=FIRST_YEAR)
    revenue_fen = Sum(_("营业收入"))
    profit_fen = Sum(_("净利润"), signed=True)
    research_fen = Sum(_("研发投入"))

    def facts(self) -> YearFacts:
        return YearFacts(self.year.data, self.revenue_fen.fen, self.profit_fen.fen, self.research_fen.fen)


class MarketForm(StepForm):
    ROWS = ("years",)
    market = Prose(_("目标市场"))
    competitors = Prose(_("竞争情况"))
    model = Prose(_("商业模式"))
    years = Rows(_("近三年经营"), YearRow)

    def facts(self) -> MarketFacts:
        return MarketFacts(
            market=self.market.data,
            competitors=self.competitors.data,
            model=self.model.data,
            years=tuple(row.facts() for row in self.years.typed),
        )


class RoundRow(Row):
    stage = Pick(_("轮次"), ROUNDS)
    on = Day(_("完成日期"), [Optional()])
    investors = Text(_("投资方"))
    amount_fen = Sum(_("金额"))

    def facts(self) -> RoundFacts:
        return RoundFacts(self.stage.code, self.on.data, self.investors.data, self.amount_fen.fen)


class FinancingForm(StepForm):
    ROWS = ("rounds",)
    ask_fen = Sum(_("融资金额"))
    equity_bp = Percent(_("出让股权"))
    use_of_funds = Prose(_("资金用途"))
    loan_fen = Sum(_("贷款需求"))
    rounds = Rows(_("历史融资"), RoundRow)

    def facts(self) -> FinancingFacts:
        return FinancingFacts(
            ask_fen=self.ask_fen.fen,
            equity_bp=self.equity_bp.points,
            use_of_funds=self.use_of_funds.data,
            loan_fen=self.loan_fen.fen,
            rounds=tuple(row.facts() for row in self.rounds.typed),
        )


class TeammateRow(Row):
    name = Text(_("姓名"))
    role = Text(_("职务"))
    background = Prose(_("背景"))

    def facts(self) -> TeammateFacts:
        return TeammateFacts(self.name.data, self.role.data, self.background.data)


class RightRow(Row):
    kind = Pick(_("类型"), RIGHTS)
    title = Text(_("名称"))
    number = Text(_("证书或申请号"))

    def facts(self) -> RightFacts:
        return RightFacts(self.kind.code, self.title.data, self.number.data)


class TeamForm(StepForm):
    ROWS = ("people", "rights")
    people = Rows(_("团队成员"), TeammateRow)
    rights = Rows(_("知识产权"), RightRow)
    no_dispute = BooleanField(DECLARED["no_dispute"])

    def facts(self) -> TeamFacts:
        return TeamFacts(
            people=tuple(row.facts() for row in self.people.typed),
            rights=tuple(row.facts() for row in self.rights.typed),
            no_dispute=self.no_dispute.data,
        )


class LandingForm(StepForm):
    wish = Pick(_("落地意向"), WISHES)
    area_m2 = Whole(_("需要面积"), within=AREA)
    wanted_on = Day(_("希望落地的日期"), [Optional()])
    level = Pick(_("资料开放程度"), LEVELS)
    handling = BooleanField(DECLARED["handling"])
    passing_on = BooleanField(DECLARED["passing_on"])
    publishing = BooleanField(DECLARED["publishing"])
    truth = BooleanField(DECLARED["truth"])

    def facts(self) -> LandingFacts:
        return LandingFacts(
            wish=self.wish.code,
            area_m2=self.area_m2.data,
            wanted_on=self.wanted_on.data,
            level=self.level.code,
            handling=self.handling.data,
            passing_on=self.passing_on.data,
            publishing=self.publishing.data,
            truth=self.truth.data,
        )


FORMS: dict[str, type[StepForm]] = {
    "overview": OverviewForm,
    "applicant": ApplicantForm,
    "technology": TechnologyForm,
    "market": MarketForm,
    "financing": FinancingForm,
    "team": TeamForm,
    "landing": LandingForm,
}
NEEDED = {step: frozenset(asked.field for asked in ASKED if asked.step == step) for step in FORMS}


def form_of(step: str, facts: StepFacts, reader: Person | None = None) -> StepForm:
    """The step's form, filled with what is saved of it; as long as no contact is, with ``reader`` as the contact."""
    shown = facts
    if reader and isinstance(facts, ApplicantFacts) and not facts.has_contact:
        shown = replace(facts, contact_name=reader.name, contact_email=reader.email)
    return FORMS[step](obj=shown, seen=print_of(facts))


def is_free(step: str, field: Field) -> bool:
    """Whether an application may be handed in without it."""
    return field.name not in NEEDED[step]
