from enum import StrEnum

from flask_babel import lazy_gettext as _
from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from roadshow.foundation.db import Model, one_of
from roadshow.pitches.models import Pitch


class SlotKind(StrEnum):
    OPENING = "opening"
    PITCH = "pitch"
    BREAK = "break"
    TALKS = "talks"


KIND_WORDS = {
    SlotKind.OPENING: _("开场"),
    SlotKind.PITCH: _("项目路演"),
    SlotKind.BREAK: _("茶歇"),
    SlotKind.TALKS: _("自由对接"),
}


class Slot(Model):
    """One stretch of a roadshow's running order; ``begins`` and ``minutes`` count from the roadshow's start."""

    __tablename__ = "agenda_slot"
    __table_args__ = (
        UniqueConstraint("roadshow_id", "begins"),
        UniqueConstraint("pitch_id"),
        CheckConstraint("begins >= 0 AND minutes > 0", name="minutes_positive"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    roadshow_id: Mapped[int] = mapped_column(ForeignKey("programme_roadshow.id"))
    kind: Mapped[SlotKind] = mapped_column(one_of(SlotKind))
    begins: Mapped[int]
    minutes: Mapped[int]
    questions: Mapped[int] = mapped_column(default=0)  # of a pitch's minutes, those at its end
    title: Mapped[str] = mapped_column(String(200), default="")
    pitch_id: Mapped[int | None] = mapped_column(ForeignKey("pitches_pitch.id"))
    pitch: Mapped[Pitch | None] = relationship(lazy="joined")
