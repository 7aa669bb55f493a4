"""What a row of the ledger says, for its page; what it has no word of is left out."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import lazy_gettext as _

from roadshow.foundation.money import plain
from roadshow.ledgers.odd import money
from roadshow.outcomes.models import (
    Evaluation,
    Hire,
    Incubator,
    Landing,
    PolicyPayment,
    Recognition,
    Residency,
    Row,
)
from roadshow.outcomes.queries import list_also_at
from roadshow.outcomes.states import DEALS, Kind
from roadshow.programme.models import Roadshow
from roadshow.web.facts import Fact
from roadshow.web.guards import way
from roadshow.web.words import amount, full_day, known, sector, source, stage

from .projects import company_url


def facts_of(row: Row) -> list[Fact]:
    counted = Fact(_("计入"), _("%(year)d年度数字", year=row.year) if row.counts else _("不计入"))
    rest = [Fact(_("出处"), source(row.source)), Fact(_("核对人"), row.verified_by)]
    return [counted, *said_of(row), *(fact for fact in rest if fact.value)]


def said_of(row: Row, also: Mapping[int, list[Roadshow]] | None = None) -> list[Fact]:
    """What it says itself, and a correction of it may say otherwise; ``also``: where else deals of a list were seen."""
    return [fact for fact in (*_money(row), *_things(row), *_also(row, also), *_about(row)) if fact.value]


@dataclass(frozen=True)
class OfLine:
    """A row beside its line of a file: ``facts`` that the line can state, ``further`` that its sheet cannot."""

    facts: list[Fact]
    further: list[Fact]


def facts_beside_line(row: Row, fields: Collection[str] | None) -> OfLine:
    """Without where else its deal was seen, which each row asks the database for; all money in one unit. ``fields`` are
    the columns that the sheet has, None where that was not noted: then all is compared."""
    of_thing = list(_of_thing(row))
    stated = [fact for field, fact in of_thing if fields is None or field in fields]
    further = [fact for field, fact in of_thing if fields is not None and field not in fields]
    named = Fact(_("名称"), row.name if isinstance(row, Incubator | Evaluation) else None)
    facts = [named, *_things(row), *stated, *_money(row, money), *_about(row), *_told_aside(row)]
    return OfLine([fact for fact in facts if fact.value], [fact for fact in further if fact.value])


def _told_aside(row: Row) -> Iterator[Fact]:
    """What a row's own page says in other words."""
    if isinstance(row, Landing) and row.industrialised is not None:
        yield Fact(_("是否产业化"), _("是") if row.industrialised else _("否"))
    if row.on is None or row.on.year != row.year:
        yield Fact(_("年度"), row.year)


def _of_thing(row: Row) -> Iterator[tuple[str, Fact]]:
    """Field of a sheet → what the project, the firm or the deal of a row says, perhaps since before this row."""
    project = row.project
    company = row.company or (project.company if project else None)
    yield "uscc", Fact(_("统一社会信用代码"), company.uscc if company else None)
    if project:
        yield "sector", Fact(_("技术领域"), sector(project.sector))
        yield "stage", Fact(_("发展阶段"), stage(project.stage))
    if row.thread:
        yield "fund_code", Fact(_("备案编号"), row.thread.code)


def _about(row: Row) -> Iterator[Fact]:
    yield Fact(_("类别"), known(row.category))
    yield from _own(row)
    yield Fact(_("说明"), row.note)


def _own(row: Row) -> Iterator[Fact]:
    """What only a row of its kind says."""
    match row:
        case Landing():
            yield Fact(_("落地平台"), row.place)
            yield Fact(_("所属计划"), known(row.plan))
        case Hire():
            yield Fact(_("人才编号"), row.name)
            yield Fact(_("来自"), row.place)
        case Incubator():
            yield Fact(_("所在城市"), row.place)
            yield Fact(_("面积（平方米）"), square_metres(row.area_m2))
            yield Fact(_("所在"), _("域外") if row.off_site else _("本地"))
            yield Fact(_("投入运行"), full_day(row.running_since) or (_("是") if row.running else _("否")))
        case Evaluation():
            yield Fact(_("得分"), plain(row.score))
        case Residency():
            yield Fact(_("孵化器"), row.name)
            yield Fact(_("面积（平方米）"), square_metres(row.area_m2))
        case PolicyPayment():
            yield Fact(_("批次"), row.name)
        case Recognition():
            yield Fact(_("级别"), row.level)
            yield Fact(_("证书编号"), row.certificate)
            yield Fact(_("有效期至"), full_day(row.valid_until))


def square_metres(area: Decimal | None) -> str | None:
    return plain(area, thousands=True) if area is not None else None


def _money(row: Row, in_words: Callable[[int], object] = amount) -> Iterator[Fact]:
    worth = in_words(row.amount_fen) if row.amount_fen is not None else None
    yield Fact(_("计划总投资") if row.kind is Kind.LANDING else _("金额"), worth)
    yield Fact(_("日期"), full_day(row.on))
    if exchange := row.exchange:
        figure = plain(Decimal(exchange.hundredths) / 100, thousands=True)
        yield Fact(_("原币金额"), f"{figure} {exchange.currency}")
        yield Fact(
            _("汇率"), _("%(rate)s，%(source)s", rate=plain(exchange.rate), source=exchange.rate_source)
        )
    if row.thread and row.kind in DEALS:
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
        yield Fact(_("来源路演"), roadshow.spoken_title, way("centre.show_roadshow", roadshow_id=roadshow.id))


def _also(row: Row, known: Mapping[int, list[Roadshow]] | None) -> Iterator[Fact]:
    if row.thread_id is None:
        return
    known = list_also_at(row.thread_id) if known is None else known
    for also in known[row.thread_id]:
        yield Fact(_("也见于路演"), also.spoken_title, way("centre.show_roadshow", roadshow_id=also.id))
