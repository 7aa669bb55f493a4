"""Who is let in. The door is asked with a ticket, a name or as a walk-in, at once or later with what was kept.

The roadshow is locked first, as for every seat; of two who show one ticket the database lets in one.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _

from roadshow.foundation import clock
from roadshow.foundation.days import lazy_day
from roadshow.foundation.db import db, hold, insert_many, operation
from roadshow.foundation.errors import Fault, Missing, Refused
from roadshow.foundation.pinyin import spelled
from roadshow.foundation.steps import step_fault, step_to
from roadshow.investors.belonging import list_institutions_called
from roadshow.programme.models import Roadshow
from roadshow.programme.states import BEFORE_HELD, RoadshowState

from . import scans
from .counting import note_no_shows
from .letters import tell
from .models import Attendance, Mode, Scan, Seat, Verdict, Via, Way
from .places import move_up
from .shown import Answer, Keeper, Shown, WalkIn
from .states import STATE_WORDS, STORY, AttendanceState
from .tickets import SHORT, Ticket, code_of, plain, read_code, short_of

S = AttendanceState
AT_ONCE = 200  # scans that are sent together
OPEN = BEFORE_HELD | {RoadshowState.HELD}  # what was kept may come after the end
_COMES = frozenset({S.ACCEPTED, S.NO_SHOW, S.CHECKED_IN})


@operation
def take(roadshow: Roadshow, shown: Sequence[Shown], *, secret: str, keeper: Keeper) -> list[Answer]:
    """Decide on each in its order; what was sent before is answered as then. ``secret`` signs the tickets.

    A moment in the future, or before the day, is taken for the nearest that can be: clocks run ahead or behind. What
    was shown after the day is answered with a fault, and not noted.

    Raises: Refused for more than 200 at once, before the day, and for a roadshow that is cancelled or in the archive.
    """
    if len(shown) > AT_ONCE:
        raise Refused(_("一次最多发送%(most)d条签到", most=AT_ONCE))
    hold(roadshow)
    shown = _with_whole_codes(roadshow, shown, secret)
    door = _Door.open(roadshow, shown, secret, keeper)
    answers = [door.decide(each) for each in shown]
    db.session.flush()
    insert_many(Scan, door.noted)
    if roadshow.is_held:
        note_no_shows(roadshow)
        tell("attendance.thanked", door.not_thanked)
    if door.freed_online:
        move_up(roadshow)
    return answers


@dataclass
class _Door:
    """All that the decisions of one sending need, read once; what they change is written together."""

    roadshow: Roadshow
    secret: str
    keeper: Keeper
    since: datetime
    until: datetime
    known: dict[str, Scan]
    guests: dict[int, Attendance]
    let_in: dict[int, Scan]
    seats: dict[int, Seat]
    noted: list[dict[str, Any]] = field(default_factory=list)  # the scans to write
    before: dict[int, dict[str, Any]] = field(default_factory=dict)  # of whom was let in, for who undoes it
    not_thanked: list[Attendance] = field(default_factory=list)  # let in, and were not there until now
    freed_online: bool = False

    @classmethod
    def open(cls, roadshow: Roadshow, shown: Sequence[Shown], secret: str, keeper: Keeper) -> "_Door":
        since, until = _hours(roadshow)
        known = scans.list_scans_named([each.uid for each in shown])
        ids = {guest_id for each in shown if (guest_id := _guest_of(each, secret))}
        emails = {each.walk_in.email for each in shown if each.walk_in and each.walk_in.email}
        ids |= {scan.attendance_id for scan in known.values() if scan.attendance_id}
        guests = {guest.id: guest for guest in scans.list_to_admit(roadshow.id, ids, emails)}
        let_in, seats = scans.list_admitting(guests), scans.list_seats_of(guests)
        return cls(roadshow, secret, keeper, since, until, known, guests, let_in, seats)

    def decide(self, shown: Shown) -> Answer:
        if shown.uid in self.known:
            return self._answer(self.known[shown.uid], shown.walk_in)
        if shown.walk_in and (faults := shown.walk_in.faults):
            return Answer(shown.uid, None, faults=faults)
        at = max(min(shown.at, clock.now()), self.since)
        if at >= self.until:
            return Answer(shown.uid, None, faults=[Fault("at", _("这一天的签到已结束"))])
        verdict, guest = self._judge(shown, at) if shown.turned_away is None else self._noted(shown)
        row = {
            "uid": shown.uid,
            "roadshow_id": self.roadshow.id,
            "device_id": self.keeper.device_id,
            "attendance_id": guest.id if guest else None,
            "way": shown.way,
            "verdict": verdict,
            "by": self.keeper.name[:100],
            "at": at,
            "received_at": clock.now(),
            "before": self.before.get(guest.id) if guest and verdict is Verdict.ADMITTED else None,
        }
        self.noted.append(row)
        scan = self.known[shown.uid] = Scan(**row)
        if guest is not None and verdict is Verdict.ADMITTED:
            step_to(STORY, guest.state, S.CHECKED_IN, STATE_WORDS)
            guest.state, guest.came_at, self.let_in[guest.id] = S.CHECKED_IN, at, scan
            guest.turn, guest.switching, guest.confirm_by_at = None, False, None
        return self._answer(scan, shown.walk_in)

    def _answer(self, scan: Scan, walk_in: WalkIn | None) -> Answer:
        """A walk-in who was turned away is nowhere noted; the answer still says the name that was typed."""
        guest = self.guests.get(scan.attendance_id or 0)
        if guest is None and walk_in:
            return Answer(scan.uid, scan.verdict, name=walk_in.name, organisation=walk_in.organisation)
        if guest is None:
            return Answer(scan.uid, scan.verdict)
        seat = self.seats.get(guest.id)
        number = seat.number if seat and seat.mode is Mode.ONSITE else None
        first = self.let_in.get(guest.id) if scan.verdict is Verdict.AGAIN else None
        since, by = (first.at, first.by) if first else (None, "")
        return Answer(scan.uid, scan.verdict, guest.id, guest.name, guest.organisation, number, since, by)

    def _noted(self, shown: Shown) -> tuple[Verdict, Attendance | None]:
        """Who was turned away is not let in later: they have left."""
        verdict = shown.turned_away if shown.turned_away in scans.PROBLEMS else None
        return verdict or Verdict.UNKNOWN, self.guests.get(_guest_of(shown, self.secret) or 0)

    def _judge(self, shown: Shown, at: datetime) -> tuple[Verdict, Attendance | None]:
        if shown.walk_in:
            return self._judge_walk_in(shown.walk_in, at)
        if shown.guest_id:
            guest = self.guests.get(shown.guest_id)
            return (self._admit(guest, at), guest) if guest else (Verdict.UNKNOWN, None)
        ticket = _read(shown.code, self.secret)
        if ticket is None:
            return Verdict.UNKNOWN, None
        if ticket.roadshow_id != self.roadshow.id:
            return Verdict.ELSEWHERE, None
        guest = self.guests.get(ticket.attendance_id)
        if guest is None or guest.serial != ticket.serial or not _has_ticket(guest):
            return Verdict.REVOKED, guest
        return self._admit(guest, at), guest

    def _judge_walk_in(self, walk_in: WalkIn, at: datetime) -> tuple[Verdict, Attendance | None]:
        """Who is on the list by this address is that guest, and no second one."""
        guest = next(
            (each for each in self.guests.values() if walk_in.email and each.email == walk_in.email), None
        )
        if guest is not None:
            return self._admit(guest, at), guest
        seat = self._seat_to_give(at)
        if seat is None:
            return Verdict.FULL, None
        guest = self._enter(walk_in, at)
        self._give(seat, guest)
        return Verdict.ADMITTED, guest

    def _admit(self, guest: Attendance, at: datetime) -> Verdict:
        """Somebody of the list. Who has no seat here, having answered otherwise or not at all, gets one if there is."""
        if guest.id in self.let_in or guest.state is S.CHECKED_IN:
            return Verdict.AGAIN
        if guest.state not in _COMES and step_fault(STORY, guest.state, S.ACCEPTED, STATE_WORDS):
            return Verdict.REVOKED
        self.before[guest.id] = {"state": guest.state, "mode": guest.mode, "turn": guest.turn}
        was_thanked = guest.was_there
        seat = self.seats.get(guest.id)
        if seat is None or seat.mode is not Mode.ONSITE:
            if (free := self._seat_to_give(at)) is None:
                return Verdict.FULL
            if seat is not None:
                seat.attendance_id, self.freed_online = None, True
                db.session.flush()  # nobody has two seats, not even between two statements
            self._give(free, guest)
        if guest.state not in _COMES:
            guest.state = S.ACCEPTED
        if not was_thanked:
            self.not_thanked.append(guest)
        return Verdict.ADMITTED

    def _seat_to_give(self, at: datetime) -> Seat | None:
        db.session.flush()
        starts_at = self.roadshow.starts_at
        return scans.find_seat_to_give(self.roadshow.id, begun=starts_at is not None and at >= starts_at)

    def _give(self, seat: Seat, guest: Attendance) -> None:
        if seat.attendance_id is not None:
            self.seats.pop(seat.attendance_id, None)
        seat.attendance_id, guest.mode, self.seats[guest.id] = guest.id, Mode.ONSITE, seat

    def _enter(self, walk_in: WalkIn, at: datetime) -> Attendance:
        institution = next(iter(list_institutions_called(walk_in.organisation)), None)
        guest = Attendance(
            roadshow_id=self.roadshow.id,
            institution_id=institution.id if institution else None,
            email=walk_in.email or None,
            name=walk_in.name,
            name_pinyin=spelled(walk_in.name),
            organisation=walk_in.organisation,
            via=Via.WALK_IN,
            mode=Mode.ONSITE,
            state=S.ACCEPTED,
            reasons=[],
            made_at=at,
            answered_at=at,
        )
        db.session.add(guest)
        db.session.flush()
        self.guests[guest.id] = guest
        return guest


def _hours(roadshow: Roadshow) -> tuple[datetime, datetime]:
    """From when until before when somebody may have come. Raises: Refused when nobody can yet, or ever."""
    if roadshow.state not in OPEN or roadshow.on is None:
        raise Refused(_("这场路演现在不能签到"))
    since, until = clock.day_bounds(roadshow.on, roadshow.on)
    if clock.now() < since:
        raise Refused(_("这场路演在%(on)s，到当天才能签到", on=lazy_day(roadshow.on)))
    return since, until


def _with_whole_codes(roadshow: Roadshow, shown: Sequence[Shown], secret: str) -> Sequence[Shown]:
    """The same, with the ticket of this roadshow where only the end of its code was read out.

    Of two tickets that end alike neither is meant.
    """
    if not any(len(plain(each.code)) == SHORT for each in shown):
        return shown
    guests = [guest for guest in scans.list_door(roadshow.id) if guest.has_ticket]
    codes = [code_of(secret, Ticket(guest.id, guest.serial, roadshow.id)) for guest in guests]
    ends = Counter(map(short_of, codes))
    whole = {short_of(code): code for code in codes if ends[short_of(code)] == 1}
    return [replace(each, code=whole.get(plain(each.code), each.code)) for each in shown]


def _guest_of(shown: Shown, secret: str) -> int | None:
    ticket = _read(shown.code, secret) if shown.way is Way.TICKET else None
    return ticket.attendance_id if ticket else shown.guest_id


def _read(code: str, secret: str) -> Ticket | None:
    try:
        return read_code(secret, code)
    except Missing:
        return None


def _has_ticket(guest: Attendance) -> bool:
    return guest.mode is Mode.ONSITE and guest.state in _COMES
