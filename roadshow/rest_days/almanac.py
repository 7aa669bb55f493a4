"""The days that a library knows; those of a year whose notice is not out yet are the statutory ones alone."""

from datetime import date

import holidays

from .models import DayKind
from .rules import DayFacts

IN_LIEU = "休息日"  # how the library begins the name of a day that is off in place of a worked weekend


def list_known(year: int) -> list[DayFacts]:
    """In the order of their days. Source: PyPI ``holidays``, which follows the State Council's notices."""
    named = holidays.country_holidays("CN", years=year, language="zh_CN")
    english = holidays.country_holidays("CN", years=year, language="en_US")
    off = [_off(on, name, english[on]) for on, name in named.items()]
    worked = [
        DayFacts(on, DayKind.WORKED, "调休上班", "Make-up working day")
        for on in named.weekend_workdays
        if on.year == year
    ]
    return sorted(off + worked, key=lambda facts: facts.on)


def _off(on: date, name: str, name_en: str) -> DayFacts:
    if name.startswith(IN_LIEU):
        return DayFacts(on, DayKind.OFF, "调休放假", "Day off in lieu")
    return DayFacts(on, DayKind.OFF, name, name_en.replace("Labor", "Labour"))
