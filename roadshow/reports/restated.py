"""A restatement beside what it restates: row by row and figure by figure."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import lazy_gettext as _

from roadshow.foundation.languages import spoken
from roadshow.foundation.listing import Listed
from roadshow.foundation.money import wan
from roadshow.outcomes.closings import Closing, find_last_closed, get_closing
from roadshow.outcomes.models import Row
from roadshow.outcomes.waiting import list_since

from .bulletin import Json, as_json, number, sentences
from .closing import Official, named_figures, official_of
from .figures.figure import UNIT_WORDS, Unit
from .figures.ledger import LEDGER_FIGURES
from .figures.words import NAMES
from .queries import year_figures
from .records import NO_RECORD

PATHS: dict[str, object] = {
    "roadshows_held": _("举办路演（场）"),
    "projects_brought_in": _("引进高层次科创项目（个）"),
    "deep_root.projects": _("深根计划项目（个）"),
    "deep_root.industrialised": _("深根计划产业化项目（个）"),
    "deep_root.planned_investment_wan": _("深根计划总投资（万元）"),
    "deep_root.fund_investment_wan": _("深根计划基金投资（万元）"),
    "fund_investment.projects": _("创投基金投资项目（个）"),
    "fund_investment.tranches_paid": _("创投基金投资到账（笔）"),
    "fund_investment.paid_wan": _("创投基金投资到账（万元）"),
    "fund_investment.previous_year_paid_wan": _("上年创投基金投资到账（万元）"),
    "fund_investment.times_previous_year": _("创投基金投资，是上年的几倍"),
    "fund_investment.signed_this_year_paid_next_wan": _("本年签约次年到账（万元）"),
    "loans.firms_entered_pool": _("入库企业（家）"),
    "loans.lent_wan": _("科技支行贷款放贷（万元）"),
    "loans.previous_year_lent_wan": _("上年科技支行贷款放贷（万元）"),
    "loans.times_previous_year": _("科技支行贷款，是上年的几倍"),
    "offsite_incubators.count": _("域外孵化器（家）"),
    "offsite_incubators.area_m2": _("域外孵化器面积（平方米）"),
    "offsite_incubators.running": _("已投入运行的域外孵化器（家）"),
    "offsite_incubators.running_area_m2": _("已投入运行的域外孵化器面积（平方米）"),
}
GROUPS: dict[str, object] = {
    "talent": _("人才引进"),
    "ratings": _("三色评价"),
    "policy_paid_wan": _("政策兑付（万元）"),
}
PUBLISHED = frozenset(
    "landed deep_root_landed deep_root_industrialised deep_root_fen deep_root_paid_fen paid_projects paid_rows paid_fen"
    " pooled_firms lent_fen talent_selected off_site off_site_m2 off_site_running off_site_running_m2 rated_green"
    " rated_blue rated_yellow policy_fen".split()
)
"""Figures of the registry that are published by a name above."""
NO_FIGURES = frozenset({"year", "bulletin_zh", "unverified"})


@dataclass(frozen=True)
class FigureChange:
    """A published figure before and after; ``category`` is one of the ledger's own words, or empty."""

    words: object
    category: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Restated:
    """What one restatement changes, or, while it is open, would change if it were closed now."""

    closing: Closing
    before: Official
    rows: Listed[Row]  # each with the one it corrects
    figures: list[FigureChange]
    sentences: list[str]  # as they are after it, in the reader's language
    was: list[str]


def restated(closing: Closing) -> Restated:
    """Of one that is not the first."""
    last = get_closing(closing.year, closing.number - 1)
    before = official_of(last)
    if closing.is_open:
        figures = year_figures(closing.year)
        published, told = as_json(figures), sentences(figures)
        named = named_figures(closing.year)
    else:
        after = official_of(closing)
        published, told, named = after.published, after.sentences[spoken()], after.named
    rows = list_since(closing.year, last.last_row_id or 0, closing.last_row_id)
    was = before.sentences[spoken()]
    return Restated(closing, before, rows, list(_changes(before, published, named)), told, was)


def differs(year: int) -> list[FigureChange]:
    """Where the ledger by now says otherwise than the figures that hold."""
    last = find_last_closed(year)
    if last is None:
        return []
    return list(_changes(official_of(last), as_json(year_figures(year)), named_figures(year)))


def _changes(then: Official, after: dict[str, Json], named: dict[str, Json]) -> Iterator[FigureChange]:
    """Of what is published, and of the ledger's other figures, as far as they were known then."""
    was, now = dict(_flat(then.published)), dict(_flat(after))
    for path in [*was, *(path for path in now if path not in was)]:
        if was.get(path) != now.get(path):
            group, _dot, category = path.partition(".")
            words = PATHS.get(path) or GROUPS.get(group) or path
            category = "" if path in PATHS else category
            yield FigureChange(words, category, _said(was.get(path)), _said(now.get(path)))
    for figure in LEDGER_FIGURES:
        pair = [known.get(figure.name) for known in (then.named, named)]
        if figure.name not in PUBLISHED and figure.name in then.named and pair[0] != pair[1]:
            unit = UNIT_WORDS[figure.unit]
            words = _("%(column)s（%(unit)s）", column=NAMES[figure.name], unit=unit)
            yield FigureChange(words, "", *(_in_unit(figure.unit, value) for value in pair))


def _in_unit(unit: Unit, value: Json) -> str | None:
    return _said(number(wan(value)) if unit is Unit.MONEY and isinstance(value, int) else value)


def _said(figure: Json) -> str | None:
    """What is restated is over, so 0 of it is no record."""
    if figure is None:
        return None
    if figure == 0:
        return str(NO_RECORD)
    return f"{figure:,}" if isinstance(figure, int | float) else str(figure)


def _flat(figures: dict[str, Json], under: str = "") -> Iterator[tuple[str, Json]]:
    for name, value in figures.items():
        if under or name not in NO_FIGURES:
            if isinstance(value, dict):
                yield from _flat(value, f"{name}.")
            else:
                yield f"{under}{name}", value
