"""What is different in a row, as the trail tells it."""

from collections.abc import Mapping
from typing import Any


def take_over(row: object, wanted: Mapping[str, object]) -> dict[str, list[Any]]:
    """Write it into the row; field → [before, after] of what is different."""
    changes = {name: [was, new] for name, new in wanted.items() if (was := getattr(row, name)) != new}
    for name, value in wanted.items():
        setattr(row, name, value)
    return changes
