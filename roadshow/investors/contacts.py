"""Who acts for an institution: its contacts are equal, any of them invites a colleague or lets one go."""

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
from roadshow.foundation.mobile import mobile_faults
from roadshow.foundation.text import one_line
from roadshow.notices.purposes import end as end_letters

from . import belonging, letters
from .living import hold_living
from .models import Contact, ContactInvitation, Institution
from .queries import contact_of
from .states import JoinState

MOST_INVITATIONS = 20  # of an institution that nobody has used yet


@operation
def invite_contact(institution: Institution, email: str, *, link: Link, actor: Actor) -> str:
    """Send a one-time link, good for a week, and return its token; an earlier one to the same address ends.

    Raises: Refused on a bad address, one that belongs to a contact, after too many, and after too many letters.
    """
    institution = hold_living(institution)
    email = clean_email(email)
    refuse_faults(email_faults(email))
    if belonging.find_contact(institution.id, email):
        raise Refused(_("这个人已是机构的联系人"), "email")
    if not count_letter(email, actor.address):
        raise Refused(_("发给这个邮箱的信太多，请在30分钟后重试"), "email")
    secret, now = token(), clock.now()
    earlier = update(ContactInvitation).where(
        ContactInvitation.institution_id == institution.id,
        ContactInvitation.email == email,
        ContactInvitation.expires_at > now,
    )
    db.session.execute(earlier.values(expires_at=now))
    if len(belonging.list_open_invitations(institution.id)) >= MOST_INVITATIONS:
        raise Refused(_("还没有使用的邀请已有%(count)d份，先收回几份再邀请", count=MOST_INVITATIONS))
    invitation = ContactInvitation(
        institution=institution, email=email, invited_by=actor.name, made_at=now, expires_at=now + LINK_LASTS
    )
    invitation.token_hash = token_hash(secret)
    db.session.add(invitation)
    letters.send_invitation(invitation, link(secret), find_person(email))
    record("institution.contact_invited", actor, "institution", institution.id, institution.name)
    return secret


@operation
def withdraw_invitation(invitation: ContactInvitation, *, actor: Actor) -> None:
    """End the link before its time. Raises: Gone when it was used or ended meanwhile."""
    institution = hold_living(invitation.institution)
    hold(invitation)
    if is_spent(invitation):
        raise Gone("invitation")
    invitation.expires_at = clock.now()
    record("institution.contact_uninvited", actor, "institution", institution.id, institution.name)


@operation
def accept_invitation(invitation: ContactInvitation, person: Person, *, actor: Actor) -> None:
    """Become a contact.

    Raises: Gone when it was used or ended meanwhile, Missing for anybody else than whom it was sent to, Refused as
    ``let_in`` does.
    """
    hold(person)
    institution = hold_living(invitation.institution)
    hold(invitation)
    if is_spent(invitation):
        raise Gone("invitation")
    if person.email != invitation.email:
        raise Missing("invitation")
    invitation.used_at = clock.now()
    end_letters(_("邀请已接受"), [invitation.email], letters.INVITED, holding=[institution.name])
    let_in(institution, person, actor=actor)


@before_operation
def accept_as_newcomer(invitation: ContactInvitation, name: str, password: str, *, address: str) -> str:
    """The same of somebody without an account, which is made; the token of their first session.

    Raises: as ``accept_invitation``, Refused also as ``make_person`` does.
    """
    password_hash = hash_for(invitation.email, name, password)
    return _accept_as_newcomer(invitation, name, password_hash, address=address)


@operation
def _accept_as_newcomer(invitation: ContactInvitation, name: str, password_hash: str, *, address: str) -> str:
    actor = Actor(None, one_line(name), address)
    person = add_person(invitation.email, name, password_hash, [Role.INVESTOR], agrees=True, actor=actor)
    accept_invitation(invitation, person, actor=person.acting(address))
    return begin_session(person)


@operation
def let_in(institution: Institution, person: Person, *, actor: Actor) -> Contact:
    """Raises: Refused for staff, and for one who acts for an institution already."""
    if person.is_staff:
        raise Refused(_("工作人员的账号不能加入机构"))
    if contact_of(person.id):
        raise Refused(_("这个人已是一家机构的联系人，一个人只代表一家机构"))
    contact = take_in(institution, person, actor=actor)
    record(
        "institution.contact_joined",
        actor,
        "institution",
        institution.id,
        institution.name,
        contact=person.name,
    )
    return contact


def take_in(institution: Institution, person: Person, *, actor: Actor) -> Contact:
    """They have the desk, and what they had asked elsewhere is asked no more. The caller refuses, and records."""
    take_role(person, Role.INVESTOR, actor=actor)
    if asked := belonging.find_open_request(person.id):
        asked.state, asked.decided_at = JoinState.WITHDRAWN, clock.now()
    contact = Contact(institution=institution, person=person)
    db.session.add(contact)
    db.session.flush()
    return contact


@operation
def set_mobile(contact: Contact, mobile: str, *, actor: Actor) -> None:
    """A cleaned number by which this person wants to be reached, or none; the trail does not repeat it.

    Raises: Refused when it is no mobile number.
    """
    institution = hold_living(contact.institution)
    hold(contact)
    refuse_faults(mobile_faults("mobile", mobile) if mobile else [])
    contact.mobile = mobile
    record("institution.contact_changed", actor, "institution", institution.id, institution.name)


@operation
def remove_contact(contact: Contact, *, actor: Actor) -> None:
    """Their next page is not theirs any more. Raises: Refused when nobody would be left."""
    institution = hold_living(contact.institution)
    hold(contact)
    _keep_one(contact)
    letters.tell_removed(contact)
    who = contact.person.name
    record("institution.contact_removed", actor, "institution", institution.id, institution.name, contact=who)
    db.session.delete(contact)


@operation
def leave(contact: Contact, *, actor: Actor) -> None:
    """Go of one's own accord. Raises: Refused when nobody would be left."""
    institution = hold_living(contact.institution)
    hold(contact)
    _keep_one(contact)
    record("institution.contact_left", actor, "institution", institution.id, institution.name)
    db.session.delete(contact)


def _keep_one(contact: Contact) -> None:
    others = [each for each in belonging.list_contacts(contact.institution_id) if each.person.active]
    if [each for each in others if each.id != contact.id] == []:
        raise Refused(_("这是机构最后一位联系人，先邀请同事加入再改"))
