"""Who acts for an institution, who is invited to, and who would like to: what is read of it."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, or_, select

from roadshow.accounts.models import Person
from roadshow.accounts.queries import get_link
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.foundation.errors import Missing
from roadshow.foundation.text import firm_key, name_key
from roadshow.foundation.uscc import clean_uscc

from .models import Contact, ContactInvitation, Institution, JoinRequest, Mandate, Merger
from .queries import find_kept
from .states import InstitutionState, JoinState


def acts_for() -> ColumnElement[bool]:
    """Of a join of contacts with institutions: for this one, or for the one that it was merged into."""
    kept = select(Merger.kept_id).where(Merger.gone_id == Institution.id).correlate(Institution)
    return or_(Contact.institution_id == Institution.id, Contact.institution_id == kept.scalar_subquery())


def get_contact(person_id: int) -> Contact:
    """This person's own, with the institution. Raises: Missing for one who acts for none."""
    contact = db.session.scalar(select(Contact).where(Contact.person_id == person_id))
    if contact is None:
        raise Missing(f"contact {person_id}")
    return contact


def is_contact(person_id: int) -> bool:
    """Whether they act for an institution."""
    return db.session.scalar(select(Contact.id).where(Contact.person_id == person_id)) is not None


def find_own_mandate(person_id: int) -> Mandate | None:
    """What the institution of this person looks for."""
    rows = select(Mandate).join(Contact, Contact.institution_id == Mandate.institution_id)
    return db.session.scalar(rows.where(Contact.person_id == person_id))


def get_colleague(person_id: int, contact_id: int) -> Contact:
    """Another contact of this person's institution, or they themselves. Raises: Missing for anybody else."""
    rows = select(Contact).where(Contact.id == contact_id, Contact.institution_id.in_(_own(person_id)))
    contact = db.session.scalar(rows)
    if contact is None:
        raise Missing(f"contact {contact_id} for {person_id}")
    return contact


def find_contact(institution_id: int, email: str) -> Contact | None:
    rows = select(Contact).join(Contact.person)
    return db.session.scalar(rows.where(Contact.institution_id == institution_id, Person.email == email))


def list_contacts(institution_id: int) -> list[Contact]:
    """The longest there first."""
    rows = select(Contact).where(Contact.institution_id == institution_id)
    return list(db.session.scalars(rows.order_by(Contact.id)))


def get_contact_invitation(token: str) -> ContactInvitation:
    """Raises: Missing when there never was such a link, Gone when it is used up or too old."""
    return get_link(ContactInvitation, token)


def get_own_invitation(person_id: int, invitation_id: int) -> ContactInvitation:
    """To this person's institution. Raises: Missing, also when it is to another."""
    rows = select(ContactInvitation).where(
        ContactInvitation.id == invitation_id, ContactInvitation.institution_id.in_(_own(person_id))
    )
    invitation = db.session.scalar(rows)
    if invitation is None:
        raise Missing(f"invitation {invitation_id} for {person_id}")
    return invitation


def list_open_invitations(institution_id: int) -> list[ContactInvitation]:
    rows = select(ContactInvitation).where(
        ContactInvitation.institution_id == institution_id,
        ContactInvitation.used_at.is_(None),
        ContactInvitation.expires_at > clock.now(),
    )
    return list(db.session.scalars(rows.order_by(ContactInvitation.id)))


def list_institutions_called(named: str) -> list[Institution]:
    """Those that a credit code, an AMAC number or a whole name means, however it is spelt; of one that was merged, the
    one that it is now."""
    code, key = clean_uscc(named), name_key(named)
    if not key:
        return []
    same = or_(Institution.uscc == code, Institution.amac_number == code, Institution.name_key == key)
    found = db.session.scalars(select(Institution).where(same).order_by(Institution.id))
    return list(dict.fromkeys(find_kept(each.id) or each for each in found))


def list_alike(name: str) -> list[Institution]:
    """Those whose names differ from this one in nothing but the legal form; no merged ones."""
    if not (key := firm_key(name)):
        return []
    rows = select(Institution).where(Institution.name_key.startswith(key, autoescape=True))
    rows = rows.where(Institution.state != InstitutionState.MERGED).order_by(Institution.id)
    return [one for one in db.session.scalars(rows) if firm_key(one.name) == key]


def find_open_request(person_id: int) -> JoinRequest | None:
    """What this person asked and nobody answered yet."""
    return db.session.scalar(_open().where(JoinRequest.person_id == person_id))


def count_requests(person_id: int, since: datetime) -> int:
    """That this person made, whatever became of them."""
    rows = select(func.count(JoinRequest.id)).where(JoinRequest.person_id == person_id)
    return db.session.scalar(rows.where(JoinRequest.asked_at > since)) or 0


def find_last_request(person_id: int) -> JoinRequest | None:
    """What this person asked last, if it was not granted or taken back."""
    rows = select(JoinRequest).where(JoinRequest.person_id == person_id).order_by(JoinRequest.id.desc())
    last = db.session.scalar(rows.limit(1))
    return last if last and last.state in (JoinState.ASKED, JoinState.REFUSED) else None


def list_requests_for(person_id: int) -> list[JoinRequest]:
    """That this person may decide as a contact, the oldest first."""
    rows = _open().where(JoinRequest.institution_id.in_(_own(person_id)))
    return list(db.session.scalars(rows.order_by(JoinRequest.id)))


def get_request_for(person_id: int, request_id: int) -> JoinRequest:
    """Raises: Missing, also when it is not this person who decides."""
    rows = select(JoinRequest).where(JoinRequest.id == request_id)
    return _got(db.session.scalar(rows.where(JoinRequest.institution_id.in_(_own(person_id)))), request_id)


def list_requests_for_staff(institution_id: int | None = None) -> list[JoinRequest]:
    """To institutions, or to this one, in which nobody can decide; the oldest first."""
    rows = _open().where(JoinRequest.institution_id.not_in(_staffed()))
    rows = rows if institution_id is None else rows.where(JoinRequest.institution_id == institution_id)
    return list(db.session.scalars(rows.order_by(JoinRequest.id)))


def get_request_for_staff(request_id: int) -> JoinRequest:
    """Raises: Missing, also while it is a contact who decides."""
    rows = select(JoinRequest).where(
        JoinRequest.id == request_id,
        or_(JoinRequest.state != JoinState.ASKED, JoinRequest.institution_id.not_in(_staffed())),
    )
    return _got(db.session.scalar(rows), request_id)


def _own(person_id: int) -> Select[int]:
    return select(Contact.institution_id).where(Contact.person_id == person_id)


def _staffed() -> Select[int]:
    """Institutions with a contact who may sign in."""
    return select(Contact.institution_id).join(Contact.person).where(Person.active)


def _open() -> Select[JoinRequest]:
    return select(JoinRequest).where(JoinRequest.state == JoinState.ASKED)


def _got(request: JoinRequest | None, request_id: int) -> JoinRequest:
    if request is None:
        raise Missing(f"join request {request_id}")
    return request
