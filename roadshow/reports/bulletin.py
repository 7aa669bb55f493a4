"""The yearly bulletin: sentences whose every number is asked of the rows; pure, figures in, words out.

Money always in 亿元 and exact, zeros dropped; a total area in 万平方米 likewise, a running one in whole 平方米.
In English: money in millions, areas in m².
"""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from flask_babel import lazy_gettext as _
from flask_babel import lazy_ngettext, lazy_pgettext

from roadshow.foundation.money import in_million, in_yi, plain, wan
from roadshow.foundation.text import Bilingual

from .queries import DeepRoot, Incubators, Step, YearFigures

Json = str | int | float | bool | None | dict[str, "Json"] | list["Json"]
TEN_THOUSAND = 10_000


def running_until(year: int, today: date) -> date | None:
    """The day up to which a year that still runs is told; None for any other."""
    return today if today.year == year else None


def sentences(figures: YearFigures, until: date | None = None) -> list[str]:
    """At most six, without a full stop; of what was none, nothing is said. ``until``: of a year that still runs."""
    told = [
        _clauses(figures.held and _held(figures.held, until)),
        _clauses(figures.landed and _landed(figures.landed, until)),
        _invested(figures.paid),
        _lent(figures.pooled, figures.lent),
        _deep_root(figures.deep_root),
        _sites(figures.incubators),
    ]
    told = [sentence for sentence in told if sentence]
    if told and until:
        day = Bilingual(f"{until.month}月{until.day}日", f"{until:%-d %b}")
        told[0] = str(_("截至%(day)s，%(what)s", day=day, what=told[0]))
    return told


def waiting(figures: YearFigures) -> str:
    """What of all this nobody has verified yet; empty when all is."""
    landed, talent, sites = (
        figures.landed_unverified,
        figures.talent.unverified,
        figures.incubators.unverified,
    )
    paid, pooled, lent = figures.paid.unverified, figures.pooled.unverified, figures.lent.unverified
    return _clauses(
        landed and lazy_ngettext("引进项目%(num)d个", "引进项目%(num)d个", landed),
        paid and lazy_ngettext("投资到账%(num)d笔", "投资到账%(num)d笔", paid),
        pooled and lazy_ngettext("入库企业%(num)d家", "入库企业%(num)d家", pooled),
        lent and lazy_ngettext("贷款%(num)d笔", "贷款%(num)d笔", lent),
        talent and lazy_ngettext("人才引进%(num)d项", "人才引进%(num)d项", talent),
        sites and lazy_ngettext("孵化器%(num)d家", "孵化器%(num)d家", sites),
        by=_("、"),
    )


def _held(count: int, until: date | None) -> object:
    if until:
        return lazy_ngettext("举办科创路演活动%(num)d场", "举办科创路演活动%(num)d场", count)
    return lazy_ngettext("全年举办科创路演活动%(num)d场", "全年举办科创路演活动%(num)d场", count)


def _landed(count: int, until: date | None) -> object:
    if until:
        return lazy_ngettext("引进高层次科创项目%(num)d个", "引进高层次科创项目%(num)d个", count)
    return lazy_ngettext("全年引进高层次科创项目%(num)d个", "全年引进高层次科创项目%(num)d个", count)


def _invested(paid: Step) -> str:
    return _clauses(
        paid.fen
        and lazy_ngettext(
            "创投基金投资科技项目%(num)d个，投资金额%(money)s",
            "创投基金投资科技项目%(num)d个，投资金额%(money)s",
            paid.things,
            money=money(paid.fen),
        ),
        _times(paid),
    )


def _lent(pooled: Step, lent: Step) -> str:
    return _clauses(
        pooled.things
        and lazy_ngettext("科技金融入库企业%(num)d家", "科技金融入库企业%(num)d家", pooled.things),
        lent.fen and _("累计发放科技支行贷款%(money)s", money=money(lent.fen)),
        _times(lent),
    )


def _deep_root(deep: DeepRoot) -> str:
    if not deep.projects:
        return _clauses(deep.invested_fen and _("深根计划基金投资%(money)s", money=money(deep.invested_fen)))
    brought_in = (
        deep.industrialised
        and lazy_ngettext("其中产业化项目%(num)d个", "其中产业化项目%(num)d个", deep.industrialised),
        deep.planned_fen and lazy_pgettext("clause", "总投资%(money)s", money=money(deep.planned_fen)),
    )
    return _clauses(
        lazy_ngettext("深根计划引进项目%(num)d个", "深根计划引进项目%(num)d个", deep.projects),
        _clauses(*brought_in, by=_("、")),
        deep.invested_fen and _("基金投资%(money)s", money=money(deep.invested_fen)),
    )


def nothing_told(year: int, *, recorded: bool) -> str:
    """Instead of sentences; ``recorded``: whether the centre has a record of the year."""
    if recorded:
        return str(_("%(year)d年度还没有可写进简报的场次和成果。", year=year))
    return str(_("%(year)d年度无记录。", year=year))


def _sites(sites: Incubators) -> str:
    area = Bilingual(plain(sites.area_m2 / TEN_THOUSAND), f"{sites.area_m2.normalize():,f}")
    running = whole(sites.running_area_m2)
    return _clauses(
        sites.count and lazy_ngettext("域外孵化器%(num)d家", "域外孵化器%(num)d家", sites.count),
        sites.area_m2 and _("面积共计%(area)s万平方米", area=area),
        sites.running and lazy_ngettext("其中已投入运行%(num)d家", "其中已投入运行%(num)d家", sites.running),
        sites.running_area_m2 and _("面积%(area)s平方米", area=Bilingual(running, f"{int(running):,}")),
    )


def _times(step: Step) -> object:
    return step.compared and _("是上年的%(times)s倍", times=step.compared)


def _clauses(*clauses: object, by: object = _("，")) -> str:
    return str(by).join(str(clause) for clause in clauses if clause)


def as_json(figures: YearFigures, until: date | None = None) -> dict[str, Json]:
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
        "bulletin_zh": [*sentences(figures, until)],
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
