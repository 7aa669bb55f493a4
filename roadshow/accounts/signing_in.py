"""Signing in with a password, within the limits on guessing."""

from sqlalchemy import delete

from roadshow.audit.operations import record
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.db import UNREACHABLE, before_operation, db, hold_names, operation, waiting_briefly

from . import guessing, letters, queries
from .guessing import network_of
from .models import FailedSignIn, Person, Session
from .operations import begin_session, touch_session
from .passwords import matches, token_hash
from .rules import clean_email


@before_operation
def sign_in(email: str, password: str, *, address: str) -> str | None:
    """Begin a session and return its token; None when address and password don't belong together.

    Raises: TooMany after too many failures, before the password is looked at.
    """
    email = clean_email(email)
    person = queries.find_person(email)
    person_id, password_hash = (person.id, person.password_hash) if person else (None, None)
    guessing.refuse_too_many(token_hash(email), network_of(address), person_id)
    right = matches(password_hash, password)
    return _answer_sign_in(email, password_hash if right else None, address=address)


@operation
def _answer_sign_in(email: str, password_hash: str | None, *, address: str) -> str | None:
    """Count the failure instead of raising, so that the count outlives the refusal.

    ``password_hash`` is the one that the password matched. The limits are asked again, with the account locked: of
    many guesses at once only as many get an answer as of many in a row.
    """
    email_hash, network = token_hash(email), network_of(address)
    hold_names([f"sign-in {email_hash}", f"sign-in from {network}"])
    person = queries.find_person(email)
    guessing.refuse_too_many(email_hash, network, person.id if person else None)
    if person is None or not person.active or person.password_hash != password_hash:
        _count_failure(email_hash, person, address)
        return None
    mine = delete(FailedSignIn).where(FailedSignIn.email_hash == email_hash, FailedSignIn.address == network)
    db.session.execute(mine)
    record("person.signed_in", person.acting(address), "person", person.id, person.name)
    return begin_session(person)


def _count_failure(email_hash: str, person: Person | None, address: str) -> None:
    """Also warns the owner, once a day."""
    db.session.add(FailedSignIn(email_hash=email_hash, address=network_of(address), at=clock.now()))
    record("person.refused_sign_in", Actor(None, "—", address), "person", person.id if person else None, "")
    if person and person.active and guessing.is_guessed_at(email_hash):
        letters.warn_of_guessing(person)


def note_use(session: Session) -> bool:
    """Note that it is in use; False where nothing can be written now, which must not keep anybody from reading."""
    try:
        with waiting_briefly():
            touch_session(session)
    except UNREACHABLE:
        return False
    return True
