"""A body as it goes over the wire, plain and gzipped, each with its own tag."""

import gzip
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import blake2b

QUICK = 3  # a level that costs a fifth of the highest one's time, for a tenth more bytes


@dataclass(frozen=True)
class Feed:
    """``changed`` is None as long as it has never held anything."""

    body: bytes
    changed: datetime | None
    media: str = "text/calendar"

    @cached_property
    def tag(self) -> str:
        return blake2b(self.body, digest_size=16).hexdigest()

    @cached_property
    def packed(self) -> bytes:
        """Made when the first one asks for it."""
        return gzip.compress(self.body, QUICK, mtime=0)

    @property
    def packed_tag(self) -> str:
        return f"{self.tag}-gz"

    def __len__(self) -> int:
        return len(self.body)
