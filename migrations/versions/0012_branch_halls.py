"""A roadshow may have several halls: its main one and branches."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "programme_branch",
        sa.Column("roadshow_id", sa.Integer(), nullable=False),
        sa.Column("hall_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["roadshow_id"], ["programme_roadshow.id"], name=op.f("fk_programme_branch_roadshow_id")
        ),
        sa.ForeignKeyConstraint(["hall_id"], ["halls_hall.id"], name=op.f("fk_programme_branch_hall_id")),
        sa.PrimaryKeyConstraint("roadshow_id", "hall_id", name=op.f("pk_programme_branch")),
    )
    op.create_index(op.f("ix_programme_branch_hall_id"), "programme_branch", ["hall_id"])


def downgrade() -> None:
    op.drop_table("programme_branch")
