from datetime import datetime

from flask_babel import lazy_gettext as _
from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from roadshow.foundation.db import CONSTRAINT_WORDS, Model, one_of
from roadshow.programme.models import Roadshow
from roadshow.projects.models import Project

from .states import PitchState

CONSTRAINT_WORDS["uq_pitches_pitch_roadshow_id_project_id"] = _("该项目已申请本场路演")


class Pitch(Model):
    """One project at one roadshow, from application to stage; it may apply to others again."""

    __tablename__ = "pitches_pitch"
    __table_args__ = (
        UniqueConstraint("roadshow_id", "project_id"),
        Index("ix_pitches_pitch_confirm_by_at", "confirm_by_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    roadshow_id: Mapped[int] = mapped_column(ForeignKey("programme_roadshow.id"))
    project_id: Mapped[int] = mapped_column(ForeignKey("projects_project.id"), index=True)
    state: Mapped[PitchState] = mapped_column(one_of(PitchState), default=PitchState.DRAFT)
    message: Mapped[str] = mapped_column(Text, default="")  # of the applicant
    reason: Mapped[str] = mapped_column(
        String(500), default=""
    )  # why returned or declined, as the applicant reads it
    due_at: Mapped[datetime | None]  # until then what was returned may be handed in again
    turn: Mapped[int | None]  # on the waiting list, the lowest first
    confirm_by_at: Mapped[
        datetime | None
    ]  # until then who was accepted confirms; without it nobody waits for that
    remind_at: Mapped[datetime | None]  # when a letter reminds of it, until it is written
    confirmed_at: Mapped[datetime | None]
    made_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    roadshow: Mapped[Roadshow] = relationship(lazy="joined")
    project: Mapped[Project] = relationship(lazy="joined")
