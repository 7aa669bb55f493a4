"""What became of several things that one act was to take at once."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Left:
    """One that the act did not take, and why, in the reader's words."""

    name: str
    why: object


@dataclass
class Taken:
    """How many it took, and what it left as it was."""

    count: int = 0
    left: list[Left] = field(default_factory=list)
