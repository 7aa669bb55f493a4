"""Figures and races as people read them."""

import os
import platform
from collections.abc import Iterator

from script.proofs.figures import Figure
from script.proofs.races import Tally

Figures = dict[str, list[Figure]]
Tallies = dict[str, list[Tally]]
YES_NO = {True: "yes", False: "**no**"}


def races_as_text(raced: Tallies) -> Iterator[str]:
    yield "database    at once   won  refused  errors  over  short  rule"
    for database, tallies in raced.items():
        for tally in tallies:
            counts = f"{tally.won:5d} {tally.refused:8d} {tally.errors:7d} {tally.over:5d} {tally.short:6d}"
            yield f"{database:11s} {tally.at_once:7d} {counts}  {tally.rule}"


def as_markdown(measured: Figures, raced: Tallies) -> str:
    """The whole of docs/benchmarks.md."""
    machine = f"{os.cpu_count()} processors, Python {platform.python_version()}, {platform.machine()}"
    return "\n".join([*_opening(machine), *_figures(measured), "", *_races(raced), ""])


def _opening(machine: str) -> list[str]:
    return [
        "# What was measured",
        "",
        f"Written by `script/prove`, on {machine}. Whoever changes what stands behind a figure runs it again.",
        "",
    ]


def _figures(measured: Figures) -> Iterator[str]:
    yield from ("## Times", "", "| what | database | measured | at most | held |", "|---|---|--:|--:|---|")
    for database, figures in measured.items():
        for figure in figures:
            yield f"| {figure.what} | {database} | {figure.measured} | {figure.bound} | {YES_NO[figure.held]} |"


def _races(raced: Tallies) -> Iterator[str]:
    yield from (
        "## Rules under many hands",
        "",
        "Each over HTTP by people who have signed in, all pressing at the same moment, round after round.",
        "",
        "| rule | database | at once | won | refused | errors | over |",
        "|---|---|--:|--:|--:|--:|--:|",
    )
    for database, tallies in raced.items():
        for tally in tallies:
            counts = f"{tally.won} | {tally.refused} | {tally.errors} | {tally.over}"
            yield f"| {tally.rule} | {database} | {tally.at_once} | {counts} |"
