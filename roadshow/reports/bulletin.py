"""The yearly bulletin: sentences whose every number is asked of the rows; pure, figures in, words out.

Money always in 亿元 and exact, zeros dropped; a total area in 万平方米 likewise, a running one in whole 平方米.
In English: money in millions, areas in m².
"""

from decimal import ROUND_HALF_UP, Decimal

from flask_babel import lazy_ngettext

from roadshow.foundation.money import in_million, in_yi, plain, wan
from roadshow.foundation.text import Bilingual

from .queries import Step, YearFigures

Json = str | int | float | bool | None | dict[str, "Json"] | list["Json"]
TEN_THOUSAND = 10_000


def sentences(figures: YearFigures) -> list[object]:
    """Six clauses without a full stop, as lazy translations."""
    deep, sites = figures.deep_root, figures.incubators
    running_area = whole(sites.running_area_m2)
    return [
        lazy_ngettext("全年举办科创路演活动%(num)d场", "全年举办科创路演活动%(num)d场", figures.held),
        lazy_ngettext("全年引进高层次科创项目%(num)d个", "全年引进高层次科创项目%(num)d个", figures.landed),
        _with_times(
            figures.paid,
            lazy_ngettext(
                "创投基金投资科技项目%(num)d个，投资金额%(money)s",
                "创投基金投资科技项目%(num)d个，投资金额%(money)s",
                figures.paid.things,
                money=money(figures.paid.fen),
            ),
            lazy_ngettext(
                "创投基金投资科技项目%(num)d个，投资金额%(money)s，是上年的%(times)s倍",
                "创投基金投资科技项目%(num)d个，投资金额%(money)s，是上年的%(times)s倍",
                figures.paid.things,
                money=money(figures.paid.fen),
                times=figures.paid.times,
            ),
        ),
        _with_times(
            figures.lent,
            lazy_ngettext(
                "科技金融入库企业%(num)d家，累计发放科技支行贷款%(money)s",
                "科技金融入库企业%(num)d家，累计发放科技支行贷款%(money)s",
                figures.pooled.things,
                money=money(figures.lent.fen),
            ),
            lazy_ngettext(
                "科技金融入库企业%(num)d家，累计发放科技支行贷款%(money)s，是上年的%(times)s倍",
                "科技金融入库企业%(num)d家，累计发放科技支行贷款%(money)s，是上年的%(times)s倍",
                figures.pooled.things,
                money=money(figures.lent.fen),
                times=figures.lent.times,
            ),
        ),
        lazy_ngettext(
            "深根计划引进项目%(num)d个，其中产业化项目%(industrialised)d个、总投资%(planned)s，基金投资%(invested)s",
            "深根计划引进项目%(num)d个，其中产业化项目%(industrialised)d个、总投资%(planned)s，基金投资%(invested)s",
            deep.projects,
            industrialised=deep.industrialised,
            planned=money(deep.planned_fen),
            invested=money(deep.invested_fen),
        ),
        lazy_ngettext(
            "域外孵化器%(num)d家，面积共计%(area)s万平方米，其中已投入运行%(running)d家，面积%(running_area)s平方米",
            "域外孵化器%(num)d家，面积共计%(area)s万平方米，其中已投入运行%(running)d家，面积%(running_area)s平方米",
            sites.count,
            area=Bilingual(plain(sites.area_m2 / TEN_THOUSAND), f"{sites.area_m2.normalize():,f}"),
            running=sites.running,
            running_area=Bilingual(running_area, f"{int(running_area):,}"),
        ),
    ]


def worth_telling(figures: YearFigures) -> list[object]:
    """The clauses of which something came, for the sheet that is printed: none for a year that has not begun."""
    counts = (
        figures.held,
        figures.landed,
        figures.paid.things,
        figures.pooled.things or figures.lent.fen,
        figures.deep_root.projects,
        figures.incubators.count,
    )
    return [words for count, words in zip(counts, sentences(figures), strict=True) if count]


def as_json(figures: YearFigures) -> dict[str, Json]:
    """Every figure by the name that the bureau's systems know it under; money in 万元, areas in m².

    ``unverified`` says how many rows behind each figure nobody has verified yet: they count all the same.
    """
    deep, sites = figures.deep_root, figures.incubators
    return {
        "year": figures.year,
        "roadshows_held": figures.held,
        "projects_brought_in": figures.landed,
        "deep_root": {
            "projects": deep.projects,
            "industrialised": deep.industrialised,
            "planned_investment_wan": number(wan(deep.planned_fen)),
            "fund_investment_wan": number(wan(deep.invested_fen)),
        },
        "fund_investment": {
            "projects": figures.paid.things,
            "tranches_paid": figures.paid.rows,
            "paid_wan": number(wan(figures.paid.fen)),
            "previous_year_paid_wan": number(wan(figures.paid.previous_fen)),
            "times_previous_year": figures.paid.times,
            "signed_this_year_paid_next_wan": number(wan(figures.signed_paid_next_fen)),
        },
        "loans": {
            "firms_entered_pool": figures.pooled.things,
            "lent_wan": number(wan(figures.lent.fen)),
            "previous_year_lent_wan": number(wan(figures.lent.previous_fen)),
            "times_previous_year": figures.lent.times,
        },
        "talent": dict(figures.talent.parts),
        "offsite_incubators": {
            "count": sites.count,
            "area_m2": number(sites.area_m2),
            "running": sites.running,
            "running_area_m2": number(sites.running_area_m2),
        },
        "ratings": dict(figures.ratings.parts),
        "policy_paid_wan": {name: number(wan(fen)) for name, fen in figures.policy_fen.parts.items()},
        "bulletin_zh": [str(sentence) for sentence in sentences(figures)],
        "unverified": {
            "projects_brought_in": figures.landed_unverified,
            "deep_root": deep.unverified,
            "fund_investment": figures.paid.unverified,
            "loans": figures.pooled.unverified + figures.lent.unverified,
            "talent": figures.talent.unverified,
            "offsite_incubators": sites.unverified,
            "ratings": figures.ratings.unverified,
            "policy_paid_wan": figures.policy_fen.unverified,
        },
    }


def money(fen: int) -> Bilingual:
    return Bilingual(in_yi(fen), in_million(fen))


def number(exact: Decimal) -> int | float:
    """A whole number as an int."""
    return int(exact) if exact == exact.to_integral_value() else float(exact)


def whole(area_m2: Decimal) -> str:
    """Whole m², half up."""
    return str(area_m2.quantize(Decimal(1), ROUND_HALF_UP))


def _with_times(step: Step, without: object, with_times: object) -> object:
    """Of a year without a figure nothing is compared: it would be 0.0 times the year before."""
    return with_times if step.fen and step.times else without
