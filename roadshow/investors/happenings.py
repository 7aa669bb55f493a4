"""What investors tell the rooms above."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Merged:
    """One institution was found to be another: what names the first belongs to the second from now on."""

    kept_id: int
    gone_id: int
