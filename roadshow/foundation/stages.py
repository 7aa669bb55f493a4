"""Financing rounds, as the trade names them."""

from flask_babel import lazy_gettext as _

STAGES = {
    "seed": _("种子轮"),
    "angel": _("天使轮"),
    "pre_a": _("Pre-A轮"),
    "a": _("A轮"),
    "b": _("B轮"),
    "c": _("C轮及以后"),
    "pre_ipo": _("Pre-IPO"),
}
