from datetime import date, datetime
from enum import StrEnum

from flask_babel import lazy_gettext as _
from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from roadshow.accounts.models import Person
from roadshow.foundation.db import CONSTRAINT_WORDS, Model, one_of
from roadshow.pitches.models import Pitch
from roadshow.pitches.states import PitchState
from roadshow.programme.models import Roadshow

from .states import SheetState

CONSTRAINT_WORDS |= {
    "uq_screening_reviewer_roadshow_id_person_id": _("这位评委已在本场"),
    "uq_screening_sheet_pitch_id_person_id": _("这份申请已经分给这位评委"),
    "uq_screening_recusal_pitch_id_person_id": _("这位评委已经回避这份申请"),
    "uq_screening_decision_pitch_id": _("情况刚刚变了。请刷新后再看。"),
}


class ReviewerKind(StrEnum):
    TECHNICAL = "technical"
    VENTURE = "venture"
    POLICY = "policy"


KIND_WORDS = {
    ReviewerKind.TECHNICAL: _("技术专家"),
    ReviewerKind.VENTURE: _("投资专家"),
    ReviewerKind.POLICY: _("政策专家"),
}


class Setup(Model):
    """How the applications to one roadshow are read, and until when."""

    __tablename__ = "screening_setup"
    __table_args__ = (
        CheckConstraint("readers > 0", name="readers_positive"),
        CheckConstraint("notice_days >= 0", name="notice_not_negative"),
    )
    roadshow_id: Mapped[int] = mapped_column(ForeignKey("programme_roadshow.id"), primary_key=True)
    readers: Mapped[int]  # of each application
    blind: Mapped[bool]  # reviewers see neither firm nor people
    notice_days: Mapped[int]  # accepted names are public for so long; 0 for no notice
    due_on: Mapped[date | None]  # the day by which reviewers are asked to be done
    version: Mapped[int]  # of its rubric
    seed: Mapped[str] = mapped_column(
        String(32)
    )  # draws reviewers, and the order of what is alike to the last
    closed_at: Mapped[datetime | None]  # when the reading was closed
    roadshow: Mapped[Roadshow] = relationship(lazy="joined")


class Criterion(Model):
    """One line of a rubric; a changed rubric is a new version, the earlier ones stay."""

    __tablename__ = "screening_criterion"
    __table_args__ = (
        UniqueConstraint("roadshow_id", "version", "position"),
        CheckConstraint("weight BETWEEN 1 AND 100", name="weight_of_a_hundred"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    roadshow_id: Mapped[int] = mapped_column(ForeignKey("screening_setup.roadshow_id"))
    version: Mapped[int]
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(60))
    weight: Mapped[int]


class Expert(Model):
    """What is known of a person who reads for us."""

    __tablename__ = "screening_expert"
    person_id: Mapped[int] = mapped_column(ForeignKey("accounts_person.id"), primary_key=True)
    kind: Mapped[ReviewerKind] = mapped_column(one_of(ReviewerKind))
    fields: Mapped[list[str]] = mapped_column(JSON)  # codes of foundation.sectors


class Reviewer(Model):
    """A person who reads applications to one roadshow."""

    __tablename__ = "screening_reviewer"
    __table_args__ = (UniqueConstraint("roadshow_id", "person_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    roadshow_id: Mapped[int] = mapped_column(ForeignKey("programme_roadshow.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("accounts_person.id"), index=True)
    person: Mapped[Person] = relationship(lazy="joined")


class Sheet(Model):
    """One reviewer's marks of one application; ``number`` counts how often they were kept."""

    __tablename__ = "screening_sheet"
    __table_args__ = (
        UniqueConstraint("pitch_id", "person_id"),
        {"sqlite_autoincrement": True},  # a page that is open never keeps marks in another's sheet
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    pitch_id: Mapped[int] = mapped_column(ForeignKey("pitches_pitch.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("accounts_person.id"), index=True)
    state: Mapped[SheetState] = mapped_column(one_of(SheetState), default=SheetState.OPEN)
    points: Mapped[list[int | None]] = mapped_column(JSON, default=list)  # in the rubric's order
    note: Mapped[str] = mapped_column(Text, default="")  # to the organisers
    by_hand: Mapped[bool] = mapped_column(default=False)  # not drawn
    number: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime]
    handed_in_at: Mapped[datetime | None]
    pitch: Mapped[Pitch] = relationship(lazy="joined")
    person: Mapped[Person] = relationship(lazy="joined")

    @property
    def total(self) -> int:
        """Of a hundred."""
        return sum(points or 0 for points in self.points)


class Recusal(Model):
    """A reviewer who keeps away from one application, and why."""

    __tablename__ = "screening_recusal"
    __table_args__ = (UniqueConstraint("pitch_id", "person_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    pitch_id: Mapped[int] = mapped_column(ForeignKey("pitches_pitch.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("accounts_person.id"))
    reason: Mapped[str] = mapped_column(String(500))
    at: Mapped[datetime]
    person: Mapped[Person] = relationship(lazy="joined")


class Decision(Model):
    """What is to become of an application; its applicant learns of it when it is sent.

    ``act`` tells which act it came with, counted up in its roadshow; ``turn`` is the place on the waitlist.
    """

    __tablename__ = "screening_decision"
    __table_args__ = (
        Index(
            "uq_screening_decision_pitch_id",
            "pitch_id",
            unique=True,
            sqlite_where=text("sent_at IS NULL"),
            postgresql_where=text("sent_at IS NULL"),
        ),
        Index("ix_screening_decision_pitch_id", "pitch_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    pitch_id: Mapped[int] = mapped_column(ForeignKey("pitches_pitch.id"))
    to: Mapped[PitchState] = mapped_column(one_of(PitchState))
    turn: Mapped[int | None]
    reason: Mapped[str] = mapped_column(String(500), default="")
    act: Mapped[int]
    by_id: Mapped[int | None]
    by: Mapped[str] = mapped_column(String(100))
    made_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    shown_until: Mapped[datetime | None]  # end of the public notice of one that was accepted
    pitch: Mapped[Pitch] = relationship(lazy="joined")

    @property
    def state(self) -> PitchState:
        """Of the application now."""
        return self.pitch.state
