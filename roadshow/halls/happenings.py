"""What the halls tell the rooms above."""

from dataclasses import dataclass


@dataclass(frozen=True)
class HallRenamed:
    """It has another name or address."""

    hall_id: int
