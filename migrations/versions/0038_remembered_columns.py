"""What was said of a bureau's columns is remembered."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ledgers_remembered",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("bureau", sa.String(100), nullable=False),
        sa.Column("bureau_key", sa.String(100), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("header", sa.String(200), nullable=False),
        sa.Column("header_key", sa.String(200), nullable=False),
        sa.Column("field", sa.String(60), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint(
            "bureau_key", "kind", "header_key", name="uq_ledgers_remembered_bureau_key_kind_header_key"
        ),
    )
    op.add_column("ledgers_upload", sa.Column("bureau", sa.String(100), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("ledgers_upload", "bureau")
    op.drop_table("ledgers_remembered")
