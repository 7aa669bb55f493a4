"""script/server as somebody uses it who has never seen it."""

import os
import signal
import socket
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from roadshow.config import ROOT
from tests import postgres
from tests.servers import free_port, serving
from tests.waiting import until


@pytest.fixture
def database_url(postgres_server: str | None, worker_id: str) -> Iterator[str]:
    """An empty database of the kind this run is on; on SQLite the service makes its own."""
    if postgres_server is None:
        yield ""
        return
    yield postgres.make_database(postgres_server, f"served_{worker_id}")
    postgres.drop_database(postgres_server, f"served_{worker_id}")


@contextmanager
def started(port: int, data: Path, database_url: str) -> Iterator["subprocess.Popen[str]"]:
    """The command with both its outputs in one, in a group of its own as a terminal would put it."""
    said = {"PORT": str(port), "DATA": str(data), "DATABASE_URL": database_url, "DEMO": "0"}
    environment = os.environ | {f"ROADSHOW_{name}": value for name, value in said.items()}
    with subprocess.Popen(
        ROOT / "script/server",
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as server:
        try:
            yield server
        finally:
            server.kill()


def test_an_empty_start_shows_the_front_page_and_says_how_to_become_the_first_admin(
    tmp_path: Path, database_url: str
) -> None:
    with serving(tmp_path, database_url, DEMO="0") as served:
        ways_in, ready = served.said
        assert ready == f"Ready: {served.url}"
        link = ways_in.split()[-1]
        assert [urllib.request.urlopen(url).status for url in (served.url, link)] == [200, 200]


def test_what_is_secret_only_its_owner_may_read(tmp_path: Path, database_url: str) -> None:
    data, given = tmp_path / "data", tmp_path / "given"
    given.mkdir(mode=0o755)
    with serving(tmp_path, database_url, DEMO="0", DATA=str(data)):
        assert data.stat().st_mode & 0o777 == 0o700
    with serving(tmp_path, database_url, DEMO="0", DATA=str(given)):
        assert {file.stat().st_mode & 0o777 for file in given.iterdir()} == {0o600}


def test_a_taken_port_is_said_in_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with started(port, tmp_path, "") as server:
            said, _nothing = server.communicate()
    assert server.returncode == 1
    assert (
        said
        == f"Port {port} is taken by another program. Stop it, or choose another: ROADSHOW_PORT=8001 script/server\n"
    )


def test_a_start_right_after_a_kill_waits_for_the_port(tmp_path: Path, database_url: str) -> None:
    """The web that was left over still reads a request that does not end."""
    port = free_port()
    with started(port, tmp_path, database_url) as server:
        assert any(line.startswith("Ready: ") for line in server.stdout or ())
        half = socket.create_connection(("127.0.0.1", port))
        half.sendall(b"GET / HTTP/1.1\r\nHost: a.example\r\nX-a: ")
        server.kill()
    with half, started(port, tmp_path, database_url) as again:
        assert f"Ready: http://127.0.0.1:{port}\n" in (again.stdout or ())
        again.send_signal(signal.SIGTERM)
        assert again.wait() == 143


def test_a_worker_that_is_killed_is_replaced(tmp_path: Path, database_url: str) -> None:
    port = free_port()
    with started(port, tmp_path, database_url) as server:
        assert server.stdout is not None
        said = iter(server.stdout.readline, "")
        assert any(line.startswith("Ready: ") for line in said)
        first = until(lambda: workers_of(server))
        os.kill(int(first), signal.SIGKILL)
        assert "The worker ended by itself (code 137); another takes its place.\n" in said
        second = until(lambda: workers_of(server).replace(first, ""))
        assert urllib.request.urlopen(f"http://127.0.0.1:{port}").status == 200
        server.send_signal(signal.SIGTERM)
        assert server.wait() == 143
    assert not Path(f"/proc/{second}").exists()


def workers_of(server: "subprocess.Popen[str]") -> str:
    found = subprocess.run(
        ["pgrep", "-P", str(server.pid), "-f", "script.work"], check=False, capture_output=True, text=True
    )
    return found.stdout.strip()


@pytest.mark.parametrize(
    ("name", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["Ctrl-C", "TERM"]
)
def test_a_signal_ends_all_that_was_started(
    tmp_path: Path, database_url: str, name: signal.Signals, code: int
) -> None:
    port = free_port()
    with started(port, tmp_path, database_url) as server:
        assert server.stdout is not None
        said = iter(server.stdout.readline, "")
        assert (
            next(line for line in said if line.startswith("Ready: ")) == f"Ready: http://127.0.0.1:{port}\n"
        )
        server.send_signal(name)
        rest, _nothing = server.communicate()  # comes back when nobody holds the output any more
        assert (rest, server.returncode) == ("", code)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))
