"""script/prove: what takes too long for every test run; progress is told on standard error."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TypeVar

from roadshow.config import ROOT
from script.proofs import (
    applications,
    decks,
    door,
    figures,
    kills,
    large,
    letters,
    pages,
    races,
    report,
    rules,
    slow,
)
from tests import postgres
from tests.browser.everyone import WHOLE
from tests.killed import Tally
from tests.servers import serving

T = TypeVar("T")
DATABASES = ("sqlite", "postgresql")
ROUNDS = 30


def main() -> int:
    said = _arguments()
    if said.command == "races":
        return _tell_races(said)
    tell = {
        "deck": _hand_in_a_deck,
        "everyone": _open_every_page,
        "applications": _tell_applications,
        "door": _tell_door,
        "figures": _tell_large,
        "letters": _tell_letters,
        "kills": _tell_kills,
        "slow": _tell_slow,
    }
    return tell.get(said.command, _write_benchmarks)()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="script/prove", description="Without a command: all, into docs/benchmarks.md."
    )
    commands = parser.add_subparsers(dest="command")
    commands.add_parser(
        "everyone", help="every page, for each person, in both languages, by axe and the rest"
    )
    commands.add_parser("applications", help="what the pages of a call with two thousand applications cost")
    commands.add_parser(
        "door", help="sixteen devices, two thousand tickets, and scans that were kept offline"
    )
    commands.add_parser("figures", help="what the figures of ten years cost, and of a hundred times as much")
    commands.add_parser("letters", help="two thousand letters while web and worker are killed")
    commands.add_parser("kills", help="closing, merging and handing over while whoever does it is killed")
    commands.add_parser(
        "slow", help="64 slow clients, a slow upload and a body that is refused, with and without the proxy"
    )
    commands.add_parser("deck", help="what the largest deck costs the web in memory and time")
    command = commands.add_parser(
        "races", help="every rule that must hold when many press at once, over HTTP"
    )
    command.add_argument("--rounds", type=int, default=10, metavar="N")
    command.add_argument("--database", choices=DATABASES, action="append", help="only on this one")
    command.add_argument("--only", default="", metavar="WORDS", help="only rules that contain these words")
    command.add_argument(
        "--json", action="store_true", help="one JSON object on standard output, nothing else"
    )
    return parser.parse_args()


def _tell_races(said: argparse.Namespace) -> int:
    found = {name: _race_on(name, said.rounds, said.only) for name in said.database or DATABASES}
    told = {name: [asdict(tally) for tally in tallies] for name, tallies in found.items()}
    print(json.dumps(told, indent=1) if said.json else "\n".join(report.races_as_text(found)))
    return 0 if all(tally.held for tallies in found.values() for tally in tallies) else 1


def _tell_applications() -> int:
    found = [figure for name in DATABASES for figure in _applications_on(name)]
    return 0 if all(figure.held for figure in found) else 1


def _applications_on(database: str) -> list[figures.Figure]:
    with _database(database) as url, _folder() as data:
        return [_said(database, figure) for figure in applications.all_figures(data, url)]


def _tell_door() -> int:
    found = [figure for name in DATABASES for figure in _door_on(name)]
    return 0 if all(figure.held for figure in found) else 1


def _door_on(database: str) -> list[figures.Figure]:
    with _database(database) as url, _folder() as data:
        return [_said(database, figure) for figure in door.all_figures(data, url)]


def _tell_large() -> int:
    """Written into docs/benchmarks.md, in place of what stood there of them."""
    found = {name: _large_on(name) for name in DATABASES}
    report.put_large(ROOT / "docs/benchmarks.md", found)
    return 0 if all(figure.held for figures_ in found.values() for figure in figures_) else 1


def _large_on(database: str) -> list[figures.Figure]:
    with _database(database) as url, _folder() as data:
        return [_said(database, figure) for figure in large.all_figures(data, url)]


def _tell_letters() -> int:
    found = {name: _deliver_on(name) for name in DATABASES}
    print("\n".join(report.letters(found)))
    return 0 if all(delivery.held for delivery in found.values()) else 1


def _deliver_on(database: str) -> letters.Delivery:
    with _database(database) as url, _folder() as data:
        return _said(database, letters.deliver(data, url))


def _open_every_page() -> int:
    """The tests open each page in one of the languages; here in both."""
    tests = [
        sys.executable,
        "-m",
        "pytest",
        "-c",
        "tests/pytest.ini",
        "-n",
        "2",
        "tests/browser/test_for_everyone.py",
    ]
    return subprocess.run(tests, cwd=ROOT, env=os.environ | {WHOLE: "1"}, check=False).returncode


def _hand_in_a_deck() -> int:
    with _folder() as data:
        found = [_said("deck", figure) for figure in decks.all_figures(data)]
    return 0 if all(figure.held for figure in found) else 1


def _tell_kills() -> int:
    found = [tally for name in DATABASES for tally in _killed_on(name)]
    return 0 if all(tally.held for tally in found) else 1


def _killed_on(database: str) -> list[Tally]:
    with _folder() as data:
        return [_said(database, tally) for tally in kills.all_tallies(data, database)]


def _tell_slow() -> int:
    with _folder() as data:
        found = [_said("slow", figure) for figure in slow.all_figures(data)]
    return 0 if all(figure.held for figure in found) else 1


def _write_benchmarks() -> int:
    measured = {name: _figures_on(name) + _applications_on(name) + _door_on(name) for name in DATABASES}
    raced = {name: _race_on(name, None) for name in DATABASES}
    with _folder() as data:
        opened = [_said("pages", figure) for figure in pages.all_figures(data)]
    delivered = {name: _deliver_on(name) for name in DATABASES}
    path = ROOT / "docs/benchmarks.md"
    path.write_text(report.as_markdown(measured, opened, delivered, raced) + "\n" + report.kept_of(path))
    held = [figure.held for found in (*measured.values(), opened) for figure in found]
    held += [delivery.held for delivery in delivered.values()]
    return 0 if all(held + [tally.held for found in raced.values() for tally in found]) else 1


def _figures_on(database: str) -> list[figures.Figure]:
    with _database(database) as url, _folder() as data:
        return [_said(database, figure) for figure in figures.all_figures(data, url)]


def _race_on(database: str, rounds: int | None, only: str = "") -> list[races.Tally]:
    """Those of the demo in one service, those of an empty start in another."""
    wanted = [race for race in rules.RACES if only in race.rule]
    groups = [[race for race in wanted if race.demo], [race for race in wanted if not race.demo]]
    return [tally for group in groups if group for tally in _run(group, database, rounds)]


def _run(group: list[races.Race], database: str, rounds: int | None) -> list[races.Tally]:
    """Each in so many rounds, or in as many as it asks for."""
    demo = "1" if group[0].demo else "0"
    with _database(database) as url, _folder() as data, serving(data, url, DEMO=demo) as served:
        house = races.House.at(served, url)
        return [_said(database, races.run(race, house, rounds or max(ROUNDS, race.rounds))) for race in group]


def _said(database: str, found: T) -> T:
    """Told as it comes: the whole takes minutes."""
    sys.stderr.write(f"{database}: {found}\n")
    return found


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="rs-prove-") as folder:
        yield Path(folder)


@contextmanager
def _database(kind: str) -> Iterator[str | None]:
    if kind == "sqlite":
        yield None
        return
    with postgres.running() as server:
        yield postgres.make_database(server, "prove")


if __name__ == "__main__":
    sys.exit(main())
