"""Keep with an upload what a person confirmed of its year."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("ledgers_upload", sa.Column("sure", sa.JSON(), nullable=False, server_default="{}"))
    with op.batch_alter_table("ledgers_upload") as table:
        table.alter_column("sure", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("ledgers_upload") as table:
        table.drop_column("sure")
