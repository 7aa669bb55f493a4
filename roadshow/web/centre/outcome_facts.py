"""What a row of the ledger says, for its page; what it has no word of is left out."""

from collections.abc import Iterator

from flask_babel import lazy_gettext as _

from roadshow.outcomes.models import Row
from roadshow.outcomes.states import Kind
from roadshow.web.facts import Fact
from roadshow.web.guards import way
from roadshow.web.words import amount, full_day, known, source

from .projects import company_url

PLACE = {
    Kind.LANDING: _("落地平台"),
    Kind.HIRE: _("来自"),
    Kind.INCUBATOR: _("所在城市"),
}


def facts_of(row: Row, *, counts: bool = True) -> list[Fact]:
    """``counts``: whether it is in force."""
    counted = Fact(_("计入"), _("%(year)d年度数字", year=row.year) if counts else _("不计入"))
    own = [
        Fact(PLACE.get(row.kind, _("地点")), row.place),
        Fact(_("类别"), known(row.category)),
        Fact(_("所属计划"), known(row.plan)),
        Fact(_("面积（平方米）"), f"{row.area_m2.normalize():,f}" if row.area_m2 else None),
        Fact(_("说明"), row.note),
        Fact(_("出处"), source(row.source)),
        Fact(_("核对人"), row.verified_by),
    ]
    return [counted, *(fact for fact in (*_money(row), *_things(row), *own) if fact.value)]


def _money(row: Row) -> Iterator[Fact]:
    yield Fact(_("计划总投资") if row.kind is Kind.LANDING else _("金额"), amount(row.amount_fen))
    yield Fact(_("日期"), full_day(row.on))
    if row.thread:
        lender = row.kind is Kind.LOAN
        yield Fact(_("银行") if lender else _("投资机构"), row.thread.counterpart)
        yield Fact(_("轮次"), known(row.thread.round))


def _things(row: Row) -> Iterator[Fact]:
    project, roadshow = row.project, row.roadshow
    company = row.company or (project.company if project else None)
    if project:
        yield Fact(_("项目"), project.name, way("centre.show_project", project_id=project.id))
    if company:
        yield Fact(_("企业"), company.name, company_url(company))
    if roadshow:
        yield Fact(_("来源路演"), roadshow.title, way("centre.show_roadshow", roadshow_id=roadshow.id))
