"""Which applications a reviewer has not handed in marks of."""

from collections.abc import Collection

from sqlalchemy import select

from roadshow.foundation.db import db
from roadshow.pitches.models import Pitch
from roadshow.pitches.snapshots import WHOLE

from .models import Decision, Sheet
from .states import SheetState


def list_unread(roadshow_id: int) -> list[Pitch]:
    """The applications whose decision waits to be sent though a reviewer has not handed in their sheet."""
    open_sheets = select(Sheet.pitch_id).where(Sheet.state != SheetState.HANDED_IN)
    rows = select(Pitch).join(Decision, Decision.pitch_id == Pitch.id).options(*WHOLE)
    rows = rows.where(Pitch.roadshow_id == roadshow_id, Decision.sent_at.is_(None), Pitch.id.in_(open_sheets))
    return list(db.session.scalars(rows.order_by(Pitch.submitted_at, Pitch.id)))


def unread_among(pitch_ids: Collection[int]) -> set[int]:
    """Those of these applications that a reviewer has not handed in their sheet of."""
    rows = select(Sheet.pitch_id).where(Sheet.pitch_id.in_(pitch_ids), Sheet.state != SheetState.HANDED_IN)
    return set(db.session.scalars(rows))
