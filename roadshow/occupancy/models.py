from datetime import datetime

from flask_babel import lazy_gettext as _
from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from roadshow.foundation.db import CONSTRAINT_WORDS, Model

CONSTRAINT_WORDS["occupancy_no_overlap"] = _("这段时间刚刚被占用，请换一个时间或场地")


class Occupancy(Model):
    """A hall, a person or a project is taken from–to (set-up and tear-down within), by which thing; none twice at once.

    Plain values, no foreign keys. The rule itself is a constraint: in PostgreSQL an exclusion over tstzrange, in SQLite
    two triggers, both called occupancy_no_overlap and written by hand in the migration.
    """

    __tablename__ = "occupancy_occupancy"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        Index("ix_occupancy_occupancy_what", "what", "what_id", "starts_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    what: Mapped[str] = mapped_column(String(20))  # hall | person | project
    what_id: Mapped[int]
    by: Mapped[str] = mapped_column(String(20))  # roadshow, slot, meeting, use
    by_id: Mapped[int]
    roadshow_id: Mapped[int | None] = mapped_column(index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]

    def meets(self, other: "Occupancy") -> bool:
        """Whether both take the same thing at one time."""
        same = (self.what, self.what_id) == (other.what, other.what_id)
        return same and self.starts_at < other.ends_at and self.ends_at > other.starts_at
