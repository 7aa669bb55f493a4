"""What is read of the door: who is expected, who came, and what went wrong."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import contains_eager, lazyload

from roadshow.foundation.db import db
from roadshow.foundation.errors import Missing
from roadshow.foundation.listing import Listed, Order, containing, ordered
from roadshow.foundation.pinyin import spelled

from .models import Attendance, Mode, Scan, Seat, Verdict, Via
from .pinyin import is_meant
from .states import AttendanceState

S = AttendanceState
PROBLEMS = frozenset(set(Verdict) - {Verdict.ADMITTED, Verdict.UNDONE})
FOUND = 20  # guests that one search shows
GONE = frozenset({S.WITHDRAWN, S.REPLACED})  # who is on no list of a door
_ON_SITE = and_(Attendance.mode == Mode.ONSITE, Attendance.state.in_([S.ACCEPTED, S.NO_SHOW, S.CHECKED_IN]))


@dataclass(frozen=True)
class Counts:
    """On site: ``came`` of all who came, ``walk_ins`` among them, ``expected`` who has yet to come, ``free`` seats that
    are nobody's; ``problems`` whom the door did not let in."""

    came: int
    walk_ins: int
    expected: int
    free: int
    problems: int


@dataclass(frozen=True)
class Guest:
    """One on the list of a door; ``came_at`` once let in."""

    id: int
    name: str
    name_pinyin: str
    organisation: str
    serial: int
    state: AttendanceState
    mode: Mode
    seat: int | None
    came_at: datetime | None

    @property
    def spelled(self) -> str:
        """Also of one that came onto the list before names were spelled."""
        return self.name_pinyin or spelled(self.name)

    @property
    def has_ticket(self) -> bool:
        return self.mode is Mode.ONSITE and self.state in (S.ACCEPTED, S.NO_SHOW, S.CHECKED_IN)


def count_door(roadshow_id: int) -> Counts:
    """One statement, however many guests."""

    def guests(*narrow: ColumnElement[bool]) -> object:
        rows = select(func.count(Attendance.id)).where(Attendance.roadshow_id == roadshow_id, *narrow)
        return rows.scalar_subquery()

    came = and_(Attendance.mode == Mode.ONSITE, Attendance.state == S.CHECKED_IN)
    free = select(func.count()).where(
        Seat.roadshow_id == roadshow_id, Seat.mode == Mode.ONSITE, Seat.attendance_id.is_(None)
    )
    wrong = select(func.count(Scan.id)).where(Scan.roadshow_id == roadshow_id, Scan.verdict.in_(PROBLEMS))
    figures = select(
        guests(came),  # type: ignore[call-overload]  # subqueries of counts
        guests(came, Attendance.via == Via.WALK_IN),
        guests(_ON_SITE, Attendance.state != S.CHECKED_IN),
        free.scalar_subquery(),
        wrong.scalar_subquery(),
    )
    return Counts(*db.session.execute(figures).one())


def list_door(roadshow_id: int) -> list[Guest]:
    """All who may come, by name: one statement, and of each no more than the door needs."""
    seat = and_(Seat.attendance_id == Attendance.id, Seat.mode == Mode.ONSITE)
    rows = select(
        Attendance.id,
        Attendance.name,
        Attendance.name_pinyin,
        Attendance.organisation,
        Attendance.serial,
        Attendance.state,
        Attendance.mode,
        Seat.number,
        Attendance.came_at,
    ).outerjoin(Seat, seat)
    rows = rows.where(Attendance.roadshow_id == roadshow_id, Attendance.state.not_in(GONE))
    return [Guest(*row) for row in db.session.execute(rows.order_by(Attendance.name, Attendance.id))]


def find_guests(roadshow_id: int, asked: str) -> list[Guest]:
    """The first twenty whom this may mean: a part of name or organisation, or how the name begins in letters."""
    if not asked.strip():
        return []
    guests = (
        guest
        for guest in list_door(roadshow_id)
        if is_meant(asked, guest.name, guest.spelled, guest.organisation)
    )
    return [guest for guest, _number in zip(guests, range(FOUND), strict=False)]


def list_admitting_at(roadshow_id: int) -> list[Scan]:
    """Those that let somebody in who is there now, with their guests, in the order of arrival."""
    rows = select(Scan).join(Scan.attendance).options(contains_eager(Scan.attendance))
    rows = rows.where(Scan.roadshow_id == roadshow_id, Scan.verdict == Verdict.ADMITTED)
    return list(db.session.scalars(rows.where(Attendance.state == S.CHECKED_IN).order_by(Scan.id)))


def get_scan(roadshow_id: int, scan_id: int) -> Scan:
    """Raises: Missing, also for another roadshow's."""
    scan = db.session.get(Scan, scan_id)
    if scan is None or scan.roadshow_id != roadshow_id:
        raise Missing(f"scan {scan_id}")
    return scan


SCANS_BY = {"at": Scan.at, "name": Attendance.name, "by": Scan.by, "received": Scan.received_at}


def list_scans(
    roadshow_id: int, verdicts: Collection[Verdict] = (), order: Order | None = None, text: str = ""
) -> Listed[Scan]:
    """The latest first, all or those with one of these verdicts; ``text`` is part of a guest's name or organisation, or
    of the door."""
    rows = select(Scan).outerjoin(Scan.attendance).where(Scan.roadshow_id == roadshow_id)
    rows = rows.where(Scan.verdict.in_(verdicts)) if verdicts else rows
    rows = containing(rows, text, Attendance.name, Attendance.organisation, Scan.by)
    rows = rows.options(contains_eager(Scan.attendance).lazyload("*"))
    return Listed(ordered(rows, SCANS_BY, order, Scan.at.desc(), Scan.id.desc()))


def list_admitting(attendance_ids: Collection[int]) -> dict[int, Scan]:
    """Guest → the scan that let them in."""
    rows = select(Scan).where(Scan.attendance_id.in_(attendance_ids), Scan.verdict == Verdict.ADMITTED)
    return {scan.attendance_id: scan for scan in db.session.scalars(rows) if scan.attendance_id is not None}


def list_let_in(roadshow_id: int, device_id: int) -> set[int]:
    """Guests whom this device let in."""
    rows = select(Scan.attendance_id).where(Scan.roadshow_id == roadshow_id, Scan.device_id == device_id)
    rows = rows.where(Scan.verdict == Verdict.ADMITTED)
    return {guest_id for guest_id in db.session.scalars(rows) if guest_id is not None}


def list_scans_named(uids: Collection[str]) -> dict[str, Scan]:
    """By what their devices call them."""
    return {scan.uid: scan for scan in db.session.scalars(select(Scan).where(Scan.uid.in_(uids)))}


def list_to_admit(roadshow_id: int, ids: Collection[int], emails: Collection[str]) -> list[Attendance]:
    """Guests of this roadshow who are meant by number or by address."""
    meant = or_(Attendance.id.in_(ids), Attendance.email.in_(emails))
    rows = select(Attendance).where(Attendance.roadshow_id == roadshow_id, meant).order_by(Attendance.id)
    return list(db.session.scalars(rows.options(lazyload("*"))))


def list_seats_of(attendance_ids: Collection[int]) -> dict[int, Seat]:
    rows = select(Seat).where(Seat.attendance_id.in_(attendance_ids))
    return {seat.attendance_id: seat for seat in db.session.scalars(rows) if seat.attendance_id is not None}


def find_seat_to_give(roadshow_id: int, *, begun: bool) -> Seat | None:
    """A free one on site, the lowest number first; once it has begun also that of who has not come and asked last."""
    here = select(Seat).where(Seat.roadshow_id == roadshow_id, Seat.mode == Mode.ONSITE)
    free = here.where(Seat.attendance_id.is_(None)).order_by(Seat.number).limit(1)
    found = db.session.scalars(free).first()
    if found is not None or not begun:
        return found
    kept = here.join(Attendance, Attendance.id == Seat.attendance_id).where(Attendance.state != S.CHECKED_IN)
    return db.session.scalars(kept.order_by(Attendance.id.desc()).limit(1)).first()
