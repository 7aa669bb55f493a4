from dataclasses import dataclass, replace
from datetime import date

from flask_babel import lazy_gettext as _

from roadshow.foundation.bounds import Years, text_faults
from roadshow.foundation.days import lazy_day
from roadshow.foundation.errors import Fault
from roadshow.foundation.text import one_line

from .models import DayKind

SATURDAY = 5
YEARS = Years(2000, 2100)


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
    faults = YEARS.faults("on", _("年份"), facts.on.year)
    if facts.kind is DayKind.WORKED and facts.on.weekday() < SATURDAY:
        faults.append(Fault("on", _("%(on)s不是周末，本来就上班", on=lazy_day(facts.on))))
    faults += text_faults("name", _("名称"), facts.name, 50, empty=_("请填写名称"))
    return faults + text_faults("name_en", _("英文名称"), facts.name_en, 100)
