"""How somebody makes an account of their own, and comes back in without the password: both by a letter.

Whoever asks reads the same words whether or not there is such an account; the letter alone knows.
"""

from dataclasses import dataclass
from datetime import timedelta

from flask_babel import lazy_gettext as _
from sqlalchemy import delete, update

from roadshow.audit.operations import record
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.db import before_operation, db, hold, hold_names, operation
from roadshow.foundation.errors import Fault, Gone, Refused, refuse_faults
from roadshow.foundation.text import one_line

from . import letters, queries
from .guessing import TooMany, network_of
from .models import FailedSignIn, Grant, LetterAsked, Person, Reset, SignUp
from .operations import Link, add_person, begin_session, end_resets, end_sessions, hash_for
from .passwords import hash_password, password_faults, token, token_hash
from .permissions import Role
from .rules import clean_email, email_faults

SIGN_UP_LASTS = timedelta(hours=24)
RESET_LASTS, HANDED_LASTS = timedelta(hours=1), timedelta(hours=24)  # by letter, and handed over by somebody
OWN_ROLES = frozenset({Role.STARTUP, Role.INVESTOR})  # that anybody may take for themselves
# in half an hour, as with failed sign-ins: one network to one address, all to one address, one network to all
LETTERS_OF_PAIR, LETTERS_TO_ADDRESS, LETTERS_FROM_NETWORK = 5, 15, 50


@dataclass(frozen=True)
class Ways:
    """The addresses that a letter to whoever signs up may carry."""

    finish: Link
    sign_in: str
    forgot: str


@operation
def sign_up(email: str, *, ways: Ways, address: str) -> None:
    """Send a link behind which the account is made, or to whoever has one the ways into it.

    Sends nothing while too many letters went to the address: the links in those are good for longer than that.
    Raises: Refused on a bad address and after too many letters from this network.
    """
    email = clean_email(email)
    refuse_faults(email_faults(email))
    if not count_letter(email, address):
        return
    if person := queries.find_person(email):
        letters.send_known(person, ways.sign_in, ways.forgot)
        return
    secret, now = token(), clock.now()
    row = SignUp(token_hash=token_hash(secret), email=email, made_at=now, expires_at=now + SIGN_UP_LASTS)
    db.session.add(row)
    letters.send_sign_up(email, ways.finish(secret))


@before_operation
def finish_sign_up(
    asked: SignUp, name: str, password: str, role: Role = Role.STARTUP, *, address: str
) -> str:
    """Make the account of whoever opened the letter, and begin its first session, whose token is returned.

    To finish is to agree to the privacy statement as it stands. ``role`` is one of OWN_ROLES.
    Raises: Gone when the link was used or ended meanwhile, Refused for any other role and as ``make_person`` does.
    """
    if role not in OWN_ROLES:
        raise Refused(_("请从列表中选择一项"), "role")
    return _finish_sign_up(asked, name, hash_for(asked.email, name, password), role, address=address)


@operation
def _finish_sign_up(asked: SignUp, name: str, password_hash: str, role: Role, *, address: str) -> str:
    hold(asked)
    if queries.is_spent(asked):
        raise Gone("sign-up")
    now, actor = clock.now(), Actor(None, one_line(name), address)
    asked.used_at = now
    person = add_person(asked.email, name, password_hash, [role], agrees=True, actor=actor)
    others = update(SignUp).where(SignUp.email == asked.email, SignUp.id != asked.id, SignUp.expires_at > now)
    db.session.execute(others.values(expires_at=now))
    return begin_session(person)


@operation
def ask_reset(email: str, *, link: Link, address: str) -> None:
    """Send a link to choose another password, to whoever has an account; earlier ones end.

    Sends nothing while too many letters went to the address: the last link is good for longer than that.
    Raises: Refused on a bad address and after too many letters from this network.
    """
    email = clean_email(email)
    refuse_faults(email_faults(email))
    may_send = count_letter(email, address)
    person = queries.find_person(email)
    if not may_send or person is None or not person.active:
        return
    hold(person)
    letters.send_reset(person, link(_new_reset(person, RESET_LASTS)))
    record("person.asked_reset", Actor(None, "—", address), "person", person.id, person.name)


@operation
def make_reset(person: Person, *, actor: Actor) -> str:
    """The token of a link to hand to somebody whom no letter reaches; earlier ones end.

    Raises: Refused for one who may not sign in.
    """
    hold(person)
    if not person.active:
        raise Refused(_("账号已停用，先恢复账号再重设密码"))
    record("person.made_reset", actor, "person", person.id, person.name)
    return _new_reset(person, HANDED_LASTS)


@before_operation
def reset_password(asked: Reset, password: str, *, address: str) -> str:
    """Choose another one; all sessions end, and a new one begins, whose token is returned.

    Raises: Gone when the link was used or ended meanwhile, Refused when the password is too weak.
    """
    if queries.is_spent(asked):
        raise Gone("reset")
    refuse_faults(reset_faults(asked.person, password))
    return _reset_password(asked, hash_password(password), address=address)


def reset_faults(person: Person, password: str) -> list[Fault]:
    """Of a password that is to take the place of a forgotten one."""
    return password_faults(password, email=person.email, name=person.name, old_hash=person.password_hash)


@operation
def _reset_password(asked: Reset, password_hash: str, *, address: str) -> str:
    person = hold(asked.person)
    hold(asked)
    if queries.is_spent(asked) or not person.active:
        raise Gone("reset")
    asked.used_at = clock.now()
    person.password_hash = password_hash
    end_sessions(person)
    end_resets(person)
    db.session.execute(delete(FailedSignIn).where(FailedSignIn.email_hash == token_hash(person.email)))
    letters.tell_password_changed(person)
    record("person.reset_password", person.acting(address), "person", person.id, person.name)
    return begin_session(person)


@operation
def open_desk(person: Person, role: Role, *, actor: Actor) -> None:
    """Somebody takes another of OWN_ROLES. Raises: Refused for any other role, and for staff."""
    hold(person)
    if role not in OWN_ROLES:
        raise Refused(_("请从列表中选择一项"))
    if person.is_staff:
        raise Refused(_("工作人员的账号不能开通"))
    take_role(person, role, actor=actor)


@operation
def take_role(person: Person, role: Role, *, actor: Actor) -> None:
    """One that comes with what they were let into; nothing when they have it."""
    hold(person)
    before = person.roles
    if role in before:
        return
    person.grants.append(Grant(role=role))
    roles = [" ".join(before), " ".join(person.roles)]
    record("person.roles_set", actor, "person", person.id, person.name, roles=roles)


def _new_reset(person: Person, lasts: timedelta) -> str:
    """The token of a link that is good for so long; it is the only one of its person."""
    end_resets(person)
    secret, now = token(), clock.now()
    row = Reset(token_hash=token_hash(secret), person=person, made_at=now, expires_at=now + lasts)
    db.session.add(row)
    return secret


def count_letter(email: str, address: str) -> bool:
    """Count that a visitor has a letter sent to an address.

    Returns False when so many went there from everywhere that this one is not to be sent; whoever asks is not told,
    as others did it. Raises: TooMany after too many from this network.
    """
    email_hash, network = token_hash(email), network_of(address)
    hold_names([f"letters to {email_hash}", f"letters from {network}"])
    of_pair, to_address, from_network = queries.count_letters_asked(email_hash, network)
    if of_pair >= LETTERS_OF_PAIR or from_network >= LETTERS_FROM_NETWORK:
        raise TooMany(queries.SHUT)
    may_send = to_address < LETTERS_TO_ADDRESS
    counted_to = email_hash if may_send else ""  # what is not sent counts for the network alone
    db.session.add(LetterAsked(email_hash=counted_to, address=network, at=clock.now()))
    return may_send
