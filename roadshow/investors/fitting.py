"""Whether what a roadshow brings is what an institution looks for, and why: a pure calculation.

A reason is a code that pages put into words: ``sector:energy``, ``any_sector``, ``ticket``, ``stage:a``,
``region:330482``, ``came:3`` (to so many roadshows before).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from roadshow.foundation.sectors import SECTORS
from roadshow.foundation.stages import STAGES

from .mandates import MandateFacts

POINTS = {"sector": 8, "any_sector": 4, "ticket": 3, "stage": 2, "came": 2, "region": 1}  # of a kind once
PAIR = 2  # digits of a region's code that name a province, a city, a county


@dataclass(frozen=True)
class Offer:
    """What a roadshow brings: its field, and its projects' fields, stages, regions (codes) and asks (fen).

    All but fields is for staff alone: an offer that an investor is told of has nothing else.
    """

    sectors: frozenset[str] = frozenset()
    stages: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    asks_fen: tuple[int, ...] = ()


def reasons(wanted: MandateFacts | None, offer: Offer, came: int = 0) -> list[str]:
    """Why it fits, the weightiest first; a mandate gives none when the fields are known and it looks for others."""
    return [*(_of_mandate(wanted, offer) if wanted else []), *([f"came:{came}"] if came else [])]


def points(codes: Iterable[str]) -> int:
    """How well it fits; 0 without a reason."""
    return sum(POINTS[kind] for kind in {code.partition(":")[0] for code in codes})


def _of_mandate(wanted: MandateFacts, offer: Offer) -> list[str]:
    if offer.sectors:
        found = [f"sector:{code}" for code in SECTORS if code in offer.sectors and code in wanted.sectors]
    else:
        found = ["any_sector"]
    if not found:
        return []
    if any(_within(wanted, ask) for ask in offer.asks_fen):
        found.append("ticket")
    found += [f"stage:{code}" for code in STAGES if code in offer.stages and code in wanted.stages]
    return found + [f"region:{code}" for code in wanted.regions if _covers(code, offer.regions)]


def _within(wanted: MandateFacts, ask_fen: int) -> bool:
    return (wanted.ticket_from_fen or 0) <= ask_fen <= (wanted.ticket_to_fen or 0)


def _covers(code: str, places: Collection[str]) -> bool:
    """Whether a place lies in the region: 330000 covers 330482."""
    wide = code
    while wide.endswith("00"):
        wide = wide[:-PAIR]
    return any(place.startswith(wide) for place in places)
