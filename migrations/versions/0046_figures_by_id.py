"""What only one kind of row has is joined to the index of the figures without reading the rows."""

from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

TABLE, NAME = "outcomes_row", "ix_outcomes_row_figures"
COLUMNS = [
    *("counts", "kind", "step", "counted_on", "amount_fen", "project_id", "company_id", "thread_id"),
    *("category", "state", "roadshow_id"),
]


def upgrade() -> None:
    op.drop_index(NAME, TABLE)
    op.create_index(NAME, TABLE, [*COLUMNS, "id"])


def downgrade() -> None:
    op.drop_index(NAME, TABLE)
    op.create_index(NAME, TABLE, COLUMNS)
