from sqlalchemy import func, select

from roadshow.foundation.db import db
from roadshow.foundation.errors import Missing

from .models import Contact, Institution
from .states import InstitutionState


def get_institution(institution_id: int) -> Institution:
    """Raises: Missing."""
    institution = db.session.get(Institution, institution_id)
    if institution is None:
        raise Missing(f"institution {institution_id}")
    return institution


def find_own_institution(person_id: int) -> Institution | None:
    return db.session.scalar(select(Institution).join(Contact).where(Contact.person_id == person_id))


def list_institutions() -> list[Institution]:
    """Those that wait for verification first, then by name."""
    waiting = Institution.state != InstitutionState.REGISTERED
    return list(db.session.scalars(select(Institution).order_by(waiting, Institution.name, Institution.id)))


def count_institutions(state: InstitutionState) -> int:
    return db.session.scalar(select(func.count(Institution.id)).where(Institution.state == state)) or 0
