from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from roadshow.foundation.db import Model


class Entry(Model):
    """One line of the trail: who did what to which thing; never changed, never removed by the product."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_thing", "thing", "thing_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[int | None]
    actor_name: Mapped[str] = mapped_column(String(100))
    address: Mapped[str] = mapped_column(String(45))
    what: Mapped[str] = mapped_column(String(60))
    thing: Mapped[str] = mapped_column(String(30))
    thing_id: Mapped[int | None]
    name: Mapped[str] = mapped_column(String(300))  # of the thing, as it was called then
    changes: Mapped[dict[str, Any]] = mapped_column(JSON)  # field → [before, after]
