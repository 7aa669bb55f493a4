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


def list_institutions(
    state: InstitutionState | None = None, page: int = 1, per_page: int = 50
) -> list[Institution]:
    """Those that wait for verification first, then by name."""
    rows = select(Institution).where(Institution.state == state) if state else select(Institution)
    rows = rows.order_by(Institution.state != InstitutionState.REGISTERED, Institution.name, Institution.id)
    return list(db.session.scalars(rows.limit(per_page).offset((page - 1) * per_page)))


def count_institutions(state: InstitutionState) -> int:
    return db.session.scalar(select(func.count(Institution.id)).where(Institution.state == state)) or 0


def count_by_state() -> dict[InstitutionState, int]:
    """States that no institution is in are left out."""
    rows = select(Institution.state, func.count(Institution.id)).group_by(Institution.state)
    return dict(db.session.execute(rows).all())
