"""What is closed, merged or handed over while whoever does it is killed outright, again and again."""

from collections.abc import Iterator
from pathlib import Path

from roadshow import create_app
from roadshow.foundation.db import db
from tests import databases, postgres
from tests.killed import WORKS, Tally, kill_often

KILLS = 100


def all_tallies(data: Path, kind: str) -> Iterator[Tally]:
    """In an empty folder, on an empty database of this kind."""
    if kind == "sqlite":
        with databases.sqlite_copies(data) as copies:
            yield from _killed(copies, data)
        return
    with postgres.running() as server, databases.postgres_copies(server, data, "kills") as copies:
        yield from _killed(copies, data)


def _killed(copies: databases.Copies, data: Path) -> Iterator[Tally]:
    for work in WORKS:
        with copies() as url, create_app(databases.settings_for(url, data)).app_context():
            yield kill_often(work, KILLS, url, data)
            db.session.remove()
            db.engine.dispose()
