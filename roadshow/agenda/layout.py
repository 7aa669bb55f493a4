"""When each part of a running order begins: only the order and the minutes are said, the times follow."""

from collections.abc import Sequence
from typing import Protocol


class Stretch(Protocol):
    """What takes its minutes; between two that stand on stage the stage is changed over."""

    @property
    def minutes(self) -> int: ...
    @property
    def on_stage(self) -> bool: ...


def lay_out(parts: Sequence[Stretch], buffer: int) -> list[int]:
    """Minutes after the start at which each begins."""
    begins, ends, staged = list[int](), 0, False
    for part in parts:
        begins.append(ends + buffer * (staged and part.on_stage))
        ends, staged = begins[-1] + part.minutes, part.on_stage
    return begins


def length(parts: Sequence[Stretch], buffer: int) -> int:
    """Minutes from the start to the end of the last."""
    return lay_out(parts, buffer)[-1] + parts[-1].minutes if parts else 0
