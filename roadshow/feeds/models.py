from datetime import datetime
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from roadshow.accounts.models import Person
from roadshow.foundation.db import Model, one_of
from roadshow.halls.models import Hall


class Kind(StrEnum):
    """What a person's own calendar holds; ``rights`` says who may have which."""

    INVESTOR = "investor"
    STARTUP = "startup"
    CENTRE = "centre"
    HALL = "hall"


class Program(StrEnum):
    """What fetched it, as far as it says so; ``programs`` knows them by their names."""

    APPLE = "apple"
    OUTLOOK = "outlook"
    GOOGLE = "google"
    THUNDERBIRD = "thunderbird"
    ICSX5 = "icsx5"
    VDIRSYNCER = "vdirsyncer"
    EVOLUTION = "evolution"
    NEXTCLOUD = "nextcloud"
    BROWSER = "browser"
    OTHER = "other"


KIND_WORDS = {
    Kind.INVESTOR: _("投资机构日历"),
    Kind.STARTUP: _("项目方日历"),
    Kind.CENTRE: _("中心全部场次"),
    Kind.HALL: _("场地占用"),
}
PROGRAM_WORDS = {
    Program.APPLE: _("Apple日历"),
    Program.OUTLOOK: "Outlook",
    Program.GOOGLE: _("Google日历"),
    Program.THUNDERBIRD: "Thunderbird",
    Program.ICSX5: _("ICSx⁵或DAVx⁵"),
    Program.VDIRSYNCER: _("vdirsyncer或khal"),
    Program.EVOLUTION: "Evolution",
    Program.NEXTCLOUD: "Nextcloud",
    Program.BROWSER: _("浏览器"),
    Program.OTHER: _("其他程序"),
}


class Subscription(Model):
    """A calendar of one person's own, under an address that nobody else knows: only its token's hash is kept.

    ``told``: uid of an event → what it was last said to be, how often that changed, and when (``told.py``).
    """

    __tablename__ = "feeds_subscription"
    __table_args__ = (
        CheckConstraint("(kind = 'hall') = (hall_id IS NOT NULL)", name="hall_of_a_hall"),
        CheckConstraint("remind_minutes > 0", name="remind_before"),
        CheckConstraint("(fetched_at IS NULL) = (fetched_by IS NULL)", name="fetched_by_something"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("accounts_person.id"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    kind: Mapped[Kind] = mapped_column(one_of(Kind))
    hall_id: Mapped[int | None] = mapped_column(ForeignKey("halls_hall.id"))
    language: Mapped[str] = mapped_column(String(5))
    remind_minutes: Mapped[int | None]  # before each event; None: not at all
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    fetched_at: Mapped[datetime | None]  # noted at most once an hour
    fetched_by: Mapped[Program | None] = mapped_column(one_of(Program))
    told: Mapped[dict[str, list[Any]]] = mapped_column(JSON, default=dict)
    person: Mapped[Person] = relationship()
    hall: Mapped[Hall | None] = relationship(lazy="joined")
