"""The reader of a private page, as Flask-Login hands it round: a session that is a row, and its person."""

from datetime import timedelta

from flask import Flask, Response, current_app, request
from flask_login import AnonymousUserMixin, LoginManager, UserMixin

from roadshow.accounts import queries, signing_in
from roadshow.accounts.models import Person, Session
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor

SEEN_EVERY = timedelta(minutes=1)


class SignedIn(UserMixin):
    """Someone with a living session; ``get_id`` is the session's token, which alone stands in the cookie."""

    def __init__(self, token: str, session: Session) -> None:
        self.token = token
        self.session = session
        self.person: Person = session.person
        self.permissions = self.person.permissions

    def get_id(self) -> str:
        return self.token

    @property
    def id(self) -> int:
        return self.person.id

    @property
    def actor(self) -> Actor:
        """As operations and the trail know this reader."""
        return self.person.acting(request.remote_addr or "")


class Visitor(AnonymousUserMixin):
    permissions: frozenset[str] = frozenset()


def load(token: str) -> SignedIn | None:
    session = queries.find_session(token)
    if session is not None and clock.now() - session.seen_at >= SEEN_EVERY:
        if not signing_in.note_use(session):
            current_app.logger.warning("The last use of a session was not noted: nothing can be written now")
        session = queries.find_session(token)
    return None if session is None else SignedIn(token, session)


class Manager(LoginManager):
    """Looks at the session only when a page asks who reads it, so that public answers carry no Vary: Cookie."""

    def _update_remember_cookie(self, response: Response) -> Response:
        return response  # we set no such cookie; the library would read the session after every request


def init_app(app: Flask) -> None:
    manager = Manager()
    manager.init_app(app, add_context_processor=False)
    manager.anonymous_user = Visitor
    manager.session_protection = None  # the session is a row of ours, bound to its token and revocable
    manager.user_loader(load)
