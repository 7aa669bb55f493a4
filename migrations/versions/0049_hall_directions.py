"""A hall says how to get there and where to park."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in ("directions", "directions_en"):
        op.add_column(
            "halls_hall", sa.Column(column, sa.String(length=500), nullable=False, server_default="")
        )


def downgrade() -> None:
    op.drop_column("halls_hall", "directions_en")
    op.drop_column("halls_hall", "directions")
