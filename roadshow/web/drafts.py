"""What was typed into a form outlives the session: kept for its person alone, and shown in the form after signing in.

Nothing of it is saved before they have seen it. The row is the person's own, so nobody else who signs in at that
browser reads it, and the browser holds a mark only, so that no page asks the database for nothing. Where
the cookie is lost with the session, ``static/js/kept.js`` keeps the form in its tab, under ``account_mark``.
"""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from flask import current_app, g, redirect, request, session, url_for
from flask_login import current_user
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from roadshow.accounts import operations, queries
from roadshow.foundation.signing import sealed

P = ParamSpec("P")
R = TypeVar("R")
# in the browser: that there is one; the token of a session that signed out here; why its reader stands at the door
MARK, ENDED, WHY = "draft", "ended", "why"
KEPT = "kept"
LARGEST, MOST_FIELDS, LONGEST_PATH = 64 * 1024, 500, 500  # characters, and how many


def secret(view: Callable[P, R]) -> Callable[P, R]:
    """What is typed here is kept nowhere: passwords."""
    view.secret = True  # type: ignore[attr-defined]  # read when a form comes too late
    return view


def account_mark() -> str | None:
    """Whose form it is that a browser keeps while it is typed, unlike the account's number; None on a secret page."""
    view = current_app.view_functions.get(request.endpoint or "")
    return None if getattr(view, "secret", False) else sealed("kept form", str(current_user.id))


def page_asked() -> str | None:
    """The page that is asked for, or on which a form stands; None for a button, which has no page of its own."""
    pages = request.url_rule.methods if request.url_rule else None
    return request.full_path.rstrip("?") if "GET" in (pages or ()) else None


def to_the_door() -> Response:
    """Whoever must sign in first comes back to the page; who was signed in is told why, and what is kept of theirs."""
    if keep():
        session[WHY] = KEPT
    elif "_user_id" in session:
        session[WHY] = ENDED
    return redirect(url_for("public.sign_in", next=page_asked()))


def told_at_the_door() -> str:
    """Why its reader stands there, ``ENDED`` or ``KEPT``; said once."""
    return str(session.pop(WHY, ""))


def keep() -> bool:
    """Of a form whose session had ended. Files, secrets and what is longer than a form of ours are not kept."""
    view = current_app.view_functions.get(request.endpoint or "")
    if request.method != "POST" or page_asked() is None or getattr(view, "secret", False):
        return False
    typed = [(name, text) for name, text in request.form.items(multi=True) if name != "csrf_token"]
    small = sum(len(name) + len(text) for name, text in typed) <= LARGEST and len(typed) <= MOST_FIELDS
    if not typed or not small or len(request.path) > LONGEST_PATH:
        return False
    ended = queries.find_ended_session(session.get("_user_id") or session.get(ENDED) or "")
    if ended is not None:
        operations.keep_draft(ended, request.path, typed)
        session[MARK] = True
    return ended is not None


def typed() -> MultiDict[str, str] | None:
    """What this reader had typed into this form; the page then says that it is not saved."""
    if request.method != "GET" or not session.get(MARK) or not current_user.is_authenticated:
        return None
    draft = queries.find_draft(current_user.id, request.path)
    if draft is None:
        return None
    g.draft = draft
    return MultiDict((name, text) for name, text in draft.fields)


def used() -> None:
    """The form has come again, or is not wanted: what was kept of it goes."""
    if session.get(MARK) and operations.drop_draft(current_user.person, request.path):
        session.pop(MARK)
