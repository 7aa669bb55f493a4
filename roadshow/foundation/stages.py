"""How far a project is financed: by its last round, as the trade names it."""

from flask_babel import lazy_gettext as _

STAGES = {
    "none": _("尚未融资"),
    "seed": _("种子轮"),
    "angel": _("天使轮"),
    "pre_a": _("Pre-A轮"),
    "a": _("A轮"),
    "b": _("B轮"),
    "c": _("C轮及以后"),
    "pre_ipo": _("Pre-IPO"),
}
ROUNDS = {code: words for code, words in STAGES.items() if code != "none"}
