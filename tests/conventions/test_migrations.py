"""The migrations make what the models say, on the database of this run."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Engine, create_engine, inspect
from sqlalchemy.engine import Inspector

from roadshow.config import ROOT
from roadshow.foundation.db import Model, db
from tests import postgres

MIGRATIONS = ScriptDirectory(str(ROOT / "migrations"))
BY_HAND = "occupancy_no_overlap"  # Alembic carries no exclusion constraint


@pytest.fixture
def made_from_models(
    app: Flask, postgres_server: str | None, tmp_path: Path, worker_id: str
) -> Iterator[Engine]:
    """A second database, made without any migration."""
    name = f"models_{worker_id}"
    url = (
        postgres.make_database(postgres_server, name)
        if postgres_server
        else f"sqlite:///{tmp_path / 'models.db'}"
    )
    engine = create_engine(url)
    Model.metadata.create_all(engine)
    yield engine
    engine.dispose()
    if postgres_server:
        postgres.drop_database(postgres_server, name)


def test_migrations_are_numbered_in_one_line() -> None:
    numbers = [script.revision for script in MIGRATIONS.walk_revisions()][::-1]
    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]


def test_each_migration_is_named_by_its_number() -> None:
    assert [
        script.revision
        for script in MIGRATIONS.walk_revisions()
        if not Path(script.path).name.startswith(f"{script.revision}_")
    ] == []


def test_there_is_one_head() -> None:
    assert len(MIGRATIONS.get_heads()) == 1


def test_upgrade_from_empty_equals_the_models(inside: Flask) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = compare_metadata(context, Model.metadata)
    assert [str(change) for change in found if BY_HAND not in str(change)] == []


def test_migrated_database_has_the_same_rules_as_one_made_from_the_models(
    inside: Flask, made_from_models: Engine
) -> None:
    migrated, made = inspect(db.engine), inspect(made_from_models)
    for table in Model.metadata.tables:
        assert rules_of(migrated, table) == rules_of(made, table), table


def rules_of(inspector: Inspector, table: str) -> dict[str, object]:
    """Everything by which a database refuses a row, conditions of partial indexes and checks among them."""
    return {
        "columns": {
            column["name"]: (str(column["type"]), column["nullable"])
            for column in inspector.get_columns(table)
        },
        "indexes": {
            index["name"]: (
                index["column_names"],
                bool(index["unique"]),
                condition(index.get("dialect_options", {})),
            )
            for index in inspector.get_indexes(table)
            if index["name"] != BY_HAND
        },
        "unique": {rule["name"]: rule["column_names"] for rule in inspector.get_unique_constraints(table)},
        "checks": {rule["name"]: words(rule["sqltext"]) for rule in inspector.get_check_constraints(table)},
        "keys": {
            rule["name"]: (rule["constrained_columns"], rule["referred_table"], rule["referred_columns"])
            for rule in inspector.get_foreign_keys(table)
        },
    }


def condition(options: dict[str, object]) -> list[str]:
    return [
        words(str(text)) for name, text in options.items() if name.endswith("_where") and text is not None
    ]


def words(text: str) -> str:
    """One spelling of a condition."""
    return re.sub(r"\s+", " ", text).strip()
