"""What became of several things that one act was to take at once."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Left:
    """One that the act did not take, and why, in the reader's words."""

    name: object
    why: object


@dataclass(frozen=True)
class Taken:
    """How many it took, and what it left as it was."""

    count: int
    left: Sequence[Left]
