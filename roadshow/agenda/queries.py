from sqlalchemy import select

from roadshow.foundation.db import db

from .models import Slot


def list_slots(roadshow_id: int) -> list[Slot]:
    """The running order, with pitch and project."""
    return list(
        db.session.scalars(select(Slot).where(Slot.roadshow_id == roadshow_id).order_by(Slot.begins, Slot.id))
    )


def find_slot_of(pitch_id: int) -> Slot | None:
    return db.session.scalar(select(Slot).where(Slot.pitch_id == pitch_id))
