"""The halls have a room of their own: the table and its rules are called after it, its rows and keys stay."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

RULES = ("pk_{}", "uq_{}_name", "ck_{}_capacity_positive")


def upgrade() -> None:
    rename("programme_hall", "halls_hall")


def downgrade() -> None:
    rename("halls_hall", "programme_hall")


def rename(was: str, now: str) -> None:
    """What points there follows by itself; the names of the table's own rules do not."""
    op.rename_table(was, now)
    if op.get_bind().dialect.name == "postgresql":
        for rule in RULES:
            op.execute(f"ALTER TABLE {now} RENAME CONSTRAINT {rule.format(was)} TO {rule.format(now)}")
        op.execute(f"ALTER SEQUENCE {was}_id_seq RENAME TO {now}_id_seq")
    else:
        respell(was, now)


def respell(was: str, now: str) -> None:
    """SQLite has no words for it, and a table that others point at cannot be made anew under their keys."""
    version = op.get_bind().exec_driver_sql("PRAGMA schema_version").scalar_one()
    op.execute("PRAGMA writable_schema = ON")
    op.execute(f"UPDATE sqlite_schema SET sql = replace(sql, '{was}', '{now}') WHERE name = '{now}'")
    op.execute(f"PRAGMA schema_version = {version + 1}")
    op.execute("PRAGMA writable_schema = RESET")
