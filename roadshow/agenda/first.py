"""The order that a roadshow begins with: everybody in the order of their applications."""

from collections.abc import Iterator, Sequence

from roadshow.pitches.models import Pitch

from .draft import Format, Part
from .layout import length
from .models import SlotKind

OPENING, BREAK, TALKS, SHORTEST_TALKS = 10, 15, 30, 10  # minutes
WITHOUT_BREAK = 4  # projects


def first_order(pitches: Sequence[Pitch], format: Format, hours: int | None) -> list[Part]:
    """Opening, projects with a break in their middle, and talks in what is left of the ``hours``, which are minutes."""
    parts = [Part(SlotKind.OPENING, OPENING), *_on_stage(pitches, format)]
    left = TALKS if hours is None else hours - length(parts, format.buffer)
    return parts if left < SHORTEST_TALKS else [*parts, Part(SlotKind.TALKS, min(left, TALKS))]


def _on_stage(pitches: Sequence[Pitch], format: Format) -> Iterator[Part]:
    middle = (len(pitches) + 1) // 2 if len(pitches) > WITHOUT_BREAK else None
    for number, pitch in enumerate(pitches):
        if number == middle:
            yield Part(SlotKind.BREAK, BREAK)
        yield part_of(pitch, format)


def part_of(pitch: Pitch, format: Format) -> Part:
    return Part(
        SlotKind.PITCH, format.minutes, format.questions, title=pitch.brief.overview.name, pitch_id=pitch.id
    )
