"""All figures for any days, narrowed as their rows can be; each of them, over ten years and told apart."""

from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from flask import render_template, request, url_for
from flask_babel import lazy_gettext as _

from roadshow.foundation import clock
from roadshow.foundation.errors import Missing
from roadshow.foundation.sectors import SECTORS
from roadshow.foundation.stages import STAGES
from roadshow.outcomes.queries import list_years
from roadshow.projects.choices import SOURCES
from roadshow.reports.figures.answers import FIGURES, MOST, parts, values
from roadshow.reports.figures.figure import CHAPTER_WORDS, Chapter, Figure, Spread, Unit
from roadshow.reports.figures.scope import BY_WORDS, By, Scope, levels, next_level
from roadshow.reports.figures.words import DEFINITIONS, NAMES
from roadshow.reports.records import counted
from roadshow.reports.targets import may_have_target
from roadshow.web.guards import may

from . import blueprint, headlines
from .answered import answered
from .charts import Line
from .figure_words import unit_of, words_of_year, written
from .scopes import WITHOUT, asked_scope, figure_url, name_of, period, said, told, way_to_rows

QUARTERS = {1: _("一季度"), 2: _("二季度"), 3: _("三季度"), 4: _("四季度")}
DEEPER = {By.REGION: By.COMPANY, By.COMPANY: By.PERSON}  # by what a county is told apart, and a firm
YEARS_SHOWN = 6
C = Chapter
ONLY_IN = {  # elsewhere rows have no such thing
    By.PERSON: {C.TALENT},
    By.CATEGORY: {C.TALENT, C.SITES, C.FIRMS},
    By.PLACE: {C.ROADSHOWS, C.PROJECTS, C.GUESTS, C.LANDINGS, C.TALENT, C.SITES},
}


@blueprint.get("/figures")
@may("year.read")
def list_figures() -> str:
    scope = asked_scope()
    answers = answered(FIGURES.values(), scope)
    return render_template(
        "centre/figures/list_figures.html",
        scope=scope,
        period=period(scope),
        told=told(scope),
        first=headlines.of_answers(answers),
        chapters=[
            (CHAPTER_WORDS[chapter], list(of_chapter))
            for chapter, of_chapter in groupby(
                (answer for answer in answers if not answer.is_empty), lambda answer: answer.figure.chapter
            )
        ],
        lacking=[answer for answer in answers if answer.is_empty],
        has_before=any(answer.before for answer in answers),
        has_goals=any(answer.pace and answer.figure.name not in headlines.FIRST for answer in answers),
        years=[(url(scope.of_year(year)), year, scope.year == year) for year in years_shown(scope)],
        quarters=quarters(scope),
        kept=kept(scope),
        sectors=[*SECTORS.items(), (WITHOUT, _("未注明领域"))],
        stages=[*STAGES.items(), (WITHOUT, _("未注明阶段"))],
        origins=SOURCES.items(),
    )


@blueprint.get("/figures/definitions")
@may("year.read")
def list_definitions() -> str:
    return render_template(
        "centre/figures/list_definitions.html",
        chapters=[
            (words, [figure for figure in FIGURES.values() if figure.chapter is chapter])
            for chapter, words in CHAPTER_WORDS.items()
        ],
        names=NAMES,
        says=DEFINITIONS,
        unit_of=unit_of,
        told_apart_by=lambda figure: [BY_WORDS[by] for by in ways_of(figure)],
    )


@blueprint.get("/figures/<figure>")
@may("year.read")
def show_figure(figure: str) -> str:
    asked, scope = get_figure(figure), asked_scope()
    [answer] = answered([asked], scope)
    by, ways = asked_by(asked, scope)
    goes_on = asked.rows.answers(scope)
    return render_template(
        "centre/figures/show_figure.html",
        answer=answer,
        scope=scope,
        period=period(scope),
        told=told(scope),
        levels=[
            (figure_url(asked, replace(scope, region=code)), name_of(By.REGION, code))
            for code in levels(scope.region)
        ],
        lines=ten_years(asked, scope) if goes_on else [],
        is_money=asked.unit is Unit.MONEY,
        by=by,
        told_by=[(figure_url(asked, scope, by=way.value), BY_WORDS[way], way is by) for way in ways],
        parts=told_apart(asked, by, scope) if by and goes_on else [],
        most=MOST,
        target_year=scope.year if may_have_target(asked) and not scope.narrowed else None,
    )


def get_figure(name: str) -> Figure:
    """Raises: Missing."""
    if name not in FIGURES:
        raise Missing(f"figure {name}")
    return FIGURES[name]


def asked_by(figure: Figure, scope: Scope) -> tuple[By | None, list[By]]:
    """By what the address wants it told apart, or else the next level down, and by what it can be."""
    if isinstance(figure, Spread):
        return None, []
    ways = [by for by in ways_of(figure) if by not in scope.narrowed or _goes_deeper(by, scope)]
    asked = request.args.get("by", type=By)
    deeper = By.REGION if scope.region is None else DEEPER[By.COMPANY if scope.company_id else By.REGION]
    first = next((by for by in (asked, By.REGION, deeper, *ways) if by in ways), None)
    return first, ways


def ways_of(figure: Figure) -> list[By]:
    """By what its rows can be told apart."""
    return [by for by in figure.rows.source.told if figure.chapter in ONLY_IN.get(by, {figure.chapter})]


def _goes_deeper(by: By, scope: Scope) -> bool:
    return by is By.REGION and bool(scope.region) and next_level(scope.region) is not None


@dataclass(frozen=True)
class Row:
    """One part: the way to the figure narrowed to it, and to its rows."""

    name: str
    words: str
    url: str
    rows: str | None


def told_apart(figure: Figure, by: By, scope: Scope) -> list[Row]:
    return [
        Row(
            name_of(by, part.key, part.name),
            written(figure, part.value),
            figure_url(figure, scope.within(by, part.key)),
            way_to_rows(figure, scope.within(by, part.key)),
        )
        for part in parts(figure, by, scope)
    ]


def ten_years(figure: Figure, scope: Scope) -> list[Line]:
    """The whole years up to the one in which the days end, the newest first."""
    years = scope.ten_years
    known = counted([year.until.year for year in years], clock.today())
    found = zip(years, values([figure], years)[figure.name], strict=True)
    return [
        Line(
            period(year),
            int(value or 0),
            written(figure, value, recorded=year.until.year in known),
            words_of_year(figure, year, value, recorded=year.until.year in known),
            figure_url(figure, year),
        )
        for year, value in reversed(list(found))
    ]


def years_shown(scope: Scope) -> list[int]:
    years = {clock.today().year, scope.until.year, *list_years()}
    return sorted(years, reverse=True)[:YEARS_SHOWN]


def quarters(scope: Scope) -> list[tuple[str, object, bool]]:
    """Of the year in which the days begin: the way to each, its name, whether it is shown."""
    found = []
    for number, words in QUARTERS.items():
        year = scope.since.year
        since = date(year, 3 * number - 2, 1)
        until = date(year, 3 * number, 30 if number in (2, 3) else 31)
        narrowed = replace(scope, since=since, until=until)
        found.append((url(narrowed), words, narrowed == scope))
    return found


def url(scope: Scope) -> str:
    return url_for("centre.list_figures", **said(scope))


def kept(scope: Scope) -> dict[str, Any]:
    """What the page's own choices do not offer."""
    chosen = {"from", "to", "of_sector", "of_stage", "of_origin", "of_region"}
    return {name: value for name, value in said(scope).items() if name not in chosen}
