from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select

from roadshow.foundation import clock
from roadshow.foundation.db import db

from .models import LIVE, Job, JobState


def is_due() -> ColumnElement[bool]:
    """Whether a job waits for somebody: nobody has begun it, or whoever did has not been heard of."""
    lapsed = and_(Job.state == JobState.WORKING, Job.leased_until < clock.now())
    return or_(Job.state == JobState.WAITING, lapsed)


def find_due() -> int | None:
    """The id of the one that waits longest."""
    return db.session.scalar(select(Job.id).where(is_due()).order_by(Job.id).limit(1))


def find_latest(kinds: Iterable[str], thing_id: int) -> Job | None:
    return list_latest(kinds, [thing_id]).get(thing_id)


def list_latest(kinds: Iterable[str], thing_ids: Iterable[int]) -> dict[int, Job]:
    """The last one asked for, by thing."""
    last = select(func.max(Job.id)).where(Job.kind.in_(list(kinds)), Job.thing_id.in_(list(thing_ids)))
    rows = select(Job).where(Job.id.in_(last.group_by(Job.thing_id)))
    return {job.thing_id: job for job in db.session.scalars(rows)}


def has_live(kinds: Iterable[str], thing_id: int) -> bool:
    rows = select(Job.id).where(Job.kind.in_(list(kinds)), Job.thing_id == thing_id, Job.state.in_(LIVE))
    return db.session.scalar(rows.limit(1)) is not None


def count_before(job: Job) -> int:
    """How many come first."""
    rows = select(func.count(Job.id)).where(Job.id < job.id, Job.state.in_(LIVE))
    return db.session.scalar(rows) or 0


def was_asked(kind: str, since: datetime) -> bool:
    rows = select(Job.id).where(Job.kind == kind, Job.asked_at >= since).limit(1)
    return db.session.scalar(rows) is not None
