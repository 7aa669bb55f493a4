"""Who came: counted at the door where a roadshow had one, else as its ledger tells it; never both.

On site has come who was let in. Online there is no door: who had a seat there has come once the roadshow was held.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import lazyload

from roadshow.audit.operations import record
from roadshow.foundation.actor import CLOCK
from roadshow.foundation.db import db
from roadshow.programme.models import Roadshow, Season
from roadshow.programme.states import HELD

from .models import Attendance, Mode
from .states import CONFIRMED, AttendanceState

S = AttendanceState
LET_IN = and_(Attendance.mode == Mode.ONSITE, Attendance.state == S.CHECKED_IN)
SAT_ONLINE = and_(Attendance.mode == Mode.ONLINE, Attendance.state.in_(CONFIRMED))
_EXPECTED = and_(Attendance.mode == Mode.ONSITE, Attendance.state == S.ACCEPTED)


@dataclass(frozen=True)
class Came:
    """Of one roadshow with a door: institutions, each once, that are known by their row; persons here and online; who
    had a seat here and did not come."""

    institutions: int
    onsite: int
    online: int
    no_shows: int


@dataclass(frozen=True)
class Visits:
    """Of one roadshow; None for what neither its door nor its ledger says."""

    institutions: int | None
    persons: int | None
    counted: Came | None


@dataclass(frozen=True)
class YearVisits:
    """Of all roadshows held in a year. ``institution_times`` and ``person_times`` count whoever came to three thrice;
    ``institutions`` each once, among the ``doors`` roadshows that had a door: a ledger tells no names."""

    institution_times: int
    person_times: int
    institutions: int
    onsite: int
    online: int
    no_shows: int
    doors: int


def visits_of(roadshow: Roadshow) -> Visits:
    """Of one that was held; of any other nothing is said."""
    if not roadshow.is_held:
        return Visits(None, None, None)
    return _visits(
        roadshow.told_institutions, roadshow.told_visitors, came_to([roadshow.id]).get(roadshow.id)
    )


def visits_of_year(year: int) -> YearVisits:
    """Three statements, however many roadshows and guests."""
    held = select(Roadshow.id, Roadshow.told_institutions, Roadshow.told_visitors)
    held = held.join(Season).where(Season.year == year, Roadshow.state.in_(HELD))
    told = {row_id: (institutions, visitors) for row_id, institutions, visitors in db.session.execute(held)}
    came = came_to(told)
    each = [_visits(*said, came.get(row_id)) for row_id, said in told.items()]
    doors = list(came.values())
    return YearVisits(
        institution_times=sum(visits.institutions or 0 for visits in each),
        person_times=sum(visits.persons or 0 for visits in each),
        institutions=_count_institutions(came),
        onsite=sum(part.onsite for part in doors),
        online=sum(part.online for part in doors),
        no_shows=sum(part.no_shows for part in doors),
        doors=len(doors),
    )


def note_no_shows(roadshow: Roadshow) -> None:
    """Once it is held, of who was expected here and was not let in. Where nobody was let in there was no door, and
    nothing is known of anybody. The caller has locked the roadshow."""
    db.session.flush()
    of_it = Attendance.roadshow_id == roadshow.id
    if not db.session.scalar(select(Attendance.id).where(of_it, LET_IN).limit(1)):
        return
    absent = list(db.session.scalars(select(Attendance).where(of_it, _EXPECTED).options(lazyload("*"))))
    for guest in absent:
        guest.state = S.NO_SHOW
    if absent:
        record("door.absent", CLOCK, "roadshow", roadshow.id, roadshow.title, count=len(absent))


def _visits(told_institutions: int | None, told_visitors: int | None, came: Came | None) -> Visits:
    if came is None:
        return Visits(told_institutions, told_visitors, None)
    return Visits(came.institutions, came.onsite + came.online, came)


def came_to(roadshow_ids: Collection[int]) -> dict[int, Came]:
    """Of those that had a door."""

    def many(which: ColumnElement[bool]) -> ColumnElement[int]:
        return func.sum(case((which, 1), else_=0))

    rows = select(
        Attendance.roadshow_id,
        func.count(func.distinct(case((or_(LET_IN, SAT_ONLINE), Attendance.institution_id)))),
        many(LET_IN),
        many(SAT_ONLINE),
        many(Attendance.state == S.NO_SHOW),
    )
    rows = rows.where(Attendance.roadshow_id.in_(roadshow_ids)).group_by(Attendance.roadshow_id)
    return {row_id: Came(*counts) for row_id, *counts in db.session.execute(rows.having(many(LET_IN) > 0))}


def _count_institutions(roadshow_ids: Collection[int]) -> int:
    rows = select(func.count(func.distinct(Attendance.institution_id)))
    rows = rows.where(Attendance.roadshow_id.in_(roadshow_ids), or_(LET_IN, SAT_ONLINE))
    return db.session.scalar(rows) or 0
