"""How Alembic reaches the database: through the app's own engine; several starts at once wait for each other."""

import zlib

from alembic import context
from flask import current_app
from sqlalchemy import text

engine = current_app.extensions["migrate"].db.engine
metadata = current_app.extensions["migrate"].db.Model.metadata


def run() -> None:
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(
                text("SELECT pg_advisory_lock(:key)"), {"key": zlib.crc32(b"roadshow migrations")}
            )
            connection.commit()
        context.configure(
            connection=connection, target_metadata=metadata, compare_type=True, render_as_batch=False
        )
        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    raise SystemExit("Migrations run against a database, not into a file.")
run()
