"""An institution that a page showed may have been merged by the time that somebody acts for it."""

from roadshow.foundation.db import hold

from .models import Institution
from .queries import find_kept
from .states import InstitutionState


def hold_living(institution: Institution) -> Institution:
    """Lock the one that it is now: this one, or the one that it was merged into."""
    held = hold(institution)
    kept = find_kept(held.id) if held.state is InstitutionState.MERGED else None
    return held if kept is None else hold_living(kept)
