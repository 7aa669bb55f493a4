from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar, TypeVarTuple

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from roadshow.audit.models import Entry
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.foundation.errors import Gone, Missing
from roadshow.foundation.listing import Listed, Order, has_text, ordered

from .models import (
    Draft,
    FailedSignIn,
    Grant,
    Invitation,
    LetterAsked,
    OneTimeLink,
    Person,
    Reset,
    Session,
    SignUp,
)
from .passwords import token_hash
from .permissions import Role

Columns = TypeVarTuple("Columns")
L = TypeVar("L", bound=OneTimeLink)
SHUT = timedelta(minutes=30)  # for so long too many failures of a network count
FAILURES_KEPT = timedelta(days=1)  # for so long those of an account
IDLE_STAFF, ABSOLUTE = timedelta(minutes=30), timedelta(hours=12)
DRAFT_LASTS = timedelta(days=1)


def get_person(person_id: int) -> Person:
    """Raises: Missing."""
    person = db.session.get(Person, person_id)
    if person is None:
        raise Missing(f"person {person_id}")
    return person


def is_gone(person_id: int) -> bool:
    """Whether this account was closed."""
    return not db.session.scalar(select(Person.active).where(Person.id == person_id))


def find_person(email: str) -> Person | None:
    return db.session.scalar(select(Person).where(Person.email == email.lower()))


@dataclass(frozen=True)
class Wanted:
    """Which people: ``text`` is part of a name or an address, None leaves a thing open."""

    text: str = ""
    role: Role | None = None


PEOPLE_BY = {"name": Person.name, "active": Person.active, "made": Person.made_at}


def list_people(wanted: Wanted = Wanted(), order: Order | None = None) -> Listed[Person]:
    """Active ones first, then by name."""
    rows, usual = _wanted(select(Person), wanted), (Person.active.desc(), Person.name, Person.id)
    return Listed(ordered(rows, PEOPLE_BY, order, *usual))


def list_people_by_id(ids: Collection[int]) -> list[Person]:
    """These people, by name."""
    rows = select(Person).where(Person.id.in_(ids)).order_by(Person.name, Person.id)
    return list(db.session.scalars(rows))


def list_names(*, but: Role, named: str | None = None) -> list[tuple[int, str]]:
    """(id, name) of who may sign in and is more than this role, by name; only of this name when one is given."""
    rows = select(Person.id, Person.name).where(Person.active, Person.grants.any(Grant.role != but))
    rows = rows if named is None else rows.where(Person.name == named)
    return [
        (person_id, name) for person_id, name in db.session.execute(rows.order_by(Person.name, Person.id))
    ]


def count_people() -> int:
    return db.session.scalar(select(func.count(Person.id))) or 0


def _wanted(rows: Select[*Columns], wanted: Wanted) -> Select[*Columns]:
    if wanted.text:
        rows = rows.where(has_text(wanted.text, Person.name, Person.email))
    return rows if wanted.role is None else rows.where(Person.grants.any(Grant.role == wanted.role))


def list_active(role: Role) -> list[Person]:
    """Who may sign in and has this role, by name."""
    rows = select(Person).join(Grant).where(Grant.role == role, Person.active)
    return list(db.session.scalars(rows.order_by(Person.name, Person.id)))


def count_active(role: Role) -> int:
    rows = select(func.count(Person.id)).join(Grant).where(Grant.role == role, Person.active)
    return db.session.scalar(rows) or 0


def find_session(token: str) -> Session | None:
    """The living session of this token: not revoked, its person active, neither idle nor too old."""
    with_unread = joinedload(Session.person).undefer(Person.unread)
    rows = select(Session).where(Session.token_hash == token_hash(token)).options(with_unread)
    session = db.session.scalar(rows)
    if session is None or session.revoked_at is not None or not session.person.active:
        return None
    now = clock.now()
    idle = session.person.is_staff and now - session.seen_at > IDLE_STAFF
    return None if idle or now - session.began_at > ABSOLUTE else session


def find_ended_session(token: str) -> Session | None:
    """One that is over, for as long as it tells whose draft this is."""
    session = db.session.scalar(select(Session).where(Session.token_hash == token_hash(token)))
    late = session is None or clock.now() - session.began_at > ABSOLUTE + DRAFT_LASTS
    return None if session is None or late or not session.person.active else session


def find_draft(person_id: int, path: str) -> Draft | None:
    since = clock.now() - DRAFT_LASTS
    rows = select(Draft).where(Draft.person_id == person_id, Draft.path == path, Draft.made_at > since)
    return db.session.scalar(rows)


def get_invitation(token: str) -> Invitation:
    """Raises: as ``get_link``."""
    return get_link(Invitation, token)


def get_sign_up(token: str) -> SignUp:
    """Raises: as ``get_link``."""
    return get_link(SignUp, token)


def get_reset(token: str) -> Reset:
    """Raises: as ``get_link``, Gone also when its person may not sign in any more."""
    reset = get_link(Reset, token)
    if not reset.person.active:
        raise Gone("reset")
    return reset


def get_link(kind: type[L], token: str) -> L:
    """Raises: Missing when there never was such a link, Gone when it is used up or too old."""
    link = db.session.scalar(select(kind).where(kind.token_hash == token_hash(token)))
    if link is None:
        raise Missing(kind.__name__)
    if is_spent(link):
        raise Gone(kind.__name__)
    return link


def get_invitation_by_id(invitation_id: int) -> Invitation:
    """Raises: Missing."""
    invitation = db.session.get(Invitation, invitation_id)
    if invitation is None:
        raise Missing("invitation")
    return invitation


def is_spent(link: OneTimeLink) -> bool:
    """Whether it is used up or too old."""
    return link.used_at is not None or link.expires_at <= clock.now()


def list_open_invitations() -> list[Invitation]:
    """The newest to each address, whose roles are those of all that are open to it."""
    rows = select(Invitation).where(Invitation.used_at.is_(None), Invitation.expires_at > clock.now())
    found = db.session.scalars(rows.order_by(Invitation.made_at, Invitation.id))
    newest = {invitation.email: invitation for invitation in found}
    return sorted(newest.values(), key=lambda each: (each.made_at, each.id), reverse=True)


def list_open_invitations_to(email: str) -> list[Invitation]:
    rows = select(Invitation).where(Invitation.email == email, Invitation.used_at.is_(None))
    return list(db.session.scalars(rows.where(Invitation.expires_at > clock.now()).order_by(Invitation.id)))


def count_failures(email_hash: str, network: str) -> tuple[int, int]:
    """Failed sign-ins of the last half hour: from this network for this account, and from it for all."""
    since = clock.now() - SHUT
    mine = func.count().filter(FailedSignIn.email_hash == email_hash)
    rows = select(mine, func.count()).where(FailedSignIn.at > since, FailedSignIn.address == network)
    of_pair, of_network = db.session.execute(rows).one()
    return of_pair, of_network


def count_failures_of_account(email_hash: str) -> tuple[int, datetime | None]:
    """Failed sign-ins of the last day from everywhere, and the moment of the last one."""
    mine = (FailedSignIn.email_hash == email_hash, FailedSignIn.at > clock.now() - FAILURES_KEPT)
    count, last = db.session.execute(select(func.count(), func.max(FailedSignIn.at)).where(*mine)).one()
    return count, last


def list_sign_in_addresses(person_id: int | None, since: datetime) -> list[str]:
    """From where somebody signed in since then, as the trail says."""
    rows = select(Entry.address).distinct().where(Entry.thing == "person", Entry.thing_id == (person_id or 0))
    return list(db.session.scalars(rows.where(Entry.what == "person.signed_in", Entry.at > since)))


def count_letters_asked(email_hash: str, network: str) -> tuple[int, int, int]:
    """Letters that visitors had sent in the last half hour: to this address from this network, to this address,
    and from this network."""
    since = clock.now() - SHUT
    to_it, from_here = LetterAsked.email_hash == email_hash, LetterAsked.address == network
    of_pair, of_address = func.count().filter(and_(to_it, from_here)), func.count().filter(to_it)
    rows = select(of_pair, of_address, func.count().filter(from_here))
    rows = rows.where(LetterAsked.at > since, or_(to_it, from_here))
    pair, to_address, from_network = db.session.execute(rows).one()
    return pair, to_address, from_network
