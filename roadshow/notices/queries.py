from sqlalchemy import ColumnElement, and_, or_, select

from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.foundation.languages import in_each

from .kinds import KINDS
from .models import Letter, Template, Unwanted
from .quiet import is_quiet
from .states import LetterState


def words_of(kind: str) -> dict[str, tuple[str, str]]:
    """Language → subject and body with their placeholders: the centre's own words, else the built-in ones."""
    own = db.session.scalars(select(Template).where(Template.kind == kind))
    return built_in(kind) | {row.language: (row.subject, row.body) for row in own}


def built_in(kind: str) -> dict[str, tuple[str, str]]:
    return in_each(lambda: (str(KINDS[kind].subject), str(KINDS[kind].body)))


def is_due(channel: str) -> ColumnElement[bool]:
    """Whether a letter waits for this channel; at night only what is urgent does."""
    now = clock.now()
    due = and_(Letter.channel == channel, Letter.state == LetterState.QUEUED, Letter.due_at <= now)
    return and_(due, Letter.kind.in_(_urgent())) if is_quiet(now) else due


def is_lapsed() -> ColumnElement[bool]:
    """Whether whoever sends it has not been heard of."""
    return and_(Letter.state == LetterState.SENDING, Letter.leased_until < clock.now())


def has_due(channel: str) -> bool:
    rows = select(Letter.id).where(or_(is_due(channel), is_lapsed())).limit(1)
    return db.session.scalar(rows) is not None


def is_unwanted(kind: str, address: str) -> bool:
    """Whether whoever reads this address does without such letters; nobody does without those that are needed."""
    return not _is_needed(kind) and kind in list_unwanted(address)


def list_unwanted(address: str) -> set[str]:
    return set(db.session.scalars(select(Unwanted.kind).where(Unwanted.address == address.lower())))


def _is_needed(kind: str) -> bool:
    return kind in KINDS and KINDS[kind].needed


def _urgent() -> list[str]:
    return [name for name, kind in KINDS.items() if kind.urgent]
