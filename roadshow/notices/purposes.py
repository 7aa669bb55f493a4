"""Letters that did not arrive and whose purpose is done meanwhile: they end by themselves, with the reason, so that
nobody is asked to deal with them."""

from collections.abc import Collection

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, and_, or_, update

from roadshow.foundation.db import db, operation
from roadshow.foundation.languages import in_each

from . import queries
from .kinds import KINDS
from .models import Letter
from .states import NOT_SENT, TO_SETTLE, LetterState

OVER = _("这场路演已经结束")


@operation
def end(why: object, addresses: Collection[str], *kinds: str, holding: Collection[str] = ()) -> None:
    """Those of these kinds to these addresses; with ``holding`` only those in which one of these words stands."""
    held = [Letter.body.contains(words, autoescape=True) for words in holding if words]
    mine = and_(Letter.to_address.in_(addresses), Letter.kind.in_(kinds))
    _end(why, and_(mine, or_(*held)) if held else mine)


@operation
def end_all_to(person_id: int, why: object) -> None:
    _end(why, Letter.to_id == person_id)


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


def _end(why: object, which: ColumnElement[bool]) -> None:
    rows = update(Letter).where(Letter.state.in_(TO_SETTLE), which)
    ended = {"state": LetterState.KEPT, "claim": None, "why": in_each(lambda: str(why))}
    db.session.execute(rows.values(**ended), execution_options={"synchronize_session": False})
