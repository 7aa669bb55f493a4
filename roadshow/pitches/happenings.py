"""What applications tell the rooms above."""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class LeftStage:
    """These projects had a place at this roadshow and have none any more: withdrawn, declined, or waiting again."""

    roadshow_id: int
    project_ids: Collection[int]
