"""Who is invited: one by one, from a list, by what institutions look for; reminded while they have not answered; and
told when the invitation is withdrawn."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import or_, select, update

from roadshow.accounts.models import Person
from roadshow.accounts.rules import clean_email
from roadshow.audit.operations import record_many
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.db import db, hold, insert_many, operation
from roadshow.foundation.errors import Refused
from roadshow.foundation.many import Left, Taken
from roadshow.foundation.pinyin import spelled
from roadshow.foundation.steps import step_fault
from roadshow.foundation.text import one_line
from roadshow.notices.purposes import end as end_letters
from roadshow.notices.queries import list_unheard
from roadshow.programme.models import Roadshow

from . import queries
from .letter_kinds import ASKING
from .letters import Told, tell, tell_invited
from .models import Attendance, InvitationRequest, Mode, Via
from .places import leave_seat, move_up, remind_held, settle_held
from .queries import Known
from .rules import Invitee, coming_fault, invitee_faults, remind_fault
from .seating import begin_seating
from .states import STATE_WORDS, STORY, AttendanceState

S = AttendanceState


@operation
def invite_many(roadshow: Roadshow, guests: Sequence[Invitee], *, actor: Actor) -> Taken:
    """Those who can be, each with a letter; a known address is known by its person and institution.

    Left are those on the list already, the second of one address, and what is no address. Who was withdrawn is invited
    anew; who only registered is invited from now on, and what they answered stands.

    Raises: Refused while nobody can be invited to this roadshow.
    """
    hold(roadshow)
    if fault := coming_fault(roadshow, clock.now()):
        raise Refused(fault)
    begin_seating(roadshow, actor=actor)
    there, known = queries.states_by_email(roadshow.id), queries.list_to_invite(roadshow.id)
    left, new, again = list[Left](), dict[str, Invitee](), list[tuple[Attendance, Invitee]]()
    for guest in map(cleaned, guests):
        if fault := _fault(guest, there.get(guest.email)):
            left.append(Left(guest.name or guest.email, fault))
            continue
        there[guest.email] = S.INVITED
        if guest.email in known:
            again.append((known[guest.email], guest))
        else:
            new[guest.email] = guest
    told = [*_put_on_the_list(roadshow, new), *_invite_anew(again)]
    tell_invited(roadshow, told)
    said = {guest.id: {"roadshow": roadshow.title} for guest in told}
    record_many("attendance.invited", actor, "attendance", [(guest.id, guest.name) for guest in told], said)
    return Taken(len(told), left)


@operation
def remind_many(roadshow: Roadshow, guest_ids: Collection[int], *, actor: Actor) -> Taken:
    """Those of them who have not answered, nobody twice within a day. Raises: Refused once nobody answers any more."""
    hold(roadshow)
    if fault := coming_fault(roadshow, clock.now()):
        raise Refused(fault)
    reminded, left = _may(roadshow, guest_ids, _remind_fault)
    remind_held(reminded, actor=actor)
    return Taken(len(reminded), left)


def list_to_remind(roadshow: Roadshow, guest_ids: Collection[int]) -> list[Attendance]:
    """Those of them whom ``remind_many`` would write to; nobody once nobody answers any more."""
    return [] if coming_fault(roadshow, clock.now()) else _may(roadshow, guest_ids, _remind_fault)[0]


@operation
def withdraw_many(roadshow: Roadshow, guest_ids: Collection[int], *, actor: Actor) -> Taken:
    """Their links are void, and their seats go to who waits; a request to be invited is answered by it. Who has been
    there, or sent a colleague, stays."""
    hold(roadshow)
    settle_held(roadshow)
    gone, left = _may(roadshow, guest_ids, _withdraw_fault)
    leave_seat(*gone)
    for guest in gone:
        guest.state, guest.serial = S.WITHDRAWN, guest.serial + 1
    emails, titles = [guest.email for guest in gone if guest.email], [roadshow.title, roadshow.title_en]
    _decline_requests(roadshow, gone)
    told = _who_heard(roadshow, gone)
    end_letters(_("邀请已撤回"), emails, *ASKING, holding=titles)
    tell("attendance.withdrawn", told)
    said = {guest.id: {"roadshow": roadshow.title} for guest in gone}
    record_many("attendance.withdrawn", actor, "attendance", [(guest.id, guest.name) for guest in gone], said)
    move_up(roadshow)
    return Taken(len(gone), left)


def list_to_withdraw(roadshow: Roadshow, guest_ids: Collection[int]) -> list[Attendance]:
    """Those of them whom ``withdraw_many`` would take from the list."""
    return _may(roadshow, guest_ids, _withdraw_fault)[0]


def list_told_of_withdrawing(roadshow: Roadshow, guest_ids: Collection[int]) -> list[Attendance]:
    """Of those the ones who would get a letter: not who has not heard of the invitation yet."""
    return [guest for guest in _who_heard(roadshow, list_to_withdraw(roadshow, guest_ids)) if guest.email]


def _may(
    roadshow: Roadshow, guest_ids: Collection[int], fault_of: Callable[[Attendance], object | None]
) -> tuple[list[Attendance], list[Left]]:
    """Those without a fault, and the others with theirs."""
    found = [(guest, fault_of(guest)) for guest in queries.list_picked(roadshow.id, guest_ids)]
    left = [Left(guest.name, fault) for guest, fault in found if fault]
    return [guest for guest, fault in found if not fault], left


def _remind_fault(guest: Attendance) -> object | None:
    return remind_fault(guest, clock.now())


def _withdraw_fault(guest: Attendance) -> object | None:
    return step_fault(STORY, guest.state, S.WITHDRAWN, STATE_WORDS, needs="attendance.keep")


def _who_heard(roadshow: Roadshow, guests: Collection[Attendance]) -> list[Attendance]:
    unheard = list_unheard(roadshow.id, "attendance.invited")
    return [guest for guest in guests if guest.email not in unheard]


def _decline_requests(roadshow: Roadshow, gone: Collection[Attendance]) -> None:
    """Without a letter: they get the one of the invitation that is withdrawn."""
    emails, person_ids = [guest.email for guest in gone], [guest.person_id for guest in gone]
    people = select(Person.id).where(or_(Person.email.in_(emails), Person.id.in_(person_ids)))
    open_requests = update(InvitationRequest).where(
        InvitationRequest.roadshow_id == roadshow.id,
        InvitationRequest.person_id.in_(people),
        InvitationRequest.declined_at.is_(None),
    )
    db.session.execute(open_requests.values(declined_at=clock.now()))


def cleaned(guest: Invitee) -> Invitee:
    """As it is kept. Raises: Refused on what no database can carry."""
    return Invitee(
        clean_email(guest.email), one_line(guest.name), one_line(guest.organisation), tuple(guest.reasons)
    )


def _fault(guest: Invitee, state: AttendanceState | None) -> object | None:
    """Why this one is not invited; ``state`` is how the address stands on the list."""
    if faults := invitee_faults(guest):
        return faults[0].words
    return None if state is None else _("已在名单里：%(state)s", state=STATE_WORDS[state])


def _put_on_the_list(roadshow: Roadshow, new: Mapping[str, Invitee]) -> list[Told]:
    known, places = queries.list_known(new), queries.count_places(roadshow.id)
    mode = Mode.ONSITE if places[Mode.ONSITE].all else Mode.ONLINE
    alike = {
        "roadshow_id": roadshow.id,
        "via": Via.INVITED,
        "mode": mode,
        "state": S.INVITED,
        "made_at": clock.now(),
    }
    rows, told = list[dict[str, Any]](), list[tuple[int | None, str, str]]()
    for email, guest in new.items():
        theirs = known.get(email, Known())
        name = guest.name or theirs.name or email.partition("@")[0][:100]
        organisation = guest.organisation or theirs.institution
        own = {"email": email, "name": name, "organisation": organisation, "reasons": list(guest.reasons)}
        own["name_pinyin"] = spelled(name)
        rows.append(alike | own | {"person_id": theirs.person_id, "institution_id": theirs.institution_id})
        told.append((theirs.person_id, name, email))
    ids = insert_many(Attendance, rows)
    return [Told(guest_id, 0, *said) for guest_id, said in zip(ids, told, strict=True)]


def _invite_anew(again: Collection[tuple[Attendance, Invitee]]) -> list[Told]:
    known = queries.list_known([invitee.email for _guest, invitee in again])
    for guest, invitee in again:
        theirs = known.get(invitee.email, Known())
        guest.via, guest.reasons = Via.INVITED, list(invitee.reasons)
        guest.person_id = theirs.person_id or guest.person_id
        guest.institution_id = theirs.institution_id or guest.institution_id
        if guest.state is S.WITHDRAWN:
            guest.state, guest.made_at = S.INVITED, clock.now()
            guest.reminded_at = guest.answered_at = None
    db.session.flush()
    return [Told.of(guest) for guest, _invitee in again]
