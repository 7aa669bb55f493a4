from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import JSON, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from roadshow.foundation.actor import Actor
from roadshow.foundation.db import Model, one_of


class JobState(StrEnum):
    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"


STATE_WORDS = {
    JobState.WAITING: _("排队中"),
    JobState.WORKING: _("正在处理"),
    JobState.DONE: _("已完成"),
    JobState.FAILED: _("没有完成"),
}
LIVE = (JobState.WAITING, JobState.WORKING)
ONCE = text("state IN ('waiting', 'working')")

Reached = Callable[[str, int, int], None]
"""Told by whoever is at a job: the stage, how much of it is done, and of how much; 0 where nobody knows.

Raises: Missing when the job was called off or is another's now.
"""


@dataclass(frozen=True)
class Task:
    """A job in the hands of whoever claimed it, as plain values; ``claim`` proves that it is still theirs."""

    id: int
    claim: str
    kind: str
    thing_id: int
    actor: Actor
    language: str


class Job(Model):
    """Something that takes long, to be done for a thing: found again from this row whatever happens to who does it.

    Names its thing and its asker without a foreign key: the row lives in the lowest room.
    """

    __tablename__ = "jobs_job"
    __table_args__ = (
        Index("ix_jobs_job_live", "kind", "thing_id", unique=True, sqlite_where=ONCE, postgresql_where=ONCE),
        Index("ix_jobs_job_thing_id_kind", "thing_id", "kind"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    thing_id: Mapped[int]
    state: Mapped[JobState] = mapped_column(one_of(JobState), index=True)
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int | None]
    asked_by: Mapped[str] = mapped_column(String(100))
    address: Mapped[str] = mapped_column(String(45))
    language: Mapped[str] = mapped_column(String(5))  # of what it makes for its asker
    tries: Mapped[int] = mapped_column(default=0)
    claim: Mapped[str | None] = mapped_column(String(32))
    leased_until: Mapped[datetime | None]
    stage: Mapped[str] = mapped_column(String(20), default="")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)  # 0: nobody knows
    ended_at: Mapped[datetime | None]
    words: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # language → why it failed

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def task(self) -> Task:
        """Only of a claimed one."""
        actor = Actor(self.asked_by_id, self.asked_by, self.address)
        return Task(self.id, self.claim or "", self.kind, self.thing_id, actor, self.language)
