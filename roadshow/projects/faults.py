"""What is wrong with the answers of each step. What is missing is no fault here: ``meter`` says that."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _

from roadshow.accounts.rules import email_faults
from roadshow.foundation import clock
from roadshow.foundation.bounds import Between, Years, name_faults, text_faults
from roadshow.foundation.errors import Fault
from roadshow.foundation.mobile import mobile_faults
from roadshow.foundation.money import LARGEST, sum_faults
from roadshow.foundation.promises import promise_faults
from roadshow.foundation.regions import region_name
from roadshow.foundation.sectors import SECTORS
from roadshow.foundation.stages import ROUNDS, STAGES

from .choices import KINDS, LEVELS, READINESS, RIGHTS, SOURCES, WISHES
from .facts import (
    WHOLE_BP,
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

SHORT, LONG = 200, 5000  # characters
YEARS, PEOPLE, ITEMS = 3, 30, 50  # rows at most
STAFF, AREA = Between(0, 1_000_000), Between(1, 10_000_000)
FIRST_YEAR = 1980


def faults_of(facts: StepFacts) -> list[Fault]:
    """Of any step, each at its field; of a row at ``people-0-name``."""
    return _FAULTS[type(facts)](facts)


def overview_faults(facts: ProjectFacts) -> list[Fault]:
    """A project has a name even while the rest is missing; name and line are what the public reads."""
    faults = name_faults("name", _("项目名称"), facts.name, 200, empty=_("请填写项目名称"))
    faults += promise_faults("name", _("项目名称"), facts.name)
    faults += text_faults("one_line", _("一句话介绍"), facts.one_line, 100)
    faults += promise_faults("one_line", _("一句话介绍"), facts.one_line)
    faults += _choice("sector", facts.sector, SECTORS, _("请选择技术领域"))
    faults += _choice("stage", facts.stage, STAGES, _("请选择发展阶段"))
    return faults + text_faults("description", _("项目介绍"), facts.description, LONG)


def applicant_faults(facts: ApplicantFacts) -> list[Fault]:
    """``region`` as ``region_code`` gives it, the mobile number and the address as cleaned."""
    faults = _choice("kind", facts.kind, KINDS) + _choice("source", facts.source, SOURCES)
    faults += text_faults("contact_name", _("联系人"), facts.contact_name, 100)
    if facts.contact_mobile:
        faults += mobile_faults("contact_mobile", facts.contact_mobile)
    if facts.contact_email:
        faults += email_faults(facts.contact_email, "contact_email")
    if facts.registered_on and facts.registered_on > clock.today():
        faults.append(Fault("registered_on", _("注册日期不能晚于今天")))
    if facts.region and not region_name(facts.region):
        faults.append(Fault("region", _("请填写所在地区")))
    faults += text_faults("address", _("地址"), facts.address, SHORT)
    faults += sum_faults("capital_fen", _("注册资本"), facts.capital_fen, least=0)
    faults += _whole("staff", _("员工人数"), facts.staff, STAFF)
    faults += _whole("research_staff", _("研发人员"), facts.research_staff, STAFF)
    if facts.staff is not None and (facts.research_staff or 0) > facts.staff:
        words = _("研发人员不能多于员工总数%(staff)d人", staff=facts.staff)
        faults.append(Fault("research_staff", words))
    return faults


def technology_faults(facts: TechnologyFacts) -> list[Fault]:
    return [
        *_choice("readiness", facts.readiness, READINESS),
        *text_faults("product", _("产品与技术"), facts.product, LONG),
        *text_faults("certificates", _("资质认定"), facts.certificates, LONG),
        *text_faults("awards", _("获奖情况"), facts.awards, LONG),
    ]


def market_faults(facts: MarketFacts) -> list[Fault]:
    """At most three years that follow each other, none of them to come."""
    faults = text_faults("market", _("目标市场"), facts.market, LONG)
    faults += text_faults("competitors", _("竞争情况"), facts.competitors, LONG)
    faults += text_faults("model", _("商业模式"), facts.model, LONG)
    within = Years(FIRST_YEAR, clock.today().year)
    for number, year in enumerate(facts.years):
        faults += _year_faults(f"years-{number}", year, within)
    named = [year.year for year in facts.years if year.year is not None and year.year in within]
    if len(facts.years) > YEARS:
        faults.append(Fault("years", _("经营数据最多填%(most)d年", most=YEARS)))
    elif len(set(named)) < len(named):
        faults.append(Fault("years", _("同一年度只填一行")))
    elif named and len(named) == len(facts.years) and max(named) - min(named) >= len(named):
        faults.append(Fault("years", _("年度须相连，中间不能缺年")))
    return faults


def _year_faults(row: str, facts: YearFacts, within: Years) -> list[Fault]:
    if facts.year is None:
        return [Fault(f"{row}-year", _("请填写年度"))]
    faults = within.faults(f"{row}-year", _("年度"), facts.year)
    faults += sum_faults(f"{row}-revenue_fen", _("营业收入"), facts.revenue_fen, least=0)
    faults += sum_faults(f"{row}-profit_fen", _("净利润"), facts.profit_fen, least=-LARGEST)
    return faults + sum_faults(f"{row}-research_fen", _("研发投入"), facts.research_fen, least=0)


def financing_faults(facts: FinancingFacts) -> list[Fault]:
    faults = sum_faults("ask_fen", _("融资金额"), facts.ask_fen)
    if facts.equity_bp is not None and not 0 < facts.equity_bp <= WHOLE_BP:
        faults.append(Fault("equity_bp", _("出让股权须大于0，最多100")))
    faults += text_faults("use_of_funds", _("资金用途"), facts.use_of_funds, LONG)
    faults += sum_faults("loan_fen", _("贷款需求"), facts.loan_fen, least=0)
    for number, closed in enumerate(facts.rounds):
        faults += _round_faults(f"rounds-{number}", closed)
    return faults + _many("rounds", _("历史融资"), facts.rounds)


def _round_faults(row: str, facts: RoundFacts) -> list[Fault]:
    faults = _choice(f"{row}-stage", facts.stage, ROUNDS)
    if facts.on and facts.on > clock.today():
        faults.append(Fault(f"{row}-on", _("融资日期不能晚于今天")))
    faults += text_faults(f"{row}-investors", _("投资方"), facts.investors, SHORT)
    return faults + sum_faults(f"{row}-amount_fen", _("金额"), facts.amount_fen, least=0)


def team_faults(facts: TeamFacts) -> list[Fault]:
    faults = list[Fault]()
    for number, person in enumerate(facts.people):
        faults += _teammate_faults(f"people-{number}", person)
    faults += _many("people", _("团队成员"), facts.people, PEOPLE)
    for number, right in enumerate(facts.rights):
        faults += _right_faults(f"rights-{number}", right)
    return faults + _many("rights", _("知识产权"), facts.rights)


def _teammate_faults(row: str, facts: TeammateFacts) -> list[Fault]:
    return [
        *text_faults(f"{row}-name", _("姓名"), facts.name, 100, empty=_("请填写姓名")),
        *text_faults(f"{row}-role", _("职务"), facts.role, 100),
        *text_faults(f"{row}-background", _("背景"), facts.background, 1000),
    ]


def _right_faults(row: str, facts: RightFacts) -> list[Fault]:
    return [
        *_choice(f"{row}-kind", facts.kind, RIGHTS),
        *text_faults(f"{row}-title", _("名称"), facts.title, SHORT, empty=_("请填写知识产权的名称")),
        *text_faults(f"{row}-number", _("证书或申请号"), facts.number, 60),
    ]


def landing_faults(facts: LandingFacts) -> list[Fault]:
    faults = _choice("wish", facts.wish, WISHES) + _choice("level", facts.level, LEVELS)
    faults += _whole("area_m2", _("需要面积"), facts.area_m2, AREA)
    if facts.wanted_on and facts.wanted_on < clock.today():
        faults.append(Fault("wanted_on", _("希望落地的日期不能早于今天")))
    return faults


_FAULTS: Mapping[type, Callable[[Any], list[Fault]]] = {
    ProjectFacts: overview_faults,
    ApplicantFacts: applicant_faults,
    TechnologyFacts: technology_faults,
    MarketFacts: market_faults,
    FinancingFacts: financing_faults,
    TeamFacts: team_faults,
    LandingFacts: landing_faults,
}


def _choice(
    field: str, code: object, words: Mapping[Any, object], said: object = _("请从列表中选择一项")
) -> list[Fault]:
    return [] if code is None or code in words else [Fault(field, said)]


def _whole(field: str, name: object, number: int | None, within: Between) -> list[Fault]:
    return [] if number is None else within.faults(field, name, number)


def _many(field: str, name: object, rows: Sequence[object], most: int = ITEMS) -> list[Fault]:
    if len(rows) <= most:
        return []
    return [Fault(field, _("%(name)s最多填%(most)d行", name=name, most=most))]
