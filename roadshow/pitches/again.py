"""A withdrawn application is begun again, while its call is open and nothing was decided on it."""

from collections.abc import Collection
from datetime import datetime

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, and_, exists, not_, select

from roadshow.audit.models import Entry
from roadshow.foundation import clock
from roadshow.foundation.db import db, hold
from roadshow.foundation.errors import Refused

from .models import Pitch
from .places import keep_no_place
from .rules import call_fault
from .states import BEFORE_SCREENED, PitchState

DECIDED = frozenset(
    {"pitch.screened", "pitch.accepted", "pitch.waitlisted", "pitch.offered", "pitch.scheduled"}
)


def is_undecided() -> ColumnElement[bool]:
    """In a statement on applications: nothing was decided on it, and no code let it in.

    The trail tells, which nobody shortens, so applications that were withdrawn long ago are known too. Who has passed
    the formal check stays withdrawn: reviewers may have marked it, and an application that was changed must neither
    keep their marks nor escape them. So no review and no decision ever belongs to one that is begun again. A code lets
    in one application once.
    """
    decided = exists().where(Entry.thing == "pitch", Entry.thing_id == Pitch.id, Entry.what.in_(DECIDED))
    return and_(Pitch.late_code_id.is_(None), not_(decided))


def may_begin_again() -> ColumnElement[bool]:
    """In a statement on applications: it was withdrawn before anything was decided; its call may be over."""
    return and_(Pitch.state == PitchState.WITHDRAWN, is_undecided())


def taken_roadshows(pitches: Collection[Pitch]) -> set[int]:
    """Ids of the roadshows that a project with these applications cannot apply to (again); one statement, where any of
    them was withdrawn."""
    gone = [pitch.id for pitch in pitches if pitch.state is PitchState.WITHDRAWN]
    rows = select(Pitch.roadshow_id).where(Pitch.id.in_(gone), may_begin_again())
    return {pitch.roadshow_id for pitch in pitches} - set(db.session.scalars(rows) if gone else ())


def again_until(pitch: Pitch) -> datetime | None:
    """Until when its project may apply once more, if it is or were withdrawn now; None when it may not."""
    if pitch.state not in BEFORE_SCREENED | {PitchState.WITHDRAWN} or call_fault(pitch.roadshow, clock.now()):
        return None
    return pitch.roadshow.call_closes_at if _is_undecided(pitch) else None


def begin_again(pitch: Pitch) -> None:
    """A draft once more, of which only what was written stays. The caller has locked the roadshow and found its call
    open. Raises: Refused unless it was withdrawn before anything was decided."""
    hold(pitch)
    if pitch.state is not PitchState.WITHDRAWN or not _is_undecided(pitch):
        raise Refused(_("该项目已申请本场路演"), "project")
    pitch.state, pitch.made_at, pitch.submitted_at = PitchState.DRAFT, clock.now(), None
    pitch.reason, pitch.due_at, pitch.turn = "", None, None
    pitch.returned_at = pitch.returned = pitch.frozen = pitch.frozen_at = None
    pitch.contact_name = pitch.contact_phone = pitch.contact_email = pitch.entered_by = ""
    keep_no_place(pitch)


def _is_undecided(pitch: Pitch) -> bool:
    return db.session.scalar(select(Pitch.id).where(Pitch.id == pitch.id, is_undecided())) is not None
