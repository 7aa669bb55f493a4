"""A PostgreSQL of our own for as long as it is needed: in a temporary folder, reached by a socket inside it."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import make_url

OWNER = "roadshow"
FAST = (
    "-F -c full_page_writes=off -c synchronous_commit=off -c listen_addresses= -c max_connections=200".split()
)
VARIABLE = "ROADSHOW_TEST_DATABASE_URL"


@contextmanager
def running() -> Iterator[str]:
    """Yield the URL of its maintenance database; stopped and removed afterwards, also when we are killed."""
    folder = Path(tempfile.mkdtemp(prefix="rs-pg-", dir="/tmp"))  # a socket's path may not be long
    try:
        server = _start(folder)
        try:
            yield _url(folder, server)
        finally:
            server.send_signal(signal.SIGQUIT)
            server.wait()
    finally:
        shutil.rmtree(folder)


def make_database(server: str, name: str) -> str:
    """A new database of this server; its URL."""
    _tell(server, "CREATE DATABASE {}", name)
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def drop_database(server: str, name: str) -> None:
    """Remove it under the hands of whoever still uses it."""
    _tell(server, "DROP DATABASE {} WITH (FORCE)", name)


def _tell(server: str, words: str, *names: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL(words).format(*map(sql.Identifier, names)))


def _start(folder: Path) -> "subprocess.Popen[bytes]":
    as_user = _not_as_root(folder)
    cluster = str(folder / "cluster")
    how = "--auth trust --encoding UTF8 --locale C.UTF-8 --no-sync".split()
    make = [_binary("initdb"), "--pgdata", cluster, "--username", OWNER, *how]
    serve = [_binary("postgres"), "-D", cluster, "-k", str(folder), *FAST]
    with (folder / "log").open("wb") as log:
        subprocess.run([*as_user, *make], check=True, stdout=log, cwd=folder)
        command = [*as_user, *serve]
        return subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, start_new_session=True)


def _not_as_root(folder: Path) -> list[str]:
    """The words before a command so that it ends with us and is not root's, whom PostgreSQL refuses."""
    ends_with_us = ["setpriv", "--pdeathsig", "QUIT"]
    if os.geteuid() != 0:
        return [*ends_with_us, "--"]
    names = {user.pw_name for user in pwd.getpwall()}
    user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return [*ends_with_us, f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", "--"]


def _binary(name: str) -> str:
    """The newest that Debian has installed, else the one on the path."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    path = found[-1] if found else shutil.which(name)
    if path is None:
        raise FileNotFoundError(f"PostgreSQL's {name} is not installed")
    return str(path)


def _url(folder: Path, server: "subprocess.Popen[bytes]") -> str:
    """The address, once it answers there."""
    url = f"postgresql://{OWNER}@/postgres?host={folder}"
    while True:
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError:
            if server.poll() is not None:
                raise RuntimeError((folder / "log").read_text()) from None
            time.sleep(0.05)
        else:
            return url


def _run_with_postgres(command: list[str]) -> int:
    """Run ``command`` with the URL in its environment; a signal to end us ends it first."""
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit("ended"))
    with running() as url:
        child = subprocess.Popen(command, env=os.environ | {VARIABLE: url})
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda number, _frame: child.send_signal(number))
        return child.wait()


if __name__ == "__main__":
    sys.exit(_run_with_postgres(sys.argv[1:]))
