"""The public notice of the accepted projects, before a roadshow's list of speakers is final."""

from datetime import date, timedelta

from sqlalchemy import func, select

from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.pitches.models import Pitch
from roadshow.pitches.states import ON_STAGE
from roadshow.projects.models import Project

from .models import Decision


def list_selected(roadshow_id: int) -> list[Pitch]:
    """The accepted projects whose public notice runs, by name."""
    shown = select(Decision.pitch_id).where(Decision.shown_until > clock.now())
    rows = select(Pitch).join(Pitch.project).where(Pitch.roadshow_id == roadshow_id, Pitch.id.in_(shown))
    rows = rows.where(Pitch.state.in_(ON_STAGE)).order_by(Project.name, Pitch.id)
    return list(db.session.scalars(rows))


def find_last_notice_day(roadshow_id: int) -> date | None:
    """The last day of its public notices; None when none runs."""
    rows = select(func.max(Decision.shown_until)).join(Decision.pitch)
    rows = rows.where(Pitch.roadshow_id == roadshow_id, Pitch.state.in_(ON_STAGE))
    until = db.session.scalar(rows.where(Decision.shown_until > clock.now()))
    return None if until is None else clock.local(until).date() - timedelta(days=1)
