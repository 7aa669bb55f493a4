"""A roadshow may be put off before its new day is known."""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

RULE = "CONSTRAINT ck_programme_roadshow_date_pending_is_off CHECK (NOT date_pending OR state = 'cancelled')"


def upgrade() -> None:
    """SQLite takes a rule only beside a new column, the table being one that others point at."""
    dialect = op.get_bind().dialect
    boolean, no = sa.Boolean().compile(dialect), "false" if dialect.name == "postgresql" else "0"
    op.execute(
        f"ALTER TABLE programme_roadshow ADD COLUMN date_pending {boolean} NOT NULL DEFAULT {no} {RULE}"
    )


def downgrade() -> None:
    """What was put off stays cancelled."""
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("ck_programme_roadshow_date_pending_is_off", "programme_roadshow")
    op.drop_column("programme_roadshow", "date_pending")
