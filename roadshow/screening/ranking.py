"""What the sheets say together. Marks are whole points of a hundred; means are kept in hundredths of a point, rounded
half up, and compared as they are shown. Tuples, as there are thousands."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from roadshow.foundation.lots import lot

TRIMMED_FROM = 5  # sheets


class Marks(NamedTuple):
    """One sheet that was handed in: ``first`` are the points of the first criterion, which decides among equals."""

    reviewer: int
    total: int
    first: int


class Standing(NamedTuple):
    """Where an application stands; in hundredths of a point but ``spread``, which is points from lowest to highest.

    ``score`` is what counts: the mean, from five sheets up without the highest and the lowest. ``adjusted`` is the mean
    after each reviewer's lean. ``rank`` is None without a sheet.
    """

    sheets: int
    mean: int | None = None
    score: int | None = None
    first: int | None = None
    adjusted: int | None = None
    spread: int | None = None
    rank: int | None = None


Read = Mapping[int, Sequence[Marks]]


def rank(read: Read, *, seed: str) -> dict[int, Standing]:
    """Application → where it stands: by score, then the first criterion's mean, then the mean, then the lot."""
    leans = leans_of(read.values())
    found = {application: _standing(sheets, leans) for application, sheets in read.items()}
    marked = [application for application in found if read[application]]
    marked.sort(key=lambda each: (*_order(found[each]), lot(seed, str(each))))
    places = {application: number for number, application in enumerate(marked, 1)}
    return {
        application: standing._replace(rank=places.get(application))
        for application, standing in found.items()
    }


def leans_of(read: Iterable[Sequence[Marks]]) -> dict[int, int]:
    """Reviewer → how many hundredths their marks lie above (or below: negative) those of the others on the same
    applications, in the mean; nobody has one who never read beside another."""
    above: dict[int, dict[int, int]] = defaultdict(
        lambda: defaultdict(int)
    )  # per reviewer and number of others
    shared: dict[int, int] = defaultdict(int)
    for sheets in read:
        total, others = sum(sheet.total for sheet in sheets), len(sheets) - 1
        if others < 1:
            continue
        for sheet in sheets:
            above[sheet.reviewer][others] += (others + 1) * sheet.total - total
            shared[sheet.reviewer] += 1
    return {
        reviewer: _rounded(
            sum((Fraction(gap, others) for others, gap in gaps.items()), Fraction()) / shared[reviewer]
        )
        for reviewer, gaps in above.items()
    }


def _standing(sheets: Sequence[Marks], leans: Mapping[int, int]) -> Standing:
    many = len(sheets)
    if not many:
        return Standing(0)
    totals = [sheet.total for sheet in sheets]
    total, most, least = sum(totals), max(totals), min(totals)
    mean = _hundredths(total * 100, many)
    trimmed = many >= TRIMMED_FROM
    return Standing(
        many,
        mean,
        _hundredths((total - most - least) * 100, many - 2) if trimmed else mean,
        _hundredths(sum(sheet.first for sheet in sheets) * 100, many),
        _hundredths(total * 100 - sum(leans.get(sheet.reviewer, 0) for sheet in sheets), many),
        most - least,
    )


def _order(standing: Standing) -> tuple[int, int, int]:
    """The best first."""
    return -(standing.score or 0), -(standing.first or 0), -(standing.mean or 0)


def _hundredths(above: int, below: int) -> int:
    """A quotient of whole numbers, rounded half up."""
    return (2 * above + below) // (2 * below)


def _rounded(points: Fraction) -> int:
    """Points as hundredths, rounded half up."""
    return _hundredths(points.numerator * 100, points.denominator)
