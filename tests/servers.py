"""The whole service as its users start it, on a free port and a data folder of its own."""

import os
import secrets
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from roadshow.config import ROOT


@dataclass(frozen=True)
class Served:
    """``password`` is that of every demo person; ``said`` is what the command printed until it was ready."""

    url: str
    password: str
    data: Path
    said: list[str]


@contextmanager
def serving(data: Path, database_url: str | None = None, **settings: str) -> Iterator[Served]:
    """Run script/server until the block ends; without ``database_url`` on SQLite in ``data``."""
    port, password = free_port(), secrets.token_urlsafe(12)
    usual = {
        "PORT": str(port),
        "DATA": str(data),
        "DEMO_PASSWORD": password,
        "DATABASE_URL": database_url or "",
    }
    ours = {f"ROADSHOW_{name}": value for name, value in {**usual, **settings}.items()}
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("ROADSHOW_")}
    with (data / "server.log").open("wb") as log:
        server = subprocess.Popen(
            ["setpriv", "--pdeathsig", "TERM", "--", ROOT / "script/server"],
            env=inherited | ours,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
    try:
        said = _read_until_ready(server, data / "server.log")
        yield Served(f"http://127.0.0.1:{port}", password, data, said)
    finally:
        server.send_signal(signal.SIGTERM)
        server.communicate()


def _read_until_ready(server: "subprocess.Popen[str]", log: Path) -> list[str]:
    said: list[str] = []
    for line in server.stdout or ():
        said.append(line.rstrip("\n"))
        if line.startswith("Ready: "):
            return said
    raise RuntimeError(f"script/server ended with code {server.wait()}:\n{log.read_text()}")


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port
