"""Who may open a page: each names its permission here, and a test walks them all."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import abort, current_app, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from . import drafts

P = ParamSpec("P")
R = TypeVar("R")
OPEN, DOOR = "open", "door"  # marks of pages that need no permission


def may(permission: str) -> Callable[[Callable[P, R]], Callable[P, R | Response]]:
    """Only for those whose roles have ``permission``; a visitor is sent to sign in, anyone else gets 403."""

    def guard(view: Callable[P, R]) -> Callable[P, R | Response]:
        @wraps(view)
        def checked(*args: P.args, **kwargs: P.kwargs) -> R | Response:
            if not current_user.is_authenticated:
                return drafts.to_the_door()
            if permission not in current_user.permissions:
                abort(403)
            answer = view(*args, **kwargs)
            if request.method == "POST":
                drafts.used()
            return answer

        checked.permission = permission  # type: ignore[attr-defined]  # read by the route × role test
        return checked

    return guard


def open_to_all(view: Callable[P, R]) -> Callable[P, R]:
    """The same for every visitor: never touches the session, may be cached whole."""
    view.permission = OPEN  # type: ignore[attr-defined]
    return view


def door(view: Callable[P, R]) -> Callable[P, R]:
    """Anyone may come, but what they see is theirs (signing in, a one-time link): private, never cached."""
    view.permission = DOOR  # type: ignore[attr-defined]
    return view


def way(endpoint: str, **values: Any) -> str | None:
    """The address of a page, for who may open it."""
    may_open = permission_of(current_app.view_functions[endpoint]) in current_user.permissions
    return url_for(endpoint, **values) if may_open else None


def permission_of(view: object) -> str | None:
    """What a view asks for; None for one that forgot to say."""
    return getattr(view, "permission", None)
