from datetime import datetime
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from roadshow.foundation.db import CONSTRAINT_WORDS, Model, one_of
from roadshow.pitches.models import Pitch

CONSTRAINT_WORDS["uq_agenda_version_roadshow_id_number"] = _("情况刚刚变了。请刷新后再看。")


class SlotKind(StrEnum):
    OPENING = "opening"
    SPEECH = "speech"
    PITCH = "pitch"
    BREAK = "break"
    AWARDS = "awards"
    TALKS = "talks"


KIND_WORDS = {
    SlotKind.OPENING: _("开场"),
    SlotKind.SPEECH: _("致辞"),
    SlotKind.PITCH: _("项目路演"),
    SlotKind.BREAK: _("茶歇"),
    SlotKind.AWARDS: _("颁奖"),
    SlotKind.TALKS: _("自由对接"),
}


class Slot(Model):
    """One stretch of the published running order; ``begins`` and ``minutes`` count from the roadshow's start."""

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
    speaker: Mapped[str] = mapped_column(String(100), default="")
    pitch_id: Mapped[int | None] = mapped_column(ForeignKey("pitches_pitch.id"))
    pitch: Mapped[Pitch | None] = relationship(lazy="joined")


class Version(Model):
    """A running order after one edit, whole; the newest is the draft, those with ``published_at`` were made public.

    ``before`` is the version that undoing leads back to, 0 for the empty order, None when there is nothing to undo.
    """

    __tablename__ = "agenda_version"
    __table_args__ = (
        UniqueConstraint("roadshow_id", "number"),
        CheckConstraint("number > 0 AND before >= 0 AND before < number", name="numbered_upwards"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    roadshow_id: Mapped[int] = mapped_column(ForeignKey("programme_roadshow.id"))
    number: Mapped[int]
    before: Mapped[int | None]
    speech: Mapped[int]  # minutes of a pitch where nothing else is said
    questions: Mapped[int]
    buffer: Mapped[int]  # minutes between two pitches
    parts: Mapped[list[dict[str, Any]]] = mapped_column(JSON)  # as draft.Part, in their order
    what: Mapped[str] = mapped_column(String(60))  # a code of words.DID
    said: Mapped[dict[str, Any]] = mapped_column(JSON)  # what its sentence needs
    who_id: Mapped[int | None]
    who: Mapped[str] = mapped_column(String(100))
    made_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
