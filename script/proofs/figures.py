"""How long the long things take, against what they may take."""

import json
import os
import secrets
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from roadshow import create_app
from roadshow.accounts.operations import make_person
from roadshow.accounts.permissions import Role
from roadshow.config import ROOT, Settings
from roadshow.demo.ledger import FILE
from roadshow.foundation.db import db
from script.proofs import ledgers
from script.proofs.visitor import Visitor
from tests.servers import serving

SECOND_START, IMPORT = 3.0, 3.0  # seconds
LONGEST, ANSWERED, READ = 200_000, 1.0, 120.0  # rows, seconds, seconds
RECORDER, PASSWORD = "recorder@proof.example", secrets.token_urlsafe(12)
LARGER, READINGS = 20, 8.0


@dataclass(frozen=True)
class Figure:
    what: str
    measured: str
    bound: str
    held: bool


def seconds(what: str, took: float, bound: float) -> Figure:
    return Figure(what, f"{took:.2f} s", f"{bound:.1f} s", took <= bound)


def all_figures(data: Path, database_url: str | None) -> Iterator[Figure]:
    """In an empty folder and database."""
    with serving(data, database_url, DEMO="0"):
        pass
    took = _second_start(data, database_url)
    yield seconds("second start, until it is ready (median of 5)", took, SECOND_START)
    took = _import(FILE, data, database_url)
    yield seconds("import of the ledger of 2021, with the command's start", took, IMPORT)
    large = data / "large.xlsx"
    ledgers.write_larger(large, LARGER)
    reading = statistics.median(_reading(large) for _ in range(3))
    took = _import(large, data, database_url)
    what = f"import of {LARGER} times as much, against openpyxl only reading its cells ({reading:.2f} s)"
    bound = READINGS * reading
    yield Figure(what, f"{took:.2f} s = {took / reading:.1f} ×", f"{READINGS:.0f} ×", took <= bound)
    yield from _longest(data, database_url)


def _longest(data: Path, database_url: str | None) -> Iterator[Figure]:
    """The longest sheet that is let in, handed in in the browser and read beside the pages."""
    file = data / "longest.xlsx"
    ledgers.write_longest(file, LONGEST)
    _make_recorder(data, database_url)
    with serving(data, database_url, DEMO="0") as served:
        recorder = Visitor(served.url).sign_in(RECORDER, PASSWORD)
        given = recorder.token() | {"year": "2021"}
        began = time.perf_counter()
        page = recorder.hand_in("/centre/ledgers/new", given, file.name, file.read_bytes()).location
        yield seconds(f"a sheet of {LONGEST:,} rows handed in, until it is answered", _since(began), ANSWERED)
        while "data-again" in recorder.get(page).text:
            time.sleep(0.5)
        yield seconds("the same, until the worker has read it and its preview stands", _since(began), READ)
        recorder.post(f"{page}/drop", recorder.token())


def _make_recorder(data: Path, database_url: str | None) -> None:
    given = {"ROADSHOW_DATA": str(data), "ROADSHOW_DATABASE_URL": database_url or ""}
    with create_app(Settings.from_environ(given)).app_context():
        make_person(RECORDER, "示例登记", PASSWORD, [Role.RECORDER])
        db.engine.dispose()


def _since(began: float) -> float:
    return time.perf_counter() - began


def _second_start(data: Path, database_url: str | None) -> float:
    took = []
    for _ in range(5):
        began = time.perf_counter()
        with serving(data, database_url, DEMO="0"):
            took.append(time.perf_counter() - began)
    return statistics.median(took)


def _import(file: Path, data: Path, database_url: str | None) -> float:
    """Takes the ledger in by the command, and makes sure that it was new."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "ledger", "import", str(file), "--json"]
    command += ["--year", "2021"]
    environment = os.environ | {"ROADSHOW_DATA": str(data), "ROADSHOW_DATABASE_URL": database_url or ""}
    began = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)
    took = time.perf_counter() - began
    if not all(sheet["imported"] for sheet in json.loads(done.stdout)["sheets"]):
        raise RuntimeError(f"{file.name} was not taken in: {done.stdout.decode()}")
    return took


def _reading(file: Path) -> float:
    began = time.perf_counter()
    ledgers.read_cells(file)
    return time.perf_counter() - began
