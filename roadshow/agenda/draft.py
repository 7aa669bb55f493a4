"""A running order as it is worked on: values, never changed in place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from roadshow.foundation.errors import Missing
from roadshow.foundation.text import one_line

from .layout import lay_out, length
from .models import SlotKind, Version


@dataclass(frozen=True)
class Format:
    """Minutes of a pitch, of the questions to it, and between two pitches."""

    speech: int = 8
    questions: int = 7
    buffer: int = 3

    @property
    def minutes(self) -> int:
        return self.speech + self.questions


@dataclass(frozen=True)
class Part:
    """One part of the order; ``key`` tells it apart in its order for life, 0 before it has a place.

    ``minutes`` hold the ``questions`` at their end. A speaker picked from the accounts has ``speaker_id``.
    """

    kind: SlotKind
    minutes: int
    questions: int = 0
    title: str = ""
    speaker: str = ""
    speaker_id: int | None = None
    pitch_id: int | None = None
    key: int = 0

    @property
    def on_stage(self) -> bool:
        return self.kind is SlotKind.PITCH

    @property
    def speech(self) -> int:
        return self.minutes - self.questions

    def cleaned(self) -> "Part":
        return replace(self, title=one_line(self.title), speaker=one_line(self.speaker))


@dataclass(frozen=True)
class Draft:
    """The newest version of a roadshow's order; number 0 while nobody has begun it.

    ``public`` is the one that visitors read, None while there is none or it isn't asked.
    """

    roadshow_id: int
    number: int = 0
    before: int | None = None
    format: Format = Format()
    parts: tuple[Part, ...] = ()
    published: bool = False
    public: "Draft | None" = None

    @property
    def begins(self) -> list[int]:
        return lay_out(self.parts, self.format.buffer)

    @property
    def minutes(self) -> int:
        return length(self.parts, self.format.buffer)

    @property
    def placed(self) -> list[tuple[int, Part]]:
        """Each part with the minute at which it begins."""
        return list(zip(self.begins, self.parts, strict=True))

    @property
    def pitch_ids(self) -> list[int]:
        return [part.pitch_id for part in self.parts if part.pitch_id is not None]

    @property
    def was_public(self) -> "Draft":
        return self.public or Draft(self.roadshow_id)

    def same_as(self, other: "Draft") -> bool:
        """Whether a reader would find no difference."""
        return self._read == other._read

    @property
    def _read(self) -> list[tuple[int, Part]]:
        """A key is nothing that anybody reads."""
        return [(begins, replace(part, key=0)) for begins, part in self.placed]

    def get(self, key: int) -> Part:
        """Raises: Missing."""
        return self.parts[self.turn(key) - 1]

    def find(self, key: int) -> Part | None:
        return next((part for part in self.parts if part.key == key), None)

    def turn(self, key: int) -> int:
        """Which one it is, the first is 1. Raises: Missing."""
        for turn, part in enumerate(self.parts, 1):
            if part.key == key:
                return turn
        raise Missing(f"part {key} of the agenda of roadshow {self.roadshow_id}")

    def end_for(self, kind: SlotKind) -> int:
        """Where one more of this kind goes: a pitch after the last pitch, anything else at the end."""
        turns = [turn for turn, part in enumerate(self.parts, 1) if part.on_stage]
        return (turns[-1] if turns and kind is SlotKind.PITCH else len(self.parts)) + 1

    def with_part(self, part: Part, position: int) -> "Draft":
        """``position`` is its turn afterwards."""
        at = position - 1
        return self.of([*self.parts[:at], part, *self.parts[at:]])

    def without(self, key: int) -> "Draft":
        return self.of(part for part in self.parts if part.key != key)

    def of(self, parts: Iterable[Part]) -> "Draft":
        return replace(self, parts=tuple(parts))

    def in_format(self, format: Format) -> "Draft":
        """Pitches that had the format's minutes have the new one's; whoever had others keeps them."""
        usual = (self.format.minutes, self.format.questions)
        parts = [
            replace(part, minutes=format.minutes, questions=format.questions)
            if part.on_stage and (part.minutes, part.questions) == usual
            else part
            for part in self.parts
        ]
        return replace(self, format=format, parts=tuple(parts))


def numbered(parts: Iterable[Part], version: int) -> list[Part]:
    """With keys that no version before had; one version brings fewer than a thousand."""
    return [replace(part, key=version * 1000 + turn) for turn, part in enumerate(parts, 1)]


def draft_of(version: Version) -> Draft:
    return Draft(
        version.roadshow_id,
        version.number,
        version.before,
        Format(version.speech, version.questions, version.buffer),
        tuple(_part(kept) for kept in version.parts),
        version.published_at is not None,
    )


def kept(parts: Sequence[Part]) -> list[dict[str, Any]]:
    """As the row keeps them."""
    return [asdict(part) for part in parts]


def slot_rows(draft: Draft) -> list[dict[str, Any]]:
    """As the published slots keep them."""
    shown = ("kind", "minutes", "questions", "title", "speaker", "pitch_id")
    return [
        {"roadshow_id": draft.roadshow_id, "begins": begins} | {name: getattr(part, name) for name in shown}
        for begins, part in draft.placed
    ]


def _part(kept: Mapping[str, Any]) -> Part:
    return Part(**{**kept, "kind": SlotKind(kept["kind"])})
