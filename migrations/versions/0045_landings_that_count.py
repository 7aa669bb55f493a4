"""Of the landings of a project one counts: a corrected one stands in the way of no other."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

NAME, TABLE = "uq_outcomes_row_project_id", "outcomes_row"
BEFORE = "kind = 'landing' AND corrects_id IS NULL AND state <> 'refused'"
NOW = "kind = 'landing' AND counts = true"


def upgrade() -> None:
    _one_where(NOW)


def downgrade() -> None:
    _one_where(BEFORE)


def _one_where(which: str) -> None:
    op.drop_index(NAME, TABLE)
    op.create_index(
        NAME,
        TABLE,
        ["project_id"],
        unique=True,
        sqlite_where=sa.text(which),
        postgresql_where=sa.text(which),
    )
