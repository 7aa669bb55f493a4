from datetime import datetime
from typing import Any

from sqlalchemy import JSON, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from roadshow.foundation.db import Model


class Upload(Model):
    """A ledger file on its way in: kept with what the person said of its columns until it is taken in or dropped."""

    __tablename__ = "ledgers_upload"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    year: Mapped[int]  # for sheets without dates
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    said: Mapped[dict[str, Any]] = mapped_column(JSON)  # header → field
    uploaded_at: Mapped[datetime]
    uploaded_by_id: Mapped[int | None]
    uploaded_by: Mapped[str] = mapped_column(String(100))
    taken_at: Mapped[datetime | None]
    counts: Mapped[dict[str, Any] | None] = mapped_column(
        JSON
    )  # sheet → [imported, duplicates, rejected] once taken
