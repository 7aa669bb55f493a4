"""Waiting for what another process or thread does, with an end."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def until(seen: Callable[[], T], within: float = 60) -> T:
    """What ``seen`` tells once it tells anything; asked for so many seconds."""
    end = time.monotonic() + within
    while not (told := seen()):
        assert time.monotonic() < end, f"nothing was seen within {within} s"
        time.sleep(0.01)  # another process does it: it needs the processor
    return told
