"""Who belongs to a company, with which right, and who would like to: what is read of it."""

from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from roadshow.accounts.models import Person
from roadshow.accounts.queries import get_link
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.foundation.errors import Missing
from roadshow.foundation.text import firm_key
from roadshow.foundation.uscc import clean_uscc

from .models import AT_LEAST, Company, FormerMember, JoinRequest, Member, MemberInvitation, MemberRight
from .queries import acting
from .states import JoinState


def find_right(person_id: int, company_id: int | None) -> MemberRight | None:
    """None for one who does not belong to it."""
    return db.session.scalar(
        select(Member.right).where(Member.company_id == company_id, Member.person_id == person_id)
    )


def is_former(person_id: int, company_id: int) -> bool:
    """Whether they have left it before, come back or not."""
    rows = select(FormerMember.id).where(FormerMember.company_id == company_id)
    return db.session.scalar(rows.where(FormerMember.person_id == person_id)) is not None


def may_edit(person_id: int, company_id: int | None) -> bool:
    """Whether this person may change the company's projects and apply with them."""
    return find_right(person_id, company_id) in AT_LEAST[MemberRight.EDITOR]


def may_own(person_id: int, company_id: int | None) -> bool:
    """Whether this person may decide on members, and withdraw."""
    return find_right(person_id, company_id) in AT_LEAST[MemberRight.OWNER]


def list_own_memberships(person_id: int) -> list[Member]:
    """With their companies, by name."""
    rows = select(Member).join(Member.company).where(Member.person_id == person_id)
    return list(
        db.session.scalars(rows.options(joinedload(Member.company)).order_by(Company.name, Member.id))
    )


def list_members(company_id: int) -> list[Member]:
    """With who they are, the longest there first."""
    rows = select(Member).where(Member.company_id == company_id).options(joinedload(Member.person))
    return list(db.session.scalars(rows.order_by(Member.id)))


def list_owners_of(company_id: int) -> list[Member]:
    """Those who may sign in and so decide."""
    rows = select(Member).where(Member.id.in_(_owners(Member.id)), Member.company_id == company_id)
    return list(db.session.scalars(rows.options(joinedload(Member.person)).order_by(Member.id)))


def get_governed_member(owner_id: int, member_id: int) -> Member:
    """Of a company that this person owns. Raises: Missing, also when it is somebody else's."""
    mine = select(Member.company_id).where(*acting(owner_id, MemberRight.OWNER))
    member = db.session.scalar(select(Member).where(Member.id == member_id, Member.company_id.in_(mine)))
    if member is None:
        raise Missing(f"member {member_id} for {owner_id}")
    return member


def get_membership(person_id: int, company_id: int) -> Member:
    """This person's own. Raises: Missing for one who does not belong to it."""
    rows = select(Member).where(Member.company_id == company_id, Member.person_id == person_id)
    member = db.session.scalar(rows)
    if member is None:
        raise Missing(f"member {person_id} of {company_id}")
    return member


def find_member(company_id: int, email: str) -> Member | None:
    rows = select(Member).join(Member.person)
    return db.session.scalar(rows.where(Member.company_id == company_id, Person.email == email))


def get_member_invitation(token: str) -> MemberInvitation:
    """Raises: Missing when there never was such a link, Gone when it is used up or too old."""
    return get_link(MemberInvitation, token)


def get_governed_invitation(owner_id: int, invitation_id: int) -> MemberInvitation:
    """To a company that this person owns. Raises: Missing, also when it is somebody else's."""
    rows = select(MemberInvitation).join(Member, Member.company_id == MemberInvitation.company_id)
    rows = rows.where(MemberInvitation.id == invitation_id, *acting(owner_id, MemberRight.OWNER))
    invitation = db.session.scalar(rows)
    if invitation is None:
        raise Missing(f"invitation {invitation_id} for {owner_id}")
    return invitation


def list_open_invitations(company_id: int) -> list[MemberInvitation]:
    rows = select(MemberInvitation).where(
        MemberInvitation.company_id == company_id,
        MemberInvitation.used_at.is_(None),
        MemberInvitation.expires_at > clock.now(),
    )
    return list(db.session.scalars(rows.order_by(MemberInvitation.id)))


def list_companies_called(named: str) -> list[Company]:
    """Those that a credit code or a whole name means, however it is spelt, with its legal form or without."""
    rows = select(Company).where(Company.uscc == clean_uscc(named))
    if found := list(db.session.scalars(rows)):
        return found
    return _list_alike(select(Company), named)


def list_twins(name: str, uscc: str | None) -> list[Company]:
    """What may be the same firm: of this name but for its legal form, and it or the one asked about has no code to tell
    them apart."""
    return _list_alike(
        select(Company) if uscc is None else select(Company).where(Company.uscc.is_(None)), name
    )


def _list_alike(rows: Select[Company], name: str) -> list[Company]:
    if not (key := firm_key(name)):
        return []
    rows = rows.where(Company.name_key.startswith(key, autoescape=True)).order_by(Company.id)
    return [company for company in db.session.scalars(rows) if firm_key(company.name) == key]


def list_own_requests(person_id: int) -> list[JoinRequest]:
    """What this person asked and was not given yet or at all, newest first."""
    told = (JoinState.ASKED, JoinState.REFUSED)
    rows = select(JoinRequest).where(JoinRequest.person_id == person_id, JoinRequest.state.in_(told))
    return list(db.session.scalars(rows.order_by(JoinRequest.id.desc())))


def get_own_request(person_id: int, request_id: int) -> JoinRequest:
    """Raises: Missing, also when somebody else asked."""
    rows = select(JoinRequest).where(JoinRequest.id == request_id, JoinRequest.person_id == person_id)
    return _got(db.session.scalar(rows), request_id)


def count_open_requests(person_id: int) -> int:
    rows = select(func.count(JoinRequest.id)).where(JoinRequest.person_id == person_id)
    return db.session.scalar(rows.where(JoinRequest.state == JoinState.ASKED)) or 0


def count_requests(person_id: int, since: datetime) -> int:
    """That this person made, whatever became of them."""
    rows = select(func.count(JoinRequest.id)).where(JoinRequest.person_id == person_id)
    return db.session.scalar(rows.where(JoinRequest.asked_at > since)) or 0


def find_open_request(company_id: int, person_id: int) -> JoinRequest | None:
    rows = _open().where(JoinRequest.company_id == company_id, JoinRequest.person_id == person_id)
    return db.session.scalar(rows)


def list_requests_for(owner_id: int, company_id: int | None = None) -> list[JoinRequest]:
    """That this person may decide as an owner, of all their companies or of one; the oldest first."""
    rows = _open().where(
        JoinRequest.company_id.in_(select(Member.company_id).where(*acting(owner_id, MemberRight.OWNER)))
    )
    rows = rows if company_id is None else rows.where(JoinRequest.company_id == company_id)
    return list(db.session.scalars(rows.order_by(JoinRequest.id)))


def get_request_for(owner_id: int, request_id: int) -> JoinRequest:
    """Raises: Missing, also when it is not this person who decides."""
    mine = select(Member.company_id).where(*acting(owner_id, MemberRight.OWNER))
    rows = select(JoinRequest).where(JoinRequest.id == request_id, JoinRequest.company_id.in_(mine))
    return _got(db.session.scalar(rows), request_id)


def list_requests_for_staff() -> list[JoinRequest]:
    """To companies in which nobody can decide; the oldest first."""
    rows = _open().where(JoinRequest.company_id.not_in(_owners(Member.company_id)))
    return list(db.session.scalars(rows.order_by(JoinRequest.id)))


def get_request(request_id: int) -> JoinRequest:
    """Raises: Missing."""
    return _got(db.session.get(JoinRequest, request_id), request_id)


def get_request_for_staff(request_id: int) -> JoinRequest:
    """Raises: Missing, also when the company has owners of its own."""
    rows = select(JoinRequest).where(JoinRequest.id == request_id)
    rows = rows.where(JoinRequest.company_id.not_in(_owners(Member.company_id)))
    return _got(db.session.scalar(rows), request_id)


def _owners(what: InstrumentedAttribute[int]) -> Select[int]:
    """Of members who own and may sign in."""
    return select(what).join(Member.person).where(Member.right == MemberRight.OWNER, Person.active)


def _open() -> Select[JoinRequest]:
    return select(JoinRequest).where(JoinRequest.state == JoinState.ASKED)


def _got(request: JoinRequest | None, request_id: int) -> JoinRequest:
    if request is None:
        raise Missing(f"join request {request_id}")
    return request
