"""Of what an address asks a figure, the address that asks it, and how both are told."""

from typing import Any

from flask import request, url_for
from flask_babel import gettext as _

from roadshow.foundation import clock
from roadshow.foundation.errors import Missing, Refused
from roadshow.foundation.regions import region_code, region_name
from roadshow.foundation.sectors import SECTORS
from roadshow.foundation.stages import STAGES
from roadshow.programme.queries import get_roadshow
from roadshow.programme.spoken import english_names
from roadshow.projects.choices import KINDS, SOURCES
from roadshow.projects.queries import get_company
from roadshow.reports.figures.answers import FIGURES
from roadshow.reports.figures.figure import Figure, Listed
from roadshow.reports.figures.scope import BY_WORDS, By, Scope, whole_year
from roadshow.reports.figures.words import NAMES
from roadshow.web.addresses import LARGEST_ID
from roadshow.web.asked import asked_day, asked_words, asked_year
from roadshow.web.guards import way
from roadshow.web.words import days, known

from . import blueprint

WITHOUT = "none"  # rows that have no such thing
LISTS = {
    Listed.OUTCOMES: "centre.list_outcomes",
    Listed.ROADSHOWS: "centre.list_roadshows",
    Listed.PROJECTS: "centre.list_projects",
    Listed.INSTITUTIONS: "centre.list_institutions",
    Listed.INTERESTS: "centre.list_interests",
}
CODES = {By.SECTOR: SECTORS, By.STAGE: STAGES, By.ORIGIN: SOURCES, By.APPLICANT: KINDS}
NUMBERS = frozenset({By.ROADSHOW, By.COMPANY})
LOWEST = 6  # digits of a county


def asked_scope() -> Scope:
    """Days, or else a year, or else this one; nonsense narrows nothing."""
    year = whole_year(asked_year(otherwise=clock.today().year))
    ends = (asked_day("from") or year.since, asked_day("to") or year.until)
    narrow = {by.value: value for by in By if (value := _asked(by)) is not None}
    return Scope(min(ends), max(ends), **narrow)


def _asked(by: By) -> Any:
    word = asked_words(f"of_{by.value}")
    if not word:
        return None
    if word == WITHOUT:
        return 0 if by in NUMBERS else ""
    if by in NUMBERS:
        return int(word) if word.isdecimal() and word.isascii() and 0 < int(word) <= LARGEST_ID else None
    if by is By.REGION:
        return _region(word)
    return word if word in CODES.get(by, (word,)) else None


def _region(typed: str) -> str | None:
    """平湖, 330482, 3304, 33 → the digits that say it."""
    whole = typed.ljust(LOWEST, "0") if typed.isdecimal() and typed.isascii() else typed
    try:
        code = region_code(whole)
    except Refused:
        return None
    return code.removesuffix("00").removesuffix("00")


def said(scope: Scope) -> dict[str, Any]:
    """The query that ``asked_scope`` reads as this."""
    narrow = {f"of_{by.value}": value or WITHOUT for by, value in scope.narrowed.items()}
    return {"from": scope.since, "to": scope.until, **narrow}


def figure_url(figure: Figure, scope: Scope, **more: Any) -> str:
    return url_for("centre.show_figure", figure=figure.name, **said(scope), **more)


def rows_url(figure: Figure, scope: Scope) -> str:
    """The list of exactly the rows that it is made of."""
    return url_for(LISTS[figure.rows.source.lists], figure=figure.name, **said(scope))


def way_to_rows(figure: Figure, scope: Scope) -> str | None:
    """The same, for who may open it."""
    return way(LISTS[figure.rows.source.lists], figure=figure.name, **said(scope))


def period(scope: Scope) -> str:
    year = scope.year
    return _("%(year)d年", year=year) if year else days(scope.since, scope.until)


def told(scope: Scope) -> list[str]:
    """To what it is narrowed, in words."""
    return [name_of(by, value) for by, value in scope.narrowed.items()]


def name_of(by: By, key: Any, name: str = "") -> str:
    """One of those that rows are told apart by; ``name`` where it is known already."""
    if not key:
        return _("未注明%(what)s", what=BY_WORDS[by]) if by is not By.ROADSHOW else _("不来自路演")
    if by in CODES:
        return str(CODES[by].get(key, key))
    if by is By.REGION:
        return region_name(str(key).ljust(LOWEST, "0")) or str(key)
    if by in NUMBERS:
        return name or _named(by, key)
    if by is By.PLACE:
        return name or english_names([key]).get(key, key)
    return known(key)


def _named(by: By, number: int) -> str:
    try:
        return str(get_roadshow(number).spoken_title) if by is By.ROADSHOW else get_company(number).name
    except Missing:
        return str(number)


def behind(lists: Listed) -> Any:
    """The ids of the rows behind the figure that the address names, if this list has them."""
    figure, scope = _figure(), asked_scope()
    fits = figure is not None and figure.rows.source.lists is lists and figure.rows.answers(scope)
    return figure.behind(scope) if figure and fits else None


def _figure() -> Figure | None:
    return FIGURES.get(request.args.get("figure", ""))


@blueprint.app_template_global()
def figure_kept() -> dict[str, Any]:
    """What a list's filters keep of the figure whose rows it shows."""
    figure = _figure()
    return {"figure": figure.name, **said(asked_scope())} if figure else {}


@blueprint.app_template_global()
def figure_told() -> str:
    """Whose rows a list shows."""
    figure = _figure()
    if figure is None:
        return ""
    scope = asked_scope()
    return _("、").join([str(NAMES[figure.name]), period(scope), *told(scope)])
