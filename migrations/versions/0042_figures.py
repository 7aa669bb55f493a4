"""What the year's figures ask of the ledger is read from an index alone."""

from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

TABLE = "outcomes_row"
INDEXES = {
    "ix_outcomes_row_figures": [
        *("counts", "kind", "step", "counted_on", "amount_fen", "project_id", "company_id", "thread_id"),
        *("category", "state", "roadshow_id"),
    ],
    "ix_outcomes_row_thread_id_step": ["thread_id", "step", "counts", "on"],
    "ix_outcomes_row_project_id_step": ["project_id", "step", "counts", "on"],
}


def upgrade() -> None:
    for name, columns in INDEXES.items():
        op.create_index(name, TABLE, columns)


def downgrade() -> None:
    for name in INDEXES:
        op.drop_index(name, TABLE)
