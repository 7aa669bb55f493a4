"""Whether applications are read now."""

from flask_babel import lazy_gettext as _

from roadshow.foundation.errors import Refused
from roadshow.programme.models import Roadshow
from roadshow.programme.states import BEFORE_HELD

from .models import Setup
from .queries import get_setup


def get_open_setup(roadshow: Roadshow) -> Setup:
    """Raises: Refused once the reading is closed or the roadshow was held; Missing before it is set up."""
    setup = get_setup(roadshow.id)
    refuse_over(roadshow)
    if setup.closed_at is not None:
        raise Refused(_("评审已经截止"))
    return setup


def refuse_over(roadshow: Roadshow) -> None:
    """Raises: Refused once it was held or cancelled."""
    if roadshow.state not in BEFORE_HELD:
        raise Refused(_("这场路演“%(state)s”，不再评审", state=roadshow.state_words))
