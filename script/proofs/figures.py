"""How long the long things take, against what they may take."""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from roadshow.config import ROOT
from roadshow.demo.ledger import FILE
from script.proofs import ledgers
from tests.servers import serving

SECOND_START, IMPORT = 3.0, 3.0  # seconds
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
