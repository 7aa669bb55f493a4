"""What an institution declares and what each of its contacts promises, in the words of now: older ones do not count."""

from flask_babel import lazy_gettext as _
from sqlalchemy import Select, select

from roadshow.accounts.models import Person
from roadshow.audit.operations import record
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.db import db, operation
from roadshow.foundation.errors import Missing, Refused

from .choices import VERSION
from .living import hold_living
from .models import Agreement, AgreementKind, Contact, Institution

K = AgreementKind


def has_declared(institution_id: int) -> bool:
    """Whether one of its contacts has declared that it is a qualified investor (合格投资者声明)."""
    rows = _current(K.DECLARATION).where(Agreement.institution_id == institution_id)
    return db.session.scalar(rows) is not None


def has_signed_nda(person_id: int) -> bool:
    """Whether this contact has promised secrecy (保密承诺), and for the institution that they act for now."""
    of_theirs = Contact.institution_id == Agreement.institution_id
    rows = _current(K.NDA).join(Contact, (Contact.person_id == Agreement.person_id) & of_theirs)
    return db.session.scalar(rows.where(Agreement.person_id == person_id)) is not None


def list_agreements(institution_id: int) -> list[Agreement]:
    """All that was ever agreed to, the latest first."""
    rows = select(Agreement).where(Agreement.institution_id == institution_id)
    return list(db.session.scalars(rows.order_by(Agreement.at.desc(), Agreement.id.desc())))


@operation
def agree(
    institution: Institution, person: Person, kind: AgreementKind, version: int, *, actor: Actor
) -> None:
    """The person agrees to the text of this version; what is agreed to already is noted once.

    Raises: Missing for one who does not act for it, Refused when the text is another by now.
    """
    institution = hold_living(institution)
    if person.id not in [contact.person_id for contact in institution.contacts]:
        raise Missing(f"contact {person.id} of {institution.id}")
    if version != VERSION[kind]:
        raise Refused(_("文字已经更新，请看过新的再同意"))
    if has_declared(institution.id) if kind is K.DECLARATION else has_signed_nda(person.id):
        return
    row = Agreement(
        institution_id=institution.id, person_id=person.id, kind=kind, version=version, by=person.name
    )
    row.at = clock.now()
    db.session.add(row)
    record("institution.agreed", actor, "institution", institution.id, institution.name, agreement=kind)


def _current(kind: AgreementKind) -> Select[int]:
    rows = select(Agreement.id).where(Agreement.kind == kind, Agreement.version == VERSION[kind])
    return rows.limit(1)
