"""Who acts for a company, and with which right: invited, changed and removed by its owners."""

from flask_babel import lazy_gettext as _
from sqlalchemy import update

from roadshow.accounts.coming_in import count_letter, take_role
from roadshow.accounts.models import Person
from roadshow.accounts.operations import LINK_LASTS, Link, add_person, begin_session, hash_for
from roadshow.accounts.passwords import token, token_hash
from roadshow.accounts.permissions import Role
from roadshow.accounts.queries import find_person, is_spent
from roadshow.accounts.rules import clean_email, email_faults
from roadshow.audit.operations import record
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.db import before_operation, db, hold, operation
from roadshow.foundation.errors import Gone, Missing, Refused, refuse_faults
from roadshow.foundation.text import one_line
from roadshow.notices.purposes import end as end_letters

from . import belonging, letters
from .models import Company, FormerMember, Member, MemberInvitation, MemberRight

MOST_INVITATIONS = 20  # of a company that nobody has used yet


@operation
def invite_member(company: Company, email: str, right: MemberRight, *, link: Link, actor: Actor) -> str:
    """Send a one-time link, good for a week, and return its token; an earlier one to the same address ends.

    Raises: Refused on a bad address, one that belongs to a member, after too many, and after too many letters.
    """
    hold(company)
    email = clean_email(email)
    refuse_faults(email_faults(email))
    if belonging.find_member(company.id, email):
        raise Refused(_("这个人已在该企业名下"), "email")
    if not count_letter(email, actor.address):
        raise Refused(_("发给这个邮箱的信太多，请在30分钟后重试"), "email")
    secret, now = token(), clock.now()
    earlier = update(MemberInvitation).where(
        MemberInvitation.company_id == company.id,
        MemberInvitation.email == email,
        MemberInvitation.expires_at > now,
    )
    db.session.execute(earlier.values(expires_at=now))
    if len(belonging.list_open_invitations(company.id)) >= MOST_INVITATIONS:
        raise Refused(_("还没有使用的邀请已有%(count)d份，先收回几份再邀请", count=MOST_INVITATIONS))
    invitation = MemberInvitation(
        company=company, email=email, right=right, invited_by=actor.name, made_at=now
    )
    invitation.token_hash, invitation.expires_at = token_hash(secret), now + LINK_LASTS
    db.session.add(invitation)
    letters.send_invitation(invitation, link(secret), find_person(email))
    record("company.member_invited", actor, "company", company.id, company.name, right=right)
    return secret


@operation
def withdraw_invitation(invitation: MemberInvitation, *, actor: Actor) -> None:
    """End the link before its time. Raises: Gone when it was used or ended meanwhile."""
    company = hold(invitation.company)
    hold(invitation)
    if is_spent(invitation):
        raise Gone("invitation")
    invitation.expires_at = clock.now()
    record("company.member_uninvited", actor, "company", company.id, company.name)


@operation
def accept_invitation(invitation: MemberInvitation, person: Person, *, actor: Actor) -> None:
    """Become a member with the right that the link stands for.

    Raises: Gone when it was used or ended meanwhile, Missing for anybody else than whom it was sent to, Refused as
    ``let_in`` does.
    """
    hold(person)
    company = hold(invitation.company)
    hold(invitation)
    if is_spent(invitation):
        raise Gone("invitation")
    if person.email != invitation.email:
        raise Missing("invitation")
    invitation.used_at = clock.now()
    end_letters(_("邀请已接受"), [invitation.email], letters.INVITED, holding=[company.name])
    let_in(company, person, invitation.right, actor=actor)


@before_operation
def accept_as_newcomer(invitation: MemberInvitation, name: str, password: str, *, address: str) -> str:
    """The same of somebody without an account, which is made; the token of their first session.

    Raises: as ``accept_invitation``, Refused also as ``make_person`` does.
    """
    password_hash = hash_for(invitation.email, name, password)
    return _accept_as_newcomer(invitation, name, password_hash, address=address)


@operation
def _accept_as_newcomer(invitation: MemberInvitation, name: str, password_hash: str, *, address: str) -> str:
    actor = Actor(None, one_line(name), address)
    person = add_person(invitation.email, name, password_hash, [Role.STARTUP], agrees=True, actor=actor)
    accept_invitation(invitation, person, actor=person.acting(address))
    return begin_session(person)


@operation
def let_in(company: Company, person: Person, right: MemberRight, *, actor: Actor) -> Member:
    """Raises: Refused for staff, who decide on what the company asks for, and for one who is there already."""
    if person.is_staff:
        raise Refused(_("工作人员的账号不能加入企业"))
    if belonging.find_right(person.id, company.id):
        raise Refused(_("这个人已在该企业名下"))
    take_role(person, Role.STARTUP, actor=actor)
    member = Member(company=company, person=person, right=right)
    db.session.add(member)
    db.session.flush()
    record("company.member_joined", actor, "company", company.id, company.name, who=person.name, right=right)
    return member


@operation
def set_right(member: Member, right: MemberRight, *, actor: Actor) -> None:
    """From their next page on. Raises: Refused when it would leave the company without an owner."""
    company = hold(member.company)
    hold(member)
    _keep_an_owner(member, still=right is MemberRight.OWNER)
    before, member.right = member.right, right
    who = member.person.name
    record("company.right_set", actor, "company", company.id, company.name, who=who, right=[before, right])


@operation
def remove_member(member: Member, *, actor: Actor) -> None:
    """Their next page is not theirs any more. Raises: Refused when it would leave the company without an owner."""
    company = hold(member.company)
    hold(member)
    _keep_an_owner(member, still=False)
    letters.tell_removed(member)
    record("company.member_removed", actor, "company", company.id, company.name, who=member.person.name)
    let_go(member)


@operation
def leave(member: Member, *, actor: Actor) -> None:
    """Go of one's own accord. Raises: Refused when it would leave the company without an owner."""
    company = hold(member.company)
    hold(member)
    _keep_an_owner(member, still=False)
    record("company.member_left", actor, "company", company.id, company.name)
    let_go(member)


def let_go(member: Member) -> None:
    """Within an operation: they are no member from now on, and no judge of it either."""
    db.session.delete(member)
    if not belonging.is_former(member.person_id, member.company_id):
        left = FormerMember(company_id=member.company_id, person_id=member.person_id, left_at=clock.now())
        db.session.add(left)


def _keep_an_owner(member: Member, *, still: bool) -> None:
    if still or member.right is not MemberRight.OWNER:
        return
    if [owner for owner in belonging.list_owners_of(member.company_id) if owner.id != member.id] == []:
        raise Refused(_("这是最后一位负责人，先让别人成为负责人再改"))
