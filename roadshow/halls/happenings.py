"""What the halls tell the rooms above."""

from dataclasses import dataclass


@dataclass(frozen=True)
class HallRenamed:
    """It has another name or address."""

    hall_id: int


@dataclass(frozen=True)
class HallPlaced:
    """It is elsewhere on the map; whoever comes finds it by its address as before."""

    hall_id: int
