from datetime import datetime
from enum import StrEnum

from flask_babel import lazy_gettext as _
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from roadshow.foundation.db import CONSTRAINT_WORDS, Model, one_of
from roadshow.investors.models import Institution
from roadshow.programme.models import Roadshow
from roadshow.projects.models import Project

from .states import Reason, Share, Side, TalkState, Venue

CONSTRAINT_WORDS["ux_meetings_talk_open"] = _("同事刚刚已经答复，请刷新后再看")
CONSTRAINT_WORDS["uq_meetings_interest_institution_id_project_id"] = _(
    "同事刚刚登记了对这个项目的意向，请刷新后再看"
)


class InterestLevel(StrEnum):
    """What an institution would like with a project, the weakest first."""

    FOLLOW = "follow"
    TALK = "talk"
    INVEST = "invest"


LEVEL_WORDS = {
    InterestLevel.FOLLOW: _("关注"),
    InterestLevel.TALK: _("希望约谈"),
    InterestLevel.INVEST: _("意向投资"),
}
STRENGTH: dict[InterestLevel | None, int] = {
    level: number for number, level in enumerate((None, *InterestLevel))
}
TOLD = (InterestLevel.TALK, InterestLevel.INVEST)
"""Of these the project's owners learn whose they are; who only follows a project is counted."""


class Saying:
    """An interest as somebody said it, at a roadshow; ``level`` is None where it was taken back. Amounts in fen."""

    level: Mapped[InterestLevel | None] = mapped_column(one_of(InterestLevel))
    low_fen: Mapped[int | None] = mapped_column(BigInteger)
    high_fen: Mapped[int | None] = mapped_column(BigInteger)
    roadshow_id: Mapped[int] = mapped_column(ForeignKey("programme_roadshow.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("accounts_person.id"))
    by: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime]
    # for the project's owners, only with an interest that they are told of; older rows have no ``shares``
    job_title: Mapped[str] = mapped_column(String(50), default="")
    message: Mapped[str] = mapped_column(String(500), default="")
    shares: Mapped[Share | None] = mapped_column(one_of(Share))


def _sound() -> tuple[CheckConstraint, ...]:
    """A range stands with an intent to invest and nowhere else, and is one."""
    invests = "level IS NOT NULL AND level = 'invest'"
    return (
        CheckConstraint(f"({invests}) = (low_fen IS NOT NULL)", name="range_of_an_investment"),
        CheckConstraint("(low_fen IS NULL) = (high_fen IS NULL)", name="range_has_both_ends"),
        CheckConstraint("low_fen > 0 AND low_fen <= high_fen", name="range_rises"),
    )


class Interest(Saying, Model):
    """What an institution would like with a project now, wherever it was said; one row for both, ever."""

    __tablename__ = "meetings_interest"
    __table_args__ = (
        UniqueConstraint("institution_id", "project_id"),
        Index("ix_meetings_interest_project_id", "project_id"),
        *_sound(),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    institution_id: Mapped[int] = mapped_column(ForeignKey("investors_institution.id"))
    project_id: Mapped[int] = mapped_column(ForeignKey("projects_project.id"))
    institution: Mapped[Institution] = relationship(lazy="joined")
    project: Mapped[Project] = relationship(lazy="joined")
    roadshow: Mapped[Roadshow] = relationship(lazy="joined")
    talks: Mapped[list["Talk"]] = relationship(order_by="Talk.id", viewonly=True)

    @property
    def talk(self) -> "Talk | None":
        """The latest one."""
        return self.talks[-1] if self.talks else None


class Said(Saying, Model):
    """One time that it was said, changed or taken back; never changed. The last one is what the interest is."""

    __tablename__ = "meetings_said"
    __table_args__ = _sound()
    id: Mapped[int] = mapped_column(primary_key=True)
    interest_id: Mapped[int] = mapped_column(ForeignKey("meetings_interest.id"), index=True)
    roadshow: Mapped[Roadshow] = relationship(lazy="joined")


class Note(Model):
    """What somebody wrote on a project for their colleagues; nobody else reads it."""

    __tablename__ = "meetings_note"
    __table_args__ = (
        Index("ix_meetings_note_institution_id_project_id", "institution_id", "project_id"),
        {"sqlite_autoincrement": True},  # a page that is open never changes another's note
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    institution_id: Mapped[int] = mapped_column(ForeignKey("investors_institution.id"))
    project_id: Mapped[int] = mapped_column(ForeignKey("projects_project.id"))
    text: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int] = mapped_column(ForeignKey("accounts_person.id"))
    by: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime]
    changed_at: Mapped[datetime | None]
    project: Mapped[Project] = relationship()


class PassedOn(Model):
    """A project's contact was shown to somebody of an institution; never changed."""

    __tablename__ = "meetings_passed_on"
    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects_project.id"), index=True)
    institution_id: Mapped[int] = mapped_column(ForeignKey("investors_institution.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("accounts_person.id"))
    by: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime]
    institution: Mapped[Institution] = relationship(lazy="joined")


class Talk(Model):
    """One conversation between an institution and a project, which answers an interest.

    Times on offer wait for ``waits_for``; they may be offered while another time is agreed, which then holds until
    the other side picks a new one. ``sequence`` counts the changes that a calendar shows.
    """

    __tablename__ = "meetings_talk"
    __table_args__ = (
        UniqueConstraint("uid"),
        Index(
            "ux_meetings_talk_open",
            "interest_id",
            unique=True,
            sqlite_where=text("state IN ('proposed', 'agreed')"),
            postgresql_where=text("state IN ('proposed', 'agreed')"),
        ),
        Index("ix_meetings_talk_interest_id", "interest_id"),
        CheckConstraint("state <> 'agreed' OR starts_at IS NOT NULL", name="agreed_has_a_time"),
        CheckConstraint("state <> 'proposed' OR waits_for IS NOT NULL", name="proposed_waits_for_a_side"),
        CheckConstraint(
            "waits_for IS NULL OR state IN ('proposed', 'agreed')", name="ended_waits_for_nobody"
        ),
        CheckConstraint("(state = 'declined') = (reason IS NOT NULL)", name="declined_has_a_reason"),
        CheckConstraint("(starts_at IS NULL) = (ends_at IS NULL)", name="has_both_ends"),
        CheckConstraint("(starts_at IS NULL) = (venue IS NULL)", name="agreed_has_a_venue"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(36))
    interest_id: Mapped[int] = mapped_column(ForeignKey("meetings_interest.id"))
    state: Mapped[TalkState] = mapped_column(one_of(TalkState))
    waits_for: Mapped[Side | None] = mapped_column(one_of(Side))
    offered_venue: Mapped[Venue | None] = mapped_column(one_of(Venue))
    offered_place: Mapped[str] = mapped_column(String(300), default="")
    offered_minutes: Mapped[int | None]
    venue: Mapped[Venue | None] = mapped_column(one_of(Venue))
    place: Mapped[str] = mapped_column(String(300), default="")
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    reason: Mapped[Reason | None] = mapped_column(one_of(Reason))
    message: Mapped[str] = mapped_column(String(500), default="")  # to the other side, with the last step
    owner_id: Mapped[int] = mapped_column(
        ForeignKey("accounts_person.id"), index=True
    )  # acts for the project
    asker_id: Mapped[int] = mapped_column(ForeignKey("accounts_person.id"), index=True)  # for the institution
    sequence: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(String(100))
    interest: Mapped[Interest] = relationship(lazy="joined")
    times: Mapped[list["TalkTime"]] = relationship(
        lazy="selectin", order_by="TalkTime.number", cascade="all, delete-orphan"
    )


class TalkTime(Model):
    """A time on offer, one of at most three."""

    __tablename__ = "meetings_talk_time"
    __table_args__ = (
        UniqueConstraint("talk_id", "number"),
        CheckConstraint("number BETWEEN 1 AND 3", name="one_of_three"),
        {"sqlite_autoincrement": True},  # a page that is open never picks a time that was offered later
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    talk_id: Mapped[int] = mapped_column(ForeignKey("meetings_talk.id"))
    number: Mapped[int]
    starts_at: Mapped[datetime]
