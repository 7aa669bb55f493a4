from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, not_, or_, select
from sqlalchemy.orm import selectinload

from roadshow.accounts.models import Person
from roadshow.foundation.db import db
from roadshow.foundation.errors import Missing
from roadshow.foundation.listing import Listed, Order, containing, in_turn, ordered
from roadshow.investors.models import Contact, Institution
from roadshow.programme.models import Roadshow

from .models import REMINDS_BEFORE, Attendance, Mode, Seat, Seating, Via
from .states import COMING, CONFIRMED, HAS_PLACE, AttendanceState

S = AttendanceState


def find_seating(roadshow_id: int) -> Seating | None:
    return db.session.get(Seating, roadshow_id)


def get_guest(guest_id: int) -> Attendance:
    """Raises: Missing."""
    guest = db.session.get(Attendance, guest_id)
    if guest is None:
        raise Missing(f"guest {guest_id}")
    return guest


def get_guest_of(roadshow_id: int, guest_id: int) -> Attendance:
    """Raises: Missing, also for another roadshow's."""
    guest = get_guest(guest_id)
    if guest.roadshow_id != roadshow_id:
        raise Missing(f"guest {guest_id}")
    return guest


def find_guest(roadshow_id: int, email: str) -> Attendance | None:
    rows = select(Attendance).where(Attendance.roadshow_id == roadshow_id, Attendance.email == email)
    return db.session.scalar(rows)


def is_theirs(person: Person) -> ColumnElement[bool]:
    """Whether a guest is this person: known by the account, or by its address."""
    return or_(Attendance.person_id == person.id, Attendance.email == person.email)


def get_own_guest(person: Person, guest_id: int) -> Attendance:
    """Raises: Missing, also for somebody else's."""
    guest = db.session.scalar(select(Attendance).where(Attendance.id == guest_id, is_theirs(person)))
    if guest is None:
        raise Missing(f"guest {guest_id}")
    return guest


def find_own_guest(person: Person, roadshow_id: int) -> Attendance | None:
    """Whose link is good: one with a place before one that has none."""
    rows = select(Attendance).where(Attendance.roadshow_id == roadshow_id, is_theirs(person))
    rows = rows.where(Attendance.state.not_in([S.WITHDRAWN, S.REPLACED]))
    has_place = Attendance.state.in_(HAS_PLACE)
    return db.session.scalars(rows.order_by(has_place.desc(), Attendance.id).limit(1)).first()


def list_own(person: Person, text: str = "") -> list[Attendance]:
    """What they were invited to or asked to come to, the latest first; what came to nothing is left out. ``text`` is
    part of the roadshow's title."""
    rows = containing(select(Attendance).join(Attendance.roadshow), text, Roadshow.title, Roadshow.title_en)
    rows = rows.where(is_theirs(person), Attendance.state.not_in([S.WITHDRAWN, S.REPLACED]))
    return list(db.session.scalars(rows.order_by(Roadshow.on.desc(), Attendance.id)))


def list_own_to_answer(person: Person, now: datetime) -> list[Attendance]:
    """Where their word is waited for, the next first."""
    rows = select(Attendance).join(Attendance.roadshow)
    rows = rows.where(Attendance.id.in_(_own_to_answer(person, now)))
    return list(db.session.scalars(rows.order_by(Roadshow.starts_at, Attendance.id)))


def _own_to_answer(person: Person, now: datetime) -> Select[int]:
    waits = [S.INVITED, S.TENTATIVE, S.OFFERED]
    rows = select(Attendance.id).join(Roadshow, Roadshow.id == Attendance.roadshow_id)
    rows = rows.where(is_theirs(person), Attendance.state.in_(waits))
    return rows.where(Roadshow.state.in_(COMING), Roadshow.starts_at > now)


def count_own_to_answer(person: Person, now: datetime) -> int:
    return db.session.scalar(select(func.count()).select_from(_own_to_answer(person, now).subquery())) or 0


@dataclass(frozen=True)
class Places:
    """Of one mode."""

    all: int = 0
    taken: int = 0

    @property
    def free(self) -> int:
        return self.all - self.taken


def count_places(roadshow_id: int) -> dict[Mode, Places]:
    rows = select(Seat.mode, func.count(), func.count(Seat.attendance_id))
    rows = rows.where(Seat.roadshow_id == roadshow_id).group_by(Seat.mode)
    found = {mode: Places(total, taken) for mode, total, taken in db.session.execute(rows)}
    return {mode: found.get(mode, Places()) for mode in Mode}


def find_free_seat(roadshow_id: int, mode: Mode) -> Seat | None:
    """The one with the lowest number."""
    free = select(Seat).where(
        Seat.roadshow_id == roadshow_id, Seat.mode == mode, Seat.attendance_id.is_(None)
    )
    return db.session.scalars(free.order_by(Seat.number).limit(1)).first()


def find_last_seat(roadshow_id: int, mode: Mode) -> int:
    """The highest number; 0 when there are none."""
    rows = select(func.max(Seat.number)).where(Seat.roadshow_id == roadshow_id, Seat.mode == mode)
    return db.session.scalar(rows) or 0


def find_seat(guest_id: int) -> Seat | None:
    return db.session.scalar(select(Seat).where(Seat.attendance_id == guest_id))


def list_seats_of(guest_ids: Collection[int]) -> list[Seat]:
    return list(db.session.scalars(select(Seat).where(Seat.attendance_id.in_(guest_ids))))


def find_first_waiting(roadshow_id: int, mode: Mode) -> Attendance | None:
    """Who asked first for a seat of this mode, with none yet or with one of the other."""
    return db.session.scalars(_waiting(roadshow_id, mode).limit(1)).first()


def list_waiting(roadshow_id: int, mode: Mode) -> list[Attendance]:
    """In the order of asking."""
    return list(db.session.scalars(_waiting(roadshow_id, mode)))


def count_ahead(guest: Attendance) -> int:
    """How many wait for a seat of the same mode and asked before."""
    mode = guest.waits_for
    if mode is None or guest.turn is None:
        return 0
    ahead = select(func.count(Attendance.id)).where(
        Attendance.roadshow_id == guest.roadshow_id, _waits_for(mode), Attendance.turn < guest.turn
    )
    return db.session.scalar(ahead) or 0


def find_last_turn(roadshow_id: int) -> int:
    """Of those who wait; 0 when nobody does."""
    rows = select(func.max(Attendance.turn)).where(Attendance.roadshow_id == roadshow_id)
    return db.session.scalar(rows) or 0


def _waiting(roadshow_id: int, mode: Mode) -> Select[Attendance]:
    rows = select(Attendance).where(Attendance.roadshow_id == roadshow_id, _waits_for(mode))
    return rows.order_by(Attendance.turn, Attendance.id)


def _waits_for(mode: Mode) -> ColumnElement[bool]:
    waits = and_(Attendance.state == S.WAITLISTED, Attendance.mode == mode)
    switches = and_(Attendance.state == S.ACCEPTED, Attendance.switching, Attendance.mode != mode)
    return or_(waits, switches)


def list_guests_in(roadshow_id: int, *states: AttendanceState) -> list[Attendance]:
    rows = select(Attendance).where(Attendance.roadshow_id == roadshow_id, Attendance.state.in_(states))
    return list(db.session.scalars(rows.order_by(Attendance.id)))


def list_picked(roadshow_id: int, ids: Collection[int]) -> list[Attendance]:
    rows = select(Attendance).where(Attendance.roadshow_id == roadshow_id, Attendance.id.in_(ids))
    return list(db.session.scalars(rows.order_by(Attendance.id)))


def list_to_settle(now: datetime) -> list[Roadshow]:
    """Where somebody has not confirmed an offered seat in time, or it is time to remind of the day to answer."""
    lapsed = select(Attendance.roadshow_id).where(
        Attendance.state == S.OFFERED, Attendance.confirm_by_at <= now
    )
    due = select(Seating.roadshow_id).where(
        Seating.answer_by_at <= now + REMINDS_BEFORE,
        Seating.answer_by_at > now,
        Seating.reminded_at.is_(None),
    )
    rows = select(Roadshow).where(Roadshow.state.in_(COMING), Roadshow.id.in_(lapsed.union(due)))
    return list(db.session.scalars(rows.order_by(Roadshow.id)))


@dataclass(frozen=True)
class Known:
    """What the house knows of an address."""

    person_id: int | None = None
    name: str = ""
    institution_id: int | None = None
    institution: str = ""


def list_known(emails: Collection[str]) -> dict[str, Known]:
    """By address; those that no active account has are left out."""
    rows = select(Person.email, Person.id, Person.name, Institution.id, Institution.name)
    rows = rows.outerjoin(Contact, Contact.person_id == Person.id)
    rows = rows.outerjoin(Institution, Institution.id == Contact.institution_id)
    found = db.session.execute(rows.where(Person.email.in_(emails), Person.active))
    return {
        email: Known(person_id, name, institution_id, institution or "")
        for email, person_id, name, institution_id, institution in found
    }


def find_known(email: str) -> Known:
    return list_known([email]).get(email, Known())


def states_by_email(roadshow_id: int) -> dict[str, AttendanceState]:
    """Who is on the list already, but for those who may be invited all the same."""
    rows = select(Attendance.email, Attendance.state).where(
        Attendance.roadshow_id == roadshow_id, Attendance.email.is_not(None), not_(_may_be_invited())
    )
    return {str(email): state for email, state in db.session.execute(rows)}


def list_to_invite(roadshow_id: int) -> dict[str, Attendance]:
    """By address, those on the list who may be invited: whose invitation was withdrawn, and who only registered."""
    rows = select(Attendance).where(
        Attendance.roadshow_id == roadshow_id, Attendance.email.is_not(None), _may_be_invited()
    )
    return {str(guest.email): guest for guest in db.session.scalars(rows)}


def _may_be_invited() -> ColumnElement[bool]:
    registered = and_(Attendance.via == Via.REGISTERED, Attendance.state != S.REPLACED)
    return or_(Attendance.state == S.WITHDRAWN, registered)


@dataclass(frozen=True)
class Wanted:
    """Which guests: ``text`` is part of a name, an address or an organisation, None leaves a thing open."""

    text: str = ""
    state: AttendanceState | None = None
    mode: Mode | None = None
    via: Via | None = None


GUESTS_BY = {
    "name": Attendance.name,
    "organisation": Attendance.organisation,
    "email": Attendance.email,
    "state": in_turn(Attendance.state, AttendanceState),
    "mode": in_turn(Attendance.mode, Mode),
    "via": in_turn(Attendance.via, Via),
    "turn": Attendance.turn,
    "answered": Attendance.answered_at,
    "reminded": Attendance.reminded_at,
}


def list_guests(
    roadshow_id: int, wanted: Wanted = Wanted(), order: Order | None = None
) -> Listed[Attendance]:
    """Who waits by their turn, all others as they came onto the list; with what their calendars answered."""
    rows = select(Attendance).where(Attendance.roadshow_id == roadshow_id)
    rows = rows.options(selectinload(Attendance.invite))
    rows = containing(rows, wanted.text, Attendance.name, Attendance.email, Attendance.organisation)
    facts = ((Attendance.state, wanted.state), (Attendance.mode, wanted.mode), (Attendance.via, wanted.via))
    for column, value in facts:
        rows = rows if value is None else rows.where(column == value)
    usual = (Attendance.turn.is_(None), Attendance.turn, Attendance.id)
    return Listed(ordered(rows, GUESTS_BY, order, *usual))


def count_guests(roadshow_id: int) -> dict[AttendanceState, dict[Mode, int]]:
    """States that nobody is in are left out."""
    rows = select(Attendance.state, Attendance.mode, func.count(Attendance.id))
    rows = rows.where(Attendance.roadshow_id == roadshow_id).group_by(Attendance.state, Attendance.mode)
    counts: dict[AttendanceState, dict[Mode, int]] = {}
    for state, mode, count in db.session.execute(rows):
        counts.setdefault(state, {})[mode] = count
    return counts


def list_seated_online(person: Person, roadshow_ids: Collection[int]) -> set[int]:
    """Of these roadshows those at which this person has a confirmed seat online."""
    rows = select(Attendance.roadshow_id).where(
        is_theirs(person),
        Attendance.roadshow_id.in_(roadshow_ids),
        Attendance.mode == Mode.ONLINE,
        Attendance.state.in_(CONFIRMED),
    )
    return set(db.session.scalars(rows))
