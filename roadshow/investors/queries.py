from dataclasses import dataclass

from sqlalchemy import func, or_, select

from roadshow.foundation.db import db
from roadshow.foundation.errors import Missing
from roadshow.foundation.listing import Listed, Order, in_turn, ordered
from roadshow.foundation.text import name_key

from .models import Contact, Institution, InstitutionKind
from .states import InstitutionState


def get_institution(institution_id: int) -> Institution:
    """Raises: Missing."""
    institution = db.session.get(Institution, institution_id)
    if institution is None:
        raise Missing(f"institution {institution_id}")
    return institution


def find_own_institution(person_id: int) -> Institution | None:
    return db.session.scalar(select(Institution).join(Contact).where(Contact.person_id == person_id))


def is_verified_contact(person_id: int) -> bool:
    rows = select(Contact.id).join(Institution).where(Contact.person_id == person_id)
    return db.session.scalar(rows.where(Institution.state == InstitutionState.VERIFIED)) is not None


@dataclass(frozen=True)
class Wanted:
    """Which institutions: ``text`` is part of a name or number, None leaves a thing open."""

    text: str = ""
    state: InstitutionState | None = None
    kind: InstitutionKind | None = None


INSTITUTIONS_BY = {
    "name": Institution.name,
    "state": in_turn(Institution.state, InstitutionState),
    "kind": in_turn(Institution.kind, InstitutionKind),
    "number": Institution.amac_number,
    "made": Institution.made_at,
}


def list_institutions(wanted: Wanted = Wanted(), order: Order | None = None) -> Listed[Institution]:
    """Those that wait for verification first, then by name."""
    rows = select(Institution)
    if key := name_key(wanted.text):
        named = Institution.name_key.contains(key, autoescape=True)
        rows = rows.where(or_(named, Institution.amac_number == key.upper()))
    for column, value in ((Institution.state, wanted.state), (Institution.kind, wanted.kind)):
        rows = rows if value is None else rows.where(column == value)
    waits = Institution.state != InstitutionState.REGISTERED
    return Listed(ordered(rows, INSTITUTIONS_BY, order, waits, Institution.name, Institution.id))


def count_institutions(state: InstitutionState) -> int:
    return db.session.scalar(select(func.count(Institution.id)).where(Institution.state == state)) or 0


def count_by_state() -> dict[InstitutionState, int]:
    """States that no institution is in are left out."""
    rows = select(Institution.state, func.count(Institution.id)).group_by(Institution.state)
    return dict(db.session.execute(rows).all())
