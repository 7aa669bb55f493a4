from datetime import date
from enum import StrEnum

from flask_babel import lazy_gettext as _
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from roadshow.foundation.db import Model, one_of
from roadshow.foundation.text import Bilingual


class DayKind(StrEnum):
    OFF = "off"
    WORKED = "worked"


KIND_WORDS = {DayKind.OFF: _("放假"), DayKind.WORKED: _("调休上班")}


class NamedDay(Model):
    """A day that the State Council's yearly notice names: off, or a weekend that is worked.

    A day that has no row is as its weekday says.
    """

    __tablename__ = "rest_days_named_day"
    on: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[DayKind] = mapped_column(one_of(DayKind))
    name: Mapped[str] = mapped_column(String(50))
    name_en: Mapped[str] = mapped_column(String(100), default="")

    @property
    def words(self) -> Bilingual:
        """Its name in the reader's language; in Chinese where it has no English one."""
        return Bilingual.of(self.name, self.name_en)
