"""A deal may have come up again at another roadshow."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "outcomes_also_at",
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("roadshow_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["thread_id"], ["outcomes_thread.id"], name="fk_outcomes_also_at_thread_id"),
        sa.ForeignKeyConstraint(
            ["roadshow_id"], ["programme_roadshow.id"], name="fk_outcomes_also_at_roadshow_id"
        ),
        sa.PrimaryKeyConstraint("thread_id", "roadshow_id", name="pk_outcomes_also_at"),
    )
    op.create_index("ix_outcomes_also_at_roadshow_id", "outcomes_also_at", ["roadshow_id"])


def downgrade() -> None:
    op.drop_table("outcomes_also_at")
