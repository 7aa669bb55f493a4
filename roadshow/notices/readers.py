"""To whom a letter goes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reader:
    """Plain values; ``language`` is None for one who never chose any."""

    id: int | None
    name: str
    address: str
    language: str | None = None
