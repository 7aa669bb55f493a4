"""Figures and races as people read them."""

import os
import platform
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from script.proofs.figures import Figure
from script.proofs.letters import Delivery
from script.proofs.races import Tally

Figures = dict[str, list[Figure]]
Tallies = dict[str, list[Tally]]
Delivered = dict[str, Delivery]
YES_NO = {True: "yes", False: "**no**"}
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
HEAD = "| rule | rounds | at once | won | refused | errors | over | short |"
ON_DISKS = (
    "Whoever changes what stands behind a figure runs it again. SQLite writes through to the disk "
    "(`synchronous=FULL`). The PostgreSQL is the one that the tests start and does not wait for its disk; "
    "one that does writes somewhat slower."
)
CALENDAR = "## The calendar"
LARGE = "## Figures of a large ledger"
HOW_LARGE = """`script/prove figures`: ten years of a ledger, loaded raw, and a hundred times as much: 2.4 million rows.
Milliseconds of the processor for one look, of the process that answers and of the database behind it together; the
mean of five. “As many” statements as of the small one."""
HOW_BENCHED = """`script/bench`: our service and a bare Flask app that says a constant of the same size, both
under gunicorn as `deploy/` has it, asked in turns. What a change costs is the processor time of the whole server for
one request that comes when the second has passed for which an answer is said again."""
HOW_RACED = """In a round as many as stand under “at once” press at the same moment, over
HTTP, signed in as people are, against `script/server` as it is (two processes of eight threads).

- **won**: told that it was done; **refused**: told why not; **errors**: any other answer.
- **over**: how much more the tables held afterwards, or how many more were told that they had won, than there was
  to give; **short**: how much less."""

HOW_DELIVERED = """`script/prove letters`: letters go out to a real mail server on the same machine, while at random a
worker or a process of the web is killed outright (`kill -9`) and replaced. Counted at the server: **twice** arrived
more than once, **lost** says that it was sent and never arrived. Whatever was on its way when its worker died is
**uncertain** and shown to staff."""


def races_as_text(raced: Tallies) -> Iterator[str]:
    yield "database    rounds  at once   won  refused  errors  over  short  rule"
    for database, tallies in raced.items():
        for tally in tallies:
            tried = f"{tally.rounds:6d} {tally.at_once:8d} {tally.won:5d}"
            counts = f"{tried} {tally.refused:8d} {tally.errors:7d} {tally.over:5d} {tally.short:6d}"
            yield f"{database:11s} {counts}  {tally.rule}"


def as_markdown(measured: Figures, opened: list[Figure], delivered: Delivered, raced: Tallies) -> str:
    """The whole of docs/benchmarks.md."""
    return "\n".join(
        [*_opening(), *_figures(measured), "", *pages(opened), "", *letters(delivered), "", *_races(raced)]
    )


def _opening() -> Iterator[str]:
    machine = f"{os.cpu_count()} processors, {platform.machine()}, Python {platform.python_version()}"
    yield from ("# What was measured", "")
    yield f"By `script/prove` on {datetime.now(UTC):%Y-%m-%d} ({machine}). {ON_DISKS}"
    yield ""


def _figures(measured: Figures) -> Iterator[str]:
    yield from ("## Times", "", "| what | database | measured | at most | held |", "|---|---|--:|--:|---|")
    for database, figures in measured.items():
        for figure in figures:
            cells = (figure.what, NAMES[database], figure.measured, figure.bound, YES_NO[figure.held])
            yield f"| {' | '.join(cells)} |"


def pages(opened: list[Figure]) -> Iterator[str]:
    yield from ("## Pages in a browser", "")
    yield "In Chromium, 375 px wide, with nothing kept from before; on SQLite."
    yield from ("", "| what | measured | at most | held |", "|---|--:|--:|---|")
    for figure in opened:
        yield f"| {figure.what} | {figure.measured} | {figure.bound} | {YES_NO[figure.held]} |"


def letters(delivered: Delivered) -> Iterator[str]:
    yield from ("## Letters while processes are killed", "")
    yield HOW_DELIVERED
    yield from (
        "",
        "| database | letters | killed | sent | uncertain | of these arrived | twice | lost | seconds |",
    )
    yield "|---|--:|--:|--:|--:|--:|--:|--:|--:|"
    for database, found in delivered.items():
        counts = (found.letters, found.killed, found.sent, found.uncertain, found.uncertain_arrived)
        cells = (*counts, found.twice, found.lost, f"{found.seconds:.0f}")
        yield f"| {NAMES[database]} | {' | '.join(map(str, cells))} |"


def put_calendar(path: Path, figures: list[Figure]) -> None:
    """What script/bench found, at the end and in the place of what it found before."""
    lines = ["", CALENDAR, "", HOW_BENCHED, "", "| what | measured | bound | held |", "|---|--:|--:|---|"]
    for figure in figures:
        lines.append(f"| {figure.what} | {figure.measured} | {figure.bound} | {YES_NO[figure.held]} |")
    others = "".join(part for part in _parts(path) if not part.startswith(CALENDAR)).rstrip()
    path.write_text("\n".join([others, *lines, ""]))


def put_large(path: Path, measured: Figures) -> None:
    """What script/prove figures found, before the calendar and in the place of what it found before."""
    lines = [
        LARGE,
        "",
        HOW_LARGE,
        "",
        "| what | database | measured | at most | held |",
        "|---|---|--:|--:|---|",
    ]
    for database, figures in measured.items():
        for figure in figures:
            cells = (figure.what, NAMES[database], figure.measured, figure.bound, YES_NO[figure.held])
            lines.append(f"| {' | '.join(cells)} |")
    others = "".join(part for part in _parts(path) if not part.startswith((LARGE, CALENDAR))).rstrip()
    calendar = "".join(part for part in _parts(path) if part.startswith(CALENDAR))
    path.write_text("\n".join([others, "", *lines, "", calendar]))


def kept_of(path: Path) -> str:
    """What script/bench and script/prove figures wrote, which the whole of script/prove leaves as it is."""
    return "".join(part for part in _parts(path) if part.startswith((LARGE, CALENDAR)))


def _parts(path: Path) -> list[str]:
    """Of a text, each beginning with its heading."""
    return re.split(r"(?m)^(?=## )", path.read_text()) if path.exists() else []


def _races(raced: Tallies) -> Iterator[str]:
    yield from ("## Rules under many hands", "")
    yield HOW_RACED
    for database, tallies in raced.items():
        yield from ("", f"### On {NAMES[database]}", "", HEAD, "|---|--:|--:|--:|--:|--:|--:|--:|")
        for tally in tallies:
            counts = (tally.won, tally.refused, tally.errors, tally.over, tally.short)
            cells = (tally.rounds, tally.at_once, *counts)
            yield f"| {tally.rule} | {' | '.join(map(str, cells))} |"
    yield ""
