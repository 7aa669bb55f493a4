"""What all commands share: how they open a file, and how they end when nothing came of it."""

from pathlib import Path
from typing import BinaryIO

from roadshow.foundation.errors import Refused

NOTHING_TAKEN = 2  # exit status


def opened(file: Path) -> BinaryIO:
    """Raises: Refused when it cannot be opened."""
    try:
        return file.open("rb")
    except OSError as failure:
        raise Refused(f"打不开文件 {file}：{failure.strerror}") from failure
