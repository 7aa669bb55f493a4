"""Why a roadshow and an institution fit, as ``investors/fitting.py`` and the guest list keep it, in words."""

from collections.abc import Callable, Iterable

from flask import Flask
from flask_babel import gettext as _
from flask_babel import ngettext

from roadshow.foundation.regions import region_name

from .words import in_a_row, sector, stage

SAY: dict[str, Callable[[list[str]], str]] = {
    "sector": lambda codes: _("领域相符：%(which)s", which=in_a_row(map(sector, codes))),
    "any_sector": lambda _none: _("不限领域"),
    "ticket": lambda _none: _("融资金额在单笔范围内"),
    "stage": lambda codes: _("阶段相符：%(which)s", which=in_a_row(map(stage, codes))),
    "region": lambda codes: _("地区相符：%(which)s", which=in_a_row(map(region_name, codes))),
    "came": lambda counts: ngettext("来过%(num)d场路演", "来过%(num)d场路演", int(counts[0])),
}


def reasons(codes: Iterable[str]) -> list[str]:
    """``sector:energy``, ``sector:materials`` → 领域相符：新能源与节能、新材料; one sentence of each kind."""
    kinds = dict[str, list[str]]()
    for code in codes:
        kind, _colon, what = code.partition(":")
        kinds.setdefault(kind, []).append(what)
    return [SAY[kind](found) for kind, found in kinds.items()]


def init_app(app: Flask) -> None:
    app.add_template_filter(reasons)
