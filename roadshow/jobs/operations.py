import uuid
from collections.abc import Iterable, Mapping
from datetime import timedelta

from flask_babel import lazy_gettext as _
from sqlalchemy import delete, select, update

from roadshow.foundation import clock
from roadshow.foundation.actor import COMMAND, Actor
from roadshow.foundation.db import db, hold_name, operation
from roadshow.foundation.errors import Missing
from roadshow.foundation.languages import LANGUAGES, in_each, spoken

from . import queries
from .models import LIVE, Job, JobState, Task

LEASE = timedelta(seconds=30)  # whoever is not heard of for so long is taken for dead
MOST_TRIES = 3
KEPT = timedelta(days=30)  # after its end
NOTHING = 0  # the thing of a job that is for none


@operation
def ask(kind: str, thing_id: int, *, actor: Actor) -> Job:
    """Put a job into the list, in the same commit as what it follows from. The caller has locked its thing."""
    job = Job(
        kind=kind,
        thing_id=thing_id,
        state=JobState.WAITING,
        asked_at=clock.now(),
        asked_by_id=actor.id,
        asked_by=actor.name[:100],
        address=actor.address[:45],
        language=spoken() if actor.id else LANGUAGES[0],
    )
    db.session.add(job)
    db.session.flush()
    return job


@operation
def ask_daily(kind: str) -> None:
    """Put a job into the list, unless somebody did since midnight."""
    hold_name(kind)
    midnight, _end = clock.day_bounds(clock.today(), clock.today())
    if not queries.was_asked(kind, midnight) and not queries.has_live([kind], NOTHING):
        ask(kind, NOTHING, actor=COMMAND)


@operation
def claim() -> Task | None:
    """Take the job that waits longest, for as long as one is heard of; None when there is none.

    Of those who ask at once nobody gets another's: they pass over a row that somebody holds.
    """
    due = select(Job).where(queries.is_due()).order_by(Job.id).limit(1).with_for_update(skip_locked=True)
    job = db.session.scalar(due)
    if job is None:
        return None
    if job.tries == MOST_TRIES:
        _end(job, JobState.FAILED)
        job.words = in_each(lambda: str(_("处理中断了%(count)d次，已不再重试", count=MOST_TRIES)))
        return None
    job.state, job.tries = JobState.WORKING, job.tries + 1
    job.claim, job.leased_until = uuid.uuid4().hex, clock.now() + LEASE
    job.stage, job.done, job.total = "", 0, 0
    return job.task


@operation
def tell(task: Task, stage: str, done: int, total: int) -> None:
    """How far it is, and that one is still at it. Raises: Missing when it was called off or is another's now."""
    told = (
        update(Job)
        .where(Job.id == task.id, Job.claim == task.claim, Job.state == JobState.WORKING)
        .values(stage=stage, done=done, total=total, leased_until=clock.now() + LEASE)
        .returning(Job.id)
    )
    if db.session.scalar(told) is None:
        raise Missing(f"job {task.id}")


@operation
def hold_task(task: Task) -> Job:
    """Lock the job until the operation ends, so that what it leads to happens once, and is its end in one commit.

    Raises: Missing when it was called off or is another's now.
    """
    mine = select(Job).where(Job.id == task.id, Job.claim == task.claim, Job.state == JobState.WORKING)
    job = db.session.scalar(mine.with_for_update(), execution_options={"populate_existing": True})
    if job is None:
        raise Missing(f"job {task.id}")
    return job


@operation
def finish(task: Task) -> None:
    """It is done. Raises: Missing when it was called off or is another's now."""
    _end(hold_task(task), JobState.DONE)


@operation
def fail(task: Task, words: Mapping[str, str]) -> None:
    """It cannot be done; ``words`` by language say why. Raises: Missing as ``finish`` does."""
    job = hold_task(task)
    _end(job, JobState.FAILED)
    job.words = dict(words)


@operation
def give_back(task: Task) -> None:
    """Whoever has it ends: the next may begin at once, and it counts as no try. Raises: Missing as ``finish`` does."""
    job = hold_task(task)
    job.state, job.tries, job.claim, job.leased_until = JobState.WAITING, job.tries - 1, None, None


@operation
def call_off(kinds: Iterable[str], *thing_ids: int) -> None:
    """Forget what was asked for things; who is at it learns so at the next word. Before the things are locked."""
    db.session.execute(delete(Job).where(Job.kind.in_(list(kinds)), Job.thing_id.in_(thing_ids)))


@operation
def clear() -> None:
    """Forget what ended long ago."""
    db.session.execute(delete(Job).where(Job.state.not_in(LIVE), Job.ended_at < clock.now() - KEPT))


def _end(job: Job, state: JobState) -> None:
    job.state, job.ended_at, job.claim, job.leased_until = state, clock.now(), None, None
