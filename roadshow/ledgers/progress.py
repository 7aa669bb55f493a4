"""How far a long reading is, told now and then as a part from 0 to 1."""

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import TypeVar

EVERY = 500  # rows

T = TypeVar("T")
Progress = Callable[[float], None]


def unwatched(_part: float) -> None:
    """Nobody looks on."""


def shares(progress: Progress, sizes: Sequence[float]) -> list[Progress]:
    """One for each part of the work, which fill the whole one after another."""
    total = sum(sizes)
    total = total if total > 0 else 1  # nothing to do is done at once
    begins = accumulate(sizes, initial=0)
    return [_share(progress, begin / total, size / total) for begin, size in zip(begins, sizes, strict=False)]


def _share(progress: Progress, begin: float, size: float) -> Progress:
    return lambda part: progress(begin + min(part, 1) * size)


def watched(things: Sequence[T], progress: Progress) -> Iterator[T]:
    """The things, with word of how many are behind."""
    for number, thing in enumerate(things):
        if number and not number % EVERY:
            progress(number / len(things))
        yield thing
