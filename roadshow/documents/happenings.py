"""What documents tell the rooms above."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DocumentChanging:
    """What is shown of the documents of this thing is about to change: whoever rests on it says so now."""

    thing: str
    thing_id: int
