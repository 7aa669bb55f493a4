"""Whether the year of a file is known or was confirmed before its rows come in."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _

from roadshow.foundation.actor import Actor
from roadshow.foundation.errors import Refused

from .file_year import year_of
from .ledger import Ledger, check_year
from .models import Upload


def may_check(kept: Upload, actor: Actor) -> bool:
    """Whoever imported a ledger does not check it."""
    return kept.uploaded_by_id is None or kept.uploaded_by_id != actor.id


def stated_year(kept: Upload, ledger: Ledger | None) -> int:
    """Raises: Refused when none is stated, or one that no ledger can be of."""
    stated = ledger.file_year if ledger else year_of(kept.name, (), ())
    if stated.year is None:
        raise Refused(
            _("看不出是哪一年度的，请填写年度") if ledger else _("文件较大，文件名没有写明年度，请填写年度"),
            "year",
        )
    check_year(stated.year)
    return stated.year


def refuse_doubts(doubts: Iterable[object], *, sure: bool) -> None:
    """Raises: Refused when the file disagrees with the year and nobody confirmed that."""
    if not sure and (said := str(_("；")).join(map(str, doubts))):
        raise Refused(_("%(doubts)s；请核对年度，确实如此请确认", doubts=said), "year")


def refuse_unsure(kept: Upload, doubts: Iterable[object], sheets: Iterable[str]) -> None:
    refuse_doubts(doubts, sure=bool(kept.sure.get("year")))
    if unsure := [sheet for sheet in sheets if sheet not in kept.sure.get("sheets", ())]:
        raise Refused(_("请先确认年度：%(sheets)s", sheets=str(_("、")).join(unsure)), "year")
