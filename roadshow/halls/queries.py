from sqlalchemy import select

from roadshow.foundation.db import db
from roadshow.foundation.errors import Missing

from .models import Hall


def list_halls(*, open_only: bool = False) -> list[Hall]:
    rows = select(Hall).order_by(Hall.closed, Hall.name, Hall.id)
    return list(db.session.scalars(rows.where(~Hall.closed) if open_only else rows))


def get_hall(hall_id: int) -> Hall:
    """Raises: Missing."""
    hall = db.session.get(Hall, hall_id)
    if hall is None:
        raise Missing(f"hall {hall_id}")
    return hall


def find_hall(name: str) -> Hall | None:
    return db.session.scalar(select(Hall).where(Hall.name == name))
