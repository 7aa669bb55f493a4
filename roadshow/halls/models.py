from datetime import date, datetime, timedelta
from enum import StrEnum

from flask_babel import lazy_gettext as _
from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from roadshow.foundation import clock
from roadshow.foundation.db import CONSTRAINT_WORDS, Model, one_of
from roadshow.foundation.text import Bilingual

from .hours import Week, WeekHours
from .points import Point

CONSTRAINT_WORDS["uq_halls_hall_name"] = _("已有同名场地")


class Hall(Model):
    """Where a roadshow is held, a place or an online room; it is taken for its set-up and tear-down too."""

    __tablename__ = "halls_hall"
    __table_args__ = (
        UniqueConstraint("name"),
        CheckConstraint("capacity > 0", name="capacity_positive"),
        CheckConstraint(
            "(latitude IS NULL) = (longitude IS NULL)"
            " AND latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180",
            name="point_on_earth",
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    name_en: Mapped[str] = mapped_column(String(100), default="")
    online: Mapped[bool] = mapped_column(default=False)
    address: Mapped[str] = mapped_column(String(200))  # an online room has none
    address_en: Mapped[str] = mapped_column(String(200), default="")
    latitude: Mapped[float | None]  # of its ``point``
    longitude: Mapped[float | None]
    directions: Mapped[str] = mapped_column(String(500), default="")  # how to get there, where to park
    directions_en: Mapped[str] = mapped_column(String(500), default="")
    contact: Mapped[str] = mapped_column(String(100), default="")  # name and telephone; for staff alone
    link: Mapped[str] = mapped_column(String(500), default="")  # into the online room, for those who may come
    capacity: Mapped[int]
    setup_minutes: Mapped[int]
    teardown_minutes: Mapped[int]
    equipment: Mapped[list[str]] = mapped_column(JSON, default=list)  # codes of halls.equipment
    hours: Mapped[Week] = mapped_column(WeekHours, default=dict)
    closed: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=0)  # counts its changes

    @property
    def spoken_name(self) -> Bilingual:
        return Bilingual.of(self.name, self.name_en)

    @property
    def spoken_address(self) -> Bilingual:
        return Bilingual.of(self.address, self.address_en)

    @property
    def spoken_directions(self) -> Bilingual:
        return Bilingual.of(self.directions, self.directions_en)

    @property
    def point(self) -> Point | None:
        """Where it is on the map, when somebody has said so."""
        if self.latitude is None or self.longitude is None:
            return None
        return Point(self.latitude, self.longitude)

    @point.setter
    def point(self, point: Point | None) -> None:
        self.latitude, self.longitude = point or (None, None)


class UseKind(StrEnum):
    USE = "use"
    BLACKOUT = "blackout"


KIND_WORDS = {UseKind.USE: _("其他占用"), UseKind.BLACKOUT: _("暂停使用")}


class HallUse(Model):
    """Hours of somebody else's in a hall, or days when it is out of use; takes it in ``occupancy``; never changed."""

    __tablename__ = "halls_use"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        {"sqlite_autoincrement": True},  # a page that is open never removes another than it shows
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    hall_id: Mapped[int] = mapped_column(ForeignKey("halls_hall.id"), index=True)
    kind: Mapped[UseKind] = mapped_column(one_of(UseKind))
    what: Mapped[str] = mapped_column(String(200))  # whose and what for, or why
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    series_id: Mapped[int | None]  # of those that come each week, the first one's id

    @property
    def is_over(self) -> bool:
        return self.ends_at <= clock.now()

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last, in Shanghai; one that ends at midnight does not reach into the next."""
        last = self.ends_at - timedelta(microseconds=1)
        return clock.local(self.starts_at).date(), clock.local(last).date()
