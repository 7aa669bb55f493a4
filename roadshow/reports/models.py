from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from roadshow.foundation.db import Model


class WordTemplate(Model):
    """The office's own form of the bulletin in one language; without it the one that came with the product is used."""

    __tablename__ = "reports_word_template"
    id: Mapped[int] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(String(5), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[str] = mapped_column(String(64))
    changed_at: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(String(100))


class Target(Model):
    """What a season's year is to reach of one figure: fen, m² or how many."""

    __tablename__ = "reports_target"
    __table_args__ = (
        UniqueConstraint("season_id", "figure"),
        CheckConstraint("goal > 0", name="goal_positive"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    season_id: Mapped[int] = mapped_column(ForeignKey("programme_season.id"))
    figure: Mapped[str] = mapped_column(String(40))
    goal: Mapped[int] = mapped_column(BigInteger)
