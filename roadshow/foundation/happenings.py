"""How a room tells those above of what happened, without knowing them.

The announcing operation and all who hear it share one transaction; who hears writes own rows and queues letters,
never refuses and never calls out.
"""

from collections.abc import Callable
from typing import Any, TypeVar

H = TypeVar("H")
_hearers: dict[type, list[Callable[[Any], None]]] = {}


def on(happening: type[H]) -> Callable[[Callable[[H], None]], Callable[[H], None]]:
    """Mark a followup: it runs whenever ``happening`` is announced, in the order the followups were imported."""

    def hear(followup: Callable[[H], None]) -> Callable[[H], None]:
        _hearers.setdefault(happening, []).append(followup)
        return followup

    return hear


def announce(happening: object) -> None:
    """Tell all who listen, inside the running operation."""
    for followup in _hearers.get(type(happening), ()):
        followup(happening)


def heard() -> set[type]:
    """What somebody listens to; a test compares it with what is announced."""
    return set(_hearers)
