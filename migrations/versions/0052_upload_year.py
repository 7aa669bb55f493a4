"""Keep with an upload what a person confirmed of its year, which entries its rows became, and who was asked to check."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("ledgers_upload", sa.Column("sure", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("ledgers_upload", sa.Column("entries", sa.JSON()))
    op.add_column("ledgers_upload", sa.Column("first_row", sa.Integer()))
    op.add_column("ledgers_upload", sa.Column("last_row", sa.Integer()))
    op.add_column("ledgers_upload", sa.Column("told_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    for name in ("told_at", "last_row", "first_row", "entries"):
        op.drop_column("ledgers_upload", name)
    op.drop_column("ledgers_upload", "sure")
