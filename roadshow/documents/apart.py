"""Whoever looks into a file is put into a process of its own: it may break, and nothing of ours breaks with it."""

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Generator, Iterator
from contextlib import suppress
from pathlib import Path

from roadshow.config import ROOT

from .examining import Found
from .flaws import Flaw, Flawed
from .formats import Format

TICK = 1.0  # seconds
LONGEST = 300.0  # seconds
_PART = 1 << 16  # bytes
# The package without its app: to read the whole product takes two seconds, and nothing of it is needed there.
_START = (
    "import sys, types; house = types.ModuleType('roadshow'); house.__path__ = [sys.argv[1]]; "
    "sys.modules['roadshow'] = house; from roadshow.documents.examining import main; main(*sys.argv[2:])"
)


def examine(path: Path, kind: Format, folder: Path) -> Generator[Found, None, None]:
    """What was found, as it is found; an empty one each second, while there is nothing to say.

    Whoever stops listening ends it.

    Raises: Flawed, also when it takes more than it may; RuntimeError on a fault of ours.
    """
    command = [sys.executable, "-c", _START, str(ROOT / "roadshow"), str(path), kind.value, str(folder)]
    bare = {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(folder), "LANG": "C.UTF-8"}
    with subprocess.Popen(  # noqa: S603  our own program
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
        env=bare,
        cwd=folder,
        start_new_session=True,
    ) as process:
        try:
            yield from _heard(process)
        finally:
            _end(process)
    if process.returncode:
        raise Flawed(Flaw.TOO_HEAVY)


def _heard(process: "subprocess.Popen[bytes]") -> Iterator[Found]:
    if process.stdout is None:
        return
    until, said = time.monotonic() + LONGEST, b""
    while time.monotonic() < until:
        if not select.select([process.stdout], [], [], TICK)[0]:
            yield {}
            continue
        part = os.read(process.stdout.fileno(), _PART)
        if not part:
            process.wait(TICK)
            return
        *lines, said = (said + part).split(b"\n")
        for line in lines:
            yield _sound(json.loads(line))


def _sound(found: Found) -> Found:
    if "flaw" in found:
        raise Flawed(Flaw(found["flaw"]))
    if "fault" in found:
        raise RuntimeError(found["fault"])
    return found


def _end(process: "subprocess.Popen[bytes]") -> None:
    """With whatever it started: LibreOffice's own children outlive it when they hang."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
