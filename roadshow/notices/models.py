from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from roadshow.foundation.db import Model


class Letter(Model):
    """A letter in the outbox, whole; holds the reader as plain values."""

    __tablename__ = "notices_letter"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    to_id: Mapped[int | None]
    to_name: Mapped[str] = mapped_column(String(100))
    to_address: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(5))  # of the letter: zh, en, or "zh en" for both
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    queued_at: Mapped[datetime] = mapped_column(index=True)
