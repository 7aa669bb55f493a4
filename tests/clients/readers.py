"""Calendar programs that people have, each made to say what it reads of a feed."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import icalendar
import recurring_ical_events
from flask import Flask
from werkzeug.serving import make_server

HERE = Path(__file__).parent
BIN = Path(sys.executable).parent


@dataclass(frozen=True, order=True)
class Read:
    """One event as a program shows it; times in UTC, as ISO."""

    uid: str
    summary: str
    description: str
    location: str
    status: str
    sequence: int
    starts: str
    ends: str


def by_icalendar(body: bytes) -> list[Read]:
    """The library reads on over a bad line and keeps it as an error: there must be none."""
    calendar = icalendar.Calendar.from_ical(body)
    assert [component.errors for component in calendar.walk() if component.errors] == []
    return sorted(map(_read, calendar.events))


def by_recurring_ical_events(body: bytes) -> list[Read]:
    calendar = icalendar.Calendar.from_ical(body)
    return sorted(map(_read, recurring_ical_events.of(calendar).between((2020, 1, 1), (2030, 1, 1))))


def by_ical_js(body: bytes) -> list[Read]:
    return _by_node("ical.js", body)


def by_node_ical(body: bytes) -> list[Read]:
    return _by_node("node-ical", body)


READERS: list[Callable[[bytes], list[Read]]] = [
    by_icalendar,
    by_recurring_ical_events,
    by_ical_js,
    by_node_ical,
]


def _by_node(name: str, body: bytes) -> list[Read]:
    told = subprocess.run(["node", HERE / "read.mjs", name], input=body, capture_output=True, check=False)
    assert (told.returncode, told.stderr.decode()) == (0, "")
    return sorted(
        Read(**{**each, "starts": _utc(each["starts"]), "ends": _utc(each["ends"])})
        for each in json.loads(told.stdout)
    )


def _read(event: icalendar.Event) -> Read:
    return Read(
        uid=str(event["UID"]),
        summary=str(event["SUMMARY"]),
        description=str(event.get("DESCRIPTION", "")),
        location=str(event.get("LOCATION", "")),
        status=str(event["STATUS"]),
        sequence=int(event["SEQUENCE"]),
        starts=event.start.astimezone(UTC).isoformat(),
        ends=event.end.astimezone(UTC).isoformat(),
    )


def _utc(said: str) -> str:
    return datetime.fromisoformat(said).astimezone(UTC).isoformat()


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The app at a real port of this machine, for programs that fetch by themselves; what to put before a path."""
    server = make_server("127.0.0.1", 0, app)
    thread = Thread(target=copy_context().run, args=(server.serve_forever,))  # with the clock of the test
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Collection:
    """A folder that vdirsyncer keeps equal to a feed, and that khal shows."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder / "calendar"
        self._sync, self._show = folder / "vdirsyncer.conf", folder / "khal.conf"
        self.folder.mkdir()
        self._sync.write_text(
            f"""
[general]
status_path = "{folder}/status"
[pair roadshows]
a = "centre"
b = "here"
collections = null
conflict_resolution = "a wins"
[storage centre]
type = "http"
url = "{url}"
[storage here]
type = "filesystem"
path = "{self.folder}"
fileext = ".ics"
"""
        )
        self._show.write_text(
            f"""
[calendars]
[[roadshows]]
path = {self.folder}
[sqlite]
path = {folder}/khal.db
[locale]
local_timezone = Asia/Shanghai
default_timezone = Asia/Shanghai
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
"""
        )
        self._run("vdirsyncer", "-c", self._sync, "discover", "roadshows")

    def sync(self) -> dict[str, tuple[int, bytes]]:
        """File → when it was written (ns) and what stands in it, afterwards."""
        self._run("vdirsyncer", "-c", self._sync, "sync", "roadshows")
        return {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in self.folder.glob("*.ics")}

    def shown(self, first: str, days: int = 60) -> list[str]:
        """What khal lists from that day on, a line each: when, title, state."""
        form = "{start-long-full} {end-long-full} {title} {status}"
        said = self._run(
            "khal",
            "-c",
            self._show,
            "list",
            "--once",
            "--day-format",
            "",
            "--format",
            form,
            first,
            f"{days}d",
        )
        return [line.strip() for line in said.splitlines() if line.strip()]

    def _run(self, program: str, *arguments: object) -> str:
        command = [str(BIN / program), *map(str, arguments)]
        ran = subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=False,
            env={"PATH": "/usr/bin:/bin", "HOME": str(self.folder.parent), "LANG": "C.UTF-8"},
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout
