"""Who asks to come where the organiser lets the public: on the list once the letter to the address was opened, so that
nobody registers another's address; what the page answers tells nobody who is on the list."""

from collections.abc import Collection
from datetime import timedelta

from flask_babel import lazy_gettext as _
from sqlalchemy import delete, select

from roadshow.accounts.coming_in import count_letter
from roadshow.accounts.models import Person
from roadshow.accounts.operations import Link
from roadshow.accounts.passwords import token, token_hash
from roadshow.accounts.queries import get_link, is_spent
from roadshow.accounts.rules import PRIVACY_VERSION
from roadshow.audit.operations import record
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.db import db, hold, operation
from roadshow.foundation.errors import Gone, Refused, refuse_faults
from roadshow.foundation.languages import spoken
from roadshow.foundation.pinyin import spelled
from roadshow.investors.models import Institution
from roadshow.investors.queries import find_own_institution
from roadshow.investors.states import InstitutionState
from roadshow.notices.purposes import end as end_letters
from roadshow.programme.models import Roadshow

from . import queries
from .answering import accept
from .availability import openings_of
from .inviting import cleaned
from .letter_kinds import REGISTER
from .letters import tell_to_register
from .links import OVER
from .models import MODE_WORDS, Attendance, Mode, Registration, Via
from .places import settle_held
from .rules import Invitee, coming_fault, invitee_faults
from .states import HAS_PLACE, AttendanceState

S = AttendanceState
OVER_WORDS = {
    S.WITHDRAWN: _("您的邀请已取消，不能自行报名。有疑问请联系路演中心"),
    S.REPLACED: _("您已请同事代为参加，不能再报名"),
}
LASTS, KEPT = timedelta(hours=24), timedelta(days=30)


def registering_fault(roadshow: Roadshow) -> object | None:
    """Why the public cannot ask to come."""
    if (fault := coming_fault(roadshow, clock.now())) is not None:
        return fault
    return None if is_open_to_public(roadshow) else _("这场路演不公开报名，凭邀请参加")


def over_fault(roadshow: Roadshow, email: str) -> object | None:
    """Why somebody who was on the list cannot put themselves on it again."""
    return over_faults([roadshow.id], email).get(roadshow.id)


def over_faults(roadshow_ids: Collection[int], email: str) -> dict[int, object]:
    """By roadshow: the same of many, in one statement."""
    rows = select(Attendance.roadshow_id, Attendance.state).where(
        Attendance.roadshow_id.in_(roadshow_ids), Attendance.email == email, Attendance.state.in_(OVER)
    )
    return {roadshow_id: OVER_WORDS[state] for roadshow_id, state in db.session.execute(rows)}


def is_open_to_public(roadshow: Roadshow) -> bool:
    seating = queries.find_seating(roadshow.id)
    return seating is not None and seating.open_to_public


def get_verified_institution(person: Person) -> Institution:
    """The one that this person acts for. Raises: Refused without one, or until it is verified."""
    institution = find_own_institution(person.id)
    if institution is None or institution.standing is not InstitutionState.VERIFIED:
        raise Refused(_("机构通过核验之后，才能在这里报名或申请邀请"))
    return institution


@operation
def ask_to_come(roadshow: Roadshow, who: Invitee, mode: Mode, *, link: Link, address: str) -> None:
    """Send the link by which they confirm; they have agreed to the privacy statement as it stands.

    Raises: Refused with the faults, where the public cannot come, and after too many letters.
    """
    who = cleaned(who)
    refuse_faults(invitee_faults(who, unnamed=_("请填写姓名")))
    if fault := registering_fault(roadshow):
        raise Refused(fault)
    if not count_letter(who.email, address):
        return
    secret, now = token(), clock.now()
    registration = Registration(
        roadshow_id=roadshow.id,
        email=who.email,
        name=who.name,
        organisation=who.organisation,
        mode=mode,
        agreed_to=PRIVACY_VERSION,
        token_hash=token_hash(secret),
        made_at=now,
        expires_at=now + LASTS,
    )
    db.session.add(registration)
    tell_to_register(who.email, roadshow, link(secret), spoken())


def get_registration(secret: str) -> Registration:
    """Raises: Missing when there never was such a link, Gone when it is used up or too old."""
    return get_link(Registration, secret)


def find_confirmed(secret: str) -> Attendance | None:
    """Whom a link that was used put on the list, as long as their own link is good."""
    rows = select(Registration).where(
        Registration.token_hash == token_hash(secret), Registration.used_at.is_not(None)
    )
    if (asked := db.session.scalar(rows)) is None:
        return None
    guest = queries.find_guest(asked.roadshow_id, asked.email)
    return guest if guest and guest.state not in OVER else None


def find_place(asked: Registration) -> Attendance | None:
    """The seat or the turn that whoever asked has already."""
    guest = queries.find_guest(asked.roadshow_id, asked.email)
    return guest if guest and guest.state in HAS_PLACE else None


@operation
def confirm_registration(
    asked: Registration, *, mode: Mode | None = None, waits: bool = False, address: str
) -> Attendance:
    """Put them on the list with a seat of the ``mode`` that they asked for, or of another; who was invited has so
    accepted. ``waits``: they were told that it is full, and take a turn on the waitlist. Who has a seat or a turn
    already keeps it.

    Raises: Gone when the link was used or ended meanwhile; Refused once it has begun, when their invitation was
    withdrawn or a colleague comes instead, and when it is full and they do not wait.
    """
    mode = mode or asked.mode
    roadshow = hold(asked.roadshow)
    hold(asked)
    if is_spent(asked):
        raise Gone("registration")
    if fault := registering_fault(roadshow):
        raise Refused(fault)
    asked.used_at = clock.now()
    end_letters(_("报名已确认"), [asked.email], REGISTER, holding=[roadshow.title, roadshow.title_en])
    actor = Actor(None, asked.name, address)
    invitee = Invitee(asked.email, asked.name, asked.organisation)
    guest = _register(roadshow, invitee, mode, waits=waits, actor=actor)
    guest.agreed_to = asked.agreed_to
    return guest


@operation
def register_investor(
    roadshow: Roadshow, mode: Mode, *, waits: bool = False, person: Person, actor: Actor
) -> Attendance:
    """Put a contact of a verified institution on the list, as anybody who registers: it is no invitation, and opens
    nothing of the projects before the door lets them in. ``waits``: as for ``confirm_registration``.

    Raises: Refused where the public cannot come, without a verified institution, when their invitation was withdrawn
    or a colleague comes instead, and when it is full and they do not wait.
    """
    institution = get_verified_institution(person)
    hold(roadshow)
    if fault := registering_fault(roadshow):
        raise Refused(fault)
    invitee = Invitee(person.email, person.name, institution.name)
    return _register(roadshow, invitee, mode, waits=waits, actor=actor)


@operation
def clear() -> None:
    """What nobody confirmed is gone a month later."""
    db.session.execute(delete(Registration).where(Registration.expires_at < clock.now() - KEPT))


def _register(roadshow: Roadshow, who: Invitee, mode: Mode, *, waits: bool, actor: Actor) -> Attendance:
    """The caller has locked the roadshow and asked whether the public can come."""
    if fault := over_fault(roadshow, who.email):
        raise Refused(fault)
    settle_held(roadshow)
    guest = queries.find_guest(roadshow.id, who.email)
    if guest is None or guest.state not in HAS_PLACE:
        _refuse_full(roadshow, mode, waits=waits)
    guest = guest or _put_on_the_list(roadshow, who, mode, actor)
    db.session.flush()
    if guest.state not in HAS_PLACE or guest.state is S.OFFERED:
        accept(guest, mode, actor=actor)
    return guest


def _refuse_full(roadshow: Roadshow, mode: Mode, *, waits: bool) -> None:
    available = openings_of(roadshow.id).get(mode)
    if available and available.is_full and not waits:
        words = _(
            "%(mode)s席位已满。您可以候补，现在排在第%(position)d位",
            mode=MODE_WORDS[mode],
            position=available.position,
        )
        raise Refused(words, "mode")


def _put_on_the_list(roadshow: Roadshow, who: Invitee, mode: Mode, actor: Actor) -> Attendance:
    known = queries.find_known(who.email)
    guest = Attendance(
        roadshow_id=roadshow.id,
        email=who.email,
        name=who.name,
        name_pinyin=spelled(who.name),
        organisation=who.organisation or known.institution,
        person_id=known.person_id,
        institution_id=known.institution_id,
        via=Via.REGISTERED,
        mode=mode,
        made_at=clock.now(),
    )
    db.session.add(guest)
    db.session.flush()
    record("attendance.registered", actor, "attendance", guest.id, guest.name, roadshow=roadshow.title)
    return guest
