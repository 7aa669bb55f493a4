"""Who says that a company is theirs: what is read of it."""

from datetime import datetime, timedelta

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import joinedload

from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.foundation.errors import Missing

from .models import Claim, Company, JoinRequest, Member
from .states import JoinState

UNANSWERED = timedelta(days=2)  # that a request to join has waited: then its company may be claimed


def list_claimable(person_id: int) -> list[Company]:
    """Whose members refused this person or have not answered for two days, by name; without those already claimed."""
    late = and_(JoinRequest.state == JoinState.ASKED, JoinRequest.asked_at <= clock.now() - UNANSWERED)
    turned_away = select(JoinRequest.company_id).where(
        JoinRequest.person_id == person_id, or_(JoinRequest.state == JoinState.REFUSED, late)
    )
    rows = select(Company).where(
        Company.id.in_(turned_away),
        Company.id.not_in(select(Member.company_id).where(Member.person_id == person_id)),
        Company.id.not_in(
            select(Claim.company_id).where(Claim.person_id == person_id, Claim.state == JoinState.ASKED)
        ),
    )
    return list(db.session.scalars(rows.order_by(Company.name, Company.id)))


def get_claimable(person_id: int, company_id: int) -> Company:
    """Raises: Missing when this person may not claim it now."""
    company = next((one for one in list_claimable(person_id) if one.id == company_id), None)
    if company is None:
        raise Missing(f"company {company_id} to claim for {person_id}")
    return company


def find_open_claim(company_id: int, person_id: int) -> Claim | None:
    rows = select(Claim).where(Claim.company_id == company_id, Claim.person_id == person_id)
    return db.session.scalar(rows.where(Claim.state == JoinState.ASKED))


def count_claims(person_id: int, since: datetime) -> int:
    """That this person made, whatever became of them."""
    rows = select(func.count(Claim.id)).where(Claim.person_id == person_id)
    return db.session.scalar(rows.where(Claim.asked_at > since)) or 0


def list_own_claims(person_id: int) -> list[Claim]:
    """Open or refused, newest first."""
    told = (JoinState.ASKED, JoinState.REFUSED)
    rows = select(Claim).where(Claim.person_id == person_id, Claim.state.in_(told))
    return list(db.session.scalars(rows.order_by(Claim.id.desc())))


def get_own_claim(person_id: int, claim_id: int) -> Claim:
    """Raises: Missing, also when it is somebody else's."""
    claim = db.session.scalar(select(Claim).where(Claim.id == claim_id, Claim.person_id == person_id))
    if claim is None:
        raise Missing(f"claim {claim_id} of {person_id}")
    return claim


def get_claim(claim_id: int) -> Claim:
    """With the members of its company. Raises: Missing."""
    members = joinedload(Claim.company).selectinload(Company.members).joinedload(Member.person)
    claim = db.session.get(Claim, claim_id, options=[members])
    if claim is None:
        raise Missing(f"claim {claim_id}")
    return claim


def list_open_claims(company_id: int | None = None) -> list[Claim]:
    """That wait for staff, of one company or of all, the oldest first."""
    rows = select(Claim).where(Claim.state == JoinState.ASKED)
    rows = rows if company_id is None else rows.where(Claim.company_id == company_id)
    return list(db.session.scalars(rows.order_by(Claim.id)))


def list_requests_before(claim: Claim) -> list[JoinRequest]:
    """What the claimant asked of the company's members, the oldest first."""
    rows = select(JoinRequest).where(
        JoinRequest.company_id == claim.company_id, JoinRequest.person_id == claim.person_id
    )
    return list(db.session.scalars(rows.order_by(JoinRequest.id)))
