"""Investors ask to be invited to a roadshow that is not open to the public; the centre invites them or declines."""

from collections.abc import Collection

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import lazyload

from roadshow.accounts.models import Person
from roadshow.audit.operations import record
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.db import db, hold, operation
from roadshow.foundation.errors import Missing, Refused
from roadshow.foundation.listing import containing
from roadshow.foundation.many import Taken
from roadshow.programme.models import Roadshow

from .inviting import invite_many
from .letters import tell_request_declined
from .models import Attendance, InvitationRequest
from .registering import get_verified_institution, is_open_to_public
from .rules import Invitee, coming_fault
from .states import COMING, AttendanceState


def request_fault(roadshow: Roadshow) -> object | None:
    """Why nobody needs to ask for an invitation, or no longer can."""
    if (fault := coming_fault(roadshow, clock.now())) is not None:
        return fault
    return _("这场路演公开报名，可以直接报名") if is_open_to_public(roadshow) else None


@operation
def ask_for_invitation(roadshow: Roadshow, *, person: Person, actor: Actor) -> InvitationRequest:
    """Raises: Refused without a verified institution, where it is open to the public, when they are on the list, and
    when they have asked before."""
    institution = get_verified_institution(person)
    hold(roadshow)
    if fault := request_fault(roadshow):
        raise Refused(fault)
    request = InvitationRequest(
        roadshow_id=roadshow.id,
        person_id=person.id,
        institution_id=institution.id,
        made_at=clock.now(),
    )
    db.session.add(request)
    db.session.flush()
    if not _is_pending(request):
        raise Refused(_("您已在这场路演的参会名单里"))
    record("attendance.invitation_asked", actor, "roadshow", roadshow.id, roadshow.title)
    return request


@operation
def withdraw_request(request: InvitationRequest, *, actor: Actor) -> None:
    """Raises: Refused once it was answered."""
    roadshow = hold(request.roadshow)
    _hold_pending(request)
    db.session.delete(request)
    record("attendance.invitation_unasked", actor, "roadshow", roadshow.id, roadshow.title)


@operation
def accept_request(request: InvitationRequest, *, actor: Actor) -> Taken:
    """Invite them as anybody else. Raises: Refused while nobody can be invited, and once it was declined."""
    hold(request.roadshow)
    _hold_pending(request)
    invitee = Invitee(request.person.email, request.person.name, request.institution.name)
    return invite_many(request.roadshow, [invitee], actor=actor)


@operation
def decline_request(request: InvitationRequest, *, actor: Actor) -> None:
    """They get a letter. Raises: Refused once it was answered."""
    hold(request.roadshow)
    _hold_pending(request)
    request.declined_at = clock.now()
    tell_request_declined(request)
    record("attendance.invitation_declined", actor, "roadshow", request.roadshow_id, request.roadshow.title)


def get_request(roadshow_id: int, request_id: int) -> InvitationRequest:
    """Raises: Missing, also for another roadshow's."""
    request = db.session.get(InvitationRequest, request_id)
    if request is None or request.roadshow_id != roadshow_id:
        raise Missing(f"request {request_id}")
    return request


def find_own_request(person_id: int, roadshow_id: int) -> InvitationRequest | None:
    return list_own_requests(person_id, [roadshow_id]).get(roadshow_id)


def list_own_requests(person_id: int, roadshow_ids: Collection[int]) -> dict[int, InvitationRequest]:
    """By roadshow."""
    rows = select(InvitationRequest).where(
        InvitationRequest.person_id == person_id, InvitationRequest.roadshow_id.in_(roadshow_ids)
    )
    return {request.roadshow_id: request for request in db.session.scalars(rows)}


def list_own_unlisted(person: Person, text: str = "") -> list[InvitationRequest]:
    """Those that have put nobody on a list: waiting, or declined. ``text`` is part of the roadshow's title."""
    rows = select(InvitationRequest).join(Person).join(InvitationRequest.roadshow)
    rows = containing(rows, text, Roadshow.title, Roadshow.title_en)
    rows = rows.where(InvitationRequest.person_id == person.id, ~exists().where(*_on_the_list()))
    rows = rows.options(lazyload(InvitationRequest.institution), lazyload(InvitationRequest.person))
    return list(db.session.scalars(rows.order_by(InvitationRequest.made_at.desc(), InvitationRequest.id)))


def list_pending(roadshow_id: int) -> list[InvitationRequest]:
    """Those of a roadshow that wait for an answer, the first asked first."""
    rows = _pending().where(InvitationRequest.roadshow_id == roadshow_id)
    return list(db.session.scalars(rows.order_by(InvitationRequest.made_at, InvitationRequest.id)))


def list_roadshows_asked() -> list[tuple[Roadshow, int]]:
    """Roadshows to come with the number of requests that wait for an answer, the next roadshow first."""
    counted = _pending().with_only_columns(InvitationRequest.roadshow_id, func.count().label("many"))
    counts = counted.group_by(InvitationRequest.roadshow_id).subquery()
    rows = select(Roadshow, counts.c.many).join(counts, counts.c.roadshow_id == Roadshow.id)
    rows = rows.where(Roadshow.state.in_(COMING), Roadshow.starts_at > clock.now())
    return [
        (roadshow, many)
        for roadshow, many in db.session.execute(rows.order_by(Roadshow.starts_at, Roadshow.id))
    ]


def _pending() -> Select[InvitationRequest]:
    """Neither declined nor on the list by whatever way."""
    rows = select(InvitationRequest).join(Person, Person.id == InvitationRequest.person_id)
    return rows.where(InvitationRequest.declined_at.is_(None), ~exists().where(*_on_the_list()))


def _on_the_list() -> tuple[ColumnElement[bool], ...]:
    return (
        Attendance.roadshow_id == InvitationRequest.roadshow_id,
        or_(Attendance.person_id == Person.id, Attendance.email == Person.email),
        Attendance.state != AttendanceState.WITHDRAWN,
    )


def _is_pending(request: InvitationRequest) -> bool:
    return db.session.scalar(_pending().where(InvitationRequest.id == request.id)) is not None


def _hold_pending(request: InvitationRequest) -> None:
    hold(request)
    if not _is_pending(request):
        raise Refused(_("这个申请已经答复"))
