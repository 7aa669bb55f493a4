"""A code lets one project apply after the close of a call: made for somebody, until a moment, used once."""

import secrets
from datetime import datetime

from flask_babel import lazy_gettext as _

from roadshow.audit.operations import record
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.db import CONSTRAINT_WORDS, db, hold, operation
from roadshow.foundation.errors import Refused, refuse_faults
from roadshow.foundation.text import one_line
from roadshow.programme.models import Roadshow
from roadshow.programme.queries import get_roadshow

from . import queries
from .models import LateCode
from .rules import code_faults, late_call_fault

SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is taken for another when it is read out
LENGTH = 10


@operation
def make_code(roadshow: Roadshow, for_whom: str, ends_at: datetime, *, actor: Actor) -> LateCode:
    """Raises: Refused without a name, when no application is taken any more, or for a moment that is none."""
    hold(roadshow)
    if fault := late_call_fault(roadshow):
        raise Refused(fault)
    for_whom = one_line(for_whom)
    refuse_faults(code_faults(roadshow, for_whom, ends_at, clock.now()))
    code = "".join(secrets.choice(SIGNS) for _sign in range(LENGTH))
    row = LateCode(
        roadshow_id=roadshow.id,
        code=code,
        for_whom=for_whom,
        ends_at=ends_at,
        made_at=clock.now(),
        made_by=actor.name[:100],
    )
    db.session.add(row)
    db.session.flush()
    _record("late.made", actor, roadshow, row)
    return row


@operation
def drop_code(code: LateCode, *, actor: Actor) -> None:
    """Nobody may use it any more. Raises: Refused once somebody has."""
    roadshow = hold(get_roadshow(code.roadshow_id))
    hold(code)
    if queries.list_used_codes(roadshow.id).get(code.id):
        raise Refused(CONSTRAINT_WORDS["uq_pitches_pitch_late_code_id"])
    _record("late.dropped", actor, roadshow, code)
    db.session.delete(code)


def usable_code(roadshow: Roadshow, typed: str) -> LateCode:
    """The one that somebody typed, of a roadshow that is locked. Raises: Refused when it is another's, used or over."""
    code = queries.find_code(roadshow.id, "".join(one_line(typed).upper().replace("-", " ").split()))
    if code is None:
        raise Refused(_("没有这个补报码，或不是这一场的"), "code")
    if queries.list_used_codes(roadshow.id).get(code.id):
        raise Refused(CONSTRAINT_WORDS["uq_pitches_pitch_late_code_id"], "code")
    if fault := late_call_fault(roadshow, code, clock.now()):
        raise Refused(fault, "code")
    return code


def _record(what: str, actor: Actor, roadshow: Roadshow, code: LateCode) -> None:
    told = {"for_whom": code.for_whom, "ends_at": code.ends_at}
    record(what, actor, "roadshow", roadshow.id, roadshow.title, **told)
