"""Letters whose purpose is done, or whose words are not true any more, before they arrived: they end by themselves,
with the reason, so that nobody reads them and nobody is asked to deal with them."""

import re
from collections.abc import Collection

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, and_, or_, select, update

from roadshow.foundation.db import db, operation
from roadshow.foundation.languages import in_each
from roadshow.ical.invitation import Method

from . import queries
from .kinds import KINDS, Change
from .models import Invite, Letter
from .states import NOT_SENT, TO_SETTLE, LetterState

OVER = _("这场路演已经结束")
NOT_TRUE = _("信里写的安排已经变了")
WHY = {
    Change.CANCELLED: _("发出前，这场路演取消了"),
    Change.PUT_OFF: _("发出前，这场路演延期，日期待定"),
    Change.MOVED: _("发出前，这场路演改期了"),
    Change.ELSEWHERE: _("发出前，这场路演换了场地"),
    Change.RESTORED: _("发出前，这场路演恢复举办"),
    Change.CALL_MOVED: _("发出前，征集截止时间又改了"),
}
WAITING = (LetterState.QUEUED, *TO_SETTLE)
_UID = re.compile(r"^UID:(.+?)\r?$", re.MULTILINE)


@operation
def end(why: object, addresses: Collection[str], *kinds: str, holding: Collection[str] = ()) -> None:
    """Those of these kinds to these addresses; with ``holding`` only those in which one of these words stands."""
    held = [Letter.body.contains(words, autoescape=True) for words in holding if words]
    mine = and_(Letter.to_address.in_(addresses), Letter.kind.in_(kinds))
    _end(why, and_(mine, or_(*held)) if held else mine, WAITING)


@operation
def end_all_to(person_id: int, why: object) -> None:
    _end(why, Letter.to_id == person_id, WAITING)


@operation
def end_outlived() -> None:
    """What a roadshow's guests and projects were to know before it ended; what came back still tells of the address."""
    _end(OVER, and_(Letter.state.in_(NOT_SENT), queries.is_outlived()))


def end_overtaken(letter: Letter) -> None:
    """What ``letter``, which was sent, says anew: the same, or more behind the same personal link."""
    link = (letter.values or {}).get(letter.language, {}).get("link", "")
    alike = and_(Letter.kind == letter.kind, Letter.subject == letter.subject)
    if link:
        free = [name for name, kind in KINDS.items() if not kind.needed]
        alike = or_(alike, and_(Letter.kind.in_(free), Letter.body.contains(link, autoescape=True)))
    earlier = and_(Letter.state.in_(NOT_SENT), Letter.to_address == letter.to_address, Letter.id < letter.id)
    _end(_("后来的一封已经发出"), and_(earlier, alike))


@operation
def end_untrue(roadshow_id: int, change: Change) -> None:
    """Those about this roadshow that say what is not true after ``change``; whoever changes it tells everybody anew.

    One that is being sent may arrive, and what is told anew arrives after it; if it is refused for now, it is not tried
    again. The newest are locked first, as ``sending.note_sent`` holds one and then ends earlier ones.
    """
    kinds = [name for name, kind in KINDS.items() if change in kind.ends_with]
    waiting = Letter.state.in_((*WAITING, LetterState.SENDING))
    rows = select(Letter).where(Letter.roadshow_id == roadshow_id, Letter.kind.in_(kinds), waiting)
    for letter in db.session.scalars(rows.order_by(Letter.id.desc()).with_for_update()):
        letter.overtaken = True
        if letter.state in (LetterState.QUEUED, LetterState.FAILED):
            letter.state, letter.due_at, letter.claim = LetterState.KEPT, None, None
            letter.why = in_each(WHY[change].__str__)
            _leave_in_calendar(letter)


def _leave_in_calendar(letter: Letter) -> None:
    """What a letter was to take out of a calendar is still there."""
    if letter.method is Method.CANCEL and (uid := _UID.search(letter.calendar or "")):
        address = letter.to_address.lower()
        rows = update(Invite).where(Invite.uid == uid[1], Invite.address == address)
        db.session.execute(rows.values(method=Method.REQUEST))


def _end(why: object, which: ColumnElement[bool], states: Collection[LetterState] = TO_SETTLE) -> None:
    rows = update(Letter).where(Letter.state.in_(states), which)
    ended = {"state": LetterState.KEPT, "claim": None, "due_at": None, "why": in_each(lambda: str(why))}
    db.session.execute(rows.values(**ended), execution_options={"synchronize_session": False})
