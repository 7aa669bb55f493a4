"""The answers of a project's form as columns of a workbook: of the projects, and of what they applied with."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _
from flask_login import current_user

from roadshow.foundation.mobile import masked
from roadshow.foundation.regions import region_name
from roadshow.projects.choices import KINDS, LEVELS, READINESS, SOURCES, WISHES
from roadshow.projects.facts import YearFacts
from roadshow.projects.snapshot import Snapshot
from roadshow.web.dossier_facts import equity, passing_on
from roadshow.web.listing import Column
from roadshow.web.words import in_a_row

T = TypeVar("T")


def may_call() -> bool:
    """Whether this reader sees the applicant's number whole."""
    return "pitch.select" in current_user.permissions


def dossier_columns(told: Callable[[T], Snapshot]) -> tuple[Column[T], ...]:
    """``told`` says what is known of the project of a row; it is asked once a row."""
    latest: list[tuple[T, Snapshot] | None] = [None]

    def of(row: T) -> Snapshot:
        pair = latest[0]
        if pair is None or pair[0] is not row:
            pair = latest[0] = (row, told(row))
        return pair[1]

    def asking(value: Callable[[Snapshot], Any]) -> Callable[[T], Any]:
        return lambda row: value(of(row))

    return tuple(Column(words, asking(value), kind=kind, sheet_only=True) for words, value, kind in COLUMNS)


def _mobile(said: Snapshot) -> str:
    number = said.applicant.contact_mobile
    return number if may_call() else masked(number)


def _latest_year(said: Snapshot) -> YearFacts:
    return next(iter(said.market.years), YearFacts())


COLUMNS: Sequence[tuple[object, Callable[[Snapshot], Any], str]] = (
    (_("申请主体"), lambda said: KINDS.get(said.applicant.kind or ""), ""),
    (_("项目来源"), lambda said: SOURCES.get(said.applicant.source or ""), ""),
    (_("联系人"), lambda said: said.applicant.contact_name, ""),
    (_("手机号"), _mobile, ""),
    (_("联系邮箱"), lambda said: said.applicant.contact_email, ""),
    (_("提供联系方式"), lambda said: passing_on(said.landing), ""),
    (_("注册日期"), lambda said: said.applicant.registered_on, "when"),
    (_("所在地区"), lambda said: region_name(said.applicant.region), ""),
    (_("注册资本"), lambda said: said.applicant.capital_fen, "money"),
    (_("员工人数"), lambda said: said.applicant.staff, "n"),
    (_("研发人员"), lambda said: said.applicant.research_staff, "n"),
    (_("技术成熟度"), lambda said: READINESS.get(said.technology.readiness or 0), ""),
    (_("产品与技术"), lambda said: said.technology.product, ""),
    (_("目标市场"), lambda said: said.market.market, ""),
    (_("最近年度"), lambda said: _latest_year(said).year, "year"),
    (_("营业收入"), lambda said: _latest_year(said).revenue_fen, "money"),
    (_("净利润"), lambda said: _latest_year(said).profit_fen, "money"),
    (_("研发投入"), lambda said: _latest_year(said).research_fen, "money"),
    (_("融资金额"), lambda said: said.financing.ask_fen, "money"),
    (_("出让股权"), lambda said: equity(said.financing.equity_bp), ""),
    (_("投前估值"), lambda said: said.financing.pre_money_fen, "money"),
    (_("资金用途"), lambda said: said.financing.use_of_funds, ""),
    (_("团队成员"), lambda said: in_a_row(person.name for person in said.team.people), ""),
    (_("知识产权（项）"), lambda said: len(said.team.rights), "n"),
    (_("落地意向"), lambda said: WISHES.get(said.landing.wish or ""), ""),
    (_("需要面积（平方米）"), lambda said: said.landing.area_m2, "n"),
    (_("资料开放程度"), lambda said: LEVELS.get(said.landing.level or ""), ""),
)
