from flask_babel import lazy_gettext as _
from sqlalchemy import JSON, CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from roadshow.foundation.db import CONSTRAINT_WORDS, Model

from .hours import Week, WeekHours

CONSTRAINT_WORDS["uq_halls_hall_name"] = _("已有同名场地")


class Hall(Model):
    """Where a roadshow is held, a place or an online room; it is taken for its set-up and tear-down too."""

    __tablename__ = "halls_hall"
    __table_args__ = (UniqueConstraint("name"), CheckConstraint("capacity > 0", name="capacity_positive"))
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    online: Mapped[bool] = mapped_column(default=False)
    address: Mapped[str] = mapped_column(String(200))  # an online room has none
    link: Mapped[str] = mapped_column(String(500), default="")  # into the online room, for those who may come
    capacity: Mapped[int]
    setup_minutes: Mapped[int]
    teardown_minutes: Mapped[int]
    equipment: Mapped[list[str]] = mapped_column(JSON, default=list)  # codes of halls.equipment
    hours: Mapped[Week] = mapped_column(WeekHours, default=dict)
    closed: Mapped[bool] = mapped_column(default=False)
