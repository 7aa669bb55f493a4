"""Which rows of the ledger an address names, and the address that names these rows."""

from typing import Any

from flask import request, url_for
from flask_babel import lazy_gettext as _

from roadshow.foundation.sectors import SECTORS
from roadshow.outcomes.queries import Wanted
from roadshow.outcomes.states import Kind, RowState, ThreadStep
from roadshow.programme.queries import get_roadshow
from roadshow.reports.figures.figure import Listed
from roadshow.web.asked import asked_id, asked_words, asked_year
from roadshow.web.words import known, stage

from .scopes import WITHOUT, behind, figure_kept

DECEMBER = 12
NAMED = {"roadshow_id": "roadshow", "text": "q"}  # what an address calls them


def asked_for() -> Wanted:
    """Nonsense filters nothing."""
    args = request.args
    return Wanted(
        year=asked_year(),
        since=asked_year("since"),
        until=asked_year("until"),
        month=_month(),
        sector=asked_field(),
        stage=_word("stage"),
        kind=args.get("kind", type=Kind),
        step=args.get("step", type=ThreadStep),
        state=args.get("state", type=RowState),
        plan=asked_words("plan") or None,
        category=asked_words("category") or None,
        roadshow_id=0 if args.get("roadshow") == WITHOUT else asked_id("roadshow"),
        seen_at=asked_id("seen_at"),
        industrialised=True if args.get("industrialised") else None,
        running=True if args.get("running") else None,
        among=behind(Listed.OUTCOMES),
        off_site=True if args.get("off_site") else None,
        text=asked_words("q") or None,
    )


def address_of(wanted: Wanted) -> str:
    """The list of these rows."""
    return url_for("centre.list_outcomes", **said(wanted))


def said(wanted: Wanted) -> dict[str, Any]:
    """The query that ``asked_for`` reads as these rows."""
    asked = {
        NAMED.get(name, name): value
        for name, value in vars(wanted).items()
        if value is not None and name not in ("in_force", "project_id", "company_id", "among")
    }
    without = {
        name: WITHOUT
        for name in ("month", "sector", "stage", "roadshow")
        if name in asked and not asked[name]
    }
    flags = {name: 1 for name in ("industrialised", "running", "off_site") if name in asked}
    return asked | without | flags | (figure_kept() if wanted.among is not None else {})


def told(wanted: Wanted) -> list[object]:
    """In words, what the list's own choices do not show."""
    words: list[object] = []
    if wanted.since is not None or wanted.until is not None:
        words.append(f"{wanted.since or ''}–{wanted.until or ''}")
    if wanted.stage is not None:
        words.append(stage(wanted.stage) or _("未注明阶段"))
    if wanted.roadshow_id is not None:
        words.append(get_roadshow(wanted.roadshow_id).spoken_title if wanted.roadshow_id else _("不来自路演"))
    if wanted.seen_at is not None:
        words.append(_("与“%(title)s”有关", title=get_roadshow(wanted.seen_at).spoken_title))
    return words + [known(word) for word in (wanted.plan, wanted.category) if word]


def asked_field() -> str | None:
    """A field's code; empty for what has none."""
    code = request.args.get("sector")
    return "" if code == WITHOUT else code if code in SECTORS else None


def _word(name: str) -> str | None:
    word = asked_words(name)
    return "" if word == WITHOUT else word or None


def _month() -> int | None:
    if request.args.get("month") == WITHOUT:
        return 0
    month = request.args.get("month", type=int)
    return month if month is not None and 1 <= month <= DECEMBER else None
