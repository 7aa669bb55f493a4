"""A letter's way out: claimed and marked before it is handed over, and again once it is known what became of it.

So whoever dies in between leaves a letter of which nobody knows: it is shown to staff, and never sent twice by itself.
"""

import uuid
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _
from sqlalchemy import delete, or_, select, update

from roadshow.foundation import clock
from roadshow.foundation.db import db, operation
from roadshow.foundation.errors import Missing
from roadshow.foundation.languages import in_each
from roadshow.foundation.steps import step_to

from . import purposes, queries
from .channels import Dispatch
from .models import Letter
from .states import STATE_WORDS, STORY, LetterState

LEASE = timedelta(minutes=3)  # longer than a server may take; whoever is silent for so long is taken for dead
LATER = [
    timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720)
]  # after each refusal for now
SECRETS_KEPT = timedelta(days=7)  # as long as the links in them last


@operation
def claim(channel: str, domain: str) -> Dispatch | None:
    """Take the letter that is due first, and mark it as being sent; None when there is none, or it is not to be sent.

    Of those who ask at once nobody gets another's: they pass over a row that somebody holds.
    """
    _give_up_lapsed()
    due = select(Letter).where(queries.is_due(channel)).order_by(Letter.due_at, Letter.id).limit(1)
    letter = db.session.scalar(due.with_for_update(skip_locked=True))
    if letter is None:
        return None
    if letter.method is None and queries.is_unwanted(letter.kind, letter.to_address):
        _end(letter, LetterState.KEPT, _("收信人不要此类邮件"))
        return None
    if letter.useful_until is not None and letter.useful_until <= clock.now():
        _end(letter, LetterState.KEPT, purposes.OVER)
        return None
    _step(letter, LetterState.SENDING)
    letter.claim, letter.leased_until = uuid.uuid4().hex, clock.now() + LEASE
    letter.tries += 1
    letter.message_id = letter.message_id or f"<{uuid.uuid4().hex}@{domain}>"
    return _dispatch(letter)


@operation
def note_sent(dispatch: Dispatch) -> None:
    """The server took it. Raises: Missing when it is nobody's claim any more."""
    letter = _mine(dispatch)
    _end(letter, LetterState.SENT)
    letter.sent_at, letter.why = clock.now(), None
    purposes.end_overtaken(letter)
    if letter.secret:
        letter.body, letter.values = "", None


@operation
def put_off(dispatch: Dispatch, words: str) -> None:
    """Refused for now: it is tried again, each time later, up to a bound. Raises: Missing as above."""
    letter = _mine(dispatch)
    if letter.tries > len(LATER):
        _end(letter, LetterState.FAILED, _("试了%(count)d次：%(words)s", count=letter.tries, words=words))
        return
    _wait(letter, LATER[letter.tries - 1], words)


@operation
def give_back(dispatch: Dispatch, words: str) -> None:
    """It was not handed to anybody, for a reason that is not its own. Raises: Missing as above."""
    letter = _mine(dispatch)
    letter.tries -= 1
    _wait(letter, timedelta(), words)


@operation
def note_refused(dispatch: Dispatch, words: str) -> None:
    """Refused for good, with the server's words. Raises: Missing as above."""
    _end(_mine(dispatch), LetterState.FAILED, words)


@operation
def lose_sight(dispatch: Dispatch, words: str) -> None:
    """Handed over, and no answer came. Raises: Missing as above."""
    letter = _mine(dispatch)
    if letter.state == LetterState.SENDING:
        _lose(letter, words)


@operation
def keep_back(dispatch: Dispatch) -> None:
    """Its reader's account was closed meanwhile. Raises: Missing as above."""
    _end(_mine(dispatch), LetterState.KEPT, _("账号已停用"))


@operation
def keep_all(channel: str) -> None:
    """There is no such way out: letters stay in the inbox, and the pages show whatever link a letter would bring."""
    _give_up_lapsed()
    rows = update(Letter).where(Letter.channel == channel, Letter.state == LetterState.QUEUED)
    why = in_each(lambda: str(_("本系统尚未接通邮件")))
    db.session.execute(rows.values(state=LetterState.KEPT, due_at=None, why=why))


@operation
def forget_secrets() -> None:
    """Of letters that were never sent, once their links have lapsed."""
    ended = Letter.state.not_in((LetterState.QUEUED, LetterState.SENDING))
    old = Letter.queued_at < clock.now() - SECRETS_KEPT
    rows = update(Letter).where(Letter.secret, ended, old, Letter.body != "")
    db.session.execute(rows.values(body="", values=None))


@operation
def throw_away(kind: str, *, before: datetime) -> None:
    """Letters of this kind that were queued before then and are over with, their readers' addresses with them."""
    ended = Letter.state.not_in((LetterState.QUEUED, LetterState.SENDING))
    db.session.execute(delete(Letter).where(Letter.kind == kind, ended, Letter.queued_at < before))


def _give_up_lapsed() -> None:
    lapsed = select(Letter).where(queries.is_lapsed()).with_for_update(skip_locked=True)
    for letter in db.session.scalars(lapsed):
        _lose(letter, _("发送时中断，不知道对方是否收到"))


def _lose(letter: Letter, words: object) -> None:
    """Its claim stays: whoever had it and is slow, not dead, may still say that it went out."""
    _step(letter, LetterState.UNCERTAIN)
    letter.due_at, letter.leased_until, letter.why = None, None, _in_words(words)


def _mine(dispatch: Dispatch) -> Letter:
    """Locked. Raises: Missing when somebody sent it again meanwhile or left it."""
    states = or_(Letter.state == LetterState.SENDING, Letter.state == LetterState.UNCERTAIN)
    mine = select(Letter).where(Letter.id == dispatch.id, Letter.claim == dispatch.claim, states)
    letter = db.session.scalar(mine.with_for_update(), execution_options={"populate_existing": True})
    if letter is None:
        raise Missing(f"letter {dispatch.id}")
    return letter


def _wait(letter: Letter, later: timedelta, words: str) -> None:
    if letter.state == LetterState.UNCERTAIN:  # its lease ran out meanwhile, so staff may be looking at it
        return
    if letter.overtaken:
        _end(letter, LetterState.KEPT, purposes.NOT_TRUE)
        return
    _step(letter, LetterState.QUEUED)
    letter.claim, letter.leased_until = None, None
    letter.due_at, letter.why = clock.now() + later, _in_words(words)


def _end(letter: Letter, state: LetterState, words: object = "") -> None:
    _step(letter, state)
    letter.due_at, letter.claim, letter.leased_until = None, None, None
    letter.why = _in_words(words)


def _in_words(words: object) -> dict[str, str] | None:
    """A server's words are its own in every language."""
    return in_each(lambda: str(words)) if words else None


def _step(letter: Letter, to: LetterState) -> None:
    step_to(STORY, letter.state, to, STATE_WORDS)
    letter.state = to


def _dispatch(letter: Letter) -> Dispatch:
    return Dispatch(
        letter.id,
        letter.claim or "",
        letter.kind,
        letter.to_id,
        letter.to_name,
        letter.to_address,
        letter.language,
        letter.subject,
        letter.body,
        letter.message_id or "",
        letter.queued_at,
        letter.calendar,
        letter.method,
        (letter.values or {}).get(letter.language, {}),
    )
