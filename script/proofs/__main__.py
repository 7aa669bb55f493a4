"""script/prove: what takes too long for every test run; progress is told on standard error."""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from script.proofs import races, rules
from tests import postgres
from tests.servers import serving

DATABASES = ("sqlite", "postgresql")


def main() -> int:
    said = _arguments()
    tallies = {
        database: _race_on(database, said.rounds, said.only) for database in said.database or DATABASES
    }
    if said.json:
        print(
            json.dumps(
                {name: [asdict(tally) for tally in found] for name, found in tallies.items()}, indent=1
            )
        )
    else:
        print(_table(tallies))
    return 0 if all(tally.held for found in tallies.values() for tally in found) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/prove")
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser(
        "races", help="every rule that must hold when many press at once, over HTTP"
    )
    command.add_argument("--rounds", type=int, default=10, metavar="N")
    command.add_argument("--database", choices=DATABASES, action="append", help="only on this one")
    command.add_argument("--only", default="", metavar="WORDS", help="only rules that contain these words")
    command.add_argument("--json", action="store_true")
    return parser.parse_args()


def _race_on(database: str, rounds: int, only: str) -> list[races.Tally]:
    with _database(database) as url, _folder() as data, serving(data, url) as served:
        house = races.House(served)
        return [_tried(race, house, rounds, database) for race in rules.RACES if only in race.rule]


def _tried(race: races.Race, house: races.House, rounds: int, database: str) -> races.Tally:
    sys.stderr.write(f"{database}: {race.rule}\n")
    return races.run(race, house, rounds)


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


def _table(tallies: dict[str, list[races.Tally]]) -> str:
    lines = ["database    at once  won  refused  errors  over  rule"]
    for database, found in tallies.items():
        for tally in found:
            counts = f"{tally.won:4d} {tally.refused:8d} {tally.errors:7d} {tally.over:5d}"
            lines.append(f"{database:11s} {tally.at_once:7d} {counts}  {tally.rule}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
