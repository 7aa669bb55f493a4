from flask_babel import lazy_gettext as _
from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from roadshow.foundation.db import CONSTRAINT_WORDS, Model

CONSTRAINT_WORDS["uq_halls_hall_name"] = _("已有同名场地")


class Hall(Model):
    """Where a roadshow is held; it is taken for its set-up and tear-down too."""

    __tablename__ = "halls_hall"
    __table_args__ = (UniqueConstraint("name"), CheckConstraint("capacity > 0", name="capacity_positive"))
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    address: Mapped[str] = mapped_column(String(200))
    capacity: Mapped[int]
    setup_minutes: Mapped[int]
    teardown_minutes: Mapped[int]
    closed: Mapped[bool] = mapped_column(default=False)
