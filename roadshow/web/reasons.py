"""Why a roadshow and an institution fit, as ``investors/fitting.py`` and the guest list keep it, in words."""

from collections.abc import Callable

from flask import Flask
from flask_babel import gettext as _
from flask_babel import ngettext

from roadshow.foundation.regions import region_name

from .words import sector, stage

SAY: dict[str, Callable[[str], str]] = {
    "sector": lambda code: _("领域相符：%(sector)s", sector=sector(code)),
    "any_sector": lambda _code: _("不限领域"),
    "ticket": lambda _code: _("融资金额在单笔范围内"),
    "stage": lambda code: _("阶段相符：%(stage)s", stage=stage(code)),
    "region": lambda code: _("地区相符：%(region)s", region=region_name(code)),
    "came": lambda count: ngettext("来过%(num)d场路演", "来过%(num)d场路演", int(count)),
}


def reason(code: str) -> str:
    """``sector:energy`` → 领域相符：新能源与节能."""
    kind, _colon, what = code.partition(":")
    return SAY[kind](what)


def init_app(app: Flask) -> None:
    app.add_template_filter(reason)
