"""How far a job is, as the part ``working`` shows it to whoever waits for it."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from flask_babel import gettext as _
from flask_babel import ngettext

from roadshow.documents.models import EXAMINE
from roadshow.documents.models import Stage as DocumentStage
from roadshow.foundation import clock
from roadshow.jobs.models import Job, JobState
from roadshow.jobs.queries import count_before
from roadshow.ledgers.models import ACCEPT, DRAW, READ, TAKE_IN, Stage

from .words import word

STAGES: dict[str, tuple[StrEnum, ...]] = {
    EXAMINE: (DocumentStage.LOOKING, DocumentStage.DRAWING),
    READ: (Stage.OPENING, Stage.CHECKING),
    TAKE_IN: (Stage.OPENING, Stage.CHECKING, Stage.WRITING),
    DRAW: (Stage.OPENING,),
    ACCEPT: (Stage.ACCEPTING,),
}
SOONEST, LATEST = 1, 30  # seconds until the page looks again
LONG, TOO_LONG = timedelta(minutes=1), timedelta(hours=1)


@dataclass(frozen=True)
class Way:
    """``part`` is out of 100, None where nobody knows; ``again`` in how many seconds to look again, 0 for never."""

    words: str
    so_far: str
    part: int | None
    again: int


def way_of(job: Job) -> Way:
    if job.state is JobState.WAITING:
        return Way(word(job.state), _waits(job), None, _again(job))
    part = min(100 * job.done // job.total, 100) if job.total else None
    return Way(_step(job), rows_of(job), part, _again(job))


def rows_of(job: Job) -> str:
    """How many rows, of a document pages, are behind, in words; empty where nothing is counted."""
    if not job.total:
        return ""
    done, total = f"{min(job.done, job.total):,}", f"{job.total:,}"
    if job.kind == EXAMINE:
        return _("%(done)s页，共%(total)s页", done=done, total=total)
    if job.kind == ACCEPT:
        return _("%(done)s张表，共%(total)s张", done=done, total=total)
    return _("%(done)s行，共%(total)s行", done=done, total=total)


def _step(job: Job) -> str:
    stages = STAGES.get(job.kind, ())
    if job.stage not in stages:
        return word(job.state)
    stage = next(stage for stage in stages if stage == job.stage)
    number = stages.index(stage) + 1
    return _("第%(number)d步，共%(count)d步：%(words)s", number=number, count=len(stages), words=word(stage))


def _waits(job: Job) -> str:
    if before := count_before(job):
        return ngettext("前面有%(num)d件在排队", "前面有%(num)d件在排队", before)
    if clock.now() - job.asked_at > LONG:
        return _("已等了一分多钟。后台处理可能没有运行，请告诉管理员；文件已保存，不会丢失。")
    return _("即将开始")


def _again(job: Job) -> int:
    """Less and less often; a page that was forgotten does not keep its reader signed in."""
    age = clock.now() - job.asked_at
    return 0 if age > TOO_LONG else int(min(max(SOONEST, age.total_seconds() // 10), LATEST))
