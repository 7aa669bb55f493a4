"""What projects tell the rooms above."""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class Changing:
    """What is known of these projects is about to change: whoever needs it as it is keeps a copy now."""

    project_ids: Collection[int]


@dataclass(frozen=True)
class NamingChanged:
    """Its owners agreed that it may be named where anyone reads it, or took that back."""

    project_id: int
