"""Somebody who comes for an institution, with all that it takes to read everything; each test takes one thing away."""

from roadshow.accounts.models import Person
from roadshow.accounts.permissions import Role
from roadshow.attendance import viewing
from roadshow.attendance.models import Attendance
from roadshow.attendance.states import AttendanceState
from roadshow.attendance.tickets import Ticket, code_of
from roadshow.investors.agreements import agree
from roadshow.investors.choices import VERSION
from roadshow.investors.models import AgreementKind, Contact, Institution
from roadshow.investors.states import InstitutionState
from roadshow.pitches.models import Pitch
from roadshow.pitches.states import PitchState
from roadshow.programme.models import Roadshow
from roadshow.programme.states import RoadshowState
from tests import make

SECRET = "a secret of the tests"  # noqa: S105  it signs nothing else


def code_shown_by(guest: Attendance, secret: str = SECRET) -> str:
    """Of the newest ticket."""
    return code_of(secret, Ticket(guest.id, guest.serial, guest.roadshow_id))


def institution(**facts: object) -> Institution:
    return make.institution(**{"state": InstitutionState.VERIFIED, **facts})


def colleague(of: Institution, *agreed: AgreementKind, who: Person | None = None) -> Person:
    """One more who acts for it; by default both declared and bound to secrecy."""
    person = who or make.person(Role.INVESTOR)
    make.saved(Contact(institution_id=of.id, person_id=person.id))
    for kind in agreed or AgreementKind:
        agree(of, person, kind, VERSION[kind], actor=person.acting())
    return person


def guest(
    at: Roadshow, who: Person, state: AttendanceState = AttendanceState.ACCEPTED, **facts: object
) -> Attendance:
    return make.attendance(at, state, person_id=who.id, email=who.email, **facts)


def investor(at: Roadshow, of: Institution | None = None) -> Person:
    """Who has read the notice of risk too."""
    person = colleague(of or institution())
    guest(at, person)
    viewing.read_warning(at.id, person=person)
    return person


def on_stage(state: PitchState = PitchState.SCHEDULED, at: Roadshow | None = None, **facts: object) -> Pitch:
    """At a roadshow whose agenda is public; its owner asks for an agreement on confidence."""
    return make.pitch(at or make.roadshow(RoadshowState.PUBLISHED), state, **facts)  # type: ignore[arg-type]  # the test says it right
