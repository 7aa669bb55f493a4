"""A sheet of applications on its way in: kept for its preview, taken in row by row as if each were typed in."""

import io
from collections.abc import Iterable

from flask_babel import lazy_gettext as _

from roadshow.audit.operations import record
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.db import db, hold, operation
from roadshow.foundation.errors import Refused
from roadshow.foundation.text import one_line
from roadshow.pitches.entering import enter
from roadshow.pitches.queries import list_questions
from roadshow.pitches.rules import call_fault
from roadshow.programme.models import Roadshow
from roadshow.programme.queries import get_roadshow

from .applicants import Plan, preview, rows_of
from .applications import AppliedRow, read_applications
from .models import ApplicationFile


@operation
def take_in(roadshow: Roadshow, rows: Iterable[AppliedRow], *, actor: Actor) -> Plan:
    """All rows that may come in, together or none. Raises: Refused when its call is not open."""
    hold(roadshow)  # it guards who has applied: two sheets at once add nothing twice
    _refuse_closed(roadshow)
    plan = preview(roadshow, rows)
    for line in plan.added:
        enter(roadshow, line.row.facts, actor=actor)
    return plan


@operation
def keep(roadshow: Roadshow, name: str, content: bytes, *, actor: Actor) -> ApplicationFile:
    """A file for its preview. Raises: Refused, and keeps nothing, when its call is not open or the file is none that
    can come in."""
    hold(roadshow)
    _refuse_closed(roadshow)
    read_applications(io.BytesIO(content), list_questions(roadshow.id))
    kept = ApplicationFile(
        roadshow_id=roadshow.id,
        name=one_line(name)[:200],
        content=content,
        uploaded_at=clock.now(),
        uploaded_by=actor.name[:100],
    )
    db.session.add(kept)
    db.session.flush()
    _record("applications.uploaded", actor, roadshow, kept)
    return kept


@operation
def confirm(kept: ApplicationFile, *, actor: Actor) -> Plan:
    """Take in the file that was previewed. Raises: Refused when it was taken already, holds nothing new, or its call
    is over."""
    roadshow = _hold(kept)
    plan = take_in(roadshow, rows_of(kept), actor=actor)
    if not plan.added:
        raise Refused(_("文件里没有可以新增的申请"))
    kept.taken_at = clock.now()
    _record("applications.taken_in", actor, roadshow, kept, imported=len(plan.added), rejected=len(plan.left))
    return plan


@operation
def drop(kept: ApplicationFile, *, actor: Actor) -> None:
    """Forget a file that is not to come in. Raises: Refused when it was taken already."""
    roadshow = _hold(kept)
    _record("applications.dropped", actor, roadshow, kept)
    db.session.delete(kept)


def _hold(kept: ApplicationFile) -> Roadshow:
    roadshow = hold(get_roadshow(kept.roadshow_id))
    if hold(kept).taken_at is not None:
        raise Refused(_("这个文件已经导入"))
    return roadshow


def _refuse_closed(roadshow: Roadshow) -> None:
    if fault := call_fault(roadshow, clock.now()):
        raise Refused(fault)


def _record(what: str, actor: Actor, roadshow: Roadshow, kept: ApplicationFile, **changes: object) -> None:
    record(what, actor, "roadshow", roadshow.id, roadshow.title, file=kept.name, **changes)
