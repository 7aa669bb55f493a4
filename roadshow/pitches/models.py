from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from roadshow.foundation.db import CONSTRAINT_WORDS, Model, one_of
from roadshow.foundation.text import Bilingual
from roadshow.programme.models import Roadshow
from roadshow.projects.models import Project
from roadshow.projects.snapshot import Snapshot, brief_of, read_brief

from .states import PitchState, QuestionKind

CONSTRAINT_WORDS |= {
    "uq_pitches_pitch_roadshow_id_project_id": _("该项目已申请本场路演"),
    "uq_pitches_pitch_late_code_id": _("这个补报码已经用过"),
}


def options_of(choices: str) -> list[Bilingual]:
    """甲 | A → what a reader of either language reads."""
    lines = [[part.strip() for part in line.split("|", 1)] for line in choices.splitlines()]
    return [Bilingual.of(line[0], line[-1]) for line in lines]


class Question(Model):
    """What a call asks beside the project's form. ``choices``: one a line, its English after a bar."""

    __tablename__ = "pitches_question"
    __table_args__ = (UniqueConstraint("roadshow_id", "position"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    roadshow_id: Mapped[int] = mapped_column(ForeignKey("programme_roadshow.id"))
    position: Mapped[int]
    kind: Mapped[QuestionKind] = mapped_column(one_of(QuestionKind))
    words: Mapped[str] = mapped_column(String(200))
    words_en: Mapped[str] = mapped_column(String(200))
    choices: Mapped[str] = mapped_column(Text)
    needed: Mapped[bool]

    @property
    def spoken(self) -> Bilingual:
        return Bilingual.of(self.words, self.words_en)

    @property
    def options(self) -> list[Bilingual]:
        """What may be chosen; its Chinese is what an answer keeps."""
        return options_of(self.choices)


class LateCode(Model):
    """With it one project may apply after the close, until ``ends_at``; the application names it."""

    __tablename__ = "pitches_late_code"
    __table_args__ = (UniqueConstraint("code"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    roadshow_id: Mapped[int] = mapped_column(ForeignKey("programme_roadshow.id"), index=True)
    code: Mapped[str] = mapped_column(String(10))
    for_whom: Mapped[str] = mapped_column(String(100))
    ends_at: Mapped[datetime]
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(String(100))


class Pitch(Model):
    """One project at one roadshow, from application to stage; it may apply to others again."""

    __tablename__ = "pitches_pitch"
    __table_args__ = (
        UniqueConstraint("roadshow_id", "project_id"),
        Index("ix_pitches_pitch_confirm_by_at", "confirm_by_at"),
        Index("uq_pitches_pitch_late_code_id", "late_code_id", unique=True),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    roadshow_id: Mapped[int] = mapped_column(ForeignKey("programme_roadshow.id"))
    project_id: Mapped[int] = mapped_column(ForeignKey("projects_project.id"), index=True)
    state: Mapped[PitchState] = mapped_column(one_of(PitchState), default=PitchState.DRAFT)
    message: Mapped[str] = mapped_column(Text, default="")  # of the applicant
    answers: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))  # question's id → words
    contact_name: Mapped[str] = mapped_column(String(100), default="")  # of one that the centre typed in
    contact_phone: Mapped[str] = mapped_column(String(20), default="")
    contact_email: Mapped[str] = mapped_column(String(254), default="")
    entered_by: Mapped[str] = mapped_column(String(100), default="")
    late_code_id: Mapped[
        int | None
    ]  # of what was let in after the close; no key, for SQLite adds none to a table
    reason: Mapped[str] = mapped_column(
        String(500), default=""
    )  # why returned or declined, as the applicant reads it
    due_at: Mapped[datetime | None]  # until then what was returned may be handed in again
    returned_at: Mapped[datetime | None]
    returned: Mapped[dict[str, Any] | None] = mapped_column(
        JSON(none_as_null=True), deferred=True
    )  # what it said then, as ``corrections`` keeps it
    turn: Mapped[int | None]  # on the waitlist, the lowest first
    confirm_by_at: Mapped[
        datetime | None
    ]  # until then who was accepted confirms; without it nobody waits for that
    remind_at: Mapped[datetime | None]  # when a letter reminds of it, until it is written
    confirmed_at: Mapped[datetime | None]
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

    @property
    def is_corrected(self) -> bool:
        """Whether it was handed in again after it was returned."""
        times = self.returned_at, self.submitted_at
        return times[0] is not None and times[1] is not None and times[0] <= times[1]

    @property
    def brief(self) -> Snapshot:
        """What it says of its project and firm without their form, for a list: it asks the database nothing."""
        return read_brief(self.frozen) if self.frozen and self.is_frozen else brief_of(self.project)
