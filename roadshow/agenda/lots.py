"""The order of projects by lot, so that anybody can draw it again from the seed and their names."""

from collections.abc import Sequence

from roadshow.foundation.lots import lot

from .draft import Part


def drawn(parts: Sequence[Part], seed: str) -> list[Part]:
    """Those on stage in the order of SHA-256("seed name"), in the places where some stood; all else where it was."""
    turns = iter(
        sorted((part for part in parts if part.on_stage), key=lambda part: (lot(seed, part.title), part.key))
    )
    return [next(turns) if part.on_stage else part for part in parts]
