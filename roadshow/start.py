"""What script/server does before it serves, in one process: secrets, migrations, the demo or the first admin's link."""

import os
import secrets
import sys

import flask_migrate

from roadshow import create_app, demo
from roadshow.accounts.inviting import invite_first_admin
from roadshow.config import ROOT, Settings
from roadshow.foundation import db


def prepare(settings: Settings) -> None:
    """Bring the database up to date; fill the demo into an empty one, or hand out the first admin's link."""
    os.umask(0o077)  # the database is as private as the secret beside it, whatever folder it stands in
    app = create_app(settings)
    with app.app_context():
        flask_migrate.upgrade(directory=str(ROOT / "migrations"))
        if settings.demo and db.is_empty():
            password = settings.demo_password or secrets.token_urlsafe(9)
            demo.fill(password)
            say(
                f"Demo people (organiser@, recorder@, startup@, investor@ … demo.example), password: {password}"
            )
        elif not settings.demo and (token := invite_first_admin()) is not None:
            say(f"Make the first admin, once, within a week: {settings.base_url}/invitations/{token}")
        db.db.session.remove()
        db.db.engine.dispose()  # the server is forked from this process and inherits no connection


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    prepare(Settings.from_environ())
