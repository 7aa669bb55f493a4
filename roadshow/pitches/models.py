from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from roadshow.foundation.db import CONSTRAINT_WORDS, Model, one_of
from roadshow.programme.models import Roadshow
from roadshow.projects.models import Project

from .states import PitchState

CONSTRAINT_WORDS["uq_pitches_pitch_roadshow_id_project_id"] = _("该项目已申请本场路演")


class Pitch(Model):
    """One project at one roadshow, from application to stage; it may apply to others again."""

    __tablename__ = "pitches_pitch"
    __table_args__ = (UniqueConstraint("roadshow_id", "project_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    roadshow_id: Mapped[int] = mapped_column(ForeignKey("programme_roadshow.id"))
    project_id: Mapped[int] = mapped_column(ForeignKey("projects_project.id"), index=True)
    state: Mapped[PitchState] = mapped_column(one_of(PitchState), default=PitchState.DRAFT)
    message: Mapped[str] = mapped_column(Text, default="")  # of the applicant
    reason: Mapped[str] = mapped_column(
        String(500), default=""
    )  # why returned or declined, as the applicant reads it
    due_at: Mapped[datetime | None]  # until then what was returned may be handed in again
    made_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    frozen: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))  # a ``Snapshot`` as kept
    frozen_at: Mapped[datetime | None]
    roadshow: Mapped[Roadshow] = relationship(lazy="joined")
    project: Mapped[Project] = relationship(lazy="joined")

    @property
    def is_frozen(self) -> bool:
        """Whether what was handed in stands apart from the project: a copy made before the call's last end, or before
        it was handed in again, is one of something else."""
        closed_at, handed_in_at = self.roadshow.call_closes_at, self.submitted_at
        if self.frozen_at is None or closed_at is None or handed_in_at is None:
            return False
        return self.frozen_at >= max(closed_at, handed_in_at)
