"""script/bench: progress is told on standard error, the figures on standard output and in docs/benchmarks.md."""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from roadshow.config import ROOT
from script.benches import calendars, personal
from script.proofs import report
from script.proofs.figures import Figure


def main() -> int:
    parser = argparse.ArgumentParser(prog="script/bench", description="How fast the calendar is.")
    parser.add_argument("--quick", action="store_true", help="fewer and shorter runs, not written down")
    quick = parser.parse_args().quick
    figures = list(_measure(quick=quick))
    print("\n".join(f"{figure.what}: {figure.measured} (bound: {figure.bound})" for figure in figures))
    if not quick:
        report.put_calendar(ROOT / "docs/benchmarks.md", figures)
    return 0 if all(figure.held for figure in figures) else 1


def _measure(*, quick: bool) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        served, own = folder / "served", folder / "own"
        served.mkdir()
        own.mkdir()
        runs, shorter = ({"runs": 3, "seconds": 2}, {"seconds": 5}) if quick else ({}, {})
        measured = (
            calendars.rates(served, **runs),
            calendars.costs(folder),
            personal.figures(own, **shorter),
        )
        for figure in chain(*measured):
            print(f"{figure.what}: {figure.measured}", file=sys.stderr)
            yield figure


if __name__ == "__main__":
    sys.exit(main())
