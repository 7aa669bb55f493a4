"""Migrated databases by the dozen: migrated once, then copied for every test that asks."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import flask_migrate

from roadshow import create_app
from roadshow.config import ROOT, Settings
from roadshow.foundation.db import db
from tests import postgres

Copies = Callable[[Path], AbstractContextManager[str]]
"""Gives the URL of a migrated, empty database, which may use this folder and is gone afterwards."""


def settings_for(url: str, data: Path) -> Settings:
    """What an app under test is told of itself."""
    return Settings(
        data=data,
        database_url=url,
        base_url="http://localhost",
        secret_key="known to the tests",  # noqa: S106  it guards nothing
        demo=False,
        testing=True,
    )


def sqlite_copies(folder: Path) -> Copies:
    template = folder / "template.db"
    _migrate(f"sqlite:///{template}", folder)

    @contextmanager
    def copy(into: Path) -> Iterator[str]:
        shutil.copyfile(template, into / "roadshow.db")
        yield f"sqlite:///{into / 'roadshow.db'}"

    return copy


def postgres_copies(server: str, folder: Path, worker: str) -> Copies:
    """``worker`` keeps those who share the server apart."""
    template, name = f"template_{worker}", f"copy_{worker}"
    _migrate(postgres.make_database(server, template), folder)

    @contextmanager
    def copy(_into: Path) -> Iterator[str]:
        yield postgres.make_database(server, name, like=template)
        postgres.drop_database(server, name)

    return copy


def _migrate(url: str, data: Path) -> None:
    app = create_app(settings_for(url, data))
    with app.app_context():
        flask_migrate.upgrade(directory=str(ROOT / "migrations"))
        db.engine.dispose()
