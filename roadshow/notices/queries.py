from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, not_, or_, select

from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.foundation.errors import Missing
from roadshow.foundation.languages import LANGUAGES, in_each
from roadshow.foundation.listing import Listed, Order, containing, in_turn, ordered
from roadshow.foundation.site import has_mail

from .kinds import KINDS
from .models import Invite, Letter, Template, Unwanted
from .quiet import is_quiet
from .states import NOT_SENT, TO_SETTLE, LetterState

IN_A_ROW = 3  # letters that came back, until staff are told of it


def words_of(kind: str) -> dict[str, tuple[str, str]]:
    """Language → subject and body with their placeholders: the centre's own words, else the built-in ones."""
    own = db.session.scalars(select(Template).where(Template.kind == kind))
    return built_in(kind) | {row.language: (row.subject, row.body) for row in own}


def built_in(kind: str) -> dict[str, tuple[str, str]]:
    return in_each(lambda: (str(KINDS[kind].subject), str(KINDS[kind].body)))


def is_due(channel: str) -> ColumnElement[bool]:
    """Whether a letter waits for this channel; in the quiet hours only one that goes at once does."""
    now = clock.now()
    due = and_(Letter.channel == channel, Letter.state == LetterState.QUEUED, Letter.due_at <= now)
    return and_(due, Letter.at_once) if is_quiet(now) else due


def is_lapsed() -> ColumnElement[bool]:
    """Whether whoever sends it has not been heard of."""
    return and_(Letter.state == LetterState.SENDING, Letter.leased_until < clock.now())


def has_due(channel: str) -> bool:
    rows = select(Letter.id).where(or_(is_due(channel), is_lapsed())).limit(1)
    return db.session.scalar(rows) is not None


def is_unwanted(kind: str, address: str) -> bool:
    """Whether whoever reads this address does without such letters; nobody does without those that are needed."""
    return not _is_needed(kind) and kind in list_unwanted(address)


def list_without(kind: str, addresses: Collection[str]) -> list[str]:
    """Those of these whose readers do without such letters."""
    if _is_needed(kind):
        return []
    lower = {address.lower() for address in addresses}
    rows = select(Unwanted.address).where(Unwanted.kind == kind, Unwanted.address.in_(lower))
    return list(db.session.scalars(rows))


def list_written_to(kind: str, addresses: Collection[str]) -> set[str]:
    """Those of these who do get such a letter."""
    without = list_without(kind, addresses)
    return {address for address in addresses if address.lower() not in without}


def list_unwanted(address: str) -> set[str]:
    return set(db.session.scalars(select(Unwanted.kind).where(Unwanted.address == address.lower())))


def list_kinds_written(address: str) -> set[str]:
    """Which kinds of letters this address was ever written."""
    return set(db.session.scalars(select(Letter.kind).where(Letter.to_address == address.lower()).distinct()))


def _is_needed(kind: str) -> bool:
    return kind in KINDS and KINDS[kind].needed


@dataclass(frozen=True)
class Wanted:
    """Which letters: ``text`` is part of a name, an address or a subject; None leaves a thing open."""

    text: str = ""
    kind: str | None = None
    state: LetterState | None = None


LETTERS_BY = {
    "subject": Letter.subject,
    "to": Letter.to_name,
    "state": in_turn(Letter.state, LetterState),
    "queued": Letter.queued_at,
}


def list_letters(wanted: Wanted = Wanted(), order: Order | None = None) -> Listed[Letter]:
    """The newest first."""
    rows = select(Letter)
    for column, value in ((Letter.kind, wanted.kind), (Letter.state, wanted.state)):
        rows = rows if value is None else rows.where(column == value)
    rows = containing(rows, wanted.text, Letter.to_name, Letter.to_address, Letter.subject)
    return Listed(ordered(rows, LETTERS_BY, order, Letter.queued_at.desc(), Letter.id.desc()))


def is_decided_by_staff() -> ColumnElement[bool]:
    """Those that staff may send now, send again or leave."""
    return Letter.state.in_((*TO_SETTLE, LetterState.QUEUED))


def count_to_settle() -> dict[LetterState, int]:
    """Of what did not surely arrive and is still of use, by state."""
    open_ones = (Letter.state.in_(TO_SETTLE), not_(is_outlived()), Letter.overtaken.is_(False))
    rows = select(Letter.state, func.count(Letter.id)).where(*open_ones).group_by(Letter.state)
    return dict(db.session.execute(rows).all())


def is_outlived() -> ColumnElement[bool]:
    return func.coalesce(Letter.useful_until <= clock.now(), false())


def has_outlived() -> bool:
    rows = select(Letter.id).where(Letter.state.in_(NOT_SENT), is_outlived()).limit(1)
    return db.session.scalar(rows) is not None


def get_letter(letter_id: int) -> Letter:
    """Raises: Missing."""
    letter = db.session.get(Letter, letter_id)
    if letter is None:
        raise Missing(f"letter {letter_id}")
    return letter


def get_own_letter(person_id: int, letter_id: int) -> Letter:
    """One of this person's inbox. Raises: Missing."""
    letter = db.session.scalar(select(Letter).where(Letter.id == letter_id, in_inbox_of(person_id)))
    if letter is None:
        raise Missing(f"letter {letter_id}")
    return letter


def in_inbox_of(person_id: Any) -> ColumnElement[bool]:
    """Secret letters come by mail alone; one that was overtaken before it went out, and before it was read, is none."""
    gone = and_(Letter.overtaken, Letter.state == LetterState.KEPT, Letter.read_at.is_(None))
    return and_(Letter.to_id == person_id, Letter.secret.is_(False), not_(gone))


def list_inbox(person_id: int, text: str = "") -> Listed[Letter]:
    """The newest first; ``text`` is part of a subject."""
    rows = containing(select(Letter).where(in_inbox_of(person_id)), text, Letter.subject)
    return Listed(rows.order_by(Letter.queued_at.desc(), Letter.id.desc()))


def was_queued(kind: str, person_id: int, *, since: datetime) -> bool:
    """Whether this person was written such a letter since then."""
    rows = select(Letter.id).where(Letter.to_id == person_id, Letter.kind == kind, Letter.queued_at > since)
    return db.session.scalar(rows.limit(1)) is not None


def last_languages(addresses: Collection[str]) -> dict[str, str]:
    """Address → the language of the last letter there; one that was in both tells nothing."""
    newest = select(func.max(Letter.id)).where(
        Letter.to_address.in_(addresses), Letter.language.in_(LANGUAGES)
    )
    rows = select(Letter.to_address, Letter.language).where(Letter.id.in_(newest.group_by(Letter.to_address)))
    return dict(db.session.execute(rows).all())


def list_unheard(roadshow_id: int, kind: str) -> set[str]:
    """Addresses of readers who know nothing of this roadshow: their letter of this kind waits or was overtaken, and
    they were told nothing else. Without mail a letter's link is passed on by hand, so that is nobody."""
    if not has_mail():
        return set()
    columns = (Letter.to_address, Letter.kind, Letter.state, Letter.overtaken, Letter.read_at)
    unheard, heard = set[str](), set[str]()
    for address, of_kind, state, overtaken, read_at in db.session.execute(
        select(*columns).where(Letter.roadshow_id == roadshow_id)
    ):
        waits = state is LetterState.QUEUED or (state is LetterState.KEPT and overtaken)
        if read_at is not None or not (waits or state is LetterState.KEPT):
            heard.add(address)
        elif waits and of_kind == kind:
            unheard.add(address)
    return unheard - heard


def list_overtaken_plans(roadshow_id: int, kinds: Collection[str]) -> dict[str, dict[str, Any]]:
    """Address → the plans of this roadshow that its reader knows, where letters of these kinds were overtaken: those
    before the first change that none of them told of."""
    rows = select(Letter.to_address, Letter.overtaken, Letter.state, Letter.before)
    moves = rows.where(Letter.roadshow_id == roadshow_id, Letter.kind.in_(kinds))
    known: dict[str, dict[str, Any]] = {}
    for address, overtaken, state, before in db.session.execute(moves.order_by(Letter.id)):
        if before and overtaken and state is LetterState.KEPT:
            known.setdefault(address, before)
        else:
            known.pop(address, None)
    return known


def list_recent(kind: str, limit: int = 5) -> list[Letter]:
    """The last letters of a kind that remember with what they were written."""
    rows = select(Letter).where(Letter.kind == kind, Letter.values.is_not(None), Letter.secret.is_(False))
    return list(db.session.scalars(rows.order_by(Letter.id.desc()).limit(limit)))


def list_templates() -> list[Template]:
    return list(db.session.scalars(select(Template).order_by(Template.kind, Template.language)))


def find_template(kind: str, language: str) -> Template | None:
    rows = select(Template).where(Template.kind == kind, Template.language == language)
    return db.session.scalar(rows)


def find_by_message_id(message_id: str) -> Letter | None:
    return db.session.scalar(select(Letter).where(Letter.message_id == message_id))


def count_bounces(address: str) -> int:
    """How many of the last three letters to this address came back, when all of them did; else none."""
    told = Letter.state.in_((LetterState.SENT, LetterState.BOUNCED))
    rows = select(Letter.state).where(Letter.to_address == address, told)
    last = list(db.session.scalars(rows.order_by(Letter.sent_at.desc(), Letter.id.desc()).limit(IN_A_ROW)))
    return IN_A_ROW if last == [LetterState.BOUNCED] * IN_A_ROW else 0


def find_invites(uids: Collection[str], addresses: Iterable[str]) -> dict[tuple[str, str], Invite]:
    """(UID, address) → what that calendar was last told."""
    rows = select(Invite).where(Invite.uid.in_(uids), Invite.address.in_(list(addresses)))
    return {(invite.uid, invite.address): invite for invite in db.session.scalars(rows)}


def find_invite(uid: str, address: str) -> Invite | None:
    return find_invites([uid], [address]).get((uid, address))


def list_invites(uids: Collection[str]) -> list[Invite]:
    """What calendars were last told of these events, also where they were taken out again; by address."""
    rows = select(Invite).where(Invite.uid.in_(uids))
    return list(db.session.scalars(rows.order_by(Invite.address, Invite.id)))
