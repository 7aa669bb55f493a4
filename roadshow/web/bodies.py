"""What a request may carry: a form, and where a page takes files, a file."""

import time
from collections.abc import Callable
from contextlib import suppress
from typing import ParamSpec, TypeVar

from flask import Flask, abort, current_app, request

P = ParamSpec("P")
R = TypeVar("R")
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
LARGEST_FORM = 1024 * 1024  # bytes
USUAL = 50  # MB of a file
READ_ON, READ_ON_FOR = 200 * 1024 * 1024, 20.0  # bytes, seconds
JSON = "application/json"
LARGEST_JSON = 256 * 1024  # bytes


def takes_files(largest: int = USUAL) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """The only pages that are sent more than a form: a file of so many MB."""

    def mark(view: Callable[P, R]) -> Callable[P, R]:
        view.largest_file = largest  # type: ignore[attr-defined]  # read before each request
        return view

    return mark


def takes_text(largest: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """The only pages where so many MB may be pasted into a field."""

    def mark(view: Callable[P, R]) -> Callable[P, R]:
        view.largest_text = largest  # type: ignore[attr-defined]  # read before each request
        return view

    return mark


def takes_json(view: Callable[P, R]) -> Callable[P, R]:
    """The only pages that are sent JSON, and nothing else."""
    view.takes_json = True  # type: ignore[attr-defined]  # read before each request
    return view


def largest_file(usual: int = 0) -> int:
    """What the page that is asked for takes, in MB; ``usual`` where it takes none."""
    view = current_app.view_functions.get(request.endpoint or "")
    return int(getattr(view, "largest_file", usual))


def check_body() -> None:
    """Before anything reads it: a form library would take JSON for a form, with numbers where words are."""
    view = current_app.view_functions.get(request.endpoint or "")
    is_json = getattr(view, "takes_json", False)
    takes = {JSON} if is_json else {"", *FORMS}
    if request.method in ("POST", "PUT", "PATCH", "DELETE") and request.mimetype not in takes:
        abort(415)
    text = getattr(view, "largest_text", 0) * 1024 * 1024
    request.max_content_length = (
        LARGEST_JSON if is_json else largest_file() * 1024 * 1024 + text + LARGEST_FORM
    )
    request.max_form_memory_size = text + LARGEST_FORM


def read_on() -> None:
    """Past a body that is too large, for a while: who is answered in the middle of sending sees a broken line, not the
    answer."""
    body, left, until = request.environ["wsgi.input"], READ_ON, time.monotonic() + READ_ON_FOR
    if not request.environ.get("wsgi.input_terminated"):
        return
    with suppress(OSError):
        while left > 0 and time.monotonic() < until and (part := body.read(min(left, 64 * 1024))):
            left -= len(part)


def init_app(app: Flask) -> None:
    app.config.update(MAX_FORM_MEMORY_SIZE=LARGEST_FORM, MAX_FORM_PARTS=2000)
    app.before_request(check_body)
