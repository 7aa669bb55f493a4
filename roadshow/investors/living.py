"""An institution that a page showed may have been merged by the time that somebody acts for it."""

from flask_babel import lazy_gettext as _

from roadshow.foundation.db import hold

from .models import Institution
from .queries import find_kept
from .states import InstitutionState

BY_MERGER = {"institution.merged": _("合并了两家机构")}
"""What overtakes whoever began from the page of the other one, as ``refuse_overtaken`` asks for it."""


def hold_living(institution: Institution) -> Institution:
    """Lock the one that it is now: this one, or the one that it was merged into."""
    held = hold(institution)
    kept = find_kept(held.id) if held.state is InstitutionState.MERGED else None
    return held if kept is None else hold_living(kept)
