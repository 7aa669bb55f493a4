"""What is done about a project after its roadshow, and about each deal: by whom, until when; and who introduced whom.

How far a deal has come, the ledger says and nothing here.
"""

from datetime import date, datetime
from enum import StrEnum

from flask_babel import lazy_gettext as _
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from roadshow.accounts.models import Person
from roadshow.foundation.db import CONSTRAINT_WORDS, Model, one_of
from roadshow.investors.models import Institution
from roadshow.programme.models import Roadshow
from roadshow.projects.models import Company, Project

from .models import Thread
from .states import STEP_WORDS, Kind, ThreadStep

CONSTRAINT_WORDS |= {
    "uq_outcomes_pursuit_thread_id": _("同事刚刚在跟进这一笔，请刷新后再看"),
    "uq_outcomes_pursuit_project_id": _("同事刚刚在跟进这个项目，请刷新后再看"),
    "uq_outcomes_introduction_project_id_whom_key": _("同事刚刚登记了这家机构的引荐，请刷新后再看"),
    "uq_outcomes_introduction_company_id_whom_key": _("同事刚刚登记了这家机构的引荐，请刷新后再看"),
}


class Lane(StrEnum):
    """Where a card of the board stands: a project that has no deal yet, or by the latest step of its deal."""

    WAITING = "waiting"
    INTENT = ThreadStep.INTENT.value
    SIGNED = ThreadStep.SIGNED.value
    PAID = ThreadStep.PAID.value
    POOLED = ThreadStep.POOLED.value
    CREDITED = ThreadStep.CREDITED.value
    LENT = ThreadStep.LENT.value
    REPAID = ThreadStep.REPAID.value
    DROPPED = ThreadStep.DROPPED.value


LANE_WORDS = {lane: STEP_WORDS[ThreadStep(lane.value)] for lane in Lane if lane is not Lane.WAITING} | {
    Lane.WAITING: _("路演后待跟进")
}
LANES = {
    Kind.INVESTMENT: (Lane.WAITING, Lane.INTENT, Lane.SIGNED, Lane.PAID, Lane.DROPPED),
    Kind.LOAN: (Lane.POOLED, Lane.CREDITED, Lane.LENT, Lane.REPAID, Lane.DROPPED),
}


class Ending(StrEnum):
    """Why a deal, or a project without one, is pursued no more; the words beside it say the rest."""

    NO_INTEREST = "no_interest"
    TERMS = "terms"
    DILIGENCE = "diligence"
    FINANCED = "financed"
    ELSEWHERE = "elsewhere"
    STOPPED = "stopped"
    OTHER = "other"


ENDING_WORDS = {
    Ending.NO_INTEREST: _("机构没有意向"),
    Ending.TERMS: _("条件没有谈拢"),
    Ending.DILIGENCE: _("尽调没有通过"),
    Ending.FINANCED: _("已由其他机构投资"),
    Ending.ELSEWHERE: _("项目落户外地"),
    Ending.STOPPED: _("项目停止或转向"),
    Ending.OTHER: _("其他原因"),
}


class Pursuit(Model):
    """Of one deal, or of a project that has none yet. A project's goes on for its deals until one has its own.

    ``remind_on``: the day of the letter to its owner, until that is written. ``moved_on``: when somebody last did
    something here. ``ending`` is of the end that the ledger (of a deal) or ``ended_at`` (of a project) tells of.
    """

    __tablename__ = "outcomes_pursuit"
    __table_args__ = (
        UniqueConstraint("thread_id"),
        Index(
            "uq_outcomes_pursuit_project_id",
            "project_id",
            unique=True,
            sqlite_where=text("thread_id IS NULL"),
            postgresql_where=text("thread_id IS NULL"),
        ),
        CheckConstraint("thread_id IS NOT NULL OR project_id IS NOT NULL", name="of_something"),
        CheckConstraint("ended_at IS NULL OR thread_id IS NULL", name="a_deal_ends_in_the_ledger"),
        Index("ix_outcomes_pursuit_owner_id", "owner_id", "next_on"),
        Index("ix_outcomes_pursuit_remind_on", "remind_on"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("outcomes_thread.id"))
    project_id: Mapped[int | None] = mapped_column(ForeignKey("projects_project.id"))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_person.id"))
    next_on: Mapped[date | None]
    next_what: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    remind_on: Mapped[date | None]
    moved_on: Mapped[date]
    ending: Mapped[Ending | None] = mapped_column(one_of(Ending))
    why: Mapped[str] = mapped_column(String(500), default="")
    ended_at: Mapped[datetime | None]
    thread: Mapped[Thread | None] = relationship()
    project: Mapped[Project | None] = relationship()
    owner: Mapped[Person | None] = relationship()


class Introduction(Model):
    """``by`` (an institution, somebody of one, a colleague, a roadshow) introduced ``whom`` to a project or a firm.

    Names as they were typed; the ids are of what they name, where it is known.
    """

    __tablename__ = "outcomes_introduction"
    __table_args__ = (
        UniqueConstraint("project_id", "whom_key"),
        UniqueConstraint("company_id", "whom_key"),
        CheckConstraint("(project_id IS NULL) <> (company_id IS NULL)", name="to_one"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("projects_project.id"))
    company_id: Mapped[int | None] = mapped_column(ForeignKey("projects_company.id"))
    whom: Mapped[str] = mapped_column(String(200))
    whom_key: Mapped[str] = mapped_column(String(200))
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("investors_institution.id"), index=True)
    by: Mapped[str] = mapped_column(String(200))
    by_institution_id: Mapped[int | None] = mapped_column(ForeignKey("investors_institution.id"), index=True)
    by_roadshow_id: Mapped[int | None] = mapped_column(ForeignKey("programme_roadshow.id"))
    noted_by: Mapped[str] = mapped_column(String(100))
    noted_at: Mapped[datetime]
    project: Mapped[Project | None] = relationship()
    company: Mapped[Company | None] = relationship()
    institution: Mapped[Institution | None] = relationship(foreign_keys=institution_id)
    by_institution: Mapped[Institution | None] = relationship(foreign_keys=by_institution_id)
    by_roadshow: Mapped[Roadshow | None] = relationship()
