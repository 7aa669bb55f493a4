"""Whether a person causes what happens now, by a click or a mail, or the clock does."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from flask import has_request_context

_by_person: ContextVar[bool] = ContextVar("by_person", default=False)


@contextmanager
def caused_by_person() -> Iterator[None]:
    """Marks what a person caused outside a request: an answer that came by mail."""
    token = _by_person.set(True)
    try:
        yield
    finally:
        _by_person.reset(token)


def is_by_person() -> bool:
    """True while a request is handled; the worker and commands act for the clock unless they say otherwise."""
    return has_request_context() or _by_person.get()
