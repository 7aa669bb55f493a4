from collections import Counter
from collections.abc import Iterable
from datetime import date

from sqlalchemy import delete, insert

from roadshow.audit.operations import record
from roadshow.foundation.actor import Actor
from roadshow.foundation.db import db, hold_name, operation
from roadshow.foundation.errors import refuse_faults

from . import queries
from .almanac import list_known
from .models import NamedDay
from .notice import read_notice
from .rules import DayFacts, day_faults

DECEMBER = 12
TABLE = "rest days"  # the name that whoever changes the table holds


@operation
def name_day(facts: DayFacts, *, actor: Actor) -> None:
    """Say of a day that it is off or worked, whatever was said of it before. Raises: Refused with the faults."""
    facts = facts.cleaned()
    hold_name(TABLE)
    refuse_faults(day_faults(facts))
    was = db.session.get(NamedDay, facts.on)
    before = was.kind if was else ""
    db.session.merge(NamedDay(**vars(facts)))
    record("day.named", actor, "day", None, f"{facts.on} {facts.name}", sort=[before, facts.kind])


@operation
def forget_day(day: NamedDay, *, actor: Actor) -> None:
    """It is as its weekday says again."""
    hold_name(TABLE)
    record("day.forgotten", actor, "day", None, f"{day.on} {day.name}")
    db.session.execute(delete(NamedDay).where(NamedDay.on == day.on))


@operation
def take_in_notice(content: bytes, *, actor: Actor) -> dict[int, int]:
    """A CSV of the yearly notice in place of all that was said of its years; days by year. Of the year before it may
    name the last days alone, from which its New Year's holiday begins: these come to what is known.

    Raises: Refused with what is wrong in which line.
    """
    days = read_notice(content)
    hold_name(TABLE)
    return _put_in_place(days, actor)


@operation
def seed(year: int, *, actor: Actor) -> int:
    """What the library knows of a year nothing was said of yet; how many days."""
    hold_name(TABLE)
    if queries.list_days(year):
        return 0
    return sum(_put_in_place(list_known(year), actor).values())


def _put_in_place(days: Iterable[DayFacts], actor: Actor) -> dict[int, int]:
    days = list(days)
    counts = dict(sorted(Counter(facts.on.year for facts in days).items()))
    for year, count in counts.items():
        first = min(facts.on for facts in days if facts.on.year == year)
        begins = first if first.month == DECEMBER and year + 1 in counts else date(year, 1, 1)
        db.session.execute(delete(NamedDay).where(NamedDay.on.between(begins, date(year, 12, 31))))
        record("day.taken_in", actor, "day", None, str(year), days=count)
    if days:
        db.session.execute(insert(NamedDay), [vars(facts) for facts in days])
    return counts
