"""What staff decide of letters that did not surely arrive: sent again, or left as they are."""

from collections.abc import Collection

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from roadshow.audit.operations import record_many
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.db import db, operation
from roadshow.foundation.languages import in_each
from roadshow.foundation.many import Left, Taken
from roadshow.foundation.steps import steps_for

from .models import Letter
from .purposes import NOT_TRUE
from .states import STATE_WORDS, STORY, LetterState


@operation
def send_again(letter_ids: Collection[int], *, actor: Actor) -> Taken:
    """Put these into the outbox anew, under the Message-ID that they had; those that may not go stay as they are."""
    left, done = list[Left](), list[Letter]()
    for letter in _held(letter_ids):
        if fault := again_fault(letter):
            left.append(Left(letter.subject, fault))
            continue
        letter.state, letter.due_at, letter.tries, letter.at_once = LetterState.QUEUED, clock.now(), 0, True
        letter.claim, letter.leased_until, letter.why = None, None, None
        done.append(letter)
    record_many("letter.sent_again", actor, "letter", [(letter.id, letter.subject) for letter in done])
    return Taken(len(done), left)


@operation
def send_now(letter_ids: Collection[int], *, actor: Actor) -> Taken:
    """Those of these that wait, for the morning or for the next try, go out at once."""
    left, done = list[Left](), list[Letter]()
    for letter in _held(letter_ids):
        if letter.state is not LetterState.QUEUED:
            left.append(Left(letter.subject, _("当前状态为“%(state)s”", state=STATE_WORDS[letter.state])))
            continue
        letter.at_once, letter.due_at = True, clock.now()
        done.append(letter)
    record_many("letter.hurried", actor, "letter", [(letter.id, letter.subject) for letter in done])
    return Taken(len(done), left)


@operation
def leave(letter_ids: Collection[int], *, actor: Actor) -> Taken:
    """These are not sent any more, whatever became of them."""
    left, done = list[Left](), list[Letter]()
    for letter in _held(letter_ids):
        if fault := _fault(letter, LetterState.KEPT):
            left.append(Left(letter.subject, fault))
            continue
        words = _("原为“%(state)s”", state=STATE_WORDS[letter.state])
        letter.state, letter.claim, letter.why = LetterState.KEPT, None, in_each(words.__str__)
        done.append(letter)
    record_many("letter.left", actor, "letter", [(letter.id, letter.subject) for letter in done])
    return Taken(len(done), left)


def again_fault(letter: Letter) -> object | None:
    """Why it cannot be sent again; None when it can."""
    if fault := _fault(letter, LetterState.QUEUED):
        return fault
    if letter.overtaken:
        return NOT_TRUE
    return None if letter.body else _("里面的一次性链接已不保留，请重新办理，再发一封")


def _fault(letter: Letter, to: LetterState) -> object | None:
    """What is on its way is left to the worker."""
    if to in steps_for(STORY, letter.state, frozenset({"letter.keep"})):
        return None
    here, there = STATE_WORDS[letter.state], STATE_WORDS[to]
    return _("当前状态为“%(here)s”，不能变为“%(there)s”", here=here, there=there)


def _held(letter_ids: Collection[int]) -> list[Letter]:
    """Locked, the newest first as everywhere, and in the order of their ids, as they are now."""
    rows = select(Letter).where(Letter.id.in_(letter_ids)).order_by(Letter.id.desc()).with_for_update()
    return list(db.session.scalars(rows, execution_options={"populate_existing": True}))[::-1]
