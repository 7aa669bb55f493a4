"""Who does something, as plain values: the trail and the outbox outlive the person."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """``id`` is None for a command; ``address`` is the network address, empty for a command."""

    id: int | None
    name: str
    address: str = ""


COMMAND = Actor(None, "command")
CLOCK = Actor(None, "clock")  # what follows from a moment that has come
POST = Actor(None, "post")  # what follows from a mail that has come
