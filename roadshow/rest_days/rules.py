from dataclasses import dataclass, replace
from datetime import date

from flask_babel import lazy_gettext as _

from roadshow.foundation.errors import Fault
from roadshow.foundation.text import one_line

from .models import DayKind

SATURDAY = 5
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True)
class DayFacts:
    """What the yearly notice says of one day."""

    on: date
    kind: DayKind
    name: str
    name_en: str = ""

    def cleaned(self) -> "DayFacts":
        return replace(self, name=one_line(self.name), name_en=one_line(self.name_en))


def day_faults(facts: DayFacts) -> list[Fault]:
    faults = []
    if not FIRST_YEAR <= facts.on.year <= LAST_YEAR:
        faults.append(Fault("on", _("年份须在2000至2100之间，现在是%(year)d", year=facts.on.year)))
    if facts.kind is DayKind.WORKED and facts.on.weekday() < SATURDAY:
        faults.append(Fault("on", _("%(on)s不是周末，本来就上班", on=facts.on)))
    if not 1 <= len(facts.name) <= 50:
        faults.append(Fault("name", _("请填写名称，最多50个字")))
    if len(facts.name_en) > 100:
        faults.append(Fault("name_en", _("英文名称最多100个字符")))
    return faults
