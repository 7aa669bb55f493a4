"""What becomes of letters: they go out at once or in the morning, or nowhere while no mail is set up.

Pages ask here before they say that something was sent.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import lazy_gettext as _
from sqlalchemy import event

from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.foundation.site import has_mail

from .models import Letter
from .quiet import UNTIL, goes_at_once, is_quiet
from .states import LetterState

WRITTEN, COMMITTED = "letters_written", "letters_committed"


class Outlook(StrEnum):
    AT_ONCE = "at_once"
    MORNING = "morning"  # it waits until the quiet hours end
    NO_MAIL = "no_mail"  # it is in its reader's inbox at most


@dataclass(frozen=True)
class Written:
    """Letters that were written together; ``count`` are sent, ``unwanted`` are not, as their readers unsubscribed."""

    kind: str
    count: int
    at_once: bool
    unwanted: int = 0

    @property
    def outlook(self) -> Outlook:
        return _outlook(self.at_once)


def outlook_of(letter: Letter) -> Outlook | None:
    """None for a letter that does not wait to be sent."""
    return _outlook(letter.at_once) if letter.state is LetterState.QUEUED else None


def outlook_for(kind: str, count: int) -> Outlook:
    """Of so many letters of this kind that would be written now."""
    return _outlook(goes_at_once(kind, count))


def list_written() -> list[Written]:
    """What this request, or this app context, has written and committed."""
    return list(db.session.info.get(COMMITTED, ()))


def note_written(written: Written) -> None:
    """Called with each batch; it counts once the operation has committed."""
    db.session.info.setdefault(WRITTEN, []).append(written)


def morning_words() -> object:
    """When the quiet hours end, as said in them."""
    hour = f"{UNTIL:%-H:%M}"
    if clock.local(clock.now()).time() < UNTIL:
        return _("今早%(hour)s", hour=hour)
    return _("明早%(hour)s", hour=hour)


def _outlook(at_once: bool) -> Outlook:
    if not has_mail():
        return Outlook.NO_MAIL
    return Outlook.AT_ONCE if at_once or not is_quiet(clock.now()) else Outlook.MORNING


def count_waiting(written: Iterable[Written]) -> int:
    return sum(each.count for each in written if each.outlook is Outlook.MORNING)


def _commit(session: object) -> None:
    info = db.session.info
    info.setdefault(COMMITTED, []).extend(info.pop(WRITTEN, ()))


def _forget(session: object, *_: object) -> None:
    db.session.info.pop(WRITTEN, None)


event.listen(db.session, "after_commit", _commit)
event.listen(db.session, "after_soft_rollback", _forget)
