"""One-time links by which somebody gets an account and its roles."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _
from sqlalchemy import update

from roadshow.audit.operations import record
from roadshow.foundation import clock
from roadshow.foundation.actor import COMMAND, Actor
from roadshow.foundation.db import before_operation, db, hold, hold_name, hold_names, operation
from roadshow.foundation.errors import Fault, Gone, Refused, refuse_faults
from roadshow.foundation.text import one_line
from roadshow.notices.purposes import end as end_letters

from . import letters, queries
from .coming_in import take_role
from .models import Invitation, Person
from .operations import FIRST_ADMIN, LINK_LASTS, Link, add_person, begin_session, hash_for
from .passwords import token, token_hash
from .permissions import Role
from .rules import clean_email, person_faults

MOST_AT_ONCE = 50
_LINKS_TO = "invitation "  # and the address: whoever makes a link to it holds this name
INVITED = "account.invited"  # the kind of the letter


@dataclass(frozen=True)
class Invitee:
    email: str
    name: str


@operation
def invite(
    email: str | None, name: str, roles: Iterable[Role], *, actor: Actor, link: Link | None = None
) -> str:
    """Make a one-time link, good for a week, and return its token; without ``email`` its user names one.

    It is sent to them, too, when ``link`` says what its address is.

    Links to the same address that are still open stay good, for as long as the new one and for the roles of all; the
    first that is used ends the others.

    Raises: Refused when the address has an account or no role is given.
    """
    roles = list(dict.fromkeys(roles))
    if not roles:
        raise Refused(_("请至少选一个角色"), "roles")
    if email is not None:
        email, name = clean_email(email), one_line(name)
        refuse_faults(invitee_faults(email, name))
        roles = _extend_open_ones(email, roles)
    secret, now = token(), clock.now()
    invitation = Invitation(
        token_hash=token_hash(secret),
        email=email,
        name=name,
        roles=" ".join(roles),
        made_at=now,
        expires_at=now + LINK_LASTS,
    )
    db.session.add(invitation)
    db.session.flush()
    if email is not None and link is not None:
        letters.send_invitation(email, name, roles, link(secret), by=actor.name)
    record("person.invited", actor, "invitation", invitation.id, name, roles=invitation.roles)
    return secret


@operation
def invite_many(
    people: Sequence[tuple[Invitee, Iterable[Role]]], *, actor: Actor, link: Link | None = None
) -> list[str]:
    """A link for each with their roles, as ``invite`` makes one, in their order; all or none.

    Raises: Refused when there is nobody, too many, or with the faults of the first that cannot be invited.
    """
    if not people:
        raise Refused(_("请粘贴名单，每行一人"), "people")
    if len(people) > MOST_AT_ONCE:
        raise Refused(_("一次最多邀请%(most)d人", most=MOST_AT_ONCE), "people")
    hold_names(sorted({_LINKS_TO + clean_email(person.email) for person, _roles in people}))
    return [invite(person.email, person.name, roles, actor=actor, link=link) for person, roles in people]


def invitee_faults(email: str, name: str) -> list[Fault]:
    """Of a cleaned address and name."""
    faults = person_faults(email, name)
    if not faults and queries.find_person(email):
        faults.append(Fault("email", _("这个邮箱已有账号，请在“人员”里打开它，增加角色")))
    return faults


def _extend_open_ones(email: str, roles: list[Role]) -> list[Role]:
    """Give the links that are still open to this address these roles too, and another week; the roles of all."""
    hold_name(_LINKS_TO + email)
    still_open = queries.list_open_invitations_to(email)
    for invitation in still_open:
        roles += [role for role in invitation.granted if role not in roles]
    for invitation in still_open:
        invitation.roles, invitation.expires_at = " ".join(roles), clock.now() + LINK_LASTS
    if still_open:
        end_letters(_("后来又发了一封邀请"), [email], INVITED)
    return roles


def _hold_links_to(invitation: Invitation) -> None:
    """It and whatever else is open to its address: first the name, as whoever invites does."""
    if invitation.email is not None:
        hold_name(_LINKS_TO + invitation.email)
    hold(invitation)


def _end_others(invitation: Invitation) -> None:
    if invitation.email is not None:
        for other in queries.list_open_invitations_to(invitation.email):
            if other is not invitation:
                other.expires_at = clock.now()


@operation
def invite_first_admin() -> str | None:
    """The link that makes the first admin, while there are no people; earlier ones end. None when there is somebody."""
    hold_name(FIRST_ADMIN)
    if queries.count_people():
        return None
    db.session.execute(update(Invitation).where(Invitation.used_at.is_(None)).values(expires_at=clock.now()))
    return invite(None, "", [Role.ADMIN], actor=COMMAND)


@operation
def withdraw_invitation(invitation: Invitation, *, actor: Actor) -> None:
    """End all links to its address before their time: it is a wrong one, or they are no longer meant.

    Raises: Gone when it was used or ended meanwhile.
    """
    _hold_links_to(invitation)
    if queries.is_spent(invitation):
        raise Gone("invitation")
    _end_others(invitation)
    invitation.expires_at = clock.now()
    if invitation.email:
        end_letters(_("邀请已撤回"), [invitation.email], INVITED)
    record("person.uninvited", actor, "invitation", invitation.id, invitation.name)


@operation
def accept_as_known(invitation: Invitation, person: Person, *, actor: Actor) -> None:
    """Whoever has an account by now takes the roles of the link that went to their address.

    Raises: Gone when the link was used or ended meanwhile, or is another's.
    """
    _hold_links_to(invitation)
    if queries.is_spent(invitation) or invitation.email != person.email:
        raise Gone("invitation")
    invitation.used_at = clock.now()
    _end_others(invitation)
    end_letters(_("邀请已接受"), [person.email], INVITED)
    for role in invitation.granted:
        take_role(person, role, actor=actor)


@before_operation
def accept_invitation(invitation: Invitation, *, email: str, name: str, password: str, address: str) -> str:
    """Make the account that the link stands for, and begin its first session, whose token is returned.

    Raises: Gone when the link was used or ended meanwhile, Refused as ``make_person`` does.
    """
    email = invitation.email or email
    return _accept_invitation(invitation, email, name, hash_for(email, name, password), address=address)


@operation
def _accept_invitation(
    invitation: Invitation, email: str, name: str, password_hash: str, *, address: str
) -> str:
    if invitation.email is None:
        hold_name(FIRST_ADMIN)
    _hold_links_to(invitation)
    if queries.is_spent(invitation) or (invitation.email is None and queries.count_people()):
        raise Gone("invitation")
    invitation.used_at = clock.now()
    _end_others(invitation)
    invited = Actor(None, one_line(name), address)
    return begin_session(
        add_person(email, name, password_hash, invitation.granted, agrees=True, actor=invited)
    )
