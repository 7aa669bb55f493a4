"""Migrated databases by the dozen: migrated once, then copied for every test that asks."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import LiteralString

import flask_migrate
import psycopg
from psycopg import sql

from roadshow import create_app
from roadshow.config import ROOT, Settings
from roadshow.foundation.db import db
from tests import postgres

KEEP_NUMBERS = """
    CREATE TABLE kept.numbers AS
    SELECT format('%I.%I', schemaname, sequencename) AS name, start_value, last_value FROM pg_sequences
"""
NUMBERS_AS_KEPT = """
    SELECT setval(name::regclass, coalesce(last_value, start_value), last_value IS NOT NULL) FROM kept.numbers
"""
Copies = Callable[[], AbstractContextManager[str]]
"""Gives the URL of a migrated, empty database, whose content is gone afterwards."""
ROOMY = 512 * 1024 * 1024


def settings_for(url: str, data: Path) -> Settings:
    """What an app under test is told of itself."""
    return Settings(
        data=data,
        database_url=url,
        base_url="http://localhost",
        secret_key="known to the tests",  # noqa: S106  it guards nothing
        demo=False,
        design=True,
        testing=True,
    )


@contextmanager
def sqlite_copies(folder: Path) -> Iterator[Copies]:
    """One file, put in place anew for each test."""
    template = folder / "template.db"
    _migrate(f"sqlite:///{template}", folder)

    with tempfile.TemporaryDirectory(prefix="rs-test-", dir=_memory()) as into:

        @contextmanager
        def copy() -> Iterator[str]:
            for left in Path(into).iterdir():
                left.unlink()
            shutil.copyfile(template, f"{into}/roadshow.db")
            yield f"sqlite:///{into}/roadshow.db"

        yield copy


def _memory() -> str | None:
    """A folder that no commit has to wait for a disk in, where there is one with room."""
    memory = Path("/dev/shm")  # noqa: S108  each test makes a folder of its own in it
    return str(memory) if memory.is_dir() and shutil.disk_usage(memory).free > ROOMY else None


@contextmanager
def postgres_copies(server: str, folder: Path, worker: str) -> Iterator[Copies]:
    """One database, put back after each test: copying one takes a third of a second, this a few milliseconds.

    ``worker`` keeps those who share the server apart.
    """
    url = postgres.make_database(server, f"tests_{worker}")
    _migrate(url, folder)
    with psycopg.connect(url, autocommit=True) as connection:
        yield _put_back(connection, url)


def _put_back(connection: psycopg.Connection, url: str) -> Copies:
    connection.execute(
        "SET session_replication_role = replica; SET lock_timeout = '10s'"
    )  # no triggers, no keys
    tables = _names(connection, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    filled = _filled(connection, tables)
    connection.execute("CREATE SCHEMA kept")
    connection.execute(KEEP_NUMBERS)
    for name in filled:
        connection.execute(_words("CREATE TABLE kept.{0} AS TABLE {0}", name))

    @contextmanager
    def copy() -> Iterator[str]:
        yield url
        for name in _filled(connection, tables):
            connection.execute(_words("DELETE FROM {0}", name))
        for name in filled:
            connection.execute(_words("INSERT INTO {0} SELECT * FROM kept.{0}", name))
        connection.execute(NUMBERS_AS_KEPT)

    return copy


def _filled(connection: psycopg.Connection, tables: list[str]) -> list[str]:
    asked = [_words("SELECT {1} WHERE EXISTS (SELECT FROM {0})", name) for name in tables]
    return _names(connection, sql.SQL(" UNION ALL ").join(asked))


def _names(connection: psycopg.Connection, query: LiteralString | sql.Composed) -> list[str]:
    return [name for (name,) in connection.execute(query)]


def _words(words: LiteralString, name: str) -> sql.Composed:
    return sql.SQL(words).format(sql.Identifier(name), sql.Literal(name))


def _migrate(url: str, data: Path) -> None:
    app = create_app(settings_for(url, data))
    with app.app_context():
        flask_migrate.upgrade(directory=str(ROOT / "migrations"))
        db.engine.dispose()
