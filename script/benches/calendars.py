"""What the public calendar costs: its rate beside a bare app's, and the processor time behind a rare answer."""

import os
import re
import resource
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from http import HTTPStatus
from http.client import HTTPConnection
from itertools import product
from pathlib import Path
from urllib.request import urlopen

from flask import Flask
from werkzeug.test import EnvironBuilder

from roadshow.config import ROOT
from roadshow.foundation.db import db
from roadshow.foundation.sectors import SECTORS
from roadshow.programme.models import Roadshow
from roadshow.programme.showing import show_changed
from script.benches.filling import FIRST, HALLS, YEARS, programme
from script.proofs.figures import Figure
from tests import waiting
from tests.servers import Served, free_port, serving

ALL = "/calendar/all.ics"
USUAL, MANY = 200, 10_000  # roadshows
WHOLE, UNCHANGED = 0.6, 0.7  # of a bare app's rate
AFTER_CHANGE, FIRST_BYTE = 2.0, 50.0  # times; ms of processor time
RUNS, SECONDS, ROUNDS = 7, 4, 15
SAID_AGAIN, SETTLED = 1.02, 0.02  # seconds
ASKED, GROWN = 600, 40.0  # different feeds; MB: 32 of feeds are kept in the room and as much in front of it


def rates(data: Path, *, runs: int = RUNS, seconds: int = SECONDS) -> Iterator[Figure]:
    """Both under gunicorn as deploy/ has it, asked in turns by the same program; then what changes cost there."""
    app = programme(data, USUAL)
    size = len(app.test_client().get(ALL).data)
    with serving(data, DEMO="0") as served, _bare(size) as bare:
        ours, tag = served.url + ALL, _tag_of(served.url + ALL)
        whole = [(_rate(ours, seconds), _rate(f"{bare}/whole", seconds)) for _ in range(runs)]
        yield _rate_figure(f"{USUAL} roadshows, {size // 1024} KB", whole, WHOLE)
        same = [(_rate(ours, seconds, tag), _rate(f"{bare}/unchanged", seconds)) for _ in range(runs)]
        yield _rate_figure("304", same, UNCHANGED)
        for how, headers in (("", {}), (", gzipped", {"Accept-Encoding": "gzip"})):
            yield _after_a_change(app, Asked(served, headers), how)


def costs(data: Path) -> Iterator[Figure]:
    """In this process, each request asking the database."""
    app = programme(data, MANY)
    still, changed = _still_and_changed(app, lambda: _first_byte(app))
    for what, took in (("unchanged", still), ("the first after a change", changed)):
        said = f"{MANY:,} events, {what}: processor time until the first byte"
        yield Figure(said, f"{took:.1f} ms", f"{FIRST_BYTE:.0f} ms", took <= FIRST_BYTE)
    yield _memory(app)


def _rate_figure(what: str, found: list[tuple[float, float]], bound: float) -> Figure:
    ratio = statistics.median(our / their for our, their in found)
    our, their = (statistics.median(side) for side in zip(*found, strict=True))
    told = f"{ratio:.2f} × ({our:,.0f} and {their:,.0f} a second)"
    return Figure(
        f"{what}: rate beside a bare app's (median of {len(found)})", told, f"≥ {bound} ×", ratio >= bound
    )


class Asked:
    """The feed over one connection, and the processor time that its server took to answer."""

    def __init__(self, served: Served, headers: dict[str, str]) -> None:
        self._connection = HTTPConnection("127.0.0.1", int(served.url.rpartition(":")[2]))
        self._headers = headers
        self._server = _processes_of(served)

    def milliseconds(self) -> float:
        """Of a request that comes when nothing said before may be said again."""
        time.sleep(SAID_AGAIN)  # for a second what was said before is said again
        before = self._taken()
        self._connection.request("GET", ALL, headers=self._headers)
        self._connection.getresponse().read()
        time.sleep(SETTLED)  # the server is still putting away what it answered with, which counts too
        return (self._taken() - before) / 1e6

    def _taken(self) -> int:
        """Nanoseconds of all threads."""
        threads = [task for pid in self._server for task in Path(f"/proc/{pid}/task").iterdir()]
        return sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads)


def _after_a_change(app: Flask, asked: Asked, how: str) -> Figure:
    usual, took = _still_and_changed(app, asked.milliseconds)
    told = f"{took / usual:.2f} × ({took:.1f} and {usual:.1f} ms)"
    what = f"{USUAL} roadshows{how}: processor time of the first answer after a change, in unchanged ones"
    return Figure(what, told, f"{AFTER_CHANGE:.0f} ×", took / usual <= AFTER_CHANGE)


def _processes_of(served: Served) -> list[int]:
    """The server's own and its workers'."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            environ = (folder / "environ").read_bytes()
            if b"script.serve" in (folder / "cmdline").read_bytes() and str(served.data).encode() in environ:
                found.append(int(folder.name))
    return found


def _still_and_changed(app: Flask, milliseconds: Callable[[], float]) -> tuple[float, float]:
    """The medians: of an unchanged feed, and right after a change."""
    milliseconds()
    still, changed = [], []
    for number in range(1, 1 + ROUNDS):
        still.append(milliseconds())
        _change(app, number)
        changed.append(milliseconds())
    return statistics.median(still), statistics.median(changed)


def _change(app: Flask, roadshow_id: int) -> None:
    with app.app_context():
        row = db.session.get_one(Roadshow, roadshow_id)
        row.summary += "改"
        show_changed(row)
        db.session.commit()


def _first_byte(app: Flask) -> float:
    """Milliseconds of processor time until it comes."""
    environ = EnvironBuilder(path=ALL).get_environ()
    began = time.process_time()
    body = iter(app(environ, lambda *_answer: lambda _data: None))
    next(body)
    return (time.process_time() - began) * 1000


def _memory(app: Flask) -> Figure:
    """All feeds that can be asked for by year, field, hall and language, many of them larger than what is kept."""
    client = app.test_client()
    asked = list(product(range(FIRST.year, FIRST.year + YEARS), SECTORS, range(1, HALLS + 1), ("zh", "en")))
    whole = [f"{ALL}?lang={language}" for language in ("zh", "en")]
    for address in whole:
        client.get(address)
    before = _memory_used()
    for year, sector, hall, language in asked[:ASKED]:
        client.get(f"{ALL}?year={year}&sector={sector}&hall={hall}&lang={language}")
        client.get(f"{ALL}?year={year}&lang={language}&nonsense={hall}{sector}")
    grown = _memory_used() - before
    what = f"{2 * ASKED:,} different addresses of feeds asked for: memory that is not given back"
    return Figure(what, f"{grown:.0f} MB", f"{GROWN:.0f} MB", grown <= GROWN)


def _memory_used() -> float:
    """MB that this process holds now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 2**20


@contextmanager
def _bare(size: int) -> Iterator[str]:
    port = free_port()
    command = [
        str(ROOT / ".venv/bin/gunicorn"),
        "--config",
        "deploy/gunicorn.conf.py",
        "script.benches.bare:app",
    ]
    environ = os.environ | {"ROADSHOW_PORT": str(port), "BARE_BYTES": str(size)}
    server = subprocess.Popen(["setpriv", "--pdeathsig", "TERM", "--", *command], cwd=ROOT, env=environ)
    try:
        waiting.until(lambda: _answers(port))
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def _answers(port: int) -> bool:
    with closing(HTTPConnection("127.0.0.1", port)) as connection, suppress(OSError):
        connection.request("GET", "/unchanged")
        return connection.getresponse().status == HTTPStatus.NOT_MODIFIED
    return False


def _tag_of(url: str) -> str:
    with urlopen(url) as answer:  # noqa: S310  our own server
        return str(answer.headers["ETag"])


def _rate(url: str, seconds: int, tag: str = "") -> float:
    """Answers a second over eight connections."""
    asked = ["--header", f"If-None-Match: {tag}"] if tag else []
    command = ["wrk", "--threads", "1", "--connections", "8", "--duration", f"{seconds}s", *asked, url]
    told = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    return float(re.findall(r"Requests/sec:\s+([0-9.]+)", told)[0])
