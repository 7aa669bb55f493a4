"""A project's whole form as its readers at the desks see it: group by group, for the part ``facts_panel``."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from flask_babel import lazy_gettext as _

from roadshow.foundation.mobile import masked
from roadshow.foundation.money import plain
from roadshow.foundation.regions import region_name
from roadshow.projects.choices import (
    DECLARED,
    KINDS,
    LEVELS,
    NO_LEVEL,
    READINESS,
    RIGHTS,
    SOURCES,
    STEPS,
    WISHES,
)
from roadshow.projects.facts import (
    ApplicantFacts,
    FinancingFacts,
    LandingFacts,
    MarketFacts,
    RightFacts,
    RoundFacts,
    TeamFacts,
    TechnologyFacts,
    YearFacts,
)
from roadshow.projects.snapshot import Declaration, Snapshot

from .facts import Fact
from .words import about, amount, full_day, moment, stage


class Group(NamedTuple):
    """The answers of one step; what is ``financial`` is never for the public."""

    title: object
    facts: list[Fact]
    financial: bool = False


def dossier_groups(snapshot: Snapshot, *, open_contact: bool) -> list[Group]:
    """Who may not call the applicant sees enough of the number to know it again. Nothing answered, nothing shown."""
    return _groups(snapshot, _contact(snapshot, open_contact=open_contact))


def review_groups(told: Snapshot) -> list[Group]:
    """For who reads an application: whom to call is none of it."""
    return _groups(told, [])


def investor_groups(told: Snapshot, *, figures: bool) -> list[Group]:
    """For who comes for an institution: whom to call and what was declared are none of it, figures where they may."""
    groups = _groups(replace(told, declared=()), [])
    return [group for group in groups if figures or not group.financial]


def _groups(snapshot: Snapshot, contact: list[Fact]) -> list[Group]:
    groups = [
        Group(STEPS["applicant"], _applicant(snapshot.applicant, contact)),
        Group(STEPS["technology"], _technology(snapshot.technology)),
        Group(STEPS["market"], _market(snapshot.market), financial=True),
        Group(STEPS["financing"], _financing(snapshot.financing), financial=True),
        Group(STEPS["team"], _team(snapshot.team)),
        Group(_("落地"), _landing(snapshot.landing)),
        Group(_("声明与同意"), _declared(snapshot.declared)),
    ]
    return [group for group in groups if any(fact.value for fact in group.facts)]


def equity(points: int | None) -> str:
    """12.5%, of hundredths of a percent."""
    return f"{plain(Decimal(points) / 100)}%" if points else ""


def passing_on(said: LandingFacts) -> object:
    """What may be done with the contact beside it."""
    if said.passing_on:
        return _("可以提供给有意向的投资机构")
    return _("没有同意提供给投资机构")


def _contact(snapshot: Snapshot, *, open_contact: bool) -> list[Fact]:
    said = snapshot.applicant
    mobile = said.contact_mobile if open_contact else masked(said.contact_mobile)
    return [
        Fact(_("联系人"), said.contact_name, beside=mobile),
        Fact(_("联系邮箱"), said.contact_email),
        Fact(_("提供联系方式"), passing_on(snapshot.landing) if said.contact_name else None),
    ]


def _applicant(said: ApplicantFacts, contact: list[Fact]) -> list[Fact]:
    return [
        Fact(_("申请主体"), KINDS.get(said.kind or "")),
        Fact(_("项目来源"), SOURCES.get(said.source or "")),
        *contact,
        Fact(_("注册日期"), full_day(said.registered_on)),
        Fact(_("所在地区"), region_name(said.region), beside=said.address),
        Fact(_("注册资本"), amount(said.capital_fen)),
        Fact(_("员工人数"), said.staff),
        Fact(_("研发人员"), said.research_staff),
    ]


def _technology(said: TechnologyFacts) -> list[Fact]:
    return [
        Fact(_("产品与技术"), said.product),
        Fact(_("技术成熟度"), READINESS.get(said.readiness or 0)),
        Fact(_("资质认定"), said.certificates),
        Fact(_("获奖情况"), said.awards),
    ]


def _market(said: MarketFacts) -> list[Fact]:
    return [
        Fact(_("目标市场"), said.market),
        Fact(_("竞争情况"), said.competitors),
        Fact(_("商业模式"), said.model),
        *(Fact(_("%(year)s年", year=year.year), _year(year)) for year in said.years),
    ]


def _year(year: YearFacts) -> str:
    return _told(
        (_("营业收入"), amount(year.revenue_fen)),
        (_("净利润"), amount(year.profit_fen)),
        (_("研发投入"), amount(year.research_fen)),
    )


def _financing(said: FinancingFacts) -> list[Fact]:
    return [
        Fact(_("融资金额"), amount(said.ask_fen)),
        Fact(_("出让股权"), equity(said.equity_bp)),
        Fact(_("投前估值"), about(said.pre_money_fen), beside=_reckoned(said.pre_money_fen)),
        Fact(_("资金用途"), said.use_of_funds),
        Fact(_("贷款需求"), amount(said.loan_fen)),
        Fact(_("历史融资"), _lines(map(_round, said.rounds))),
    ]


def _reckoned(fen: int | None) -> object:
    """How the valuation came about, with the exact figure where it is told in short."""
    if about(fen) == amount(fen):
        return _("按融资金额和出让股权算出")
    return _("按融资金额和出让股权算出，准确值%(money)s", money=amount(fen))


def _round(closed: RoundFacts) -> str:
    parts = (stage(closed.stage), full_day(closed.on), closed.investors, amount(closed.amount_fen))
    return str(_("，")).join(part for part in parts if part)


def _team(said: TeamFacts) -> list[Fact]:
    return [
        *(Fact(person.name, person.background, beside=person.role) for person in said.people),
        Fact(_("知识产权"), _lines(map(_right, said.rights))),
    ]


def _right(right: RightFacts) -> str:
    kind = str(RIGHTS[right.kind]) if right.kind in RIGHTS else ""
    return str(_("，")).join(part for part in (right.title, kind, right.number) if part)


def _landing(said: LandingFacts) -> list[Fact]:
    return [
        Fact(_("落地意向"), WISHES.get(said.wish or "")),
        Fact(_("需要面积（平方米）"), said.area_m2),
        Fact(_("希望落地的日期"), full_day(said.wanted_on)),
        Fact(_("资料开放程度"), LEVELS.get(said.level or "", NO_LEVEL if said.wish else "")),
    ]


def _declared(rows: Iterable[Declaration]) -> list[Fact]:
    return [
        Fact(moment(row.at), str(DECLARED[row.what]), beside=row.by) for row in rows if row.what in DECLARED
    ]


def _told(*pairs: tuple[object, str]) -> str:
    """营业收入9,000万元，净利润-200万元; what is unknown is left out."""
    known = [str(_("%(name)s%(value)s", name=name, value=value)) for name, value in pairs if value]
    return str(_("，")).join(known)


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(text for text in texts if text)
