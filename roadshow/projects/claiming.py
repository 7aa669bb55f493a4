"""Somebody whom a company's members turned away says that it is theirs; staff hand it over or refuse."""

from datetime import timedelta

from flask_babel import lazy_gettext as _
from sqlalchemy import update

from roadshow.accounts.models import Person
from roadshow.audit.operations import record
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.db import db, hold, operation
from roadshow.foundation.errors import Refused, refuse_faults
from roadshow.foundation.steps import step_to
from roadshow.foundation.text import reason as given

from . import belonging, claims, letters
from .members import let_go, let_in
from .models import Claim, Company, Member, MemberInvitation, MemberRight
from .rules import check_faults, statement_faults
from .states import STATE_WORDS, STORY, JoinState, Proof
from .verifying import mark_verified, refuse_renamed

MOST_IN_A_DAY, A_DAY = 5, timedelta(days=1)


@operation
def claim_company(company: Company, person: Person, statement: str, *, actor: Actor) -> Claim:
    """Staff find it among what waits for them.

    Raises: Refused without a statement, while an earlier claim waits, after too many in a day, and for one whom the
    members have neither refused nor left without an answer.
    """
    hold(person)
    hold(company)
    refuse_faults(statement_faults(statement))
    if claims.find_open_claim(company.id, person.id):
        raise Refused(_("您已经认领这家企业，请等待路演中心答复"))
    if company not in claims.list_claimable(person.id):
        raise Refused(_("请先申请加入这家企业；没有同意，或两天没有答复的，可以认领"))
    if claims.count_claims(person.id, clock.now() - A_DAY) >= MOST_IN_A_DAY:
        raise Refused(_("一天最多认领%(count)d次，请明天再来", count=MOST_IN_A_DAY))
    claim = Claim(company=company, person=person, statement=statement, asked_at=clock.now())
    db.session.add(claim)
    db.session.flush()
    record("company.claimed", actor, "company", company.id, company.name)
    return claim


@operation
def transfer(
    claim: Claim, against: Proof, note: str, reason: str, *, seen: int | None = None, actor: Actor
) -> None:
    """The claimant becomes the only member and owner, and the company is verified; its projects and applications stay.

    Both sides get a letter. ``seen`` is the last line of the company's trail when it was compared. Raises: Refused with
    the faults, for a deactivated account, and when somebody decided meanwhile; Overtaken when the company's name or
    code has changed since.
    """
    company = _hold(claim)
    step_to(STORY, claim.state, JoinState.CONFIRMED, STATE_WORDS)
    refuse_renamed(company, seen)
    refuse_faults(check_faults(company.uscc, against, note))
    if not claim.person.active:
        raise Refused(_("认领人的账号已停用"))
    claim.reason = given(reason, _("请写明移交的原因"))
    claim.state, claim.decided_at = JoinState.CONFIRMED, clock.now()
    before = belonging.list_members(company.id)
    _install(claim, before, actor)
    _end_invitations(company)
    if request := belonging.find_open_request(company.id, claim.person_id):
        request.state, request.decided_at = JoinState.CONFIRMED, clock.now()
    mark_verified(company, against, note, actor)
    record(
        "company.transferred",
        actor,
        "company",
        company.id,
        company.name,
        who=claim.person.name,
        reason=claim.reason,
    )
    letters.tell_transferred(claim, [member.person for member in before])


@operation
def refuse(claim: Claim, reason: str, *, actor: Actor) -> None:
    """Raises: Refused without a reason, and when somebody decided meanwhile."""
    company = _hold(claim)
    step_to(STORY, claim.state, JoinState.REFUSED, STATE_WORDS)
    claim.reason = given(reason, _("请写明不同意的原因"))
    claim.state, claim.decided_at = JoinState.REFUSED, clock.now()
    letters.tell_claim_refused(claim)
    record("company.claim_refused", actor, "company", company.id, company.name, reason=claim.reason)


@operation
def withdraw(claim: Claim, *, actor: Actor) -> None:
    """Raises: Refused when somebody decided meanwhile."""
    company = _hold(claim)
    step_to(STORY, claim.state, JoinState.WITHDRAWN, STATE_WORDS)
    claim.state, claim.decided_at = JoinState.WITHDRAWN, clock.now()
    record("company.claim_withdrawn", actor, "company", company.id, company.name)


def _install(claim: Claim, before: list[Member], actor: Actor) -> None:
    """The claimant owns the company, also one who was let in meanwhile; the others leave it."""
    own = next((member for member in before if member.person_id == claim.person_id), None)
    for member in before:
        if member is not own:
            let_go(member)
    db.session.flush()
    if own is None:
        let_in(claim.company, claim.person, MemberRight.OWNER, actor=actor)
    else:
        own.right = MemberRight.OWNER


def _end_invitations(company: Company) -> None:
    """Links that the former members sent let nobody in any more."""
    now = clock.now()
    links = update(MemberInvitation).where(
        MemberInvitation.company_id == company.id,
        MemberInvitation.used_at.is_(None),
        MemberInvitation.expires_at > now,
    )
    db.session.execute(links.values(expires_at=now))


def _hold(claim: Claim) -> Company:
    hold(claim.person)
    company = hold(claim.company)
    hold(claim)
    return company
