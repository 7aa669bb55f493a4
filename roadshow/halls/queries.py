from datetime import datetime

from sqlalchemy import func, select

from roadshow.foundation.db import db
from roadshow.foundation.errors import Missing
from roadshow.foundation.listing import containing

from .models import Hall, HallUse


def list_halls(*, open_only: bool = False) -> list[Hall]:
    rows = select(Hall).order_by(Hall.closed, Hall.name, Hall.id)
    return list(db.session.scalars(rows.where(~Hall.closed) if open_only else rows))


def count_open_halls() -> int:
    return db.session.scalar(select(func.count(Hall.id)).where(~Hall.closed)) or 0


def get_hall(hall_id: int) -> Hall:
    """Raises: Missing."""
    hall = db.session.get(Hall, hall_id)
    if hall is None:
        raise Missing(f"hall {hall_id}")
    return hall


def find_hall(name: str) -> Hall | None:
    return db.session.scalar(select(Hall).where(Hall.name == name))


def find_use(use_id: int) -> HallUse | None:
    return db.session.get(HallUse, use_id)


def get_use(hall_id: int, use_id: int) -> HallUse:
    """Of this hall. Raises: Missing."""
    use = find_use(use_id)
    if use is None or use.hall_id != hall_id:
        raise Missing(f"use {use_id} of hall {hall_id}")
    return use


def list_uses(hall_id: int, now: datetime, past: int = 10, text: str = "") -> list[HallUse]:
    """What is to come or still on, the next first; then the last few of what is over, the latest first. Of those with
    the text in what they are for."""
    of_hall = containing(select(HallUse).where(HallUse.hall_id == hall_id), text, HallUse.what)
    coming = of_hall.where(HallUse.ends_at > now).order_by(HallUse.starts_at, HallUse.id)
    over = of_hall.where(HallUse.ends_at <= now).order_by(HallUse.starts_at.desc(), HallUse.id.desc())
    return [*db.session.scalars(coming), *db.session.scalars(over.limit(past))]


def list_series_from(use: HallUse) -> list[HallUse]:
    """This one and those of its weeks that follow."""
    if use.series_id is None:
        return [use]
    rows = select(HallUse).where(HallUse.series_id == use.series_id, HallUse.starts_at >= use.starts_at)
    return list(db.session.scalars(rows.order_by(HallUse.starts_at)))
