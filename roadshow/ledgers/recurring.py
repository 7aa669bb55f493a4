"""Sheets whose rows recur every year, so that the rows themselves do not say which year they are of."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from roadshow.outcomes.identity import fingerprint

from .ledger import Ledger
from .plan import Recurring
from .queries import Known


def recurring(
    ledger: Ledger, new: Iterable[Mapping[str, Any]], known: Known, year: int
) -> Iterator[Recurring]:
    """Of which most ``new`` rows without a date are there already in another year."""
    rows = Counter[int]()
    there: dict[int, Counter[int]] = defaultdict(Counter)
    others = [other for other in known.years if other != year]
    for row in new:
        if row["on"] is None and row["of_the_file"]:
            place = row["line"][0]
            rows[place] += 1
            there[place].update(
                other for other in others if fingerprint({**row, "year": other}) in known.fingerprints
            )
    for place, years in sorted(there.items()):
        other, count = max(years.items(), key=lambda found: (found[1], found[0]), default=(0, 0))
        if 2 * count > rows[place]:
            yield Recurring(ledger.sheets[place].name, rows[place], count, other)
